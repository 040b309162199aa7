package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Draws;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The arithmetic of {@link MicroMath} on as many lanes as a register holds, same bits: everything that 32-bit lanes do
 * exactly. Generated code and the vector loops call it. Only touched where the module {@code jdk.incubator.vector} is
 * present. Stateless.
 *
 * <p>{@link WideVectorMath} has the same methods for half as many lanes. They are two classes on purpose: a method that sees
 * vectors of two shapes is compiled for both, grows too big to be inlined, and every vector becomes an object.
 */
final class VectorMath {
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final int LANES = INTS.length();

    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, VectorShape.forBitSize(INTS.vectorBitSize()));
    static final int HALF = LANES / 2;
    static final VectorSpecies<Integer> HALF_INTS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));

    /** Longest shift for which a product with a factor 0 .. 2^n is exact in 32-bit lanes. */
    static final int SHORT_SHIFT = 16;

    private VectorMath() {}

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

    /** True if a product with {@code factor} over 2^n is exact in 32-bit lanes: x = high · 2^n + low, each times factor. */
    static boolean isFraction(int factor, int n) {
        return n <= SHORT_SHIFT && factor >= 0 && factor <= 1 << n;
    }

    /** x · factor / 2^n rounded down, {@link #isFraction}. */
    static IntVector fractionFloor(IntVector x, int factor, int n) {
        return x.lanewise(VectorOperators.ASHR, n)
                .mul(factor)
                .add(x.and((1 << n) - 1).mul(factor).lanewise(VectorOperators.LSHR, n));
    }

    /** x · factor / 2^n rounded half up, {@link #isFraction}. */
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

    /** x · factor / 2^n rounded toward zero, {@link #isFraction}. */
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

    // ---------------------------------------------------------------------------------------------------------- draws

    /** The low 32 bits of the draws of {@code count} units. */
    static void draw(long key, int[] unit, int[] to, int count) {
        int i = 0;
        for (; i <= count - HALF; i += HALF) {
            LongVector units =
                    (LongVector) IntVector.fromArray(HALF_INTS, unit, i).castShape(LONGS, 0);
            ((IntVector) mix(units.lanewise(VectorOperators.XOR, key)).castShape(HALF_INTS, 0)).intoArray(to, i);
        }
        for (; i < count; i++) {
            to[i] = (int) Draws.draw(key, unit[i]);
        }
    }

    private static LongVector mix(LongVector x) {
        LongVector z = x.add(0x9E3779B97F4A7C15L);
        z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 30))
                .mul(0xBF58476D1CE4E5B9L);
        z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 27))
                .mul(0x94D049BB133111EBL);
        return z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 31));
    }
}
