package dev.ranvier.hw.microcode;

import dev.ranvier.hw.RanvierException;

/** An instruction word that a core refuses. */
public final class WordException extends RanvierException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why a word is refused (neuron microcode, section 3). */
    public enum Kind {
        /** Opcode 28..63, or an instruction that the entry does not have. */
        UNKNOWN_OPCODE,
        /** A bit that must be 0 is not. */
        RESERVED_BITS,
        /** A predicate field that means nothing. */
        BAD_PREDICATE,
        /** An operand code that is undefined or not allowed there. */
        BAD_OPERAND,
        /** A shift above what the instruction takes. */
        BAD_SHIFT
    }

    WordException(Kind kind, String message) {
        super(kind + ": " + message);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}
