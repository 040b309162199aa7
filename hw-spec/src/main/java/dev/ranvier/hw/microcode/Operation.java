package dev.ranvier.hw.microcode;

/**
 * The 28 instructions; the ordinal is the opcode (neuron microcode, section 4). A shape lists the operands in the order
 * of the text: D destination, P predicate destination, X and Y sources, T table, N shift 0..31, W shift 0..63.
 */
public enum Operation {
    /** Last instruction of an entry. */
    END("", 1),
    /** Copy. */
    MOV("DX", 1),
    /** Saturating sum. */
    ADD("DXY", 1),
    /** Saturating difference. */
    SUB("DXY", 1),
    /** Saturating shift left. */
    SHL("DXN", 1),
    /** Shift right, floor. */
    SHRF("DXN", 1),
    /** Shift right, half up. */
    SHRR("DXN", 1),
    /** Shift right, toward zero. */
    SHRZ("DXN", 1),
    /** Shift right, stochastic. */
    SHRS("DXN", 1),
    /** Product shifted right, floor. */
    MULF("DXYW", 1),
    /** Product shifted right, half up. */
    MULR("DXYW", 1),
    /** Product shifted right, toward zero. */
    MULZ("DXYW", 1),
    /** Product shifted right, stochastic. */
    MULS("DXYW", 1),
    /** Decay. */
    DEC("DXY", 1),
    /** Clears the accumulator. */
    CLR("", 1),
    /** Multiplies and accumulates. */
    MAC("XY", 1),
    /** Reads the accumulator, floor. */
    RDAF("DW", 1),
    /** Reads the accumulator, half up. */
    RDAR("DW", 1),
    /** Smaller of two. */
    MIN("DXY", 1),
    /** Larger of two. */
    MAX("DXY", 1),
    /** Bitwise and. */
    AND("DXY", 1),
    /** Compares: greater or equal. */
    GE("PXY", 1),
    /** Compares: greater. */
    GT("PXY", 1),
    /** Compares: less. */
    LT("PXY", 1),
    /** Compares: equal. */
    EQ("PXY", 1),
    /** Table look-up. */
    LUT("DXT", 2),
    /** Random bits under a mask. */
    RND("DX", 1),
    /** The neuron fires. */
    SPK("X", 1);

    private final String shape;
    private final int cycles;

    Operation(String shape, int cycles) {
        this.shape = shape;
        this.cycles = cycles;
    }

    /** Operands in the order of the text. */
    public String shape() {
        return shape;
    }

    /** True if the instruction has an operand of role {@code role}. */
    public boolean has(char role) {
        return shape.indexOf(role) >= 0;
    }

    /** Cycles, whether its predicate holds or not (design estimate). */
    public int cycles() {
        return cycles;
    }

    /** True if it draws a random number. */
    public boolean random() {
        return this == SHRS || this == MULS || this == RND;
    }

    /** True if it writes a predicate. */
    public boolean compares() {
        return has('P');
    }

    /** The instruction called {@code word}, in any case; null if there is none. */
    public static Operation named(String word) {
        String upper = word.toUpperCase(java.util.Locale.ROOT);
        for (Operation operation : values()) {
            if (operation.name().equals(upper)) {
                return operation;
            }
        }
        return null;
    }
}
