package dev.ranvier.tools.crossbar;

import dev.ranvier.emulator.fabric.link.BoardRoute;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.OutputPort;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.map.Refusal;
import dev.ranvier.tools.map.Violation;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.quantize.Discretization;
import dev.ranvier.tools.quantize.QuantizationReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Networks in physical units on crossbar cores: axon types and lines per source for the weights, copies of neurons with
 * more than one target, cores filled and placed in order. One use per mapping.
 */
public final class CrossbarMapper {
    /** Root mean square error of the weights, relative to theirs, for which no more lines are spent. */
    public static final double GOOD_WEIGHT_ERROR = 0.1;

    private static final int SAMPLE = 256;

    private final CrossbarWiring wiring;
    private final ChipSpec spec;
    private final double goodError;
    private final List<String> notes = new ArrayList<>();

    /**
     * What mapping gives.
     *
     * @param mapping the network on the chip
     * @param report what quantisation did
     * @param notes choices and approximations, for people
     */
    public record Result(Mapping mapping, QuantizationReport report, List<String> notes) {
        /** Copies its list. */
        public Result {
            notes = List.copyOf(notes);
        }
    }

    private CrossbarMapper(Network network, ChipSpec spec, Discretization time, double goodError) {
        this.goodError = goodError;
        wiring = new CrossbarWiring(network, spec, time);
        this.spec = spec;
    }

    /**
     * Maps {@code network} onto {@code spec}.
     *
     * @throws Refusal if it does not fit
     */
    public static Result map(Network network, ChipSpec spec, Discretization time) {
        return map(network, spec, time, GOOD_WEIGHT_ERROR);
    }

    /**
     * Maps {@code network} onto {@code spec}.
     *
     * @param goodError relative root mean square error of a population's weights for which no more lines are spent
     * @throws Refusal if it does not fit
     */
    public static Result map(Network network, ChipSpec spec, Discretization time, double goodError) {
        return new CrossbarMapper(network, spec, time, goodError).map(time);
    }

    private Result map(Discretization time) {
        checkFanIn();
        int[] lines = lines();
        CrossbarPartition partition = CrossbarPartition.of(wiring, lines);
        CrossbarRoutes routes = new CrossbarRoutes(wiring, partition, lines);
        while (!violations(routes).isEmpty()) {
            int widest = widest(lines);
            if (lines[widest] == 1) {
                throw new Refusal(
                        spec.name() + " (" + spec.cores() + " cores of " + wiring.core.axons() + " axons x "
                                + wiring.core.neurons() + " neurons)",
                        violations(routes));
            }
            lines[widest]--;
            partition = CrossbarPartition.of(wiring, lines);
            routes = new CrossbarRoutes(wiring, partition, lines);
        }
        CrossbarQuantizer quantizer = new CrossbarQuantizer(wiring, partition, lines, time);
        describe(lines, partition);
        if (routes.relayCores() > 0) {
            notes.add(routes.relayCores() + " relay cores for neurons with more than " + wiring.core.neurons()
                    + " targets (exact: their tick is taken off the delays)");
        }
        return new Result(assemble(partition, lines, routes, quantizer), quantizer.report(), notes);
    }

    private static int widest(int[] lines) {
        int widest = 0;
        for (int p = 1; p < lines.length; p++) {
            widest = lines[p] > lines[widest] ? p : widest;
        }
        return widest;
    }

    private void checkFanIn() {
        List<Violation> violations = new ArrayList<>();
        for (int p = 0; p < wiring.firstNeuron.length; p++) {
            int worst = worstFanIn(p);
            int have = wiring.inputs.get(worst).size();
            if (have > wiring.core.axons()) {
                violations.add(new Violation(
                        "axons_in",
                        Violation.Scope.NEURON,
                        wiring.place(worst),
                        have,
                        wiring.core.axons(),
                        Violation.Certainty.PROVED,
                        "at most " + wiring.core.axons()
                                + " inputs per neuron (a threshold neuron is no sum of threshold"
                                + " neurons), or preset loihi (4096 axons)"));
            }
        }
        if (!violations.isEmpty()) {
            throw new Refusal(spec.name(), violations);
        }
    }

    private int worstFanIn(int population) {
        int first = wiring.firstNeuron[population];
        int worst = first;
        for (int n = first; n < first + size(population); n++) {
            worst = wiring.inputs.get(n).size() > wiring.inputs.get(worst).size() ? n : worst;
        }
        return worst;
    }

    private int size(int population) {
        return wiring.network.populations().get(population).size();
    }

    /** The fewest lines with a good weight error, or those with the least error of what the axons allow. */
    private int[] lines() {
        int[] lines = new int[wiring.firstNeuron.length];
        for (int p = 0; p < lines.length; p++) {
            int fanIn = Math.max(1, wiring.inputs.get(worstFanIn(p)).size());
            int most = Math.min(LineWeights.TYPES, wiring.core.axons() / fanIn);
            double least = Double.POSITIVE_INFINITY;
            List<String> tried = new ArrayList<>();
            for (int l = 1; l <= most && least > goodError; l++) {
                double error = CrossbarQuantizer.error(wiring, wiring.firstNeuron[p], Math.min(SAMPLE, size(p)), l);
                tried.add(l + ": " + percent(error));
                if (error < least) {
                    least = error;
                    lines[p] = l;
                }
            }
            if (fanIn * LineWeights.TYPES > wiring.core.axons() && least > goodError) {
                tried.add("no more than " + most + " with " + fanIn + " inputs on " + wiring.core.axons() + " axons");
            }
            notes.add(wiring.network.populations().get(p).name() + ": weight error by axons per source: "
                    + String.join(", ", tried));
        }
        return lines;
    }

