package dev.ranvier.tools.session;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.image.ChipImage;

/**
 * One conversation with a board, whether it lives in this process or behind a wire: what tools need of it. Not safe for
 * several threads.
 */
public interface ChipSession extends AutoCloseable {
    /** The data sheet. */
    ChipSpec spec();

    /** Replaces what is on the board. */
    void load(ChipImage image);

    /** Number of the last completed tick. */
    long tick();

    /** Completes {@code ticks} more ticks. */
    void advance(long ticks);

    /**
     * Queues events.
     *
     * @param stamps tick per event, not decreasing
     * @param channels channel per event, counted through all input ports
     * @param values payload per event; null = 1
     */
    void inject(long[] stamps, int[] channels, int[] values);

    /** Reads a state variable of neurons after the last completed tick. */
    long[] readState(String variable, int[] sources);

    /** Reads words of a memory. */
    long[] readMemory(int core, String memory, int address, int count);

    /** Writes words of a memory. */
    void writeMemory(int core, String memory, int address, long[] words);

    /** Starts to collect spikes; they are handed out by {@link #takeSpikes}. */
    void collectSpikes();

    /** Hands out the spikes since the last call, in the order of ticks. */
    void takeSpikes(SpikeConsumer consumer);

    /** Neuron state and tick number back to the image's; what was learned stays. */
    void resetState();

    /** A copy of the counters. */
    Counters counters();

    @Override
    void close();

    /** Receives spikes. */
    interface SpikeConsumer {
        /** A spike of {@code source} in {@code tick}, with its payload. */
        void spike(long tick, int source, int value);
    }
}
