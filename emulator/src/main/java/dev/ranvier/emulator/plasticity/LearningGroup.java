package dev.ranvier.emulator.plasticity;

import dev.ranvier.emulator.memory.IntList;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The synapses of a core that learn by one rule. Owned by its core. */
public interface LearningGroup {
    /**
     * A pre spike has arrived at row {@code row} of the group, and its weights have been added to the accumulators.
     *
     * @param row row number within the group
     * @param payload payload of the spike; 1 for a plain one
     */
    void preSpike(int row, int payload);

    /** Sets the error of {@code compartment} for the tick under way; only PES uses it. */
    void error(int compartment, int value);

    /**
     * Updates traces and weights for {@code tick}.
     *
     * @param fired compartments that fired: in the same tick (Lava), in the tick before (brian2_loihi)
     */
    void learn(long tick, IntList fired);

    /** Forgets spikes and errors of the tick under way. */
    void clear();

    /** Writes what neither memories nor traces hold. */
    void save(DataOutput out) throws IOException;

    /** Reads what {@link #save} wrote. */
    void load(DataInput in) throws IOException;
}
