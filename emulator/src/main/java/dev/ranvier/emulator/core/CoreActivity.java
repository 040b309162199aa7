package dev.ranvier.emulator.core;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a core has done: mutable counts, owned by the core; the {@code tick…} ones are of the last tick only. */
public final class CoreActivity {
    /** Spikes fired. */
    public long spikes;
    /** Spikes that arrived at axons in use. */
    public long axonEvents;
    /** Synapses gone through whose row is stored dense. */
    public long denseEvents;
    /** Synapses gone through whose row is stored sparse. */
    public long sparseEvents;
    /** Compartments updated. */
    public long neuronUpdates;
    /** Compartment updates in which the accumulator or the current wrapped. */
    public long wraps;
    /** Compartment updates in which the voltage was clipped at its upper limit. */
    public long saturations;
    /** Spikes that arrived at an unused axon. */
    public long dropped;
    /** Packets sent. */
    public long messages;
    /** Axon events of the last tick. */
    public long tickAxonEvents;
    /** Dense synaptic events of the last tick. */
    public long tickDenseEvents;
    /** Sparse synaptic events of the last tick. */
    public long tickSparseEvents;
    /** Cycles of the last tick beyond those of events, in families that count them; 0 in others. */
    public long tickCycles;

    /** Adds the counts of {@code other}, without those of its last tick. */
    public void add(CoreActivity other) {
        spikes += other.spikes;
        axonEvents += other.axonEvents;
        denseEvents += other.denseEvents;
        sparseEvents += other.sparseEvents;
        neuronUpdates += other.neuronUpdates;
        wraps += other.wraps;
        saturations += other.saturations;
        dropped += other.dropped;
        messages += other.messages;
    }

    /** Sets all counts to zero but those of the last tick, which its time is worked out from. */
    public void clear() {
        spikes = axonEvents = denseEvents = sparseEvents = neuronUpdates = 0;
        wraps = saturations = dropped = messages = 0;
    }

    /** Sets the counts of the last tick to zero. */
    public void beginTick() {
        tickAxonEvents = tickDenseEvents = tickSparseEvents = tickCycles = 0;
    }

    /** Writes the counts. */
    public void save(DataOutput out) throws IOException {
        for (long count : new long[] {
            spikes,
            axonEvents,
            denseEvents,
            sparseEvents,
            neuronUpdates,
            wraps,
            saturations,
            dropped,
            messages,
            tickAxonEvents,
            tickDenseEvents,
            tickSparseEvents,
            tickCycles
        }) {
            out.writeLong(count);
        }
    }

    /** Reads the counts. */
    public void load(DataInput in) throws IOException {
        spikes = in.readLong();
        axonEvents = in.readLong();
        denseEvents = in.readLong();
        sparseEvents = in.readLong();
        neuronUpdates = in.readLong();
        wraps = in.readLong();
        saturations = in.readLong();
        dropped = in.readLong();
        messages = in.readLong();
        tickAxonEvents = in.readLong();
        tickDenseEvents = in.readLong();
        tickSparseEvents = in.readLong();
        tickCycles = in.readLong();
    }
}
