package dev.ranvier.crossbar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.crossbar.CrossbarMapper;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.map.Refusal;
import dev.ranvier.tools.network.Connectivity.Synapses;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.PhysicalModel;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.quantize.Discretization;
import dev.ranvier.tools.run.DigitsExample;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a network of integrators on crossbar cores")
class CrossbarMapping_isExactTest {
    private static final Discretization TICKS = new Discretization(1, Discretization.Integrator.EULER);
    private static final SynapseSpec PHYSICAL =
            new SynapseSpec(SynapseSpec.Weights.PHYSICAL, SynapseSpec.Sign.MIXED, 8, 0, false);
    private static final double NO_ERROR = 1e-9;
    private static final int CHANNELS = 40;
    private static final int LENGTH = 60;

    private record Edge(int from, int to, double weight, int delay) {}

    private static PhysicalModel model(PhysicalModel.Kind kind, int n, double threshold, double bias) {
        double[] one = filled(n, 1);
        return new PhysicalModel(
                kind, filled(n, 20), one, one, filled(n, 0), filled(n, threshold), filled(n, 0), one, filled(n, bias));
    }

    private static double[] filled(int n, double value) {
        double[] values = new double[n];
        Arrays.fill(values, value);
        return values;
    }

    private static Projection projection(String name, String from, String to, List<Edge> edges) {
        return Projection.of(
                name,
                from,
                to,
                new Synapses(
                        edges.stream().mapToInt(Edge::from).toArray(),
                        edges.stream().mapToInt(Edge::to).toArray(),
                        edges.stream().mapToDouble(Edge::weight).toArray(),
                        edges.stream().mapToInt(Edge::delay).toArray(),
                        new int[0],
                        new int[0]),
                PHYSICAL);
    }

    /** Random edges with weights that the chosen number of lines can represent. */
    private static List<Edge> edges(SplittableRandom draws, int from, int to, int fanIn, int largest, int delays) {
        List<Edge> edges = new ArrayList<>();
        for (int j = 0; j < to; j++) {
            TreeSet<Integer> sources = new TreeSet<>();
            while (sources.size() < fanIn) {
                sources.add(draws.nextInt(from));
            }
            boolean first = true;
            for (int i : sources) {
                // The largest weight is always there, so that the scale is what it should be.
                int weight = first ? -largest - (largest > 1 ? 1 : 0) : draws.nextInt(-largest, largest + 1);
                first = false;
                edges.add(new Edge(i, j, weight, draws.nextInt(delays)));
            }
        }
        return edges;
    }

    @ParameterizedTest(name = "{0}: weights up to {1}, {2} neurons, delays below {3}")
    @CsvSource({
        "truenorth, 1, 300, 1",
        "truenorth, 1, 130, 4",
        "truenorth, 7, 200, 1",
        "truenorth, 7, 90, 14",
        "ranc-sim, 1, 150, 3",
        "ranc-sim, 7, 100, 1"
    })
    @DisplayName("fires as its equations say, with copies for every target, on as many cores as it takes")
    void exact(String chip, int largest, int size, int delays) {
        SplittableRandom draws = new SplittableRandom(size);
        double threshold = 2.5 * largest;
        // A whole number of the chip's units: the largest weight is 255 of them, or -8 · 31.
        double bias = largest == 1 ? 0.2 : 48.0 / 31;
        List<Edge> in = edges(draws, CHANNELS, size, 4, largest, delays);
        List<Edge> recurrent = edges(draws, size, size, 3, largest, delays);
        Network network = new Network(
                "random",
                List.of(new Population(
                        "a", new int[] {size}, model(PhysicalModel.Kind.IF, size, threshold, bias), true)),
                List.of(Input.spikes("in", CHANNELS)),
                List.of(projection("in_a", "in", "a", in), projection("a_a", "a", "a", recurrent)));
        ChipSpec spec = chip.equals("truenorth")
                ? Chips.load(chip)
                : Chips.load(chip, List.of("grid.columns=6", "grid.rows=5"));
        CrossbarMapper.Result result = CrossbarMapper.map(network, spec, TICKS, NO_ERROR);
        Mapping mapping = result.mapping();
        assertTrue(mapping.usage().size() > 1, "more than one core: " + mapping.usage());
        boolean[][] spikesIn = new boolean[LENGTH][CHANNELS];
        for (boolean[] row : spikesIn) {
            for (int i = 0; i < CHANNELS; i++) {
                row[i] = draws.nextInt(3) == 0;
            }
        }
        List<String> expected = simulate(size, threshold, bias, spikesIn, in, recurrent);
        assertTrue(expected.size() > size, "the network fires");
        assertEquals(expected, run(mapping, spikesIn));
    }

