package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes the image of a network on compartment cores: numbers compartments and axons, packs synapses, writes tables.
 * Axons on a target core are numbered in the order of their sources (populations first, then inputs). One use per image.
 */
final class Assembler {
    private final Wiring wiring;
    private final ChipSpec spec;
    private final CompartmentCoreSpec core;
    private final int[] coreOf;
    private final int[] localOf;
    private final TreeMap<Integer, CoreBuilder> builders = new TreeMap<>();
    private final List<List<Long>> channelTargets = new ArrayList<>();
    private final long[][] plasticPlace;
    private final List<List<Mapping.AxonPlace>> axonPlaces = new ArrayList<>();

    Assembler(Wiring wiring, Partition partition, int[] coreOfCluster, ChipSpec spec, long seed) {
        this.wiring = wiring;
        this.spec = spec;
        core = CompartmentCoreSpec.of(spec);
        coreOf = new int[wiring.neurons];
        localOf = new int[wiring.neurons];
        for (int n = 0; n < wiring.neurons; n++) {
            int id = coreOfCluster[partition.clusterOf()[n]];
            coreOf[n] = id;
            int population = wiring.populationOf[n];
            CoreBuilder builder = builders.computeIfAbsent(id, c -> new CoreBuilder(spec, c, seed));
            localOf[n] = builder.addCompartment(wiring.model(population), n - wiring.populationStart[population]);
        }
        plasticPlace = new long[wiring.network.projections().size()][];
        for (int p = 0; p < plasticPlace.length; p++) {
            axonPlaces.add(new ArrayList<>());
            if (wiring.learns(p)) {
                plasticPlace[p] = new long[wiring.order[p].length];
            }
        }
    }

    Mapping assemble(List<Mapping.CoreUse> usage) {
        for (int s = 0; s < wiring.sources; s++) {
            if (s >= wiring.neurons) {
                channelTargets.add(new ArrayList<>());
            }
            staticAxons(s);
            for (int p = 0; p < wiring.network.projections().size(); p++) {
                if (hasSource(p, s) && wiring.learns(p)) {
                    plasticAxons(p, s);
                }
            }
            sharedAxons(s);
        }
        List<MemorySection> sections = new ArrayList<>();
        builders.values().forEach(builder -> sections.addAll(builder.sections()));
        Network network = wiring.network;
        ChipImage image =
                ChipImage.of(network.name(), spec.name(), spec.digest(), sections, inputPorts(), outputPorts());
        return new Mapping(network, spec, image, coreOf, localOf, plasticPlace, axonPlaces, usage);
    }

    private boolean hasSource(int p, int s) {
        int local = s - wiring.sourceStart[p];
        return local >= 0 && local < wiring.rowStart[p + 1] - wiring.rowStart[p];
    }

    private void connect(int source, int targetCore, int axon, int atom) {
        if (source < wiring.neurons) {
            builders.get(coreOf[source]).addOutput(localOf[source], targetCore, axon, atom);
        } else {
            channelTargets.get(source - wiring.neurons).add(AxonAddress.spike(targetCore, axon, atom));
        }
    }

    private void staticAxons(int s) {
        TreeMap<Integer, List<CoreBuilder.Synapse>> byCore = new TreeMap<>();
        for (int p = 0; p < wiring.network.projections().size(); p++) {
            if (!hasSource(p, s)
                    || wiring.learns(p)
                    || !(wiring.network.projections().get(p).connectivity()
                            instanceof Connectivity.Synapses synapses)) {
                continue;
            }
            int local = s - wiring.sourceStart[p];
            for (int k = wiring.begin[p][local]; k < wiring.begin[p][local + 1]; k++) {
                int i = wiring.order[p][k];
                int target = wiring.targetStart[p] + synapses.post()[i];
                byCore.computeIfAbsent(coreOf[target], c -> new ArrayList<>())
                        .add(new CoreBuilder.Synapse(
                                p, localOf[target], wiring.encoded.get(p).mantissa()[i], synapses.delayOf(i)));
            }
        }
        byCore.forEach((id, row) -> connect(s, id, builders.get(id).addAxon(row, wiring), 0));
    }

    private void plasticAxons(int p, int s) {
        Projection projection = wiring.network.projections().get(p);
        Connectivity.Synapses synapses = (Connectivity.Synapses) projection.connectivity();
        EncodedWeights weights = wiring.encoded.get(p);
        int local = s - wiring.sourceStart[p];
        TreeMap<Integer, List<Integer>> byCore = new TreeMap<>();
        for (int k = wiring.begin[p][local]; k < wiring.begin[p][local + 1]; k++) {
            int i = wiring.order[p][k];
            byCore.computeIfAbsent(coreOf[wiring.targetStart[p] + synapses.post()[i]], c -> new ArrayList<>())
                    .add(i);
        }
        byCore.forEach((id, members) -> {
            CoreBuilder builder = builders.get(id);
            List<CoreBuilder.Plastic> row = new ArrayList<>();
            int first = builder.nextPlastic();
            for (int i : members) {
                plasticPlace[p][i] = (long) id << 32 | (first + row.size());
                row.add(new CoreBuilder.Plastic(
                        localOf[wiring.targetStart[p] + synapses.post()[i]],
                        weights.mantissa()[i],
                        synapses.delayOf(i),
                        synapses.tag().length == 0 ? 0 : synapses.tag()[i],
                        synapses.delayTag().length == 0 ? 0 : synapses.delayTag()[i]));
            }
            int group = builder.group(p, projection.learning().orElseThrow());
            int axon = builder.addPlasticAxon(p, row, weights, group);
            axonPlaces.get(p).add(new Mapping.AxonPlace(local, id, axon));
            connect(s, id, axon, 0);
        });
    }

