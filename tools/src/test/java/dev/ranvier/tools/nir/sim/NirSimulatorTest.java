package dev.ranvier.tools.nir.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.nir.Extent;
import dev.ranvier.tools.nir.NirEdge;
import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirPadding;
import dev.ranvier.tools.nir.NirTensor;
import dev.ranvier.tools.nir.Shape;
import dev.ranvier.tools.nir.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reference simulator")
class NirSimulatorTest {

    private static final double DT = 1e-3;

    private static NirTensor vector(double... values) {
        return NirTensor.vector(values);
    }

    private static NirTensor tensor(Shape shape, double... values) {
        return new NirTensor(values, shape, NirTensor.Stored.FLOAT64);
    }

    /** Input, nodes in a chain, Output. */
    private static NirGraph chain(Shape in, Shape out, NirNode... nodes) {
        Map<String, NirNode> named = new HashMap<>();
        List<NirEdge> edges = new ArrayList<>();
        String last = "in";
        named.put("in", new NirNode.Input(in));
        for (int i = 0; i < nodes.length; i++) {
            named.put("n" + i, nodes[i]);
            edges.add(new NirEdge(last, "n" + i));
            last = "n" + i;
        }
        named.put("out", new NirNode.Output(out));
        edges.add(new NirEdge(last, "out"));
        return NirGraph.of(named, edges);
    }

    private static NirSimulator simulator(NirGraph graph, String profile) {
        return new NirSimulator(graph.flatten(), NirSemantics.named(profile), DT, Precision.FLOAT64);
    }

    private static double[] once(NirGraph graph, double... input) {
        return simulator(graph, "nir-euler").step(input);
    }

    @Test
    @DisplayName("multiplies by weights and adds a bias")
    void dense() {
        Shape three = Shape.of(3);
        Shape two = Shape.of(2);
        NirTensor weight = tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertArrayEquals(new double[] {7, 16}, once(chain(three, two, new NirNode.Linear(weight)), 1, 0, 2));
        NirNode affine = new NirNode.Affine(weight, vector(0.5, -1));
        assertArrayEquals(new double[] {7.5, 15}, once(chain(three, two, affine), 1, 0, 2));
    }

    @Test
    @DisplayName("scales, thresholds strictly, and flattens in C order")
    void elementwise() {
        Shape two = Shape.of(2);
        assertArrayEquals(new double[] {4, -3}, once(chain(two, two, new NirNode.Scale(vector(2, -1))), 2, 3));
        assertArrayEquals(new double[] {0, 1}, once(chain(two, two, new NirNode.Threshold(vector(2, 2))), 2, 2.1));
        Shape cube = Shape.of(1, 2, 2);
        assertArrayEquals(
                new double[] {1, 2, 3, 4}, once(chain(cube, Shape.of(4), new NirNode.Flatten(0, -1, -1)), 1, 2, 3, 4));
    }

    @Test
    @DisplayName("convolves without flipping the kernel, with zeros around, strides and groups")
    void convolution() {
        Shape in = Shape.of(1, 2, 3);
        NirNode.Conv2d plain = new NirNode.Conv2d(
                tensor(Shape.of(1, 1, 2, 2), 1, 2, 3, 4),
                vector(10),
                Extent.square(1),
                NirPadding.VALID,
                Extent.square(1),
                1,
                Optional.empty());
        // [1 2 3; 4 5 6]: 1*1 + 2*2 + 3*4 + 4*5 = 37, 1*2 + 2*3 + 3*5 + 4*6 = 47
        assertArrayEquals(new double[] {47, 57}, once(chain(in, Shape.of(1, 1, 2), plain), 1, 2, 3, 4, 5, 6));
        NirNode.Conv2d padded = new NirNode.Conv2d(
                tensor(Shape.of(1, 1, 1, 3), 1, 10, 100),
                vector(0),
                new Extent(1, 2),
                NirPadding.of(new Extent(0, 1)),
                Extent.square(1),
                1,
                Optional.empty());
        assertArrayEquals(
                new double[] {210, 32, 540, 65}, once(chain(in, Shape.of(1, 2, 2), padded), 1, 2, 3, 4, 5, 6));
        NirNode.Conv1d grouped = new NirNode.Conv1d(
                tensor(Shape.of(2, 1, 2), 1, 1, 1, -1), vector(0, 0), 1, NirPadding.SAME, 2, 2, Optional.empty());
        // dilation 2 keeps the size with one zero on each side: y(t) = w0 x(t-1) + w1 x(t+1)
        assertArrayEquals(
                new double[] {2, 4, 2, -5, -2, 5},
                once(chain(Shape.of(2, 3), Shape.of(2, 3), grouped), 1, 2, 3, 4, 5, 6));
    }

