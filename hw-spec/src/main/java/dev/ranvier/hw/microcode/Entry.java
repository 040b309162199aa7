package dev.ranvier.hw.microcode;

/** The straight-line pieces of a program; the ordinal enters random draws (neuron microcode, sections 6 and 7). */
public enum Entry {
    /** Every neuron, every tick. */
    TICK,
    /** Every synapse of a row that is being delivered. */
    PRE,
    /** Synapses whose post neuron fired, or whose epoch is due. */
    POST;

    /** Name in program text: tick, pre, post. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
