package dev.ranvier.emulator.core;

import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A core of a {@link dev.ranvier.emulator.chip.TickChip}. Between its calls it touches nothing but itself, so cores of a
 * chip may run on different threads; every call is made by one thread at a time.
 */
public interface TickCore {
    /** Number of neurons in use. */
    int neurons();

    /** Decodes whatever configuration was written since the last tick. */
    void prepare();

    /** First half of tick {@code tick}; afterwards {@link #firedNeurons} holds the spikes of the tick. */
    void beginTick(long tick);

    /** Second half of tick {@code tick}, after its spikes have arrived; empty for families with one half. */
    void endTick(long tick);

    /** Delivers a spike to axon (bits 19:0) and atom (bits 31:20: row of a population axon, or delay). */
    void deliver(int axonAndAtom, int value);

    /** Sets the error of {@code compartment} in learning group {@code group} for the tick that comes next. */
    void deliverError(int group, int compartment, int value);

    /** Neurons that fired in the tick, ascending. */
    IntList firedNeurons();

    /** Payload of spike {@code index} of {@link #firedNeurons}: 1, or the sign of a ternary neuron's spike. */
    int firedValue(int index);

    /** Source number of neuron 0 in spike records, if this is core {@code core} of cores with so many neurons each. */
    default int firstSource(int core, int neuronsPerCore) {
        return core * neuronsPerCore;
    }

    /** Where the neurons' spikes go. */
    OutputAxons outputs();

    /** The memories that the host sees. */
    List<MemoryBank> memories();

    /** Names of the memories that hold what {@link #clearState} clears: an image may have set them otherwise. */
    List<String> stateMemories();

    /** Names of the memories that hold what was learned. */
    default List<String> plasticMemories() {
        return List.of();
    }

    /** Names of the state variables that can be read. */
    List<String> stateVariables();

    /** State variable {@code variable} (index into {@link #stateVariables}) of {@code neuron}. */
    long readState(int variable, int neuron);

    /** Brings the neurons' state and events under way to zero. */
    void clearState();

    /** Counters since the last {@link #clearCounters}. */
    CoreActivity activity();

    /** Writes the complete state. */
    void save(DataOutput out) throws IOException;

    /** Reads a state written by {@link #save}. */
    void load(DataInput in) throws IOException;
}
