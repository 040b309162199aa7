package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Draws;

/** The loops as plain Java, some of which the JVM's compiler turns into vectors. Stateless. */
final class PlainLoops implements LaneLoops {
    @Override
    public void compute(MicroStep step, Lanes lanes, int[] x, int xo, int[] y, int yo, int[] d, int to) {
        int n = lanes.count;
        int shift = step.shift;
        switch (step.operation) {
            case MOV -> System.arraycopy(x, xo, d, to, n);
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.add(x[xo + i], y[yo + i]);
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.subtract(x[xo + i], y[yo + i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = Math.min(x[xo + i], y[yo + i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = Math.max(x[xo + i], y[yo + i]);
                }
            }
            case AND -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = x[xo + i] & y[yo + i];
                }
            }
            case GE -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.greaterOrEqual(x[xo + i], y[yo + i]);
                }
            }
            case GT -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.greater(x[xo + i], y[yo + i]);
                }
            }
            case LT -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.less(x[xo + i], y[yo + i]);
                }
            }
            case EQ -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.equal(x[xo + i], y[yo + i]);
                }
            }
            case SHL -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.shiftLeft(x[xo + i], shift);
                }
            }
            case SHRF -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = x[xo + i] >> shift;
                }
            }
            case SHRR -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.shiftHalfUp(x[xo + i], shift);
                }
            }
            case SHRZ -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.shiftTowardZero(x[xo + i], shift);
                }
            }
            case SHRS -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.shiftStochastic(
                            x[xo + i], shift, Draws.draw(lanes.keys[step.ordinal], lanes.unit[i]));
                }
            }
            case MULF -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.multiplyFloor(x[xo + i], y[yo + i], shift);
                }
            }
            case MULR -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.multiplyHalfUp(x[xo + i], y[yo + i], shift);
                }
            }
            case MULZ -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.multiplyTowardZero(x[xo + i], y[yo + i], shift);
                }
            }
            case MULS -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.multiplyStochastic(
                            x[xo + i], y[yo + i], shift, Draws.draw(lanes.keys[step.ordinal], lanes.unit[i]));
                }
            }
            case DEC -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.decay(x[xo + i], y[yo + i]);
                }
            }
            case RDAF -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.readFloor(lanes.accumulator[i], shift);
                }
            }
            case RDAR -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.readHalfUp(lanes.accumulator[i], shift);
                }
            }
            case LUT -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = step.table.lookUp(x[xo + i]);
                }
            }
            case RND -> {
                for (int i = 0; i < n; i++) {
                    d[to + i] = MicroMath.random(x[xo + i], Draws.draw(lanes.keys[step.ordinal], lanes.unit[i]));
                }
            }
            default -> throw new IllegalStateException(step.operation + " has no result");
        }
    }

    @Override
    public void blend(int[] value, int from, int[] d, int to, int[] guard, int flip, int count) {
        for (int i = 0; i < count; i++) {
            int mask = guard[i] ^ flip;
            d[to + i] = (value[from + i] & mask) | (d[to + i] & ~mask);
        }
    }

    @Override
    public void accumulate(Lanes lanes, int[] x, int xo, int[] y, int yo, int[] guard, int flip) {
        long[] acc = lanes.accumulator;
        for (int i = 0; i < lanes.count; i++) {
            if (guard == null || (guard[i] ^ flip) != 0) {
                acc[i] = MicroMath.accumulate(acc[i], x[xo + i], y[yo + i]);
            }
        }
    }
}