    /** Population axons: rows are written once per projection, axons share them. */
    private void sharedAxons(int s) {
        for (int p = 0; p < wiring.network.projections().size(); p++) {
            Projection projection = wiring.network.projections().get(p);
            if (hasSource(p, s) && projection.connectivity() instanceof Connectivity.SharedRows rows) {
                int local = s - wiring.sourceStart[p];
                int id = coreOf[wiring.targetStart[p]];
                int[] axonNumbers = sharedAxonNumbers(p, rows, id);
                int axon = rows.axon()[local];
                if (axon >= 0) {
                    connect(s, id, axonNumbers[axon], rows.atom()[local]);
                }
            }
        }
    }

    private final java.util.Map<Integer, int[]> sharedNumbers = new java.util.HashMap<>();

    private int[] sharedAxonNumbers(int p, Connectivity.SharedRows rows, int id) {
        return sharedNumbers.computeIfAbsent(p, key -> {
            CoreBuilder builder = builders.get(id);
            int origin = localOf[wiring.targetStart[p]];
            int[] firstRow = new int[rows.row().length];
            int k = 0;
            for (int g = 0; g < rows.row().length; g++) {
                for (int atom = 0; atom < rows.row()[g].length; atom++) {
                    List<CoreBuilder.Synapse> row = new ArrayList<>();
                    for (int index : rows.row()[g][atom].index()) {
                        row.add(new CoreBuilder.Synapse(
                                p, index, wiring.encoded.get(p).mantissa()[k++], 0));
                    }
                    int number = builder.addRow(row, wiring, false, 0);
                    if (atom == 0) {
                        firstRow[g] = number;
                    }
                }
            }
            int[] numbers = new int[rows.base().length];
            for (int a = 0; a < numbers.length; a++) {
                boolean isUsed = rows.base()[a] >= 0;
                numbers[a] = builder.addAxon(
                        firstRow[rows.rowsOfAxon()[a]],
                        isUsed ? rows.row()[rows.rowsOfAxon()[a]].length : 0,
                        isUsed ? origin + rows.base()[a] : 0,
                        0);
            }
            return numbers;
        });
    }

    private List<InputPort> inputPorts() {
        List<InputPort> ports = new ArrayList<>();
        int next = 0;
        for (Input input : wiring.network.inputs()) {
            if (input.kind() == Input.Kind.SPIKES) {
                ports.add(port(
                        input.name(), InputPort.Kind.SPIKE, channelTargets.subList(next, next + input.channels())));
                next += input.channels();
            } else {
                ports.add(port(input.name(), InputPort.Kind.ERROR, errorTargets(input)));
            }
        }
        return ports;
    }

    private List<List<Long>> errorTargets(Input input) {
        Projection projection = wiring.network.projection(input.projection());
        int p = wiring.network.projections().indexOf(projection);
        Population target = wiring.network.population(projection.target());
        if (!wiring.learns(p) || target.size() != 2 * input.channels()) {
            throw new RanvierException("error input '" + input.name() + "' has " + input.channels()
                    + " components for projection '" + projection.name() + "' onto " + target.size()
                    + " neurons; needed: a projection that learns, onto twice as many neurons as components");
        }
        List<List<Long>> targets = new ArrayList<>();
        for (int d = 0; d < input.channels(); d++) {
            List<Long> both = new ArrayList<>();
            for (int half = 0; half < 2; half++) {
                int neuron = wiring.targetStart[p] + d + half * input.channels();
                int group = builders.get(coreOf[neuron])
                        .group(p, projection.learning().orElseThrow());
                both.add(AxonAddress.error(coreOf[neuron], group, localOf[neuron], half == 0));
            }
            targets.add(both);
        }
        return targets;
    }

    private static InputPort port(String name, InputPort.Kind kind, List<List<Long>> channels) {
        int[] offsets = new int[channels.size() + 1];
        for (int i = 0; i < channels.size(); i++) {
            offsets[i + 1] = offsets[i] + channels.get(i).size();
        }
        long[] targets = channels.stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .toArray();
        return new InputPort(name, kind, offsets, targets);
    }

    private List<OutputPort> outputPorts() {
        List<OutputPort> ports = new ArrayList<>();
        for (int p = 0; p < wiring.populationStart.length; p++) {
            Population population = wiring.network.populations().get(p);
            int[] sources = new int[population.size()];
            int start = wiring.populationStart[p];
            Arrays.setAll(sources, i -> coreOf[start + i] * core.neurons() + localOf[start + i]);
            ports.add(new OutputPort(population.name(), population.output(), sources));
        }
        return ports;
    }
}
