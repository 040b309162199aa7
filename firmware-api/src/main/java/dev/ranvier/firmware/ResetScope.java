package dev.ranvier.firmware;

/** What a reset brings back to where the image left it. */
public enum ResetScope {
    /** Everything, counters included. */
    ALL,
    /** Neuron state, events under way and the tick number; the network and what was learned stay. */
    STATE,
    /** Learned weights and traces. */
    PLASTICITY
}
