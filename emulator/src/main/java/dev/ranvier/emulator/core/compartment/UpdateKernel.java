package dev.ranvier.emulator.core.compartment;

/**
 * The compartment update of a tick: the neuron scan. A kernel works on blocks of 64 compartments whose bit is set in
 * {@code blocks}, writes one spike bitmap per block and says which blocks it changed. Stateless.
 */
interface UpdateKernel {
    /**
     * What a kernel reads and writes; one per core, refilled every tick.
     */
    final class Frame {
        CompartmentConfig config;
        CompartmentState state;
        int[] sums;
        int base;
        /** Noise of the tick per compartment; used only if the configuration has noise. */
        int[] noise;
        /** False if no refractory counter can be other than zero. */
        boolean refractoryPossible;
        /** Blocks to update. */
        long blocks;
        /** Out: spikes (upper threshold) per block. */
        long[] fired;
        /** Out: negative spikes (lower threshold) per block. */
        long[] firedLow;
        /** Out: blocks that are not at rest: their state changed, or a saturation was counted, which repeats every tick. */
        long changed;
        /** Out: compartment updates with a wrap. */
        long wraps;
        /** Out: compartment updates clipped at the upper limit. */
        long saturations;
    }

    /** Updates the blocks of {@code frame}. */
    void update(Frame frame);
}