    @Test
    @DisplayName("pools sums and means, dividing by the whole window at the border too")
    void pooling() {
        Shape in = Shape.of(1, 2, 4);
        Window window = new Window(Extent.square(2), Extent.square(2), Extent.square(1), NirPadding.VALID);
        Shape out = Shape.of(1, 1, 2);
        double[] field = {1, 2, 3, 4, 5, 6, 7, 8};
        assertArrayEquals(new double[] {14, 22}, once(chain(in, out, new NirNode.SumPool2d(window)), field));
        assertArrayEquals(new double[] {3.5, 5.5}, once(chain(in, out, new NirNode.AvgPool2d(window)), field));
        Window padded =
                new Window(Extent.square(2), Extent.square(2), Extent.square(1), NirPadding.of(Extent.square(1)));
        assertArrayEquals(
                new double[] {0.25, 1.25, 1, 1.25, 3.25, 2},
                once(chain(in, Shape.of(1, 2, 3), new NirNode.AvgPool2d(padded)), field));
    }

    @Test
    @DisplayName("delays by whole steps, rounded half to even, and names the largest error")
    void delay() {
        Shape four = Shape.of(4);
        NirNode delay = new NirNode.Delay(vector(0, 0.0015, 0.0025, 0.003));
        NirSimulator simulator = simulator(chain(four, four, delay), "nir-euler");
        double[][] seen = new double[5][];
        for (int step = 0; step < 5; step++) {
            double value = step + 1;
            seen[step] = simulator.step(new double[] {value, value, value, value});
        }
        assertArrayEquals(new double[] {1, 0, 0, 0}, seen[0]);
        assertArrayEquals(new double[] {3, 1, 1, 0}, seen[2]);
        assertArrayEquals(new double[] {4, 2, 2, 1}, seen[3]);
        assertTrue(simulator.warnings().getFirst().contains("5.0E-4"), simulator.warnings()::toString);
    }

    @Test
    @DisplayName("integrates I, LI and CubaLI by forward Euler, v from the new current or the old one")
    void integrators() {
        Shape one = Shape.of(1);
        NirNode cuba = new NirNode.CubaLI(vector(0.002), vector(0.004), vector(2), vector(0), vector(3));
        // i = 0.5*3 = 1.5 in step 0; v = 0.25*2*1.5 = 0.75
        assertArrayEquals(new double[] {0.75}, once(chain(one, one, cuba), 1), 1e-15);
        NirSimulator old = simulator(chain(one, one, cuba), "nir-euler-old-current");
        assertArrayEquals(new double[] {0}, old.step(new double[] {1}));
        assertArrayEquals(new double[] {0.75}, old.step(new double[] {0}), 1e-15);
        assertEquals(0.75, old.current("n0")[0], 1e-15);
        NirNode li = new NirNode.LI(vector(0.004), vector(2), vector(1));
        assertArrayEquals(new double[] {0.75}, once(chain(one, one, li), 1), 1e-15);
        assertArrayEquals(new double[] {0.003}, once(chain(one, one, new NirNode.I(vector(3))), 1), 1e-15);
        NirSimulator exact = simulator(chain(one, one, li), "nir-exact");
        assertArrayEquals(new double[] {3 * (1 - Math.exp(-0.25))}, exact.step(new double[] {1}), 1e-15);
    }

