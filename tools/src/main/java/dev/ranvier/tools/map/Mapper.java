package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.tools.network.Network;

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
        return map(network, spec, seed, new Placer.InOrder());
    }

    /** Maps {@code network} onto {@code spec} with a placer of choice. */
    public static Mapping map(Network network, ChipSpec spec, long seed, Placer placer) {
        Wiring wiring = new Wiring(network, (CompartmentCoreSpec) spec.core());
        Partition partition = new FillPartitioner().partition(wiring, spec);
        return new Assembler(wiring, partition, placer.place(partition, spec), spec, seed).assemble();
    }
}
