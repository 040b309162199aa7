package dev.ranvier.emulator.core.compartment;

/**
 * The compartment update of profile brian2: brian2_loihi's neuron equations with u and v as 64-bit integers. The
 * current that is kept is the one before its decay, as the tool reports it.
 */
final class Brian2Kernel implements UpdateKernel {
    @Override
    public void update(Frame f) {
        CompartmentConfig c = f.config;
        long[] u = f.state.wideU;
        long[] v = f.state.wideV;
        int[] r = f.state.refractory;
        long changed = 0;
        for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            long fired = 0;
            long difference = 0;
            int first = block * AccumulatorRing.BLOCK;
            int end = Math.min(first + AccumulatorRing.BLOCK, c.compartments);
            for (int i = first; i < end; i++) {
                long newU = decay(u[i], c.keepU[i]) + ((long) f.sums[f.base + i] << 6);
                long newV = v[i];
                int newR = r[i];
                if (newR == 0) {
                    newV = decay(newV, c.keepV[i]) + newU;
                    if (newV > c.threshold[i]) {
                        newV = 0;
                        newR = c.refractory[i];
                        fired |= 1L << (i - first);
                    }
                }
                newR = Math.max(newR - 1, 0);
                difference |= (u[i] ^ newU) | (v[i] ^ newV) | (r[i] ^ newR);
                u[i] = newU;
                v[i] = newV;
                r[i] = newR;
            }
            f.fired[block] = fired;
            if (difference != 0 || fired != 0) {
                changed |= 1L << block;
            }
        }
        f.changed = changed;
    }

    private static long decay(long x, int keep) {
        long magnitude = Math.abs(x);
        // Split so that magnitudes up to 2^62 do not overflow: floor(m * k / 4096).
        long kept = (magnitude >>> 12) * keep + (((magnitude & 4095) * keep) >>> 12);
        return x < 0 ? -kept : kept;
    }
}
