package dev.ranvier.tools.nir.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.SharedFiles;
import dev.ranvier.tools.nir.NirEdge;
import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirJsonNetwork;
import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirOptions;
import dev.ranvier.tools.nir.NirReader;
import dev.ranvier.tools.nir.NirReport;
import dev.ranvier.tools.nir.NirTensor;
import dev.ranvier.tools.nir.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The reference simulator and traces that other platforms published")
class PublishedTracesTest {

    private static final double DT = 1e-4;

    @ParameterizedTest(name = "golden {0}: hidden and output spikes are equal, entry for entry, in {2}")
    @CsvSource({
        "braille_bias_zero_snntorch, snntorch, FLOAT32",
        "braille_bias_zero_norse, norse, FLOAT32",
        "braille_bias_zero_spyx, spyx, FLOAT32",
        "braille_bias_zero_snntorch, snntorch, FLOAT64",
        "braille_bias_zero_norse, norse, FLOAT64",
        "braille_bias_zero_spyx, spyx, FLOAT64",
    })
    void braille(String name, String profile, Precision precision) throws IOException {
        Path folder = SharedFiles.require("golden/nir-networks/" + name);
        JsonNode golden =
                new ObjectMapper().readTree(folder.resolve("case.json").toFile());
        int steps = golden.get("steps").asInt();
        NirGraph graph;
        try (InputStream json = new GZIPInputStream(Files.newInputStream(folder.resolve("network.json.gz")))) {
            graph = NirJsonNetwork.read(json, NirJsonNetwork.RECURRENT_EDGES);
        }
        double[][] input = Recording.raster(folder.resolve("stimulus.csv"), steps, 12);
        NirSimulator simulator = new NirSimulator(
                graph, NirSemantics.named(profile), golden.get("dt_s").asDouble(), precision);
        double[][] hidden = new double[steps][];
        double[][] output = new double[steps][];
        for (int step = 0; step < steps; step++) {
            output[step] = simulator.step(input[step]);
            hidden[step] = simulator.reportedOutput("lif1.lif");
        }
        double[][] expectedHidden = Recording.raster(folder.resolve("expected_hidden.csv"), steps, 38);
        double[][] expectedOutput = Recording.raster(folder.resolve("derived_output.csv"), steps, 7);
        assertEquals(0, Recording.differences(expectedHidden, hidden), "hidden");
        assertEquals(0, Recording.differences(expectedOutput, output), "output");
    }

    @ParameterizedTest(name = "the .nir file under {0} gives the published hidden activity of {1}")
    @CsvSource({"snntorch, snntorch", "norse, norse", "spyx, spyx"})
    void brailleFile(String profile, String platform) throws IOException {
        assertEquals(0, brailleDifferences(profile, platform));
    }

    @Test
    @DisplayName("SpiNNaker2's bias network differs in 29 entries, as known; without 8-bit weights it would be far off")
    void spinnaker2() throws IOException {
        assertEquals(29, brailleDifferences("spinnaker2", "s2"));
        assertTrue(brailleDifferences("nir-euler", "s2") > 100);
    }

    private static int brailleDifferences(String profile, String platform) throws IOException {
        Path file = SharedFiles.require("data/nir/networks/braille_noDelay_bias_zero.nir");
        Path data = SharedFiles.require("data/nir/braille");
        NirGraph graph = NirReader.read(file, NirOptions.DEFAULT).require().flatten();
        double[][] input = Recording.raster(data.resolve("sample0_input.csv"), 256, 12);
        double[][] expected =
                Recording.raster(data.resolve("activity_noDelay_bias_zero_" + platform + ".csv"), 256, 38);
        NirSimulator simulator = new NirSimulator(graph, NirSemantics.named(profile), DT, Precision.FLOAT32);
        double[][] hidden = new double[256][];
        for (int step = 0; step < 256; step++) {
            simulator.step(input[step]);
            hidden[step] = simulator.reportedOutput("lif1.lif");
        }
        return Recording.differences(expected, hidden);
    }

