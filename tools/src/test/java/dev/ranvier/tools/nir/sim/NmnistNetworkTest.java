package dev.ranvier.tools.nir.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.tools.SharedFiles;
import dev.ranvier.tools.data.NmnistEvents;
import dev.ranvier.tools.data.SpikeFile;
import dev.ranvier.tools.data.SpikeInput;
import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirOptions;
import dev.ranvier.tools.nir.NirReader;
import dev.ranvier.tools.nir.NirTensor;
import dev.ranvier.tools.nir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Import, convolution, pooling and event reading together")
class NmnistNetworkTest {

    private static final List<String> LAYERS = List.of("1", "3", "6", "10", "12");

    @Test
    @DisplayName(
            "the paper's CNN as integers gives the golden spike counts on real recordings, spike by spike on the first")
    void goldenCnn() throws IOException {
        Path golden = SharedFiles.require("golden/nir-nmnist/cnn_int8");
        Path recordings = SharedFiles.require("data/nmnist/nmnist_260.zip");
        JsonNode rules = new ObjectMapper().readTree(golden.resolve("case.json").toFile());
        NirGraph graph =
                integers(NirReader.read(SharedFiles.require("data/nir/networks/cnn_sinabs.nir"), NirOptions.DEFAULT)
                        .require());
        for (String layer : LAYERS) {
            double threshold = ((NirNode.IF) graph.node(layer)).vThreshold().get(0);
            assertEquals(rules.get("quantisation").get("thresholds").get(layer).asDouble(), threshold, "node " + layer);
        }
        NirSimulator simulator = new NirSimulator(
                graph, NirSemantics.named("nir-euler").withUnitIntegrators(true), 1e-3, Precision.FLOAT64);
        List<double[]> expected = Recording.rows(golden.resolve("expected.csv"));
        Map<Long, Boolean> first = new HashMap<>();
        for (double[] spike : Recording.rows(golden.resolve("spikes_sample60001.csv.gz"))) {
            first.put(key((int) spike[0], (int) spike[1], (int) spike[2]), true);
        }
        // Three recordings take seconds; all 60 were equal when this was written.
        for (double[] row : expected.subList(0, Integer.getInteger("ranvier.nmnist.samples", 3))) {
            String name = (int) row[0] + ".bin";
            SpikeInput input = SpikeFile.read(recordings + "!" + name, OptionalInt.empty(), 1000);
            assertEquals((int) row[2], input.ticks(), name + ": frames");
            simulator.reset();
            compare(simulator, input, row, name, row[0] == 60001 ? first : null);
        }
    }

    private static long key(int step, int node, int neuron) {
        return ((long) step * 100 + node) * 100_000 + neuron;
    }

    private static void compare(
            NirSimulator simulator, SpikeInput input, double[] row, String name, Map<Long, Boolean> train) {
        double[] classes = new double[10];
        double[] totals = new double[LAYERS.size()];
        int at = 0;
        int seen = 0;
        for (int step = 0; step < 313; step++) {
            double[] frame = new double[NmnistEvents.CHANNELS];
            for (; at < input.count() && input.tick()[at] == step; at++) {
                frame[input.channel()[at]] = input.value()[at];
            }
            double[] out = simulator.step(frame);
            for (int i = 0; i < 10; i++) {
                classes[i] += out[i];
            }
            for (int layer = 0; layer < LAYERS.size(); layer++) {
                double[] spikes = simulator.output(LAYERS.get(layer));
                for (int neuron = 0; neuron < spikes.length; neuron++) {
                    totals[layer] += spikes[neuron];
                    if (train != null && spikes[neuron] > 0) {
                        seen += train.containsKey(key(step, Integer.parseInt(LAYERS.get(layer)), neuron)) ? 1 : -1;
                    }
                }
            }
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(row[4 + i], classes[i], name + ": spikes of output " + i);
        }
        for (int layer = 0; layer < totals.length; layer++) {
            assertEquals(row[14 + layer], totals[layer], name + ": spikes of node " + LAYERS.get(layer));
        }
        if (train != null) {
            assertEquals(train.size(), seen, name + ": every spike");
        }
    }

    /** Weights of 8 bits and integer thresholds by the rule of the case: one scale per weight layer. */
    private static NirGraph integers(NirGraph graph) {
        Map<String, NirNode> nodes = new HashMap<>(graph.nodes());
        graph.nodes().forEach((name, node) -> {
            NirTensor weight =
                    switch (node) {
                        case NirNode.Dense dense -> dense.weight();
                        case NirNode.Convolution convolution -> convolution.weight();
                        default -> null;
                    };
            if (weight == null) {
                return;
            }
            double scale = 127 / Math.max(Math.abs(weight.min()), Math.abs(weight.max()));
            double[] rounded = weight.data().clone();
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = Math.rint(rounded[i] * scale);
            }
            NirTensor integers = new NirTensor(rounded, weight.shape(), NirTensor.Stored.INTEGER);
            if (node instanceof NirNode.Conv2d conv) {
                nodes.put(
                        name,
                        new NirNode.Conv2d(
                                integers,
                                conv.bias(),
                                conv.stride(),
                                conv.padding(),
                                conv.dilation(),
                                conv.groups(),
                                conv.inputSize()));
            } else if (node instanceof NirNode.Affine affine) {
                nodes.put(name, new NirNode.Affine(integers, affine.bias()));
            }
            String neuron = graph.successors(name).getFirst();
            Shape shape = graph.outputShape(neuron);
            nodes.put(
                    neuron,
                    new NirNode.IF(
                            NirTensor.filled(1, shape),
                            NirTensor.filled(Math.rint(scale), shape),
                            NirTensor.filled(0, shape)));
        });
        return NirGraph.of(nodes, graph.edges());
    }
}
