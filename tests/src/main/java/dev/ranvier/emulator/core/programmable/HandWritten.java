package dev.ranvier.emulator.core.programmable;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Library programs {@code loihi_cuba_lif} and {@code truenorth_lif} as one loop each, written by hand with the Vector
 * API: the baseline of {@link MicrocodeUpdate}. They give the bits of the programs with their
 * default constants for all inputs, saturation included.
 */
final class HandWritten {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS =
            VectorSpecies.of(long.class, VectorShape.forBitSize(INTS.vectorBitSize()));
    private static final VectorSpecies<Integer> HALF =
            VectorSpecies.of(int.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
    private static final int LANES = INTS.length();

    private HandWritten() {}

    private static IntVector add(IntVector x, IntVector y) {
        IntVector sum = x.add(y);
        IntVector over = x.lanewise(VectorOperators.XOR, sum).and(y.lanewise(VectorOperators.XOR, sum));
        return sum.blend(
                x.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.XOR, Integer.MAX_VALUE),
                over.compare(VectorOperators.LT, 0));
    }

    /** x · k / 4096 toward zero, 0 ≤ k ≤ 4096, exact in 32 bits. */
    private static IntVector decay(IntVector x, int k) {
        IntVector sign = x.lanewise(VectorOperators.ASHR, 31);
        IntVector magnitude = x.lanewise(VectorOperators.ABS);
        IntVector kept = magnitude
                .lanewise(VectorOperators.LSHR, 12)
                .mul(k)
                .add(magnitude.and(4095).mul(k).lanewise(VectorOperators.LSHR, 12));
        return kept.lanewise(VectorOperators.XOR, sign).sub(sign);
    }

    /** One tick of {@code loihi_cuba_lif}; constants in the order of the program. */
    static void loihi(int[] us, int[] vs, int[] waits, int[] qs, int[] fired, int[] payload, int count, int[] c) {
        for (int i = 0; i < count; i += LANES) {
            IntVector u = add(decay(IntVector.fromArray(INTS, us, i), c[0]), IntVector.fromArray(INTS, qs, i));
            u.intoArray(us, i);
            // The bias is positive: its sum saturates at one end only.
            IntVector biased = u.min(Integer.MAX_VALUE - c[2]).add(c[2]);
            IntVector v = add(decay(IntVector.fromArray(INTS, vs, i), c[1]), biased)
                    .max(c[4])
                    .min(c[5]);
            IntVector wait = IntVector.fromArray(INTS, waits, i);
            v = v.blend(0, wait.compare(VectorOperators.GT, 0));
            VectorMask<Integer> fires = v.compare(VectorOperators.GT, c[3]);
            v.blend(0, fires).intoArray(vs, i);
            wait.blend(c[6], fires).max(1).sub(1).intoArray(waits, i);
            IntVector.zero(INTS).blend(-1, fires).intoArray(fired, i);
            IntVector.fromArray(INTS, payload, i).blend(1, fires).intoArray(payload, i);
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

    /** One tick of {@code truenorth_lif}, draws included; constants in the order of the program. */
    static void trueNorth(int[] vs, int[] sums, int[] draws, int[] fired, int[] payload, int count, int[] c, long key) {
        LongVector unit = LongVector.zero(LONGS).addIndex(1);
        for (int i = 0; i < count; i += LONGS.length()) {
            LongVector draw = mix(unit.add(i).lanewise(VectorOperators.XOR, key));
            ((IntVector) draw.castShape(HALF, 0)).and(c[2]).intoArray(draws, i);
        }
        for (int i = 0; i < count; i += LANES) {
            IntVector v = add(IntVector.fromArray(INTS, vs, i), IntVector.fromArray(INTS, sums, i));
            // The leak is negative, the threshold positive: no other saturation is possible.
            v = v.max(Integer.MIN_VALUE - c[0]).add(c[0]);
            IntVector threshold = IntVector.fromArray(INTS, draws, i).add(c[1]);
            VectorMask<Integer> fires = v.compare(VectorOperators.GE, threshold);
            v = v.sub(threshold, fires);
            v = v.blend(c[3], v.compare(VectorOperators.LT, c[3]));
            v.intoArray(vs, i);
            IntVector.zero(INTS).blend(-1, fires).intoArray(fired, i);
            IntVector.fromArray(INTS, payload, i).blend(1, fires).intoArray(payload, i);
        }
    }
}
