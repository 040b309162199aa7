package dev.ranvier.firmware;

/** What a reset brings back to where the image left it. */
public enum ResetScope {
    /** Everything, counters included. */
    ALL,
    /** Neuron state, events under way and the tick number; the network and what was learned stay. */
    STATE,
    /** Learned weights and traces. */
    PLASTICITY;

    /** Its number on the wire. */
    int number() {
        return switch (this) {
            case ALL -> 0;
            case STATE -> 1;
            case PLASTICITY -> 2;
        };
    }
}
