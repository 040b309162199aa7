package dev.ranvier.emulator.core.biophysical;

import java.util.Arrays;

/**
 * The plasticity sweep: calcium through NMDA and at spikes decides whether AMPA receptors come or go (section 6). Owned
 * by its core.
 */
final class SpineSweep {
    private static final int BOUND_MAX = 65535;
    private static final long CALCIUM_MAX = 65535;

    private final PlasticityRegisters registers;
    /** Plastic spines that lie in a row, and the axon of each. */
    private final int[] spines;

    private final int[] axons;
    /** Sweeps from the source's spike to its arrival, per plastic spine. */
    private final byte[] arrival;

    SpineSweep(PlasticityRegisters registers, int[] spines, int[] axons, Spines store) {
        this.registers = registers;
        this.spines = spines;
        this.axons = axons;
        arrival = new byte[spines.length];
        for (int i = 0; i < spines.length; i++) {
            arrival[i] = (byte) registers.sweepsOfDelay(store.delay[spines[i]]);
        }
    }

    /** Spines that learn. */
    int spines() {
        return spines.length;
    }

    /** Ends the time since the last sweep: all plastic spines, then the sums of the cells start anew. */
    void sweep(Spines store, SourceHistory sources, CellState cells) {
        sources.shift();
        for (int i = 0; i < spines.length; i++) {
            long history = sources.history[axons[i]] >>> arrival[i];
            boolean arrived = (history & 1) != 0;
            boolean arrivedEarlier = (history >>> registers.preDelay() & 1) != 0;
            spine(store, spines[i], arrived, arrivedEarlier, cells);
        }
        Arrays.fill(cells.calciumDrive, 0);
        Arrays.fill(cells.spikes, 0);
    }

    private void spine(Spines store, int s, boolean arrived, boolean arrivedEarlier, CellState cells) {
        int post = store.post[s];
        long bound = FixedPoint.decay(store.bound[s], registers.boundDecay());
        if (arrived) {
            bound += FixedPoint.round((BOUND_MAX - bound) * registers.boundJump(), 16);
        }
        long drive = FixedPoint.round(bound * cells.calciumDrive[post], 16);
        long influx = FixedPoint.round(drive * registers.nmdaScale() * store.receptors1[s], 23);
        long calcium = FixedPoint.decay(store.calcium[s], registers.calciumDecay())
                + influx
                + (arrivedEarlier ? registers.preJump() : 0)
                + cells.spikes[post] * registers.postJump();
        calcium = Math.min(calcium, CALCIUM_MAX);
        long ampa = store.ampa[s];
        long inserted = calcium > registers.insertAbove()
                ? FixedPoint.round((registers.mostReceptors() - ampa) * registers.insertRate(), 16)
                : 0;
        long removed = calcium > registers.removeAbove() ? FixedPoint.round(ampa * registers.removeRate(), 16) : 0;
        ampa = Math.min(Math.max(ampa + inserted - removed, 0), registers.mostReceptors());
        store.bound[s] = (int) bound;
        store.calcium[s] = (int) calcium;
        store.ampa[s] = (int) ampa;
        store.receptors0[s] = (short) (ampa >> 16);
    }
}
