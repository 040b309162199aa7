package dev.ranvier.tools.nir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A NIR file is refused for")
class NirVerdictTest {

    private static void refused(String code, NirFile file) {
        NirReport report = file.read(NirOptions.DEFAULT);
        assertEquals("refuse:" + code, report.verdict(), () -> report.findings().toString());
        assertTrue(report.graph().isEmpty());
    }

    private static String verdict(byte[] bytes) {
        return NirReader.read(ByteBuffer.wrap(bytes), NirOptions.DEFAULT).verdict();
    }

    private static String message(byte[] bytes) {
        return NirReader.read(ByteBuffer.wrap(bytes), NirOptions.DEFAULT)
                .findings()
                .getFirst()
                .message();
    }

    @Test
    @DisplayName("not being HDF5, and the message says what it looks like")
    void notHdf5() {
        assertTrue(message(new byte[0]).contains("empty"));
        assertTrue(message("PK\u0003\u0004zip".getBytes(StandardCharsets.UTF_8)).contains("zip"));
        assertTrue(message(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0}).contains("gzip"));
        assertTrue(message("nodes: 3\n".getBytes(StandardCharsets.UTF_8)).contains("text"));
        byte[] sound = NirFile.plain().bytes();
        assertTrue(message(Arrays.copyOf(sound, 5)).contains("truncated"));
        assertEquals("refuse:not_hdf5", verdict(Arrays.copyOf(sound, sound.length / 2)));
        assertEquals("refuse:not_hdf5", verdict(Arrays.copyOf(sound, 100)));
    }

    @Test
    @DisplayName("groups nested deeper than 20 and graphs nested deeper than 8")
    void tooDeep() {
        NirFile graph = port(new NirFile().lif("lif", 3), "lif");
        for (int level = 0; level < 8; level++) {
            graph = port(new NirFile().graph("g", graph), "g");
        }
        assertEquals("accept", graph.verdict(), "eight levels in the top graph are allowed");
        refused("too_deep", port(new NirFile().graph("g", graph), "g"));
        String deep = String.join("/", java.util.Collections.nCopies(25, "a"));
        refused("too_deep", NirFile.plain().node(deep, "LIF"));
    }

    private static NirFile port(NirFile graph, String node) {
        return graph.input("in", 3).output("out", 3).chain("in", node, "out");
    }

    @Test
    @DisplayName("declaring more bytes than the limit, before anything is read")
    void tooLarge() {
        NirReport report = NirFile.plain().read(NirOptions.DEFAULT.withMaxBytes(100));
        assertEquals("refuse:too_large", report.verdict());
        assertTrue(report.findings().getFirst().message().contains("--max-bytes"));
    }

    @Test
    @DisplayName("shapes of more than 2^31-1 elements")
    void tooLargeShape() {
        refused(
                "too_large",
                new NirFile()
                        .input("input", 2, 60_000, 60_000)
                        .pool("pool", "SumPool2d")
                        .output("output", 2, 30_000, 30_000)
                        .chain("input", "pool", "output"));
    }

    @Test
    @DisplayName("having no version or no node")
    void notNir() {
        refused("not_nir", NirFile.plain().version(null));
    }

    @Test
    @DisplayName("a slash, a dot or nothing as a node name")
    void badNodeName() {
        refused("bad_node_name", NirFile.plain().node("a/b", "LIF"));
        refused("bad_node_name", NirFile.plain().node("a/b/c", "LIF"));
        refused("bad_node_name", NirFile.plain().edge("lif", "sub/lif"));
        refused("bad_node_name", NirFile.plain().edge("lif", "."));
        refused("bad_node_name", NirFile.plain().edge("lif", ""));
    }

    @Test
    @DisplayName("groups that the writer left unfinished")
    void incompleteFile() {
        refused("incomplete_file", NirFile.plain().node("half", null));
        refused("incomplete_file", NirFile.plain().node("half", null, "tau", NirFile.vector(1, 3)));
        refused("incomplete_file", NirFile.plain().type(null));
        refused("incomplete_file", NirFile.plain().withoutEdges());
        refused("incomplete_file", NirFile.plain().withoutNodes());
        refused("incomplete_file", NirFile.plain().graph("g", NirFile.plain().type(null)));
        refused("incomplete_file", NirFile.plain().graph("g", NirFile.plain().withoutEdges()));
    }

    @Test
    @DisplayName("a type that NIR does not have, and the nearest one is named")
    void unknownType() {
        refused("unknown_type", NirFile.plain().node("x", "Identity"));
        NirReport report = NirFile.plain().node("x", "CubaLif").read(NirOptions.DEFAULT);
        assertEquals("refuse:unknown_type", report.verdict());
        assertTrue(report.findings().getFirst().message().contains("'CubaLIF'"));
        assertTrue(NirFile.plain()
                .node("x", "Spike")
                .read(NirOptions.DEFAULT)
                .findings()
                .getFirst()
                .message()
                .contains("'Threshold'"));
        refused("unknown_type", NirFile.plain().set("lif", "type", 7L));
    }

    @Test
    @DisplayName("a missing obligatory dataset, but not for v_reset, w_in or Flatten's dimensions")
    void missingParameter() {
        refused("missing_parameter", NirFile.plain().set("lif", "tau", null));
        refused("missing_parameter", NirFile.plain().set("fc", "weight", null));
        refused("missing_parameter", NirFile.plain().set("input", "shape", null));
        refused("missing_parameter", convolution().set("conv", "groups", null));
        assertEquals("accept", NirFile.plain().verdict(), "v_reset is not there");
        assertEquals(
                "accept",
                new NirFile()
                        .input("input", 2, 3, 4)
                        .node("flatten", "Flatten")
                        .output("output", 2, 12)
                        .chain("input", "flatten", "output")
                        .verdict());
    }

    private static NirFile convolution() {
        return new NirFile()
                .input("input", 2, 5, 6)
                .conv2d("conv", 4, 2, 3, "input_shape", new long[] {5, 6})
                .output("output", 4, 3, 4)
                .chain("input", "conv", "output");
    }

    @Test
    @DisplayName("parameters of wrong rank, kind, size or value")
    void badParameter() {
        refused("bad_parameter", NirFile.plain().set("fc", "weight", NirFile.vector(1, 3)));
        refused("bad_parameter", NirFile.plain().set("lif", "tau", "fast"));
        refused("bad_parameter", NirFile.plain().set("input", "shape", 3L));
        refused("bad_parameter", NirFile.plain().set("input", "shape", new double[] {3}));
        refused("bad_parameter", NirFile.plain().set("input", "shape", new long[] {0}));
        refused("bad_parameter", NirFile.plain().set("lif", "tau", new float[] {1, 0, 1, 1}));
        refused("bad_parameter", NirFile.plain().set("lif", "tau", new float[] {1, -1, 1, 1}));
        refused("bad_parameter", NirFile.plain().set("lif", "r", new float[] {1, Float.NaN, 1, 1}));
        refused(
                "bad_parameter",
                NirFile.plain().set("lif", "v_threshold", new double[] {1, 1, 1, Double.POSITIVE_INFINITY}));
        refused("bad_parameter", NirFile.plain().set("lif", "v_reset", new float[] {0, 0, 1, 0}));
        refused("bad_parameter", NirFile.plain().set("lif", "v_threshold", NirFile.vector(0, 4)));
        refused("bad_parameter", NirFile.plain().set("lif", "r", NirFile.vector(1, 3)));
        refused("bad_parameter", NirFile.plain().node("d", "Delay", "delay", NirFile.vector(-1, 4)));
        refused("bad_parameter", convolution().set("conv", "stride", new long[] {0, 1}));
        refused("bad_parameter", convolution().set("conv", "dilation", 0L));
        refused("bad_parameter", convolution().set("conv", "padding", -1L));
        refused("bad_parameter", convolution().set("conv", "padding", "full"));
        refused("bad_parameter", convolution().set("conv", "groups", 3L));
        refused("bad_parameter", convolution().set("conv", "bias", new float[5]));
        refused("bad_parameter", convolution().set("conv", "weight", new float[4][2][3]));
        refused("bad_parameter", NirFile.plain().edgeData(new long[][] {{0, 1}}));
        refused("bad_parameter", NirFile.plain().edgeData(new String[][] {{"input", "fc", "lif"}}));
        NirReport report =
                NirFile.plain().set("lif", "tau", new float[] {1, 0, 1, 1}).read(NirOptions.DEFAULT);
        assertEquals("lif.tau", report.findings().getFirst().place());
        assertTrue(report.findings().getFirst().message().startsWith("at [1] is 0.0"));
    }

    @Test
    @DisplayName("an edge to a node that is not there, and the nearest name is given")
    void unknownNode() {
        refused("unknown_node", NirFile.plain().edge("lif", "nowhere"));
        NirReport report = NirFile.plain().edge("lif", "outptu").read(NirOptions.DEFAULT);
        assertTrue(report.findings().getFirst().message().contains("did it mean 'output'?"));
    }

    @Test
    @DisplayName("edges into an Input, out of an Output, and inner graphs without exactly one of each")
    void badPort() {
        refused("bad_port", NirFile.plain().edge("lif", "input"));
        refused("bad_port", NirFile.plain().edge("output", "fc"));
        refused("bad_port", inner(NirFile.plain().input("second", 3).edge("second", "fc")));
        refused(
                "bad_port",
                inner(new NirFile().input("in", 3).linear("fc", 4, 3).chain("in", "fc")));
        assertEquals(
                "repair:add_ports",
                inner(NirFile.plain().lif("deadEnd", 4).edge("lif", "deadEnd")).verdict(),
                "a dead end inside is read by nobody");
    }

    private static NirFile inner(NirFile graph) {
        return new NirFile()
                .input("input", 3)
                .graph("g", graph)
                .output("output", 4)
                .chain("input", "g", "output");
    }

    @Test
    @DisplayName("ports that are not connected")
    void unconnectedPort() {
        refused("unconnected_port", NirFile.plain().input("second", 3));
        refused("unconnected_port", NirFile.plain().output("second", 3));
    }

    @Test
    @DisplayName("a cycle through no node with state, also through a Delay of 0 s")
    void statelessCycle() {
        NirFile cycle = NirFile.plain().linear("back", 3, 4).edge("fc", "back").edge("back", "fc");
        refused("stateless_cycle", cycle);
        NirFile delay = NirFile.plain().linear("back", 3, 4).chain("fc", "delay", "back", "fc");
        refused("stateless_cycle", delay.node("delay", "Delay", "delay", NirFile.vector(0, 4)));
        assertEquals(
                "accept",
                delay.node("delay", "Delay", "delay", NirFile.vector(0.001f, 4)).verdict());
        assertEquals(
                "accept",
                NirFile.plain().linear("back", 4, 4).chain("lif", "back", "lif").verdict(),
                "a recurrent layer is a normal thing");
    }

    @Test
    @DisplayName("a scalar neuron whose size only ports could tell")
    void unsizedScalar() {
        NirFile file = new NirFile().input("input", 1000).scalarLif("lif").output("output", 1000);
        file.chain("input", "lif", "output");
        refused("unsized_scalar", file);
        assertEquals(
                "repair:broadcast_scalar",
                file.read(NirOptions.DEFAULT.withBroadcast(true)).verdict());
        NirReport dropped = file.read(NirOptions.DEFAULT.withDropLeadingAxis(true));
        assertEquals("repair:broadcast_scalar+drop_leading_axis", dropped.verdict());
        assertEquals(Shape.of(1), dropped.require().inputShape("lif"));
    }

    @Test
    @DisplayName("an Input that counts time or batch, and --drop-leading-axis repairs it")
    void extraAxis() {
        NirFile time = NirFile.plain().input("input", 256, 3);
        refused("extra_axis", time);
        NirReport report = time.read(NirOptions.DEFAULT.withDropLeadingAxis(true));
        assertEquals("repair:drop_leading_axis", report.verdict());
        assertEquals(Shape.of(3), report.require().inputShape("input"));
        refused("extra_axis", NirFile.plain().input("input", 1, 3));
    }

    @Test
    @DisplayName("a batch axis of 1 in a whole CNN, and --drop-leading-axis takes it from parameters and Flatten too")
    void batchEverywhere() {
        NirFile cnn = new NirFile()
                .input("input", 1, 2, 5, 6)
                .conv2d("conv", 4, 2, 3)
                .node("if", "IF", "r", new float[1][4][3][4], "v_threshold", ones(4, 3, 4))
                .node("flatten", "Flatten", "start_dim", 1L, "end_dim", -1L)
                .linear("fc", 7, 48)
                .output("output", 1, 7)
                .chain("input", "conv", "if", "flatten", "fc", "output");
        refused("extra_axis", cnn);
        NirReport report = cnn.read(NirOptions.DEFAULT.withDropLeadingAxis(true));
        assertEquals("repair:infer_input_shape+drop_leading_axis", report.verdict());
        NirGraph graph = report.require();
        assertEquals(Shape.of(4, 3, 4), graph.inputShape("if"));
        assertEquals(Shape.of(48), graph.outputShape("flatten"));
        assertEquals(Shape.of(7), graph.inputShape("output"));
    }

    private static float[][][][] ones(int channels, int rows, int columns) {
        float[][][][] ones = new float[1][channels][rows][columns];
        for (float[][] channel : ones[0]) {
            for (float[] row : channel) {
                Arrays.fill(row, 1);
            }
        }
        return ones;
    }

    @Test
    @DisplayName("a Flatten that counts the batch axis, and --flatten-counts-batch repairs it")
    void flattenAxis() {
        NirFile file = new NirFile()
                .input("input", 8, 4, 4)
                .node("flatten", "Flatten", "start_dim", 1L, "end_dim", -1L)
                .linear("fc", 7, 128)
                .output("output", 7)
                .chain("input", "flatten", "fc", "output");
        refused("flatten_axis", file);
        NirReport report = file.read(NirOptions.DEFAULT.withFlattenCountsBatch(true));
        assertEquals("repair:flatten_counts_batch", report.verdict());
        assertEquals(Shape.of(128), report.require().outputShape("flatten"));
        refused("flatten_axis", file.input("input", 128));
    }

    @Test
    @DisplayName("any other two shapes that differ on an edge")
    void shapeMismatch() {
        refused("shape_mismatch", NirFile.plain().lif("lif", 5));
        refused("shape_mismatch", NirFile.plain().output("output", 5));
        refused("shape_mismatch", NirFile.plain().input("input", 4));
        refused("shape_mismatch", NirFile.plain().linear("back", 5, 4).chain("lif", "back", "lif"));
        refused("shape_mismatch", convolution().set("conv", "input_shape", new long[] {6, 6}));
        refused("shape_mismatch", convolution().set("conv", "weight", new float[4][3][3][3]));
        refused("shape_mismatch", convolution().set("conv", "weight", new float[4][2][7][7]));
        refused("shape_mismatch", inner(NirFile.plain().input("input", 4)));
        refused(
                "shape_mismatch",
                new NirFile()
                        .input("input", 12)
                        .pool("pool", "AvgPool2d")
                        .output("output", 6)
                        .chain("input", "pool", "output"));
    }

    @Test
    @DisplayName("the first of several faults in the order of the table, and the report lists them all")
    void severalFaults() {
        NirReport report = NirFile.plain()
                .set("lif", "tau", new float[] {1, 0, 1, 1})
                .edge("lif", "nowhere")
                .node("x", "Spiker")
                .input("input", 4)
                .read(NirOptions.DEFAULT);
        assertEquals("refuse:unknown_type", report.verdict());
        assertEquals(
                List.of("unknown_type", "bad_parameter", "unknown_node", "shape_mismatch"),
                report.findings().stream().map(fault -> fault.reason().code()).toList());
        assertFalse(report.accepted());
        assertEquals(4, report.toJson().get("findings").size());
    }
}
