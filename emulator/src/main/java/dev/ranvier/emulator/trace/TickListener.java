package dev.ranvier.emulator.trace;

/**
 * Sees what a chip with cycle timing does inside its ticks. Cycles are counted since the image was loaded; calls come in
 * the order of ticks, but within a tick not in that of cycles. Called by the chip's thread.
 */
public interface TickListener {
    /** Part of a core's work. */
    enum Work {
        /** Takes packets in. */
        INPUT,
        /** Goes through the synapses of what came in. */
        SYNAPSES,
        /** Updates its neurons and hands their spikes out. */
        NEURONS
    }

    /** Tick {@code tick} begins. */
    void tickBegins(long tick, long cycle);

    /** Core {@code core} is at work from cycle {@code from} to the cycle before {@code to}. */
    void works(int core, Work work, long from, long to);

    /** The spike of neuron {@code neuron} is ready to be sent. */
    void fires(int core, int neuron, long cycle);

    /** Tick {@code tick} has ended with the cycle before {@code cycle}. */
    void tickEnds(long tick, long cycle);
}
