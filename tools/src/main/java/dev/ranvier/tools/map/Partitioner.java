package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.network.Network;

/** Divides the neurons of a network over cores. Implementations may be added with {@link java.util.ServiceLoader}. */
public interface Partitioner {
    /** Its name on the command line. */
    String name();

    /**
     * Divides {@code network}, which has been quantised, for the cores of {@code spec}.
     *
     * @throws Refusal if it finds no division within the limits
     */
    Partition partition(Network network, ChipSpec spec);
}