    private static List<String> run(Mapping mapping, boolean[][] spikesIn) {
        int[] sources = mapping.sources("a");
        int[] neuronOf = new int[mapping.spec().cores() * mapping.spec().core().neurons()];
        Arrays.fill(neuronOf, -1);
        for (int n = 0; n < sources.length; n++) {
            neuronOf[sources[n]] = n;
        }
        List<String> spikes = new ArrayList<>();
        try (ChipSession session = new DirectSession(mapping.spec(), 1)) {
            session.load(mapping.image());
            session.collectSpikes();
            List<long[]> events = new ArrayList<>();
            for (int t = 0; t < LENGTH; t++) {
                for (int i = 0; i < CHANNELS; i++) {
                    if (spikesIn[t][i]) {
                        events.add(new long[] {t, i});
                    }
                }
            }
            session.inject(
                    events.stream().mapToLong(e -> e[0]).toArray(),
                    events.stream().mapToInt(e -> (int) e[1]).toArray(),
                    null);
            session.advance(LENGTH);
            List<long[]> fired = new ArrayList<>();
            session.takeSpikes((tick, source, value) -> {
                if (neuronOf[source] >= 0) {
                    fired.add(new long[] {tick, neuronOf[source]});
                }
            });
            fired.sort((x, y) -> x[0] != y[0] ? Long.compare(x[0], y[0]) : Long.compare(x[1], y[1]));
            fired.forEach(f -> spikes.add(f[0] + ":" + f[1]));
        }
        return spikes;
    }

    /** The equations: v += input + bias; fires above the threshold, then v = 0; a spike of tick t acts in t + 1 + delay. */
    private static List<String> simulate(
            int size, double threshold, double bias, boolean[][] spikesIn, List<Edge> in, List<Edge> recurrent) {
        double[][] current = new double[LENGTH + 32][size];
        double[] v = new double[size];
        List<String> spikes = new ArrayList<>();
        for (int t = 0; t < LENGTH; t++) {
            for (Edge e : in) {
                if (spikesIn[t][e.from()]) {
                    current[t + 1 + e.delay()][e.to()] += e.weight();
                }
            }
        }
        for (int t = 1; t <= LENGTH; t++) {
            boolean[] fired = new boolean[size];
            for (int j = 0; j < size; j++) {
                v[j] += current[t][j] + bias;
                if (v[j] > threshold) {
                    fired[j] = true;
                    v[j] = 0;
                    spikes.add(t + ":" + j);
                }
            }
            for (Edge e : recurrent) {
                if (fired[e.from()]) {
                    current[t + 1 + e.delay()][e.to()] += e.weight();
                }
            }
        }
        return spikes;
    }

    @Test
    @DisplayName("is refused with the numbers if a neuron has more inputs than a core has axons")
    void fanIn() {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            edges.add(new Edge(i, 3, 1, 0));
        }
        Network network = new Network(
                "wide",
                List.of(new Population("a", new int[] {5}, model(PhysicalModel.Kind.IF, 5, 10, 0), true)),
                List.of(Input.spikes("in", 300)),
                List.of(projection("in_a", "in", "a", edges)));
        Refusal refusal =
                assertThrows(Refusal.class, () -> CrossbarMapper.map(network, Chips.load("truenorth"), TICKS));
        assertTrue(
                refusal.getMessage().contains("a[3]: axons_in 300 used, 256 allowed (1.2x). Proved."),
                refusal.getMessage());
    }

    @Test
    @DisplayName("is refused with the numbers if the chip has too few cores")
    void cores() {
        Network network = new Network(
                "large",
                List.of(new Population("a", new int[] {600}, model(PhysicalModel.Kind.IF, 600, 10, 0), true)),
                List.of(),
                List.of());
        Refusal refusal = assertThrows(
                Refusal.class,
                () -> CrossbarMapper.map(
                        network, Chips.load("truenorth", List.of("grid.columns=2", "grid.rows=1")), TICKS));
        assertTrue(refusal.getMessage().contains("cores 3 used, 2 allowed"), refusal.getMessage());
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "LIF, ranc-sim, 'use truenorth, or integrators'",
        "CUBA_LIF, truenorth, no synaptic current",
        "THRESHOLD, truenorth, 'have neurons of kind if and lif'"
    })
    @DisplayName("is refused with a remedy if the chip has no such neurons")
    void kinds(PhysicalModel.Kind kind, String chip, String text) {
        Network network = new Network(
                "kinds", List.of(new Population("a", new int[] {2}, model(kind, 2, 1, 0), true)), List.of(), List.of());
        RanvierException error =
                assertThrows(RanvierException.class, () -> CrossbarMapper.map(network, Chips.load(chip), TICKS));
        assertTrue(error.getMessage().contains(text), error.getMessage());
    }

    @Test
    @DisplayName("of leaky neurons, the digits example, is right on more than 95 % of its images on truenorth")
    void digits() {
        DigitsExample.Result result =
                new DigitsExample().run(Chips.load("truenorth"), spec -> new DirectSession(spec, 1), (done, all) -> {});
        assertEquals(2, result.mapping().usage().size());
        assertTrue(result.accuracyChip() > 0.95, "accuracy " + result.accuracyChip());
        assertTrue(
                result.notes().stream().anyMatch(note -> note.contains("approximate")),
                result.notes().toString());
    }
}
