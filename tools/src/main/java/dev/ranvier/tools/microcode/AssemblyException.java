package dev.ranvier.tools.microcode;

import dev.ranvier.hw.RanvierException;

/** The first error of a program text, with its place. */
public final class AssemblyException extends RanvierException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int line;
    private final int column;

    /** Kinds of errors (neuron microcode, section 9). */
    public enum Kind {
        /** A character or token that cannot stand here. */
        SYNTAX,
        /** A directive that does not exist. */
        UNKNOWN_DIRECTIVE,
        /** An instruction that does not exist. */
        UNKNOWN_INSTRUCTION,
        /** A name that is not declared. */
        UNKNOWN_NAME,
        /** A name that is declared twice. */
        DUPLICATE_NAME,
        /** A declared name that means another operand. */
        RESERVED_NAME,
        /** A directive that may stand once. */
        DUPLICATE_DIRECTIVE,
        /** A section that may stand once. */
        DUPLICATE_SECTION,
        /** A declaration after the first section. */
        DECLARATION_AFTER_CODE,
        /** An instruction before the first section. */
        CODE_OUTSIDE_SECTION,
        /** More state words than there are. */
        TOO_MANY_STATES,
        /** More constants than there are. */
        TOO_MANY_CONSTANTS,
        /** More inputs than there are. */
        TOO_MANY_INPUTS,
        /** More tables than there are. */
        TOO_MANY_TABLES,
        /** A number outside its range in a declaration. */
        CONSTANT_RANGE,
        /** A table that is not 2^k + 1 entries long. */
        TABLE_LENGTH,
        /** A table whose segments reach beyond 2^31. */
        TABLE_RANGE,
        /** An option that is unknown, repeated, missing or contradictory. */
        OPTION,
        /** Too few or too many operands. */
        OPERAND_COUNT,
        /** A kind of operand that cannot stand there. */
        OPERAND_KIND,
        /** Something that this section does not have. */
        NOT_ALLOWED_HERE,
        /** An immediate beyond 16 bits. */
        IMMEDIATE_RANGE,
        /** A shift beyond its range. */
        SHIFT_RANGE,
        /** Two different immediates in one instruction. */
        TWO_IMMEDIATES,
        /** An END under a predicate. */
        PREDICATED_END,
        /** An instruction after END. */
        CODE_AFTER_END,
        /** More instructions than the program store holds. */
        TOO_MANY_INSTRUCTIONS,
        /** A section without END. */
        MISSING_END
    }

    AssemblyException(Kind kind, int line, int column, String message) {
        super(line + ":" + column + ": " + kind + ": " + message);
        this.kind = kind;
        this.line = line;
        this.column = column;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /** Line, from 1. */
    public int line() {
        return line;
    }

    /** Column in characters, from 1. */
    public int column() {
        return column;
    }
}
