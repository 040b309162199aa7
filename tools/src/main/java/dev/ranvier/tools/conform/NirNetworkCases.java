package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.CompartmentModel;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.nir.NirEdge;
import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirJsonNetwork;
import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirTensor;
import dev.ranvier.tools.nir.Shape;
import dev.ranvier.tools.nir.sim.NirSemantics;
import dev.ranvier.tools.nir.sim.NirSimulator;
import dev.ranvier.tools.nir.sim.Precision;
import dev.ranvier.tools.session.ChipSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Golden set nir-networks: published traces of NIR networks. The integer LIF of Loihi 2 and of Lava's model runs on the
 * chip, profile lava; the float platforms run on the reference simulator under their own semantics. Stateless.
 */
final class NirNetworkCases implements CaseRunner {
    @Override
    public String set() {
        return "nir-networks";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        String kind = golden.get("kind").asText();
        String arithmetic = golden.get(golden.get("semantics"), "arithmetic").asText();
        if (kind.equals("single_lif") && arithmetic.equals("integer")) {
            integer(golden, boards);
        } else if (kind.equals("single_lif") && arithmetic.startsWith("float")) {
            single(golden);
        } else if (kind.equals("srnn_cubalif")) {
            recurrent(golden);
        } else {
            throw new UnsupportedCase("kind '" + kind + "' with arithmetic '" + arithmetic + "'");
        }
    }

    private static Precision precision(GoldenCase golden) {
        return golden.get(golden.get("semantics"), "arithmetic").asText().equals("float64")
                ? Precision.FLOAT64
                : Precision.FLOAT32;
    }

    private static Csv csv(GoldenCase golden, String key) {
        return golden.csv(golden.get(key).asText());
    }

    // -------------------------------------------------------------------------------------------------- on the chip

