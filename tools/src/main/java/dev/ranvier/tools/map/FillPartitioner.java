package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Projection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Fills core after core in the order of the neurons and opens the next when a limit would be exceeded (what nengo-loihi's
 * sequential split does, with a repeat at a lower neuron limit if output axons overflow). Stateless.
 */
public final class FillPartitioner implements Partitioner {
    @Override
    public String name() {
        return "fill";
    }

    @Override
    public Partition partition(Network network, ChipSpec spec) {
        return partition(new Wiring(network, CompartmentCoreSpec.of(spec)), spec);
    }

    Partition partition(Wiring wiring, ChipSpec spec) {
        CompartmentCoreSpec core = CompartmentCoreSpec.of(spec);
        int limit = core.neurons();
        Partition last = null;
        for (double part = 1; part > 0.04; part -= 0.05) {
            last = fill(wiring, spec, Math.max(1, (int) (limit * part)));
            if (axonsOutViolation(wiring, last, core) == null) {
                break;
            }
        }
        Violation out = axonsOutViolation(wiring, last, core);
        if (out != null) {
            throw new Refusal(chip(spec), List.of(out));
        }
        if (last.clusters() > spec.cores()) {
            throw new Refusal(chip(spec), List.of(tooManyCores(wiring, spec, last)));
        }
        return last;
    }

    private static String chip(ChipSpec spec) {
        return spec.name() + " (" + spec.cores() + " cores of " + spec.core().neurons() + " compartments)";
    }

    private Violation tooManyCores(Wiring wiring, ChipSpec spec, Partition partition) {
        int least = Math.ceilDiv(wiring.neurons, spec.core().neurons());
        boolean proved = least > spec.cores();
        return new Violation(
                "cores",
                Violation.Scope.CHIP,
                "network '" + wiring.network.name() + "' of " + wiring.neurons + " neurons",
                proved ? least : partition.clusters(),
                spec.cores(),
                proved ? Violation.Certainty.PROVED : Violation.Certainty.NOT_FOUND,
                "use " + Math.ceilDiv(partition.clusters(), spec.grid().coresPerChip()) + " chips (--set grid.chips="
                        + Math.ceilDiv(partition.clusters(), spec.grid().coresPerChip()) + "), or a smaller network");
    }

    private Partition fill(Wiring wiring, ChipSpec spec, int neuronLimit) {
        CompartmentCoreSpec core = CompartmentCoreSpec.of(spec);
        CoreLoad load = new CoreLoad(wiring, core);
        int[] clusterOf = new int[wiring.neurons];
        int cluster = 0;
        for (Block block : blocks(wiring)) {
            if (!add(load, block, neuronLimit)) {
                if (load.neurons() == block.size()) {
                    refuse(wiring, spec, load, block);
                }
                cluster++;
                load.reset();
                if (!add(load, block, neuronLimit)) {
                    refuse(wiring, spec, load, block);
                }
            }
            Arrays.fill(clusterOf, block.from, block.to, cluster);
        }
        return new Partition(clusterOf, wiring.neurons == 0 ? 0 : cluster + 1, name());
    }

    /** Neurons that must stay together: single ones, or a population whose rows are shared. */
    private record Block(int from, int to) {
        int size() {
            return to - from;
        }
    }

    private static List<Block> blocks(Wiring wiring) {
        List<Block> blocks = new ArrayList<>();
        for (int p = 0; p < wiring.populationStart.length; p++) {
            String name = wiring.network.populations().get(p).name();
            boolean together = wiring.network.projections().stream()
                    .anyMatch(x -> x.target().equals(name) && x.connectivity() instanceof Connectivity.SharedRows);
            int from = wiring.populationStart[p];
            int to = from + wiring.network.populations().get(p).size();
            if (together) {
                blocks.add(new Block(from, to));
            } else {
                for (int n = from; n < to; n++) {
                    blocks.add(new Block(n, n + 1));
                }
            }
        }
        return blocks;
    }

    private static boolean add(CoreLoad load, Block block, int neuronLimit) {
        boolean fits = true;
        for (int n = block.from; n < block.to; n++) {
            fits &= load.agrees(n);
            load.add(n);
        }
        return fits && load.exceeded() == null && (load.neurons() <= neuronLimit || load.neurons() == block.size());
    }

