package dev.ranvier.emulator.core.compartment;

/**
 * The compartment update of profile lava: the fixed-point LIF, ternary LIF and LIF-reset process models of Lava
 * (lava/proc/lif/models.py), with its one-wrap range reduction of the current.
 */
final class LavaKernel implements UpdateKernel {
    private static final int LIMIT = 1 << 23;

    @Override
    public void update(Frame f) {
        CompartmentConfig c = f.config;
        int[] u = f.state.u;
        int[] v = f.state.v;
        long changed = 0;
        for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            long fired = 0;
            long firedLow = 0;
            int difference = 0;
            int first = block * AccumulatorRing.BLOCK;
            int end = Math.min(first + AccumulatorRing.BLOCK, c.compartments);
            for (int i = first; i < end; i++) {
                int rawU = NengoKernel.decay(u[i], c.keepU[i]) + (f.sums[f.base + i] << 6);
                int newU = rawU > LIMIT ? rawU - 2 * LIMIT : rawU;
                if (newU <= -LIMIT) {
                    newU = rawU + 2 * LIMIT;
                }
                if (newU != rawU) {
                    f.wraps++;
                }
                int rawV = NengoKernel.decay(v[i], c.keepV[i]) + newU + c.bias[i];
                if (rawV > c.vmax) {
                    f.saturations++;
                    changed |= 1L << block;
                }
                int newV = Math.min(Math.max(rawV, c.vmin), c.vmax);
                if (newV > c.threshold[i]) {
                    newV = 0;
                    fired |= 1L << (i - first);
                } else if (c.ternary[i] && newV < c.thresholdLow[i]) {
                    newV = 0;
                    firedLow |= 1L << (i - first);
                }
                difference |= (u[i] ^ newU) | (v[i] ^ newV);
                u[i] = newU;
                v[i] = newV;
            }
            f.fired[block] = fired;
            f.firedLow[block] = firedLow;
            if (difference != 0 || (fired | firedLow) != 0) {
                changed |= 1L << block;
            }
        }
        f.changed = changed;
    }
}
