package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Draws;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroTable;
import dev.ranvier.hw.microcode.Operation;
import java.util.Arrays;

/**
 * One instruction at a time over all lanes of a block: every instruction is a small loop that the compiler packs. Owned
 * by its core, since it has scratch arrays.
 */
final class VectorEngine implements MicroEngine {
    private final int[] scalarX = new int[Lanes.MOST];
    private final int[] scalarY = new int[Lanes.MOST];
    private final int[] result = new int[Lanes.MOST];
    private final long[] draws = new long[Lanes.MOST];

    @Override
    public void run(MicroCode code, Lanes lanes) {
        for (int i = 0; i < code.instructions().size(); i++) {
            execute(code, i, lanes);
        }
    }

    private void execute(MicroCode code, int index, Lanes lanes) {
        Instruction in = code.instructions().get(index);
        int count = lanes.count;
        int[] guard = in.guarded() ? lanes.predicates[in.guard()] : null;
        int flip = in.guardNegated() ? -1 : 0;
        int[] x = in.operation().has('X') ? source(code, in, in.x(), lanes, scalarX) : scalarX;
        int[] y = in.operation().has('Y') ? source(code, in, in.y(), lanes, scalarY) : scalarY;
        int xo = offset(in.x(), lanes);
        int yo = offset(in.y(), lanes);
        if (in.operation().random()) {
            long key = lanes.keys[code.ordinals()[index]];
            for (int i = 0; i < count; i++) {
                draws[i] = Draws.draw(key, lanes.unit[i]);
            }
        }
        switch (in.operation()) {
            case CLR, MAC -> accumulate(in, lanes, x, xo, y, yo, guard, flip);
            case SPK -> spike(lanes, x, xo, guard, flip);
            default -> {
                boolean register = in.operation().compares() || Bank.of(in.d()) == Bank.REGISTER;
                int[] d = in.operation().compares()
                        ? lanes.predicates[Bank.PREDICATE.index(in.d())]
                        : register
                                ? lanes.registers[Bank.REGISTER.index(in.d())]
                                : lanes.state[Bank.STATE.index(in.d())];
                int to = register ? 0 : lanes.base;
                if (guard == null) {
                    compute(code, in, lanes, x, xo, y, yo, d, to, count);
                } else {
                    compute(code, in, lanes, x, xo, y, yo, result, 0, count);
                    for (int i = 0; i < count; i++) {
                        int mask = guard[i] ^ flip;
                        d[to + i] = (result[i] & mask) | (d[to + i] & ~mask);
                    }
                }
            }
        }
    }

    private static int[] source(MicroCode code, Instruction in, int operand, Lanes lanes, int[] scratch) {
        return switch (Bank.of(operand)) {
            case REGISTER -> lanes.registers[Bank.REGISTER.index(operand)];
            case STATE -> lanes.state[Bank.STATE.index(operand)];
            case INPUT -> lanes.inputs[Bank.INPUT.index(operand)];
            default -> {
                Arrays.fill(scratch, 0, lanes.count, code.scalar(operand, in));
                yield scratch;
            }
        };
    }

    private static int offset(int operand, Lanes lanes) {
        Bank bank = Bank.of(operand);
        return bank == Bank.STATE || bank == Bank.INPUT ? lanes.base : 0;
    }

    private static void accumulate(
            Instruction in, Lanes lanes, int[] x, int xo, int[] y, int yo, int[] guard, int flip) {
        boolean clears = in.operation() == Operation.CLR;
        long[] acc = lanes.accumulator;
        for (int i = 0; i < lanes.count; i++) {
            if (guard == null || (guard[i] ^ flip) != 0) {
                acc[i] = clears ? 0 : MicroMath.accumulate(acc[i], x[xo + i], y[yo + i]);
            }
        }
    }

    private static void spike(Lanes lanes, int[] x, int xo, int[] guard, int flip) {
        for (int i = 0; i < lanes.count; i++) {
            int mask = guard == null ? -1 : guard[i] ^ flip;
            lanes.fired[i] |= mask;
            lanes.payload[i] = (x[xo + i] & mask) | (lanes.payload[i] & ~mask);
        }
    }

    private void compute(
            MicroCode code, Instruction in, Lanes lanes, int[] x, int xo, int[] y, int yo, int[] d, int to, int count) {
        int n = in.shift();
        switch (in.operation()) {
            case MOV -> System.arraycopy(x, xo, d, to, count);
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.add(x[xo + i], y[yo + i]);
                }
            }
            case SUB -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.subtract(x[xo + i], y[yo + i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = Math.min(x[xo + i], y[yo + i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = Math.max(x[xo + i], y[yo + i]);
                }
            }
            case AND -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = x[xo + i] & y[yo + i];
                }
            }
            case GE -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = x[xo + i] >= y[yo + i] ? -1 : 0;
                }
            }
            case GT -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = x[xo + i] > y[yo + i] ? -1 : 0;
                }
            }
            case LT -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = x[xo + i] < y[yo + i] ? -1 : 0;
                }
            }
            case EQ -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = x[xo + i] == y[yo + i] ? -1 : 0;
                }
            }
            case SHL, SHRF, SHRR, SHRZ, SHRS -> shift(in, x, xo, d, to, count);
            case MULF, MULR, MULZ, MULS -> multiply(in, x, xo, y, yo, d, to, count);
            case DEC -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.decay(x[xo + i], y[yo + i]);
                }
            }
            case RDAF -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.readFloor(lanes.accumulator[i], n);
                }
            }
            case RDAR -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.readHalfUp(lanes.accumulator[i], n);
                }
            }
            case LUT -> {
                MicroTable table = code.table(in);
                for (int i = 0; i < count; i++) {
                    d[to + i] = table.lookUp(x[xo + i]);
                }
            }
            case RND -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.random(x[xo + i], draws[i]);
                }
            }
            default -> throw new IllegalStateException(in.operation() + " has no result");
        }
    }

    private void shift(Instruction in, int[] x, int xo, int[] d, int to, int count) {
        int n = in.shift();
        switch (in.operation()) {
            case SHL -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.shiftLeft(x[xo + i], n);
                }
            }
            case SHRF -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = x[xo + i] >> n;
                }
            }
            case SHRR -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.shiftHalfUp(x[xo + i], n);
                }
            }
            case SHRZ -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.shiftTowardZero(x[xo + i], n);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.shiftStochastic(x[xo + i], n, draws[i]);
                }
            }
        }
    }

    private void multiply(Instruction in, int[] x, int xo, int[] y, int yo, int[] d, int to, int count) {
        int n = in.shift();
        switch (in.operation()) {
            case MULF -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.multiplyFloor(x[xo + i], y[yo + i], n);
                }
            }
            case MULR -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.multiplyHalfUp(x[xo + i], y[yo + i], n);
                }
            }
            case MULZ -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.multiplyTowardZero(x[xo + i], y[yo + i], n);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    d[to + i] = MicroMath.multiplyStochastic(x[xo + i], y[yo + i], n, draws[i]);
                }
            }
        }
    }
}
