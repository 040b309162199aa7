package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.tools.network.Network;
import java.util.List;
import java.util.Map;

/**
 * A network on a chip: the image, and where everything lies.
 *
 * @param network the quantised network
 * @param spec the chip
 * @param image what is loaded
 * @param coreOf core per neuron; neurons count through all populations
 * @param localOf compartment within its core per neuron
 * @param plasticPlace per projection that learns and synapse: core (high 32 bits) and entry in plastic_synapse; null for
 *     projections that do not learn
 * @param axonPlaces per projection that learns: its axons
 * @param usage use of limits per core in use
 */
public record Mapping(
        Network network,
        ChipSpec spec,
        ChipImage image,
        int[] coreOf,
        int[] localOf,
        long[][] plasticPlace,
        List<List<AxonPlace>> axonPlaces,
        List<CoreUse> usage) {

    /**
     * What a core uses of each limit.
     *
     * @param core core on the board
     * @param used use per limit name, in the order of the data sheet
     */
    public record CoreUse(int core, Map<String, Long> used) {}

    /**
     * An axon of a projection that learns.
     *
     * @param source source neuron or channel within the projection
     * @param core target core
     * @param axon axon on it
     */
    public record AxonPlace(int source, int core, int axon) {}

    /** Source numbers (as in spike records) of a population's neurons. */
    public int[] sources(String population) {
        return image.output(population).sources();
    }
}
