package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * An emulated board of chips: what a device offers to its host, whatever the family.
 *
 * <p>A chip is owned by one thread; worker threads that it uses inside {@link #advance} are its own business. Ticks are
 * numbered as the reference of the profile in use numbers them: the first is {@code profile.firstTick}.
 */
public interface Chip extends AutoCloseable {
    /** What {@link #reset} brings back to where the image left it. */
    enum ResetScope {
        /** Neuron state, events under way and the tick number; what was learned stays. */
        STATE,
        /** Learned weights and traces. */
        PLASTICITY,
        /** Everything, counters included. */
        ALL
    }

    /** The data sheet. */
    ChipSpec spec();

    /** The image that is loaded, if any. */
    Optional<ChipImage> image();

    /**
     * Replaces everything on the board by {@code image}; on an error the board keeps what it had.
     *
     * @throws dev.ranvier.hw.RanvierException if the image was made for another chip description, or names cores,
     *     memories or words that do not exist
     */
    void load(ChipImage image);

    /** Brings {@code scope} back to where the image left it. */
    void reset(ResetScope scope);

    /** Number of the last completed tick; one less than the first tick before any. */
    long tick();

    /** Clock cycles since the image was loaded, by the chip's clock or cost model. */
    long cycle();

    /** Completes {@code ticks} more ticks. */
    void advance(long ticks);

    /**
     * Goes on for {@code cycles} clock cycles; a tick may be under way afterwards.
     *
     * @throws RanvierException if the chip is emulated tick by tick
     */
    default void advanceCycles(long cycles) {
        throw new RanvierException(
                "chip '" + spec().name() + "' is emulated tick by tick: advance a number of ticks, not of cycles");
    }

    /**
     * Queues an event of an input channel.
     *
     * @param stamp tick that the event is stamped with; it acts {@code profile.hostLatency} ticks later
     * @param channel channel, counted through all input ports of the image in order
     * @param value payload of a graded spike, component of an error vector; 1 for a plain spike
     * @return false if the tick in which the event would act is over: nothing was queued
     */
    boolean inject(long stamp, int channel, int value);

    /** The memory called {@code name} of core {@code core}; an error that lists what exists if there is none. */
    MemoryBank memory(int core, String name);

    /** Names of the state variables that {@link #readState} knows. */
    java.util.List<String> stateVariables();

    /**
     * Reads a state variable of neurons as it is after the last completed tick.
     *
     * @param variable one of {@link #stateVariables}
     * @param sources source numbers: core · neurons per core + compartment
     * @param out receives one value per source
     */
    void readState(String variable, int[] sources, long[] out);

    /** The log that spikes go to while {@link SpikeLog#enabled}. */
    SpikeLog spikeLog();

    /** A copy of the counters. */
    Counters counters();

    /** Sets all counters to zero. */
    void clearCounters();

    /** Writes the complete state: a chip that restores it goes on as this one would have. */
    void save(DataOutput out) throws IOException;

    /**
     * Reads a state that a chip with the same description and image has saved; on an error the chip keeps what it had.
     *
     * @throws dev.ranvier.hw.RanvierException if the state belongs to another description or image
     * @throws IOException if the state is truncated or damaged
     */
    void restore(DataInput in) throws IOException;

    @Override
    void close();
}
