package dev.ranvier.tools.nir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The importer and the corpus of NIR files")
class NirCorpusTest {

    @ParameterizedTest(name = "every {0} file gets the verdict that expected.csv states")
    @ValueSource(strings = {"real", "synthetic"})
    void verdicts(String set) throws IOException {
        Path folder = SharedFiles.require("data/nir/importer/" + set);
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        List<String> lines = Files.readAllLines(folder.resolve("expected.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String file = line.substring(0, line.indexOf(','));
            expected.add(file + " " + line.substring(line.lastIndexOf(',') + 1));
            NirReport report = NirReader.read(folder.resolve(file), NirOptions.DEFAULT);
            got.add(file + " " + report.verdict());
            if (Boolean.getBoolean("ranvier.show")) {
                System.out.println(file + " " + report.toJson().toPrettyString());
            }
        }
        assertEquals(String.join("\n", expected), String.join("\n", got));
    }

    @ParameterizedTest(name = "{0} is accepted")
    @ValueSource(strings = {"lif_norse", "two_lif_neurons", "cnn_sinabs", "braille_noDelay_bias_zero"})
    void networks(String name) throws IOException {
        Path file = SharedFiles.require("data/nir/networks/" + name + ".nir");
        assertEquals("accept", NirReader.read(file, NirOptions.DEFAULT).verdict());
    }

    @Test
    @DisplayName("the options repair what they are for, in real files")
    void options() {
        Path folder = SharedFiles.require("data/nir/importer/real");
        NirReport batch = NirReader.read(
                folder.resolve("669fbfa__02_cnn__scnn_mnist.nir"), NirOptions.DEFAULT.withDropLeadingAxis(true));
        assertEquals("repair:infer_input_shape+drop_leading_axis", batch.verdict());
        assertEquals(Shape.of(2, 34, 34), batch.require().inputShape("input"));
        assertEquals(Shape.of(16, 16, 16), batch.require().inputShape("1"));
        assertEquals(Shape.of(128), batch.require().outputShape("8"));
        NirReport flatten = NirReader.read(
                folder.resolve("e5ac832__02_cnn__scnn_mnist.nir"), NirOptions.DEFAULT.withFlattenCountsBatch(true));
        assertEquals("repair:flatten_counts_batch", flatten.verdict());
        NirReport neurons =
                NirReader.read(folder.resolve("3a3afb6__lif_norse.nir"), NirOptions.DEFAULT.withBroadcast(true));
        assertEquals(Shape.of(1000), neurons.require().inputShape("lif"));
    }

    @Test
    @DisplayName("the step that the Braille network was trained with is found in its parameters")
    void trainingStep() throws IOException {
        Path file = SharedFiles.require("data/nir/networks/braille_noDelay_bias_zero.nir");
        NirGraph graph = NirReader.read(file, NirOptions.DEFAULT).require();
        NirTiming.DtCandidate found = NirTiming.candidates(graph).getFirst();
        assertEquals(1e-4, found.dtSeconds(), 1e-9);
        assertTrue(found.certain());
        assertTrue(NirTiming.warnings(graph, 1e-4).isEmpty(), "its own step needs no warning");
        assertTrue(NirTiming.warnings(graph, 1e-3).getFirst().contains("dt = 0.0001 s"), "another step is warned of");
    }
}