    private static String percent(double fraction) {
        return String.format(java.util.Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    private List<Violation> violations(CrossbarRoutes routes) {
        List<Violation> violations = new ArrayList<>();
        if (routes.cores() > spec.cores()) {
            violations.add(
                    new Violation(
                            "cores",
                            Violation.Scope.CHIP,
                            "the network",
                            routes.cores(),
                            spec.cores(),
                            Violation.Certainty.NOT_FOUND,
                            "--set grid.columns and grid.rows for a larger chip, or fewer targets per neuron (each is a copy)"));
        }
        for (var neuron : routes.withoutSlack.entrySet()) {
            violations.add(new Violation(
                    "neurons",
                    Violation.Scope.NEURON,
                    wiring.place(neuron.getKey()),
                    neuron.getValue(),
                    wiring.core.neurons(),
                    Violation.Certainty.NOT_FOUND,
                    "a delay of 1 tick or more on all its synapses, so that relay cores can split its spikes; or fewer"
                            + " target cores: every axon that a neuron reaches is a copy of it on its core"));
        }
        return violations;
    }

    private void describe(int[] lines, CrossbarPartition partition) {
        for (int p = 0; p < lines.length; p++) {
            int first = wiring.firstNeuron[p];
            int slots =
                    Arrays.stream(partition.copies(), first, first + size(p)).sum();
            int population = p;
            long cores = partition.cores().stream()
                    .filter(core -> core.population() == population)
                    .count();
            notes.add(wiring.network.populations().get(p).name() + ": " + lines[p] + " axons per source, " + cores
                    + " cores, " + slots + " neuron slots for " + size(p) + " neurons (copies are exact)");
            if (wiring.loss[first] > 0) {
                notes.add(wiring.network.populations().get(p).name()
                        + ": approximate: in place of a decay, a constant leak towards zero and a floor at minus the"
                        + " threshold");
            }
        }
    }

    // -------------------------------------------------------------------------------------------------------
    // assembling

    private Mapping assemble(
            CrossbarPartition partition, int[] lines, CrossbarRoutes routes, CrossbarQuantizer quantizer) {
        BoardRoute board = new BoardRoute(spec.grid(), spec.fabric().links());
        int[] coreOf = new int[wiring.neurons];
        int[] localOf = new int[wiring.neurons];
        List<Mapping.CoreUse> usage = new ArrayList<>();
        for (int c = 0; c < partition.cores().size(); c++) {
            CrossbarPartition.Core core = partition.cores().get(c);
            int slot = 0;
            for (int n : core.neurons()) {
                coreOf[n] = c;
                localOf[n] = slot;
                slot += partition.copies()[n];
            }
            usage.add(use(c, slot, (long) core.keys().length * lines[core.population()]));
        }
        for (int r = 0; r < routes.relayCores(); r++) {
            usage.add(use(partition.cores().size() + r, routes.use(r)[0], routes.use(r)[1]));
        }
        List<List<Target>> targets = new ArrayList<>();
        for (int n = 0; n < wiring.neurons; n++) {
            int from = coreOf[n];
            targets.add(routes.lines.get(n).stream()
                    .map(line -> routes.target(from, line, spec))
                    .toList());
        }
        List<CrossbarCoreModel> models = new ArrayList<>();
        for (int c = 0; c < partition.cores().size(); c++) {
            models.add(quantizer.core(c, board.boardX(c), board.boardY(c), targets));
        }
        models.addAll(routes.relayModels(spec));
        ChipImage image = CrossbarAssembler.assemble(
                CrossbarNetwork.of(wiring.network.name(), models, Optional.empty()),
                inputPorts(routes),
                outputPorts(coreOf, localOf),
                spec);
        List<List<Mapping.AxonPlace>> noPlaces = new ArrayList<>();
        wiring.network.projections().forEach(p -> noPlaces.add(List.of()));
        return new Mapping(
                wiring.network,
                spec,
                image,
                coreOf,
                localOf,
                new long[wiring.network.projections().size()][],
                noPlaces,
                usage);
    }

    private static Mapping.CoreUse use(int core, long neurons, long axons) {
        Map<String, Long> used = new LinkedHashMap<>();
        used.put("neurons", neurons);
        used.put("axons_in", axons);
        return new Mapping.CoreUse(core, used);
    }

    private List<InputPort> inputPorts(CrossbarRoutes routes) {
        List<InputPort> ports = new ArrayList<>();
        int next = wiring.neurons;
        for (Input input : wiring.network.inputs()) {
            int[] offsets = new int[input.channels() + 1];
            List<Long> all = new ArrayList<>();
            for (int i = 0; i < input.channels(); i++) {
                routes.lines
                        .get(next++)
                        .forEach(line -> all.add(AxonAddress.spike(line.core(), line.axon(), line.delay())));
                offsets[i + 1] = all.size();
            }
            ports.add(new InputPort(
                    input.name(),
                    InputPort.Kind.SPIKE,
                    offsets,
                    all.stream().mapToLong(Long::longValue).toArray()));
        }
        return ports;
    }

    private List<OutputPort> outputPorts(int[] coreOf, int[] localOf) {
        List<OutputPort> ports = new ArrayList<>();
        int first = 0;
        for (Population population : wiring.network.populations()) {
            int[] sources = new int[population.size()];
            int start = first;
            Arrays.setAll(sources, i -> coreOf[start + i] * wiring.core.neurons() + localOf[start + i]);
            ports.add(new OutputPort(population.name(), population.output(), sources));
            first += population.size();
        }
        return ports;
    }
}
