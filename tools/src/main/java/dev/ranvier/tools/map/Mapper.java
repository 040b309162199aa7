package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.tools.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Wiring wiring = new Wiring(network, CompartmentCoreSpec.of(spec));
        Partition partition = new FillPartitioner().partition(wiring, spec);
        int[] coreOfCluster = placer.place(partition, spec);
        return new Assembler(wiring, partition, coreOfCluster, spec, seed)
                .assemble(usage(wiring, partition, coreOfCluster, spec));
    }

    private static List<Mapping.CoreUse> usage(Wiring wiring, Partition partition, int[] coreOfCluster, ChipSpec spec) {
        List<List<Integer>> members = new ArrayList<>();
        for (int c = 0; c < partition.clusters(); c++) {
            members.add(new ArrayList<>());
        }
        for (int n = 0; n < wiring.neurons; n++) {
            members.get(partition.clusterOf()[n]).add(n);
        }
        long[] axonsOut = FillPartitioner.axonsOut(wiring, partition);
        CoreLoad load = new CoreLoad(wiring, CompartmentCoreSpec.of(spec));
        List<Mapping.CoreUse> usage = new ArrayList<>();
        for (int c = 0; c < partition.clusters(); c++) {
            load.reset();
            members.get(c).forEach(load::add);
            Map<String, Long> used = new LinkedHashMap<>(load.usage());
            used.put("axons_out", axonsOut[c]);
            usage.add(new Mapping.CoreUse(coreOfCluster[c], used));
        }
        return usage;
    }
}