    @ParameterizedTest(name = "{0} as {1}: spikes equal, voltages within {3} in units of {2}")
    @CsvSource({
        // trace, profile, unit of the published voltage, tolerance
        "lif_norse.csv, norse, 1, 1e-8",
        "lif_snntorch.csv, snntorch, 1, 0",
        "lif_spyx.csv, spyx, 1, 0",
        "lif_sinabs.csv, sinabs, 1, 0",
        "lif_rockpool.csv, rockpool, 1, 1e-8",
        "lif_lava_cpu_float.csv, lava, 1, 1e-7",
        // Nengo normalises to the threshold; it fires within a step and resets to 0.
        "lif_nengo.csv, nir-exact, 10, 1e-6",
    })
    void singleNeuron(String trace, String profile, double unit, double tolerance) throws IOException {
        List<double[]> expected = Recording.rows(SharedFiles.require("data/nir/lif_traces/" + trace));
        Lif run = lif(NirSemantics.named(profile), Precision.FLOAT32);
        for (int step = 0; step < expected.size(); step++) {
            double[] row = expected.get(step);
            assertEquals(row[2], run.spikes[step], "spike at step " + step);
            assertEquals(row[1], run.voltages[step] * unit, tolerance, "voltage at step " + step);
        }
    }

    @Test
    @DisplayName("the exact event-based neuron: spikes equal, and voltages until its first spike within a step")
    void exact() throws IOException {
        List<double[]> expected = Recording.rows(SharedFiles.require("data/nir/lif_traces/lif_exact.csv.gz"));
        Lif run = lif(NirSemantics.named("nir-exact").subtracting(), Precision.FLOAT64);
        for (int step = 0; step < expected.size(); step++) {
            assertEquals(expected.get(step)[2], run.spikes[step], "spike at step " + step);
            if (step < 460) {
                assertEquals(expected.get(step)[1], run.voltages[step], 1e-8, "voltage at step " + step);
            }
        }
    }

    @Test
    @DisplayName(
            "SpiNNaker2's model: spikes equal but for its report delay, voltages but for its rounded weight 102/102.02")
    void spinnaker2Neuron() throws IOException {
        List<double[]> expected = Recording.rows(SharedFiles.require("data/nir/lif_traces/lif_spinnaker2.csv.gz"));
        Lif run = lif(NirSemantics.named("spinnaker2"), Precision.FLOAT64);
        for (int step = 0; step + 1 < expected.size(); step++) {
            assertEquals(expected.get(step)[2], run.spikes[step + 1], "spike at step " + step);
            assertEquals(
                    expected.get(step)[1] / 2.5 * 0.1 / (102 / 102.02),
                    run.voltages[step + 1],
                    1e-6,
                    "voltage at step " + step);
        }
    }