    private static void refuse(Wiring wiring, ChipSpec spec, CoreLoad load, Block block) {
        CompartmentCoreSpec core = CompartmentCoreSpec.of(spec);
        Map.Entry<String, Long> over = load.exceeded();
        String place = block.size() == 1
                ? wiring.nameOf(block.from)
                : wiring.nameOf(block.from) + " to " + wiring.nameOf(block.to - 1);
        if (over == null) {
            throw new Refusal(
                    chip(spec),
                    List.of(new Violation(
                            "shared registers",
                            Violation.Scope.CORE,
                            place,
                            2,
                            1,
                            Violation.Certainty.PROVED,
                            "give these neurons the same voltage limits and noise settings")));
        }
        if (over.getKey().equals("learning")) {
            throw new Refusal(
                    chip(spec),
                    List.of(
                            new Violation(
                                    "synapses that learn and synapses that do not",
                                    Violation.Scope.NEURON,
                                    place,
                                    2,
                                    1,
                                    Violation.Certainty.PROVED,
                                    "profile nengo allows one kind per core: put an intermediate population between, or use profile lava")));
        }
        throw new Refusal(
                chip(spec),
                List.of(new Violation(
                        over.getKey(),
                        Violation.Scope.NEURON,
                        place,
                        over.getValue(),
                        core.limit(over.getKey()),
                        Violation.Certainty.PROVED,
                        remedy(over.getKey(), over.getValue()))));
    }

    private static String remedy(String limit, long need) {
        return switch (limit) {
            case "axons_in" ->
                "give the neuron at most the allowed number of sources, or --set core.axons_in=" + need
                        + " (a chip that does not exist)";
            case "synapse_bits" ->
                "fewer synapses or weight bits per neuron, or --set core.synapse_bits=" + need
                        + " (a chip that does not exist)";
            default -> "--set core." + limit + "=" + need + " (a chip that does not exist)";
        };
    }

    /** The core whose neurons need the most output axons too many, if any. */
    private Violation axonsOutViolation(Wiring wiring, Partition partition, CompartmentCoreSpec core) {
        long[] used = axonsOut(wiring, partition);
        int worst = -1;
        for (int c = 0; c < used.length; c++) {
            if (used[c] > core.limit("axons_out") && (worst < 0 || used[c] > used[worst])) {
                worst = c;
            }
        }
        if (worst < 0) {
            return null;
        }
        return new Violation(
                "axons_out",
                Violation.Scope.CORE,
                "core " + worst,
                used[worst],
                core.limit("axons_out"),
                Violation.Certainty.NOT_FOUND,
                "fewer target cores per neuron (targets closer together), or --set core.axons_out=" + used[worst]
                        + " (a chip that does not exist)");
    }

    /** Output axons per cluster: one per neuron, target cluster and learning projection. */
    static long[] axonsOut(Wiring wiring, Partition partition) {
        long[] used = new long[partition.clusters()];
        boolean[] reached = new boolean[partition.clusters()];
        for (int neuron = 0; neuron < wiring.neurons; neuron++) {
            Arrays.fill(reached, false);
            int own = partition.clusterOf()[neuron];
            for (int p = 0; p < wiring.network.projections().size(); p++) {
                int local = neuron - wiring.sourceStart[p];
                if (local < 0 || local >= wiring.rowStart[p + 1] - wiring.rowStart[p]) {
                    continue;
                }
                Projection projection = wiring.network.projections().get(p);
                if (projection.connectivity() instanceof Connectivity.Synapses synapses) {
                    if (wiring.learns(p)) {
                        boolean[] learned = new boolean[partition.clusters()];
                        for (int i = wiring.begin[p][local]; i < wiring.begin[p][local + 1]; i++) {
                            int c = partition.clusterOf()[wiring.targetStart[p] + synapses.post()[wiring.order[p][i]]];
                            used[own] += learned[c] ? 0 : 1;
                            learned[c] = true;
                        }
                    } else {
                        for (int i = wiring.begin[p][local]; i < wiring.begin[p][local + 1]; i++) {
                            int c = partition.clusterOf()[wiring.targetStart[p] + synapses.post()[wiring.order[p][i]]];
                            used[own] += reached[c] ? 0 : 1;
                            reached[c] = true;
                        }
                    }
                } else if (projection.connectivity() instanceof Connectivity.SharedRows rows
                        && rows.axon()[local] >= 0) {
                    used[own]++;
                }
            }
        }
        return used;
    }
}
