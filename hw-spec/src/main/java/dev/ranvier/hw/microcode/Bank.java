package dev.ranvier.hw.microcode;

/** Kinds of operands with their codes (neuron microcode, section 3). */
public enum Bank {
    /** Registers r0..r15. */
    REGISTER('r', 0x00, 16),
    /** State words s0..s15 of the neuron. */
    STATE('s', 0x10, 16),
    /** Constants c0..c31 of the profile. */
    CONSTANT('c', 0x20, 32),
    /** Inputs a0..a3 of the tick. */
    INPUT('a', 0x40, 4),
    /** The immediate of the instruction. */
    IMMEDIATE('#', 0x44, 1),
    /** Predicates p0..p3. */
    PREDICATE('p', 0x48, 4),
    /** Tables t0..t3 of the profile. */
    TABLE('t', 0x4C, 4);

    private final char letter;
    private final int first;
    private final int size;

    Bank(char letter, int first, int size) {
        this.letter = letter;
        this.first = first;
        this.size = size;
    }

    private static final Bank[] ALL = values();

    /** Letter in program text. */
    public char letter() {
        return letter;
    }

    /** Number of operands of the kind. */
    public int size() {
        return size;
    }

    /** Code of operand {@code index}, 0 .. size - 1. */
    public int code(int index) {
        return first + index;
    }

    /** Index of the operand with {@code code}, which is of this kind. */
    public int index(int code) {
        return code - first;
    }

    /** The kind of {@code code}, or null for an undefined code. */
    public static Bank of(int code) {
        for (Bank bank : ALL) {
            if (code >= bank.first && code < bank.first + bank.size) {
                return bank;
            }
        }
        return null;
    }

    /** The kind of operands written with {@code letter}; null if there is none. */
    public static Bank named(char letter) {
        for (Bank bank : values()) {
            if (bank.letter == letter) {
                return bank;
            }
        }
        return null;
    }
}
