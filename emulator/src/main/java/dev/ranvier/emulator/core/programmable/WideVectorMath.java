package dev.ranvier.emulator.core.programmable;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The arithmetic of {@link MicroMath} on half as many 32-bit lanes as a register holds, so that 64-bit lanes of the same
 * number fit; same bits. For loops with products, decays or the accumulator in them. Only touched where the module {@code
 * jdk.incubator.vector} is present. Stateless.
 */
final class WideVectorMath {
    static final VectorSpecies<Long> LONGS =
            VectorSpecies.of(long.class, VectorShape.forBitSize(IntVector.SPECIES_PREFERRED.vectorBitSize()));
    static final VectorSpecies<Integer> INTS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(IntVector.SPECIES_PREFERRED.vectorBitSize() / 2));
    static final int LANES = INTS.length();

    private WideVectorMath() {}

    // ------------------------------------------------------------------------------------------------ loads and masks

    static IntVector load(int[] from, int at) {
        return IntVector.fromArray(INTS, from, at);
    }

    static void store(IntVector value, int[] to, int at) {
        value.intoArray(to, at);
    }

    static IntVector broadcast(int value) {
        return IntVector.broadcast(INTS, value);
    }

    static VectorMask<Integer> loadMask(int[] from, int at) {
        return IntVector.fromArray(INTS, from, at).compare(VectorOperators.LT, 0);
    }

    /** The predicate, turned round where {@code flip} is -1. */
    static VectorMask<Integer> loadMask(int[] from, int at, int flip) {
        return IntVector.fromArray(INTS, from, at)
                .lanewise(VectorOperators.XOR, flip)
                .compare(VectorOperators.LT, 0);
    }

    static void storeMask(VectorMask<Integer> mask, int[] to, int at) {
        IntVector.zero(INTS).blend(-1, mask).intoArray(to, at);
    }

    static VectorMask<Integer> all() {
        return INTS.maskAll(true);
    }

    static VectorMask<Integer> not(VectorMask<Integer> mask) {
        return mask.not();
    }

    static VectorMask<Integer> or(VectorMask<Integer> mask, VectorMask<Integer> other) {
        return mask.or(other);
    }

    /** {@code value} where {@code guard} holds, {@code old} elsewhere. */
    static IntVector blend(IntVector value, IntVector old, VectorMask<Integer> guard) {
        return old.blend(value, guard);
    }

    /** {@code value} where {@code guard} holds, {@code old} elsewhere. */
    static VectorMask<Integer> blend(VectorMask<Integer> value, VectorMask<Integer> old, VectorMask<Integer> guard) {
        return old.andNot(guard).or(value.and(guard));
    }

    // ---------------------------------------------------------------------------------------------- sums, comparisons

    static IntVector add(IntVector x, IntVector y) {
        IntVector sum = x.add(y);
        IntVector over = x.lanewise(VectorOperators.XOR, sum).and(y.lanewise(VectorOperators.XOR, sum));
        return sum.blend(end(x), over.compare(VectorOperators.LT, 0));
    }

    static IntVector subtract(IntVector x, IntVector y) {
        IntVector difference = x.sub(y);
        IntVector over = x.lanewise(VectorOperators.XOR, y).and(x.lanewise(VectorOperators.XOR, difference));
        return difference.blend(end(x), over.compare(VectorOperators.LT, 0));
    }

    /** The end of the range on the side of {@code x}. */
    private static IntVector end(IntVector x) {
        return x.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.XOR, Integer.MAX_VALUE);
    }

    static IntVector add(IntVector x, int y) {
        return y >= 0
                ? x.min(Integer.MAX_VALUE - y).add(y)
                : x.max(Integer.MIN_VALUE - y).add(y);
    }

    static IntVector subtract(IntVector x, int y) {
        return y >= 0
                ? x.max(Integer.MIN_VALUE + y).sub(y)
                : x.min(Integer.MAX_VALUE + y).sub(y);
    }

    static IntVector min(IntVector x, IntVector y) {
        return x.min(y);
    }

    static IntVector max(IntVector x, IntVector y) {
        return x.max(y);
    }

    static IntVector and(IntVector x, IntVector y) {
        return x.and(y);
    }

    static VectorMask<Integer> greaterOrEqual(IntVector x, IntVector y) {
        return x.compare(VectorOperators.GE, y);
    }

    static VectorMask<Integer> greater(IntVector x, IntVector y) {
        return x.compare(VectorOperators.GT, y);
    }

    static VectorMask<Integer> less(IntVector x, IntVector y) {
        return x.compare(VectorOperators.LT, y);
    }

    static VectorMask<Integer> equal(IntVector x, IntVector y) {
        return x.compare(VectorOperators.EQ, y);
    }

    // --------------------------------------------------------------------------------------------------------- shifts

    static IntVector shiftLeft(IntVector x, int n) {
        IntVector shifted = x.lanewise(VectorOperators.LSHL, n);
        return shifted.blend(end(x), shifted.lanewise(VectorOperators.ASHR, n).compare(VectorOperators.NE, x));
    }

    static IntVector shiftFloor(IntVector x, int n) {
        return x.lanewise(VectorOperators.ASHR, n);
    }

    static IntVector shiftHalfUp(IntVector x, int n) {
        return n == 0
                ? x
                : x.lanewise(VectorOperators.ASHR, n)
                        .add(x.lanewise(VectorOperators.LSHR, n - 1).and(1));
    }

    static IntVector shiftTowardZero(IntVector x, int n) {
        IntVector sign = x.lanewise(VectorOperators.ASHR, 31);
        return x.lanewise(VectorOperators.XOR, sign)
                .sub(sign)
                .lanewise(VectorOperators.LSHR, n)
                .lanewise(VectorOperators.XOR, sign)
                .sub(sign);
    }

    static IntVector shiftStochastic(IntVector x, int n, IntVector draw) {
        int mask = (1 << n) - 1;
        return n == 0
                ? x
                : x.lanewise(VectorOperators.ASHR, n)
                        .add(x.and(mask).add(draw.and(mask)).lanewise(VectorOperators.LSHR, n));
    }

    // ----------------------------------------------------------------------------------------- products with constants

    /** x · factor / 2^n rounded down, {@link VectorMath#isFraction}. */
    static IntVector fractionFloor(IntVector x, int factor, int n) {
        return x.lanewise(VectorOperators.ASHR, n)
                .mul(factor)
                .add(x.and((1 << n) - 1).mul(factor).lanewise(VectorOperators.LSHR, n));
    }

    /** x · factor / 2^n rounded half up, {@link VectorMath#isFraction}. */
    static IntVector fractionHalfUp(IntVector x, int factor, int n) {
        if (n == 0) {
            return x.mul(factor);
        }
        IntVector low = x.and((1 << n) - 1).mul(factor);
        return x.lanewise(VectorOperators.ASHR, n)
                .mul(factor)
                .add(low.lanewise(VectorOperators.LSHR, n))
                .add(low.lanewise(VectorOperators.LSHR, n - 1).and(1));
    }

    /** x · factor / 2^n rounded toward zero, {@link VectorMath#isFraction}. */
    static IntVector fractionTowardZero(IntVector x, int factor, int n) {
        IntVector sign = x.lanewise(VectorOperators.ASHR, 31);
        IntVector magnitude = x.lanewise(VectorOperators.ABS);
        return magnitude
                .lanewise(VectorOperators.LSHR, n)
                .mul(factor)
                .add(magnitude.and((1 << n) - 1).mul(factor).lanewise(VectorOperators.LSHR, n))
                .lanewise(VectorOperators.XOR, sign)
                .sub(sign);
    }

    // ---------------------------------------------------------------------------------------- products: 64-bit lanes

    private static LongVector wide(IntVector x) {
        return (LongVector) x.castShape(LONGS, 0);
    }

    private static IntVector narrow(LongVector x) {
        return (IntVector) x.castShape(INTS, 0);
    }

    private static LongVector saturate(LongVector x) {
        return x.max(Integer.MIN_VALUE).min(Integer.MAX_VALUE);
    }

    static IntVector multiplyFloor(IntVector x, IntVector y, int n) {
        return narrow(saturate(floor(wide(x).mul(wide(y)), n)));
    }

    static IntVector multiplyHalfUp(IntVector x, IntVector y, int n) {
        return narrow(saturate(halfUp(wide(x).mul(wide(y)), n)));
    }

    static IntVector multiplyTowardZero(IntVector x, IntVector y, int n) {
        return narrow(saturate(towardZero(wide(x).mul(wide(y)), n)));
    }

    /** Exact for n up to 32: the low 32 bits of a draw suffice. */
    static IntVector multiplyStochastic(IntVector x, IntVector y, int n, IntVector draw) {
        return narrow(saturate(stochastic(wide(x).mul(wide(y)), n, wide(draw))));
    }

    private static LongVector floor(LongVector p, int n) {
        return p.lanewise(VectorOperators.ASHR, n);
    }

    private static LongVector halfUp(LongVector p, int n) {
        return n == 0
                ? p
                : p.lanewise(VectorOperators.ASHR, n)
                        .add(p.lanewise(VectorOperators.LSHR, n - 1).and(1));
    }

    private static LongVector towardZero(LongVector p, int n) {
        LongVector sign = p.lanewise(VectorOperators.ASHR, 63);
        return p.lanewise(VectorOperators.XOR, sign)
                .sub(sign)
                .lanewise(VectorOperators.ASHR, n)
                .lanewise(VectorOperators.XOR, sign)
                .sub(sign);
    }

    private static LongVector stochastic(LongVector p, int n, LongVector draw) {
        long mask = (1L << n) - 1;
        return n == 0
                ? p
                : p.lanewise(VectorOperators.ASHR, n)
                        .add(p.and(mask).add(draw.and(mask)).lanewise(VectorOperators.LSHR, n));
    }

    // ---------------------------------------------------------------------------------------------------------- decay

    static IntVector decay(IntVector x, IntVector rate) {
        return narrow(decay(wide(x), wide(rate)));
    }

    private static LongVector decay(LongVector x, LongVector rate) {
        LongVector sign = x.lanewise(VectorOperators.ASHR, 63);
        LongVector m = x.lanewise(VectorOperators.XOR, sign).sub(sign);
        LongVector loss =
                m.mul(rate).add(1L << 23).lanewise(VectorOperators.ASHR, 24).max(1);
        LongVector kept = m.sub(loss).max(0).lanewise(VectorOperators.XOR, sign).sub(sign);
        return kept.blend(x, rate.compare(VectorOperators.LE, 0));
    }

    // ---------------------------------------------------------------------------------------------------- accumulator

    /** Adds products to the accumulators, with saturation. */
    static void accumulate(long[] accumulator, int at, IntVector x, IntVector y) {
        accumulate(accumulator, at, wide(x).mul(wide(y)));
    }

    private static void accumulate(long[] accumulator, int at, LongVector product) {
        LongVector old = LongVector.fromArray(LONGS, accumulator, at);
        LongVector sum = old.add(product);
        LongVector over = old.lanewise(VectorOperators.XOR, sum).and(product.lanewise(VectorOperators.XOR, sum));
        LongVector end = old.lanewise(VectorOperators.ASHR, 63).lanewise(VectorOperators.XOR, Long.MAX_VALUE);
        sum.blend(end, over.compare(VectorOperators.LT, 0)).intoArray(accumulator, at);
    }

    /** Clears the accumulators whose lane of {@code clear} is not 0. */
    static void clear(long[] accumulator, int at, IntVector clear) {
        LongVector.fromArray(LONGS, accumulator, at)
                .blend(0, wide(clear).compare(VectorOperators.NE, 0))
                .intoArray(accumulator, at);
    }

    static IntVector readFloor(long[] accumulator, int at, int n) {
        return narrow(saturate(floor(LongVector.fromArray(LONGS, accumulator, at), n)));
    }

    static IntVector readHalfUp(long[] accumulator, int at, int n) {
        return narrow(saturate(halfUp(LongVector.fromArray(LONGS, accumulator, at), n)));
    }
}
