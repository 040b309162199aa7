package dev.ranvier.emulator.core.compartment;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin of {@link NengoKernel}: 32-bit lanes, for cores without noise whose lower voltage limit keeps |v|
 * below 2^24, where the decay is exact in 32 bits (benchmark {@code CompartmentUpdate}).
 */
final class NengoVectorKernel implements UpdateKernel {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** True if the kernel is exact for {@code config}. */
    static boolean serves(CompartmentConfig config) {
        return !config.anyNoise && config.vmin > -(1 << 24) && LANES >= 8 && LANES <= AccumulatorRing.BLOCK;
    }

    @Override
    public void update(Frame f) {
        if (f.refractoryPossible) {
            updateWithRefractory(f);
        } else {
            updateWithoutRefractory(f);
        }
    }

    /** x · k / 4096 toward zero, exact for |x| &lt; 2^24 and 0 ≤ k ≤ 4096 in 32-bit lanes. */
    private static IntVector decay(IntVector x, IntVector k) {
        IntVector sign = x.lanewise(VectorOperators.ASHR, 31);
        IntVector magnitude = x.lanewise(VectorOperators.ABS);
        IntVector kept = magnitude
                .lanewise(VectorOperators.LSHR, 12)
                .mul(k)
                .add(magnitude.and(4095).mul(k).lanewise(VectorOperators.LSHR, 12));
        return kept.lanewise(VectorOperators.XOR, sign).sub(sign);
    }

    private static void updateWithoutRefractory(Frame f) {
        CompartmentConfig c = f.config;
        int[] us = f.state.u;
        int[] vs = f.state.v;
        int[] sums = f.sums;
        int[] keepU = c.keepU;
        int[] keepV = c.keepV;
        int[] biases = c.bias;
        int[] thresholds = c.threshold;
        int base = f.base;
        int vmin = c.vmin;
        int vmax = c.vmax;
        long changed = 0;
        long wraps = 0;
        long saturations = 0;
        for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            int first = block * AccumulatorRing.BLOCK;
            long fired = 0;
            IntVector difference = IntVector.zero(SPECIES);
            for (int lane = 0; lane < AccumulatorRing.BLOCK; lane += LANES) {
                int i = first + lane;
                IntVector sum = IntVector.fromArray(SPECIES, sums, base + i);
                IntVector u = IntVector.fromArray(SPECIES, us, i);
                IntVector v = IntVector.fromArray(SPECIES, vs, i);
                IntVector wrappedSum = sum.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
                IntVector rawU = decay(u, IntVector.fromArray(SPECIES, keepU, i))
                        .add(wrappedSum.lanewise(VectorOperators.LSHL, 6));
                IntVector newU = rawU.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
                IntVector rawU2 = newU.add(IntVector.fromArray(SPECIES, biases, i));
                IntVector u2 = rawU2.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
                IntVector wrap = sum.lanewise(VectorOperators.XOR, wrappedSum)
                        .or(rawU.lanewise(VectorOperators.XOR, newU))
                        .or(rawU2.lanewise(VectorOperators.XOR, u2));
                IntVector rawV =
                        decay(v, IntVector.fromArray(SPECIES, keepV, i)).add(u2);
                IntVector clipped = rawV.max(vmin).min(vmax);
                VectorMask<Integer> fires =
                        clipped.compare(VectorOperators.GT, IntVector.fromArray(SPECIES, thresholds, i));
                IntVector newV = clipped.blend(0, fires);
                difference =
                        difference.or(u.lanewise(VectorOperators.XOR, newU)).or(v.lanewise(VectorOperators.XOR, newV));
                newU.intoArray(us, i);
                newV.intoArray(vs, i);
                fired |= fires.toLong() << lane;
                VectorMask<Integer> wrapped = wrap.compare(VectorOperators.NE, 0);
                if (wrapped.anyTrue()) {
                    wraps += wrapped.trueCount();
                }
                VectorMask<Integer> saturated = rawV.compare(VectorOperators.GT, vmax);
                if (saturated.anyTrue()) {
                    saturations += saturated.trueCount();
                    changed |= 1L << block;
                }
            }
            f.fired[block] = fired;
            if (fired != 0 || difference.compare(VectorOperators.NE, 0).anyTrue()) {
                changed |= 1L << block;
            }
        }
        f.changed = changed;
        f.wraps += wraps;
        f.saturations += saturations;
    }

    private static void updateWithRefractory(Frame f) {
        CompartmentConfig c = f.config;
        int[] us = f.state.u;
        int[] vs = f.state.v;
        int[] rs = f.state.refractory;
        int base = f.base;
        long changed = 0;
        long wraps = 0;
        long saturations = 0;
        for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            int first = block * AccumulatorRing.BLOCK;
            long fired = 0;
            IntVector difference = IntVector.zero(SPECIES);
            for (int lane = 0; lane < AccumulatorRing.BLOCK; lane += LANES) {
                int i = first + lane;
                IntVector sum = IntVector.fromArray(SPECIES, f.sums, base + i);
                IntVector u = IntVector.fromArray(SPECIES, us, i);
                IntVector v = IntVector.fromArray(SPECIES, vs, i);
                IntVector r = IntVector.fromArray(SPECIES, rs, i);
                IntVector wrappedSum = sum.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
                IntVector rawU = decay(u, IntVector.fromArray(SPECIES, c.keepU, i))
                        .add(wrappedSum.lanewise(VectorOperators.LSHL, 6));
                IntVector newU = rawU.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
                IntVector rawU2 = newU.add(IntVector.fromArray(SPECIES, c.bias, i));
                IntVector u2 = rawU2.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
                IntVector wrap = sum.lanewise(VectorOperators.XOR, wrappedSum)
                        .or(rawU.lanewise(VectorOperators.XOR, newU))
                        .or(rawU2.lanewise(VectorOperators.XOR, u2));
                IntVector rawV =
                        decay(v, IntVector.fromArray(SPECIES, c.keepV, i)).add(u2);
                IntVector clipped = rawV.max(c.vmin).min(c.vmax).blend(0, r.compare(VectorOperators.GT, 0));
                VectorMask<Integer> fires =
                        clipped.compare(VectorOperators.GT, IntVector.fromArray(SPECIES, c.threshold, i));
                IntVector newV = clipped.blend(0, fires);
                IntVector newR = r.blend(IntVector.fromArray(SPECIES, c.refractory, i), fires)
                        .sub(1)
                        .max(0);
                difference = difference
                        .or(u.lanewise(VectorOperators.XOR, newU))
                        .or(v.lanewise(VectorOperators.XOR, newV))
                        .or(r.lanewise(VectorOperators.XOR, newR));
                newU.intoArray(us, i);
                newV.intoArray(vs, i);
                newR.intoArray(rs, i);
                fired |= fires.toLong() << lane;
                VectorMask<Integer> wrapped = wrap.compare(VectorOperators.NE, 0);
                if (wrapped.anyTrue()) {
                    wraps += wrapped.trueCount();
                }
                VectorMask<Integer> saturated = rawV.compare(VectorOperators.GT, c.vmax);
                if (saturated.anyTrue()) {
                    saturations += saturated.trueCount();
                    changed |= 1L << block;
                }
            }
            f.fired[block] = fired;
            if (fired != 0 || difference.compare(VectorOperators.NE, 0).anyTrue()) {
                changed |= 1L << block;
            }
        }
        f.changed = changed;
        f.wraps += wraps;
        f.saturations += saturations;
    }
}
