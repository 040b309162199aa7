package dev.ranvier.tools.microcode;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import dev.ranvier.tools.map.LimitCheck;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.ProgramModel;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.UnitSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network file's microcode neurons to an image for programmable cores: neurons fill the cores in order, and every
 * source gets an axon per core and learning program. Used once; not safe for several threads.
 */
public final class UnitMapper {
    private static final int LONGEST_DELAY = 63;

    private final Network network;
    private final ChipSpec spec;
    private final ProgramTable programs = new ProgramTable();
    private final int perCore;
    private final int cores;
    private final int inputChannels;
    private final Map<String, Integer> firstSource = new HashMap<>();
    private final List<CorePlan> plans = new ArrayList<>();
    private final long[][] places;

    private UnitMapper(Network network, ChipSpec spec) {
        this.network = network;
        this.spec = spec;
        perCore = spec.core().neurons();
        cores = Math.max(1, Math.ceilDiv(network.neurons(), perCore));
        for (int core = 0; core < cores; core++) {
            plans.add(new CorePlan());
        }
        int channels = 0;
        for (Input input : network.inputs()) {
            firstSource.put(input.name(), channels);
            channels += input.channels();
        }
        inputChannels = channels;
        for (Population population : network.populations()) {
            firstSource.put(population.name(), channels + network.firstNeuron(population.name()));
        }
        places = new long[network.projections().size()][];
    }

    /** What lies on a core. */
    private static final class CorePlan {
        /** Axon by source and learning profile. */
        final Map<List<Integer>, Integer> axons = new LinkedHashMap<>();

        final List<Planned> synapses = new ArrayList<>();
        final List<int[]> outputs = new ArrayList<>();

        int axon(int source, int profile) {
            return axons.computeIfAbsent(List.of(source, profile), key -> axons.size());
        }
    }

    /** A synapse, and where it stands in the network file. */
    private record Planned(UnitNetwork.Synapse synapse, int projection, int index) {}

    /**
     * Maps {@code network}, whose neurons must run programs.
     *
     * @param seed seed of the random draws
     * @throws dev.ranvier.tools.map.Refusal if the network does not fit
     */
    public static Mapping map(Network network, ChipSpec spec, long seed) {
        if (!(spec.core() instanceof ProgrammableCoreSpec)) {
            throw new RanvierException("chip '" + spec.name() + "' has cores of kind '"
                    + spec.core().kind()
                    + "', programs need kind 'programmable': use --chip ranvier --profile programmable");
        }
        return new UnitMapper(network, spec).run(seed);
    }

