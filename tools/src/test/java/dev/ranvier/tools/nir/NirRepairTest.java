package dev.ranvier.tools.nir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jhdf.api.DatasetCreationOptions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A NIR file is repaired or accepted:")
class NirRepairTest {

    @Test
    @DisplayName("a lone node becomes a graph of input, node, output")
    void wrapNode() {
        NirReport report = new NirFile().lif("/node", 3).read(NirOptions.DEFAULT);
        assertEquals("repair:wrap_node", report.verdict());
        NirGraph graph = report.require();
        assertEquals(
                List.of("input", "node", "output"), List.copyOf(graph.nodes().keySet()));
        assertEquals(Shape.of(3), ((NirNode.Input) graph.node("input")).shape());
        assertEquals(
                "repair:wrap_node+broadcast_scalar",
                new NirFile().scalarLif("/node").verdict(),
                "scalars that nothing sizes are one neuron");
        assertEquals("refuse:unconnected_port", new NirFile().input("/node", 3).verdict());
    }

    @Test
    @DisplayName("computing nodes at the ends get ports")
    void addPorts() {
        NirReport report = new NirFile()
                .linear("fc", 4, 3)
                .lif("lif", 4)
                .lif("input_fc", 4)
                .chain("fc", "lif")
                .edge("fc", "input_fc")
                .read(NirOptions.DEFAULT);
        assertEquals("repair:add_ports", report.verdict());
        NirGraph graph = report.require();
        assertEquals(List.of("input_fc_2"), graph.inputs(), "a name that is taken is not taken twice");
        assertEquals(List.of("output_input_fc", "output_lif"), graph.outputs());
        assertEquals(3, report.repairs().size(), "every repair is named");
    }

    @Test
    @DisplayName("an edge written twice counts once")
    void mergeDuplicateEdges() {
        NirReport report =
                NirFile.plain().edge("input", "fc").edge("input", "fc").read(NirOptions.DEFAULT);
        assertEquals("repair:merge_duplicate_edges", report.verdict());
        assertEquals("3 times", report.repairs().getFirst().before());
        assertEquals(3, report.require().edges().size());
    }

    @Test
    @DisplayName("scalars take the size that weights fix, through nodes that keep the shape, from either side")
    void broadcastScalar() {
        NirFile before = new NirFile()
                .input("input", 3)
                .scalarLif("lif")
                .linear("fc", 4, 3)
                .output("output", 4);
        NirReport report = before.chain("input", "lif", "fc", "output").read(NirOptions.DEFAULT);
        assertEquals("repair:broadcast_scalar", report.verdict());
        assertEquals(
                Shape.of(3), ((NirNode.LIF) report.require().node("lif")).tau().shape());
        NirFile chain = new NirFile()
                .input("input", 3)
                .linear("fc", 4, 3)
                .scalarLif("a")
                .scalarLif("b");
        chain.node("t", "Threshold", "threshold", 0.5f).output("output", 4);
        report = chain.chain("input", "fc", "a", "b", "t", "output").read(NirOptions.DEFAULT);
        assertEquals("repair:broadcast_scalar", report.verdict());
        assertEquals(3, report.repairs().size());
        assertEquals(
                "repair:broadcast_scalar",
                NirFile.plain().set("lif", "r", 1f).verdict(),
                "another parameter of the node fixes the size");
        NirFile one = new NirFile().input("input", 1).scalarLif("lif").output("output", 1);
        assertEquals(
                "repair:broadcast_scalar", one.chain("input", "lif", "output").verdict());
    }

    @Test
    @DisplayName("a scalar w_in is no repair, and it reaches every neuron")
    void scalarWeight() {
        NirFile file = new NirFile().input("input", 2).output("output", 2);
        file.node("n", "CubaLIF", "tau_syn", NirFile.vector(0.01f, 2), "tau_mem", NirFile.vector(0.02f, 2));
        file.set("n", "r", NirFile.vector(1, 2), "v_leak", NirFile.vector(0, 2), "v_threshold", NirFile.vector(1, 2));
        file.set("n", "w_in", 2.0).chain("input", "n", "output");
        NirReport report = file.read(NirOptions.DEFAULT);
        assertEquals("accept", report.verdict());
        NirNode.CubaLIF node = (NirNode.CubaLIF) report.require().node("n");
        assertArrayEquals(new double[] {2, 2}, node.wIn().data());
        assertArrayEquals(new double[] {0, 0}, node.vReset().data());
        assertEquals(NirTensor.Stored.FLOAT32, node.tauSyn().stored());
        assertEquals(NirTensor.Stored.FLOAT64, node.wIn().stored());
    }

    @Test
    @DisplayName("a convolution without input_shape takes it from its predecessor, kernels need not be square")
    void inferInputShape() {
        NirFile file = new NirFile()
                .input("input", 2, 6, 8)
                .conv2d("conv", 4, 2, 3, "weight", new float[4][2][1][5], "stride", 2L, "padding", new long[] {0, 2})
                .output("output", 4, 3, 4)
                .chain("input", "conv", "output");
        NirReport report = file.read(NirOptions.DEFAULT);
        assertEquals("repair:infer_input_shape", report.verdict());
        assertEquals(Shape.of(4, 3, 4), report.require().outputShape("conv"));
    }