    @ParameterizedTest(name = "golden lif_norse_float32 within 1e-7 in {0}")
    @EnumSource(Precision.class)
    void goldenNorse(Precision precision) throws IOException {
        Path folder = SharedFiles.require("golden/nir-networks/lif_norse_float32");
        List<double[]> expected = Recording.rows(folder.resolve("expected.csv"));
        Lif run = lif(NirSemantics.named("norse"), precision);
        for (double[] row : expected) {
            assertEquals(row[1], run.voltages[(int) row[0]], 1e-7, "voltage at step " + row[0]);
            assertEquals(row[2], run.spikes[(int) row[0]], "spike at step " + row[0]);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Lif(double[] voltages, double[] spikes) {}

    private static Lif lif(NirSemantics profile, Precision precision) throws IOException {
        Path file = SharedFiles.require("data/nir/networks/lif_norse.nir");
        NirGraph graph = NirReader.read(file, NirOptions.DEFAULT).require();
        List<double[]> stimulus = Recording.rows(SharedFiles.require("data/nir/lif_traces/lif_norse.csv"));
        NirSimulator simulator = new NirSimulator(graph, profile, DT, precision);
        double[] voltages = new double[stimulus.size()];
        double[] spikes = new double[stimulus.size()];
        for (int step = 0; step < voltages.length; step++) {
            simulator.step(new double[] {stimulus.get(step)[0]});
            voltages[step] = simulator.reportedVoltage("1")[0];
            spikes[step] = simulator.reportedOutput("1")[0];
        }
        return new Lif(voltages, spikes);
    }

    @Test
    @DisplayName("one file, one input, four readings: 119, 118, 151 and 118 spikes, the last in 169 other places")
    void fourReadings() throws IOException {
        Path file = SharedFiles.require("data/nir/networks/braille_noDelay_bias_zero.nir");
        Path data = SharedFiles.require("data/nir/braille/sample0_input.csv");
        NirGraph graph = NirReader.read(file, NirOptions.DEFAULT).require();
        double[][] input = Recording.raster(data, 256, 12);
        List<double[][]> runs = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (String profile : List.of("nir-euler", "norse", "spyx", "nir-euler-old-current")) {
            NirSimulator simulator = new NirSimulator(graph, NirSemantics.named(profile), DT, Precision.FLOAT64);
            double[][] hidden = new double[256][];
            int count = 0;
            for (int step = 0; step < 256; step++) {
                simulator.step(input[step]);
                hidden[step] = simulator.output("lif1.lif");
                for (double spike : hidden[step]) {
                    count += (int) spike;
                }
            }
            runs.add(hidden);
            counts.add(count);
        }
        assertEquals(List.of(119, 118, 151, 118), counts);
        assertEquals(169, Recording.differences(runs.get(0), runs.get(3)));
    }

    @ParameterizedTest(name = "every usable file of the corpus runs under {0}, or is refused by the profile in words")
    @MethodSource("dev.ranvier.tools.nir.sim.NirSemantics#names")
    void corpus(String profile) throws IOException {
        int ran = 0;
        for (String set : List.of("importer/real", "importer/synthetic", "networks")) {
            try (Stream<Path> files = Files.list(SharedFiles.require("data/nir/" + set))) {
                for (Path file :
                        files.filter(name -> !name.toString().endsWith(".csv")).toList()) {
                    NirReport report = NirReader.read(file, NirOptions.DEFAULT);
                    if (report.accepted()) {
                        ran += runs(report.require().flatten(), NirSemantics.named(profile)) ? 1 : 0;
                    }
                }
            }
        }
        assertTrue(ran >= 10, "only " + ran + " files ran");
    }

    private static boolean runs(NirGraph graph, NirSemantics profile) {
        if (!profile.check(graph, DT).refusals().isEmpty()) {
            assertThrows(RanvierException.class, () -> new NirSimulator(graph, profile, DT, Precision.FLOAT32));
            return false;
        }
        NirSimulator simulator = new NirSimulator(graph, profile, DT, Precision.FLOAT32);
        double[] input = new double[simulator.inputSize()];
        for (int step = 0; step < 3; step++) {
            input[step % input.length] = 1;
            for (double value : simulator.step(input)) {
                assertTrue(Double.isFinite(value));
            }
        }
        return true;
    }

    @Test
    @DisplayName("a graph made in code runs as one from a file")
    void fromCode() {
        Shape one = Shape.of(1);
        NirTensor unit = NirTensor.filled(1, one);
        NirGraph graph = NirGraph.of(
                Map.of(
                        "in", new NirNode.Input(one),
                        "n", new NirNode.IF(unit, NirTensor.filled(2.5, one), NirTensor.filled(0, one)),
                        "out", new NirNode.Output(one)),
                List.of(new NirEdge("in", "n"), new NirEdge("n", "out")));
        NirSimulator simulator = new NirSimulator(
                graph, NirSemantics.named("nir-euler").withUnitIntegrators(true), 1, Precision.FLOAT64);
        double[] spikes = new double[6];
        for (int step = 0; step < spikes.length; step++) {
            spikes[step] = simulator.step(new double[] {1})[0];
        }
        org.junit.jupiter.api.Assertions.assertArrayEquals(new double[] {0, 0, 1, 0, 0, 1}, spikes);
    }
}
