package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Instruction;

/** What vectors can do with an instruction, and how much work that is: where segments are cut. Stateless. */
final class VectorWork {
    /** Longest shift of a stochastic product for which 32 bits of a draw suffice. */
    private static final int DRAW_BITS = 32;

    private VectorWork() {}

    /** True if {@code in} has a vector form; the others run lane by lane. */
    static boolean serves(Instruction in) {
        return switch (in.operation()) {
            case LUT -> false;
            case MULS -> in.shift() <= DRAW_BITS;
            default -> true;
        };
    }

    /** True if {@code in} needs 64-bit lanes. */
    static boolean isWide(MicroCode code, Instruction in) {
        return switch (in.operation()) {
            case MULF, MULR, MULZ -> !fraction(code, in);
            case MULS, DEC, MAC, CLR, RDAF, RDAR -> true;
            default -> false;
        };
    }

    /** Vector operations of {@code in}, its loads and stores among them; conversions to 64-bit lanes count double. */
    static int work(MicroCode code, Instruction in) {
        boolean scalar = MicroCode.isScalar(in.x()) || MicroCode.isScalar(in.y());
        int own =
                switch (in.operation()) {
                    case MULF, MULR, MULZ -> fraction(code, in) ? 9 : 12;
                    case MULS -> 16;
                    case DEC -> 16;
                    case MAC, RDAF, RDAR -> 10;
                    case CLR -> 6;
                    case ADD, SUB -> scalar ? 3 : 8;
                    case SHL, SHRR, SHRZ, SHRS -> 6;
                    case SPK -> 5;
                    default -> 1;
                };
        return own + 2 + (in.guarded() ? 2 : 0);
    }

    /** True for a product with a constant that is exact in 32-bit lanes. */
    static boolean fraction(MicroCode code, Instruction in) {
        int factor = MicroCode.isScalar(in.y()) ? in.y() : in.x();
        return MicroCode.isScalar(factor) && VectorMath.isFraction(code.scalar(factor, in), in.shift());
    }
}