    @Test
    @DisplayName("groups, words as padding and one-dimensional convolutions are read right")
    void convolutions() {
        NirFile same = new NirFile()
                .input("input", 4, 20)
                .node("conv", "Conv1d", "weight", new float[6][2][4], "bias", new float[6], "stride", 1L)
                .set("conv", "padding", "same", "dilation", 2L, "groups", 2L, "input_shape", 20L)
                .output("output", 6, 20)
                .chain("input", "conv", "output");
        assertEquals("accept", same.verdict());
        same.set("conv", "padding", "valid").output("output", 6, 14);
        assertEquals("accept", same.verdict());
        same.set("conv", "padding", "same", "stride", 2L);
        assertEquals("refuse:bad_parameter", same.verdict(), "'same' with a stride keeps no size");
    }

    @Test
    @DisplayName("an Output of equal product takes its source's shape")
    void outputShape() {
        NirReport report = NirFile.plain().output("output", 1, 2, 2).read(NirOptions.DEFAULT);
        assertEquals("repair:output_shape", report.verdict());
        assertEquals("[1, 2, 2]", report.repairs().getFirst().before());
        assertEquals(Shape.of(4), report.require().inputShape("output"));
    }

    @Test
    @DisplayName("several repairs are joined in the order of the table, and --strict refuses them all")
    void several() {
        NirFile file = new NirFile()
                .input("input", 3)
                .linear("fc", 4, 3)
                .scalarLif("lif")
                .output("output", 2, 2)
                .lif("side", 4)
                .chain("input", "fc", "lif", "output")
                .edge("fc", "lif")
                .edge("fc", "side");
        String repairs = "add_ports+merge_duplicate_edges+broadcast_scalar+output_shape";
        assertEquals("repair:" + repairs, file.verdict());
        NirReport strict = file.read(NirOptions.DEFAULT.withStrict(true));
        assertEquals("refuse:" + repairs, strict.verdict());
        assertTrue(strict.graph().isEmpty());
    }

    @Test
    @DisplayName("graphs in graphs keep their nesting and flatten to dotted names without ports")
    void nested() {
        NirFile file = new NirFile()
                .input("input", 3)
                .graph("hidden", NirFile.plain().linear("rec", 4, 4).chain("lif", "rec", "lif"))
                .output("output", 4)
                .chain("input", "hidden", "output");
        NirReport report = file.read(NirOptions.DEFAULT);
        assertEquals("accept", report.verdict());
        NirGraph graph = report.require();
        assertEquals(Shape.of(3), graph.inputShape("hidden"));
        assertEquals(Shape.of(4), graph.outputShape("hidden"));
        NirGraph flat = graph.flatten();
        assertEquals(
                List.of("hidden.fc", "hidden.lif", "hidden.rec", "input", "output"),
                List.copyOf(flat.nodes().keySet()));
        assertTrue(flat.edges().contains(new NirEdge("input", "hidden.fc")));
        assertTrue(flat.edges().contains(new NirEdge("hidden.lif", "output")));
        assertEquals(5, flat.edges().size());
    }

    @Test
    @DisplayName("flattening keeps two ways between the same two nodes apart: sums have two summands")
    void flattenKeepsSummands() {
        NirFile through = new NirFile().input("in", 3).output("out", 3).chain("in", "out");
        NirGraph flat = new NirFile()
                .input("input", 3)
                .graph("g", through)
                .lif("lif", 3)
                .output("output", 3)
                .chain("input", "g", "lif", "output")
                .edge("input", "lif")
                .read(NirOptions.DEFAULT)
                .require()
                .flatten();
        assertEquals(2, flat.predecessors("lif").size());
    }

    @Test
    @DisplayName("gzip, shuffle, byte widths and names outside ASCII make no difference")
    void storage() {
        NirFile file = NirFile.plain()
                .storage(DatasetCreationOptions.builder().shuffle().deflate().build());
        assertEquals("accept", file.verdict());
        NirFile bytes = new NirFile().input("入力", 2).node("fc", "Linear", "weight", new byte[][] {{3, -4}});
        NirGraph graph = bytes.output("output", 1)
                .chain("入力", "fc", "output")
                .read(NirOptions.DEFAULT)
                .require();
        NirTensor weight = ((NirNode.Linear) graph.node("fc")).weight();
        assertArrayEquals(new double[] {3, -4}, weight.data());
        assertEquals(NirTensor.Stored.INTEGER, weight.stored());
    }

    @Test
    @DisplayName("warnings name what is odd and change no verdict")
    void warnings() {
        NirReport report = NirFile.plain()
                .version("7.0")
                .set("lif", "tau", NirFile.vector(20, 4), "v_leak", NirFile.vector(2, 4))
                .set("lif", "learned", NirFile.vector(1, 1), NirFile.METADATA, 3L)
                .read(NirOptions.DEFAULT);
        assertEquals("accept", report.verdict());
        assertEquals(5, report.warnings().size(), report.warnings()::toString);
        assertEquals("7.0", report.version());
    }

    @Test
    @DisplayName("the JSON report carries verdict, nodes with shapes and the number of edges")
    void json() {
        JsonNode json = NirFile.plain().read(NirOptions.DEFAULT).toJson();
        assertEquals("accept", json.get("verdict").asText());
        assertEquals(3, json.get("edges").asInt());
        assertEquals(
                "{\"name\":\"fc\",\"type\":\"Linear\",\"input_shape\":[3],\"output_shape\":[4]}",
                json.get("nodes").get(0).toString());
    }
}
