package dev.ranvier.emulator.core;

import dev.ranvier.emulator.memory.MemoryBank;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The hardware inside a {@link dev.ranvier.emulator.chip.ClockedChip}: everything that moves with its clock. One thread at
 * a time.
 */
public interface ClockedMachine {
    /** Receives spikes as they leave a neuron, or the chip. */
    interface SpikeSink {
        /** A spike of {@code source} at the rising edge of {@code cycle}; cycles do not decrease. */
        void spike(long cycle, int source);
    }

    /** Cycles from the beginning of a tick to its pulse, on a chip whose ticks have a fixed length. */
    long pulseOffset(long tickCycles);

    /** Decodes whatever configuration was written since the last cycle. */
    void prepare();

    /** A host event for {@code target} (an {@link dev.ranvier.hw.image.AxonAddress}) that comes before the next edge. */
    void input(long target, int value);

    /** The tick pin is high at the next edge. */
    void tick();

    /** Simulates the edges {@code from .. to - 1}, jumping over those at which nothing can change. */
    void run(long from, long to, SpikeSink sink);

    /** The memory called {@code name} of {@code core}; both exist. */
    MemoryBank memory(int core, String name);

    /** Names of the memories that hold what {@link #clearState} clears: an image may have set them otherwise. */
    List<String> stateMemories();

    /** Names of the state variables that can be read. */
    List<String> stateVariables();

    /** State variable {@code variable} (index into {@link #stateVariables}) of {@code neuron} of {@code core}. */
    long readState(int variable, int core, int neuron);

    /** Brings neurons, queues and everything under way to where they start. */
    void clearState();

    /** Counters of {@code core}, or null if it has none. */
    CoreActivity activity(int core);

    /** Neurons in use of {@code core}. */
    int neurons(int core);

    /** Links that packets have crossed since the counters were cleared: in x, in y. */
    long[] hops();

    /** Sets all counters to zero. */
    void clearCounters();

    /** Writes the complete state. */
    void save(DataOutput out) throws IOException;

    /** Reads a state that {@link #save} wrote. */
    void load(DataInput in) throws IOException;
}