    @Test
    @DisplayName("resets to v_reset, by subtraction, and fires strictly above the threshold")
    void resets() {
        Shape one = Shape.of(1);
        NirNode node = new NirNode.IF(vector(1), vector(2), vector(-1));
        NirGraph graph = chain(one, one, node);
        NirSemantics unit = NirSemantics.named("nir-euler").withUnitIntegrators(true);
        NirSimulator value = new NirSimulator(graph, unit, DT, Precision.FLOAT64);
        assertEquals(0, value.step(new double[] {2})[0], "2 is not above 2");
        assertEquals(1, value.step(new double[] {1})[0]);
        assertEquals(-1, value.voltage("n0")[0]);
        NirSimulator subtract = new NirSimulator(graph, unit.subtracting(), DT, Precision.FLOAT64);
        subtract.step(new double[] {5});
        assertEquals(3, subtract.voltage("n0")[0]);
        NirSimulator sinabs = simulator(graph, "sinabs");
        assertEquals(2, sinabs.step(new double[] {5})[0], "two thresholds fit into 5");
        assertEquals(1, sinabs.voltage("n0")[0]);
        sinabs.step(new double[] {-9});
        assertEquals(-2, sinabs.voltage("n0")[0], "v is clipped at minus the threshold");
        sinabs.reset();
        assertEquals(1, sinabs.step(new double[] {2})[0], "2 fires at 2, and nothing is left of the run before");
    }

    @Test
    @DisplayName("gives a cycle one step of delay and works everything else out within the step")
    void cycles() {
        Shape one = Shape.of(1);
        Map<String, NirNode> nodes = Map.of(
                "in", new NirNode.Input(one),
                "a", new NirNode.IF(vector(1), vector(0.5), vector(0)),
                "b", new NirNode.IF(vector(1), vector(0.5), vector(0)),
                "ab", new NirNode.Linear(tensor(Shape.of(1, 1), 1)),
                "ba", new NirNode.Linear(tensor(Shape.of(1, 1), 1)),
                "out", new NirNode.Output(one));
        List<NirEdge> edges = List.of(
                new NirEdge("in", "a"),
                new NirEdge("a", "ab"),
                new NirEdge("ab", "b"),
                new NirEdge("b", "ba"),
                new NirEdge("ba", "a"),
                new NirEdge("b", "out"));
        NirSimulator simulator = new NirSimulator(
                NirGraph.of(nodes, edges),
                NirSemantics.named("nir-euler").withUnitIntegrators(true),
                DT,
                Precision.FLOAT64);
        assertEquals(1, simulator.step(new double[] {1})[0], "in, a, b, out in one step");
        assertEquals(1, simulator.output("a")[0]);
        simulator.step(new double[] {0});
        assertEquals(1, simulator.output("a")[0], "b's spike of the step before drives a: the loop took one step");
        assertEquals(1, simulator.output("b")[0]);
    }

    @Test
    @DisplayName("lets a Delay in a loop say how long it is, without a further step")
    void delayedLoop() {
        Shape one = Shape.of(1);
        Map<String, NirNode> nodes = Map.of(
                "in", new NirNode.Input(one),
                "a", new NirNode.IF(vector(1), vector(0.5), vector(0)),
                "wait", new NirNode.Delay(vector(3 * DT)),
                "out", new NirNode.Output(one));
        List<NirEdge> edges = List.of(
                new NirEdge("in", "a"), new NirEdge("a", "wait"), new NirEdge("wait", "a"), new NirEdge("a", "out"));
        NirSimulator simulator = new NirSimulator(
                NirGraph.of(nodes, edges),
                NirSemantics.named("nir-euler").withUnitIntegrators(true),
                DT,
                Precision.FLOAT64);
        StringBuilder spikes = new StringBuilder();
        for (int step = 0; step < 8; step++) {
            spikes.append((int) simulator.step(new double[] {step == 0 ? 1 : 0})[0]);
        }
        assertEquals("10010010", spikes.toString());
    }

