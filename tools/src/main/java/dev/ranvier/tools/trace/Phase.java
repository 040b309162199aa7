package dev.ranvier.tools.trace;

import java.util.Locale;

/** What a core is busy with. */
public enum Phase {
    /** Taking in of packets that have arrived; goes on beside the others. */
    INPUT,
    /** Synaptic integration of the events that are due. */
    AXONS,
    /** Plasticity. */
    LEARNING,
    /** Update of the neurons. */
    NEURONS,
    /** Sending of spikes. */
    OUTPUT;

    /** Name in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
