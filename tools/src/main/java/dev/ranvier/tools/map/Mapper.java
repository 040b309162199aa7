package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.tools.network.Network;
import java.util.stream.IntStream;

/** From a quantised network to an image: partition, place, assemble. Stateless. */
public final class Mapper {
    private Mapper() {}

    /**
     * Maps {@code network} onto {@code spec} with the plainest choices: cores filled in order, placed in order.
     *
     * @param seed seed of the chip's random draws
     * @throws Refusal if the network does not fit
     */
    public static Mapping map(Network network, ChipSpec spec, long seed) {
        Wiring wiring = new Wiring(network, (CompartmentCoreSpec) spec.core());
        Partition partition = new FillPartitioner().partition(wiring, spec);
        int[] coreOfCluster = IntStream.range(0, partition.clusters()).toArray();
        return new Assembler(wiring, partition, coreOfCluster, spec, seed).assemble();
    }
}
