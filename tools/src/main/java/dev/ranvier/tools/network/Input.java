package dev.ranvier.tools.network;

import dev.ranvier.tools.cells.Transmitter;

/**
 * An input from the host.
 *
 * @param name its name
 * @param channels number of channels
 * @param kind spikes, or the error vector of a projection that learns by PES
 * @param projection for {@link Kind#ERROR}: the projection that learns from it; empty otherwise
 * @param transmitter what its axons release, where they reach cells
 */
public record Input(String name, int channels, Kind kind, String projection, Transmitter transmitter) {
    /** An input whose axons, if they reach cells, release glutamate. */
    public Input(String name, int channels, Kind kind, String projection) {
        this(name, channels, kind, projection, Transmitter.GLU);
    }

    /** What the events of an input are. */
    public enum Kind {
        /** Spikes, with a payload where a projection is graded. */
        SPIKES,
        /**
         * Components of an error vector: component d is added with its sign turned to neuron d of the target population
         * and as it is to neuron d + channels (nengo-loihi's learning ensembles).
         */
        ERROR
    }

    /** An input of spikes. */
    public static Input spikes(String name, int channels) {
        return new Input(name, channels, Kind.SPIKES, "");
    }
}