    @Test
    @DisplayName("sums several edges into one node and joins several ports in the order of their names")
    void ports() {
        Shape one = Shape.of(1);
        NirNode scale = new NirNode.Scale(vector(1));
        NirGraph graph = NirGraph.of(
                Map.of(
                        "b", new NirNode.Input(one),
                        "a", new NirNode.Input(Shape.of(2)),
                        "fc", new NirNode.Linear(tensor(Shape.of(1, 2), 1, 10)),
                        "sum", scale,
                        "y", new NirNode.Output(one),
                        "x", new NirNode.Output(one)),
                List.of(
                        new NirEdge("a", "fc"),
                        new NirEdge("fc", "sum"),
                        new NirEdge("b", "sum"),
                        new NirEdge("b", "y"),
                        new NirEdge("sum", "x")));
        assertArrayEquals(new double[] {21 + 100, 100}, once(graph, 1, 2, 100));
        NirSimulator simulator = simulator(graph, "nir-euler");
        assertEquals(3, simulator.inputSize());
        assertThrows(RanvierException.class, () -> simulator.step(new double[2]));
        assertThrows(RanvierException.class, () -> simulator.voltage("fc"));
        assertTrue(assertThrows(RanvierException.class, () -> simulator.output("fcc"))
                .getMessage()
                .contains("'fc'"));
    }

    @Test
    @DisplayName("knows ten profiles by name and lists them when asked for another")
    void names() {
        assertEquals(10, NirSemantics.names().size());
        String message = assertThrows(RanvierException.class, () -> NirSemantics.named("brian"))
                .getMessage();
        assertTrue(message.contains("spinnaker2"));
    }

    @Test
    @DisplayName("refuses what the back-end refuses and warns of what it reads over, by name and value")
    void compliance() {
        Shape two = Shape.of(2);
        NirGraph leaky = chain(
                two,
                two,
                new NirNode.LIF(vector(0.01, 0.01), vector(3, 3), vector(0.5, 0), vector(1, 2), vector(0, -1)));
        for (String profile : List.of("snntorch", "sinabs", "lava")) {
            NirSemantics.Compliance answer = NirSemantics.named(profile).check(leaky, DT);
            assertTrue(answer.refusals().getFirst().contains("v_leak"), profile);
            assertThrows(RanvierException.class, () -> simulator(leaky, profile));
        }
        List<String> norse = NirSemantics.named("norse").check(leaky, DT).warnings();
        assertTrue(norse.stream().anyMatch(text -> text.contains("ignores r of 'n0' (3)")), norse::toString);
        assertTrue(
                norse.stream().anyMatch(text -> text.contains("ignores v_reset of 'n0' (-1 to 0)")), norse::toString);
        List<String> snntorch = NirSemantics.named("snntorch").check(leaky, DT).refusals();
        assertTrue(snntorch.stream().anyMatch(text -> text.contains("thresholds that differ")), snntorch::toString);
        assertTrue(NirSemantics.named("nir-euler").check(leaky, DT).refusals().isEmpty());
        NirGraph biased = chain(
                two,
                two,
                new NirNode.Affine(tensor(Shape.of(2, 2), 1, 0, 0, 1), vector(0.5, 0)),
                new NirNode.LIF(vector(0.01, 0.01), vector(1, 1), vector(0, 0), vector(1, 1), vector(0, 0)));
        assertTrue(NirSemantics.named("lava")
                .check(biased, 1e-4)
                .refusals()
                .getFirst()
                .contains("bias"));
    }

    @Test
    @DisplayName("rounds every operation in float32 and none in float64")
    void precision() {
        Shape one = Shape.of(1);
        NirGraph graph = chain(one, one, new NirNode.Scale(vector(0.1)));
        NirSemantics euler = NirSemantics.named("nir-euler");
        assertEquals(
                (double) (0.1f * 3f), new NirSimulator(graph, euler, DT, Precision.FLOAT32).step(new double[] {3})[0]);
        assertEquals(0.1 * 3, new NirSimulator(graph, euler, DT, Precision.FLOAT64).step(new double[] {3})[0]);
    }
}