    private static void integer(GoldenCase golden, Boards boards) {
        JsonNode semantics = golden.get("semantics");
        int keep = golden.get(semantics, "decay_mul").asInt();
        int increment = golden.get(semantics, "input_increment").asInt();
        int threshold = lastNumber(golden.get(semantics, "threshold").asText());
        if (golden.get(semantics, "decay_shift").asInt() != 12 || increment % 64 != 0 || threshold % 64 != 0) {
            throw new UnsupportedCase("decay shift, increment or threshold that a Loihi compartment does not have");
        }
        CompartmentModel model = CompartmentModel.builder(1)
                .decayU(4095)
                .decayV(4096 - keep)
                .threshold(threshold / 64)
                .build();
        Network network = new Network(
                golden.name(),
                List.of(Population.of("lif", model)),
                List.of(Input.spikes("input", 1)),
                List.of(Projection.of(
                        "input->lif",
                        "input",
                        "lif",
                        Connectivity.Synapses.oneToOne(new double[] {increment}),
                        SynapseSpec.EFFECTIVE)));
        Mapping mapping = boards.map(network, "loihi", "lava", List.of());
        Csv expected = csv(golden, "expected");
        Csv stimulus = csv(golden, "stimulus");
        int delay = golden.get(semantics, "input_delay_steps").asInt();
        long atSpike = golden.get(semantics, "reported_v_at_spike").asLong();
        int[] source = mapping.sources("lif");
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            // Step s of the case is tick s + 1; a host spike acts one tick after its stamp.
            List<long[]> events = new ArrayList<>();
            for (int r = 0; r < stimulus.size(); r++) {
                events.add(new long[] {stimulus.whole(r, "step") + delay, 0, 1});
            }
            EventList.inject(session, events);
            session.collectSpikes();
            for (int r = 0; r < expected.size(); r++) {
                long step = expected.whole(r, "step");
                session.advance(1);
                long[] spikes = new long[1];
                session.takeSpikes((tick, neuron, value) -> spikes[0] += neuron == source[0] ? 1 : 0);
                Difference.check(expected.whole(r, "spike"), spikes[0], expected.file(), step, "spike");
                // In a spiking step the published probes show a constant, which the case names.
                long v = spikes[0] > 0 ? atSpike : session.readState("v", source)[0];
                Difference.check(expected.whole(r, "v"), v, expected.file(), step, "v");
            }
        }
    }

    private static int lastNumber(String text) {
        String[] words = text.split("[^0-9]+", -1);
        for (int i = words.length - 1; i >= 0; i--) {
            if (!words[i].isEmpty()) {
                return Integer.parseInt(words[i]);
            }
        }
        throw new RanvierException("'" + text + "' names no threshold");
    }

    // -------------------------------------------------------------------------------------- on the reference simulator

    /** The named profile whose rules the case describes. */
    private static NirSemantics platform(GoldenCase golden) {
        String provenance = golden.get("provenance").asText().toLowerCase(java.util.Locale.ROOT);
        for (String name : NirSemantics.names()) {
            if (provenance.startsWith(name)
                    || golden.name().endsWith("_" + name)
                    || golden.name().contains("_" + name + "_")) {
                return NirSemantics.named(name);
            }
        }
        throw new UnsupportedCase("no semantics profile for '"
                + golden.get("provenance").asText() + "'; there are " + NirSemantics.names());
    }

    private static void single(GoldenCase golden) {
        JsonNode network = golden.get("network");
        Map<String, NirNode> nodes = new LinkedHashMap<>();
        nodes.put("input", new NirNode.Input(Shape.of(1)));
        nodes.put(
                "affine",
                new NirNode.Affine(
                        new NirTensor(
                                new double[] {network.path("weight").asDouble(1)},
                                Shape.of(1, 1),
                                NirTensor.Stored.FLOAT32),
                        NirTensor.vector(network.path("bias").asDouble(0))));
        nodes.put(
                "lif",
                new NirNode.LIF(
                        NirTensor.vector(golden.get(network, "tau_s").asDouble()),
                        NirTensor.vector(golden.get(network, "r").asDouble()),
                        NirTensor.vector(golden.get(network, "v_leak").asDouble()),
                        NirTensor.vector(golden.get(network, "v_threshold").asDouble()),
                        NirTensor.vector(network.path("v_reset").asDouble(0))));
        nodes.put("output", new NirNode.Output(Shape.of(1)));
        NirGraph graph = NirGraph.of(
                nodes,
                List.of(new NirEdge("input", "affine"), new NirEdge("affine", "lif"), new NirEdge("lif", "output")));
        double dt = golden.get(network, "dt_s").asDouble();
        NirSimulator simulator = new NirSimulator(graph, platform(golden), dt, precision(golden));
        double tolerance = golden.get(golden.get("tolerance"), "v").asDouble();
        Csv expected = csv(golden, "expected");
        Set<Long> on = new HashSet<>();
        Csv stimulus = csv(golden, "stimulus");
        int delay = golden.get("semantics").path("input_delay_steps").asInt(0);
        for (int r = 0; r < stimulus.size(); r++) {
            on.add(stimulus.whole(r, "step") + delay);
        }
        for (int r = 0; r < expected.size(); r++) {
            long step = expected.whole(r, "step");
            simulator.step(new double[] {on.contains(step) ? 1 : 0});
            Difference.check(
                    expected.whole(r, "spike"),
                    Math.round(simulator.reportedOutput("lif")[0]),
                    expected.file(),
                    step,
                    "spike");
            double v = simulator.reportedVoltage("lif")[0];
            double wanted = expected.real(r, expected.column("v"));
            if (!(Math.abs(v - wanted) <= tolerance)) {
                throw new Difference(
                        "tick " + step + " " + expected.file() + " v", Double.toString(wanted), Double.toString(v));
            }
        }
    }

    private static void recurrent(GoldenCase golden) {
        NirGraph graph = graph(golden);
        List<String> neurons = graph.nodes().keySet().stream()
                .filter(name -> graph.node(name) instanceof NirNode.CubaLIF)
                .toList();
        String hidden = neurons.stream()
                .filter(name -> graph.successors(name).size() > 1)
                .findFirst()
                .orElseThrow(() -> new UnsupportedCase("a network without a recurrent layer"));
        String output = neurons.stream()
                .filter(name ->
                        graph.successors(name).stream().anyMatch(next -> graph.node(next) instanceof NirNode.Output))
                .findFirst()
                .orElseThrow(() -> new UnsupportedCase("a network without an output layer"));
        NirSimulator simulator =
                new NirSimulator(graph, platform(golden), golden.get("dt_s").asDouble(), precision(golden));
        Csv stimulus = csv(golden, "stimulus");
        int steps = golden.get("steps").asInt();
        double[][] input = new double[steps][simulator.inputSize()];
        for (int r = 0; r < stimulus.size(); r++) {
            input[(int) stimulus.whole(r, "step")][(int) stimulus.whole(r, "neuron")] = 1;
        }
        List<long[]> hiddenSpikes = new ArrayList<>();
        List<long[]> outputSpikes = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            simulator.step(input[t]);
            collect(hiddenSpikes, t, simulator.reportedOutput(hidden));
            // The derived outputs are those of the network itself, not shifted by a platform's reporting.
            collect(outputSpikes, t, simulator.output(output));
        }
        compare(csv(golden, "expected_hidden"), hiddenSpikes);
        if (golden.json().has("expected_output")) {
            compare(csv(golden, "expected_output"), outputSpikes);
        }
    }

    private static NirGraph graph(GoldenCase golden) {
        Path file = golden.path(golden.get("network").asText());
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return NirJsonNetwork.read(in, NirJsonNetwork.RECURRENT_EDGES).flatten();
        } catch (IOException e) {
            throw new RanvierException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void collect(List<long[]> spikes, int step, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) {
                spikes.add(new long[] {step, i});
            }
        }
    }

    private static void compare(Csv expected, List<long[]> got) {
        for (int r = 0; r < Math.max(expected.size(), got.size()); r++) {
            String wanted = r < expected.size()
                    ? Arrays.toString(new long[] {expected.whole(r, "step"), expected.whole(r, "neuron")})
                    : "no more spikes";
            String actual = r < got.size() ? Arrays.toString(got.get(r)) : "no more spikes";
            if (!wanted.equals(actual)) {
                throw new Difference(expected.file() + " row " + (r + 2) + " [step, neuron]", wanted, actual);
            }
        }
    }
}
