package dev.ranvier.emulator.core.programmable;

/**
 * The loops with vectors for what programs do most; the rest runs in {@link PlainLoops}. Owned by its engine, since it has
 * a scratch array.
 */
final class VectorLoops implements LaneLoops {
    private static final int LANES = VectorMath.LANES;
    private static final int HALF = WideVectorMath.LANES;

    private final LaneLoops plain = new PlainLoops();
    private final int[] draws = new int[Lanes.MOST];

    @Override
    public void compute(MicroStep step, Lanes lanes, int[] x, int xo, int[] y, int yo, int[] d, int to) {
        int n = lanes.count;
        switch (step.operation) {
            case ADD -> add(x, xo, y, yo, d, to, n);
            case SUB -> subtract(x, xo, y, yo, d, to, n);
            case MIN -> min(x, xo, y, yo, d, to, n);
            case MAX -> max(x, xo, y, yo, d, to, n);
            case AND -> and(x, xo, y, yo, d, to, n);
            case GE -> greaterOrEqual(x, xo, y, yo, d, to, n);
            case GT -> greater(x, xo, y, yo, d, to, n);
            case LT -> less(x, xo, y, yo, d, to, n);
            case EQ -> equal(x, xo, y, yo, d, to, n);
            case DEC -> decay(x, xo, y, yo, d, to, n);
            case MULF, MULR, MULZ -> multiply(step, x, xo, y, yo, d, to, n);
            case RND -> {
                VectorMath.draw(lanes.keys[step.ordinal], lanes.unit, draws, n);
                and(draws, 0, x, xo, d, to, n);
            }
            default -> plain.compute(step, lanes, x, xo, y, yo, d, to);
        }
    }

    /** A product with a constant 0 .. 2^shift stays in 32-bit lanes. */
    private static void multiply(MicroStep step, int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int shift = step.shift;
        int[] row = step.rowY != null ? step.rowY : step.rowX;
        if (row != null && VectorMath.isFraction(row[0], shift)) {
            int[] other = row == y ? x : y;
            int at = row == y ? xo : yo;
            switch (step.operation) {
                case MULF -> fractionFloor(other, at, row[0], d, to, n, shift);
                case MULR -> fractionHalfUp(other, at, row[0], d, to, n, shift);
                default -> fractionTowardZero(other, at, row[0], d, to, n, shift);
            }
            return;
        }
        switch (step.operation) {
            case MULF -> multiplyFloor(x, xo, y, yo, d, to, n, shift);
            case MULR -> multiplyHalfUp(x, xo, y, yo, d, to, n, shift);
            default -> multiplyTowardZero(x, xo, y, yo, d, to, n, shift);
        }
    }

