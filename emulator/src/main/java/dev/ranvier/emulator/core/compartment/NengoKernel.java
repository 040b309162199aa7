package dev.ranvier.emulator.core.compartment;

/**
 * The plain compartment update of profile nengo: nengo_loihi/emulator/interface.py, exact for all register values and
 * with noise. The twin of {@link NengoVectorKernel}.
 */
final class NengoKernel implements UpdateKernel {
    @Override
    public void update(Frame f) {
        CompartmentConfig c = f.config;
        int[] u = f.state.u;
        int[] v = f.state.v;
        int[] r = f.state.refractory;
        boolean noiseAtU = c.anyNoise && !c.noiseAtMembrane;
        boolean noiseAtV = c.anyNoise && c.noiseAtMembrane;
        long changed = 0;
        for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            long fired = 0;
            int difference = 0;
            int first = block * AccumulatorRing.BLOCK;
            for (int i = first; i < first + AccumulatorRing.BLOCK; i++) {
                long rawQ = ((long) f.sums[f.base + i] << 6) + (noiseAtU ? f.noise[i] : 0);
                int q = wrap((int) rawQ, 22);
                int rawU = decay(u[i], c.keepU[i]) + q;
                int newU = wrap(rawU, 24);
                int rawU2 = newU + c.bias[i] + (noiseAtV ? f.noise[i] : 0);
                int u2 = wrap(rawU2, 24);
                if (q != rawQ || newU != rawU || u2 != rawU2) {
                    f.wraps++;
                }
                long rawV = (long) decay(v[i], c.keepV[i]) + u2;
                if (rawV > c.vmax) {
                    f.saturations++;
                    changed |= 1L << block;
                }
                int newV = (int) Math.min(Math.max(rawV, c.vmin), c.vmax);
                if (r[i] > 0) {
                    newV = 0;
                }
                int newR = r[i];
                if (newV > c.threshold[i]) {
                    newV = 0;
                    newR = c.refractory[i];
                    fired |= 1L << (i - first);
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

    /** x · k / 4096 with the magnitude floored: rounds toward zero. */
    static int decay(int x, int k) {
        long magnitude = (Math.abs((long) x) * k) >> 12;
        return (int) (x < 0 ? -magnitude : magnitude);
    }

    /** The low {@code bits} bits as two's complement. */
    static int wrap(int x, int bits) {
        return x << (32 - bits) >> (32 - bits);
    }
}