    private Mapping run(long seed) {
        int neurons = network.neurons();
        int[] tick = new int[neurons];
        int[] traces = new int[neurons];
        int[][] state = new int[neurons][];
        int first = 0;
        for (Population population : network.populations()) {
            ProgramModel model = (ProgramModel) population.model();
            int profile = programs.neurons(population.name(), model);
            Arrays.fill(tick, first, first + model.size(), profile);
            Arrays.fill(traces, first, first + model.size(), traceProfile(population));
            for (int i = 0; i < model.size(); i++) {
                state[first + i] = programs.state(population.name(), model, i);
            }
            first += model.size();
        }
        for (int p = 0; p < network.projections().size(); p++) {
            plan(network.projections().get(p), p);
        }
        outputs();
        check();
        List<MemorySection> sections = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            int from = core * perCore;
            int to = Math.min(neurons, from + perCore);
            sections.addAll(UnitAssembler.sections(unit(core, seed, from, to, tick, traces, state), spec, core));
        }
        int[] coreOf = new int[neurons];
        int[] localOf = new int[neurons];
        Arrays.setAll(coreOf, i -> i / perCore);
        Arrays.setAll(localOf, i -> i % perCore);
        ChipImage image =
                ChipImage.of(network.name(), spec.name(), spec.digest(), sections, inputPorts(), outputPorts());
        return new Mapping(network, spec, image, coreOf, localOf, places, List.of(), usage());
    }

    private UnitNetwork unit(int core, long seed, int from, int to, int[] tick, int[] traces, int[][] state) {
        CorePlan plan = plans.get(core);
        int[] axonProfile =
                plan.axons.keySet().stream().mapToInt(key -> key.get(1)).toArray();
        plan.synapses.sort(Comparator.comparingInt(planned -> planned.synapse.axon()));
        List<UnitNetwork.Synapse> synapses = new ArrayList<>();
        for (Planned planned : plan.synapses) {
            places[planned.projection][planned.index] = (long) core << 32 | synapses.size();
            synapses.add(planned.synapse);
        }
        return new UnitNetwork(
                network.name(),
                programs.list(),
                Arrays.copyOfRange(tick, from, to),
                Arrays.copyOfRange(traces, from, to),
                Arrays.copyOfRange(state, from, to),
                axonProfile,
                synapses,
                plan.outputs,
                new UnitNetwork.Random(seed, core, 0));
    }

    /** The learning program whose traces y1, y2 the neurons keep; -1 if no projection onto them learns. */
    private int traceProfile(Population population) {
        String owner = "";
        int profile = -1;
        for (Projection projection : network.projections()) {
            Optional<UnitSpec> units =
                    projection.units().filter(u -> u.program().isPresent());
            if (projection.target().equals(population.name()) && units.isPresent()) {
                int own = programs.learning(
                        projection.name(), units.get().program().get());
                if (profile >= 0 && own != profile) {
                    throw new RanvierException("projections '" + owner + "' and '" + projection.name()
                            + "' learn by different programs onto population '" + population.name()
                            + "', whose neurons keep the traces of one; use one program with the same constants");
                }
                profile = own;
                owner = projection.name();
            }
        }
        return profile;
    }

    private void plan(Projection projection, int number) {
        if (!(projection.connectivity() instanceof Connectivity.Synapses list)) {
            throw new RanvierException("projection '" + projection.name()
                    + "' has shared rows, which programmable cores do not have; use dense, sparse or one_to_one");
        }
        UnitSpec units = projection.units().orElse(new UnitSpec("a0", Optional.empty()));
        int profile = units.program()
                .map(ref -> programs.learning(projection.name(), ref))
                .orElse(-1);
        Population target = network.population(projection.target());
        int port = programs.port(projection.name(), target.name(), (ProgramModel) target.model(), units.port());
        int source = firstSource.get(projection.source());
        int first = network.firstNeuron(projection.target());
        places[number] = new long[list.count()];
        for (int i = 0; i < list.count(); i++) {
            int post = first + list.post()[i];
            CorePlan core = plans.get(post / perCore);
            double weight = list.weight()[i];
            if (weight != Math.rint(weight) || weight < Integer.MIN_VALUE || weight > Integer.MAX_VALUE) {
                throw new RanvierException("projection '" + projection.name() + "', synapse " + i + ": weight is "
                        + weight + ", allowed: whole numbers of 32 bits");
            }
            int delay = list.delayOf(i);
            if (delay > LONGEST_DELAY) {
                throw new RanvierException("projection '" + projection.name() + "', synapse " + i + ": delay is "
                        + delay + ", allowed: 0.." + LONGEST_DELAY + " ticks");
            }
            int axon = core.axon(source + list.pre()[i], profile);
            int tag = list.tag().length == 0 ? 0 : list.tag()[i];
            core.synapses.add(new Planned(
                    new UnitNetwork.Synapse(axon, post % perCore, port, delay, (int) weight, tag), number, i));
        }
    }

    /** Which axons of which cores each neuron drives. */
    private void outputs() {
        for (int core = 0; core < cores; core++) {
            for (Map.Entry<List<Integer>, Integer> axon : plans.get(core).axons.entrySet()) {
                int neuron = axon.getKey().getFirst() - inputChannels;
                if (neuron >= 0) {
                    plans.get(neuron / perCore).outputs.add(new int[] {neuron % perCore, core, axon.getValue()});
                }
            }
        }
        plans.forEach(plan -> plan.outputs.sort(Comparator.comparingInt(output -> output[0])));
    }

    private void check() {
        LimitCheck limits = new LimitCheck(spec);
        limits.cores(cores);
        limits.core("profiles", 0, programs.list().size(), "share programs and constants between populations");
        limits.core("table_entries", 0, programs.tableEntries(), "use shorter tables");
        for (int core = 0; core < cores; core++) {
            CorePlan plan = plans.get(core);
            limits.core("axons_in", core, plan.axons.size(), "fewer sources per core");
            limits.core("axons_out", core, plan.outputs.size(), "fewer neurons per core (core.neurons)");
            limits.core("synapses", core, plan.synapses.size(), "fewer neurons per core (core.neurons)");
        }
        limits.refuse();
    }

    private List<InputPort> inputPorts() {
        Map<Integer, List<Long>> targets = new HashMap<>();
        for (int core = 0; core < cores; core++) {
            for (Map.Entry<List<Integer>, Integer> axon : plans.get(core).axons.entrySet()) {
                targets.computeIfAbsent(axon.getKey().getFirst(), key -> new ArrayList<>())
                        .add(AxonAddress.spike(core, axon.getValue(), 0));
            }
        }
        List<InputPort> ports = new ArrayList<>();
        for (Input input : network.inputs()) {
            int[] offsets = new int[input.channels() + 1];
            List<Long> all = new ArrayList<>();
            for (int channel = 0; channel < input.channels(); channel++) {
                all.addAll(targets.getOrDefault(firstSource.get(input.name()) + channel, List.of()));
                offsets[channel + 1] = all.size();
            }
            ports.add(new InputPort(
                    input.name(),
                    InputPort.Kind.SPIKE,
                    offsets,
                    all.stream().mapToLong(Long::longValue).toArray()));
        }
        return ports;
    }

    private List<OutputPort> outputPorts() {
        List<OutputPort> ports = new ArrayList<>();
        for (Population population : network.populations()) {
            int first = network.firstNeuron(population.name());
            int[] sources = new int[population.size()];
            Arrays.setAll(sources, i -> first + i);
            ports.add(new OutputPort(population.name(), population.output(), sources));
        }
        return ports;
    }

    private List<Mapping.CoreUse> usage() {
        List<Mapping.CoreUse> usage = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            CorePlan plan = plans.get(core);
            Map<String, Long> used = new LinkedHashMap<>();
            used.put("neurons", (long) Math.min(perCore, network.neurons() - core * perCore));
            used.put("axons_in", (long) plan.axons.size());
            used.put("axons_out", (long) plan.outputs.size());
            used.put("synapses", (long) plan.synapses.size());
            used.put("profiles", (long) programs.list().size());
            used.put("table_entries", programs.tableEntries());
            usage.add(new Mapping.CoreUse(core, used));
        }
        return usage;
    }
}