    private static void add(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.store(VectorMath.add(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.add(x[xo + i], y[yo + i]);
        }
    }

    private static void subtract(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.store(VectorMath.subtract(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.subtract(x[xo + i], y[yo + i]);
        }
    }

    private static void min(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.store(VectorMath.min(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = Math.min(x[xo + i], y[yo + i]);
        }
    }

    private static void max(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.store(VectorMath.max(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = Math.max(x[xo + i], y[yo + i]);
        }
    }

    private static void and(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.store(VectorMath.and(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = x[xo + i] & y[yo + i];
        }
    }

    private static void greaterOrEqual(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.storeMask(
                    VectorMath.greaterOrEqual(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.greaterOrEqual(x[xo + i], y[yo + i]);
        }
    }

    private static void greater(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.storeMask(VectorMath.greater(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.greater(x[xo + i], y[yo + i]);
        }
    }

    private static void less(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.storeMask(VectorMath.less(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.less(x[xo + i], y[yo + i]);
        }
    }

    private static void equal(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.storeMask(VectorMath.equal(VectorMath.load(x, xo + i), VectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.equal(x[xo + i], y[yo + i]);
        }
    }

    private static void decay(int[] x, int xo, int[] y, int yo, int[] d, int to, int n) {
        int i = 0;
        for (; i <= n - HALF; i += HALF) {
            WideVectorMath.store(
                    WideVectorMath.decay(WideVectorMath.load(x, xo + i), WideVectorMath.load(y, yo + i)), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.decay(x[xo + i], y[yo + i]);
        }
    }

    private static void multiplyFloor(int[] x, int xo, int[] y, int yo, int[] d, int to, int n, int shift) {
        int i = 0;
        for (; i <= n - HALF; i += HALF) {
            WideVectorMath.store(
                    WideVectorMath.multiplyFloor(WideVectorMath.load(x, xo + i), WideVectorMath.load(y, yo + i), shift),
                    d,
                    to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.multiplyFloor(x[xo + i], y[yo + i], shift);
        }
    }

    private static void fractionFloor(int[] x, int xo, int factor, int[] d, int to, int n, int shift) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.store(VectorMath.fractionFloor(VectorMath.load(x, xo + i), factor, shift), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.multiplyFloor(x[xo + i], factor, shift);
        }
    }

    private static void multiplyHalfUp(int[] x, int xo, int[] y, int yo, int[] d, int to, int n, int shift) {
        int i = 0;
        for (; i <= n - HALF; i += HALF) {
            WideVectorMath.store(
                    WideVectorMath.multiplyHalfUp(
                            WideVectorMath.load(x, xo + i), WideVectorMath.load(y, yo + i), shift),
                    d,
                    to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.multiplyHalfUp(x[xo + i], y[yo + i], shift);
        }
    }

    private static void fractionHalfUp(int[] x, int xo, int factor, int[] d, int to, int n, int shift) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.store(VectorMath.fractionHalfUp(VectorMath.load(x, xo + i), factor, shift), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.multiplyHalfUp(x[xo + i], factor, shift);
        }
    }

    private static void multiplyTowardZero(int[] x, int xo, int[] y, int yo, int[] d, int to, int n, int shift) {
        int i = 0;
        for (; i <= n - HALF; i += HALF) {
            WideVectorMath.store(
                    WideVectorMath.multiplyTowardZero(
                            WideVectorMath.load(x, xo + i), WideVectorMath.load(y, yo + i), shift),
                    d,
                    to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.multiplyTowardZero(x[xo + i], y[yo + i], shift);
        }
    }

    private static void fractionTowardZero(int[] x, int xo, int factor, int[] d, int to, int n, int shift) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.store(VectorMath.fractionTowardZero(VectorMath.load(x, xo + i), factor, shift), d, to + i);
        }
        for (; i < n; i++) {
            d[to + i] = MicroMath.multiplyTowardZero(x[xo + i], factor, shift);
        }
    }

    @Override
    public void blend(int[] value, int from, int[] d, int to, int[] guard, int flip, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            VectorMath.store(
                    VectorMath.blend(
                            VectorMath.load(value, from + i),
                            VectorMath.load(d, to + i),
                            VectorMath.loadMask(guard, i, flip)),
                    d,
                    to + i);
        }
        for (; i < count; i++) {
            d[to + i] = MicroMath.blend(value[from + i], d[to + i], guard[i] ^ flip);
        }
    }

    @Override
    public void accumulate(Lanes lanes, int[] x, int xo, int[] y, int yo, int[] guard, int flip) {
        if (guard != null) {
            plain.accumulate(lanes, x, xo, y, yo, guard, flip);
            return;
        }
        int i = 0;
        for (; i <= lanes.count - HALF; i += HALF) {
            WideVectorMath.accumulate(
                    lanes.accumulator, i, WideVectorMath.load(x, xo + i), WideVectorMath.load(y, yo + i));
        }
        for (; i < lanes.count; i++) {
            lanes.accumulator[i] = MicroMath.accumulate(lanes.accumulator[i], x[xo + i], y[yo + i]);
        }
    }
}
