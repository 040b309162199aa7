package dev.ranvier.tools.lab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("documentation of experiment files")
class ExperimentDocumentationTest {
    @Test
    @DisplayName("the example of the README can be read as it stands")
    void example() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("```yaml\nexperiment:") + "```yaml\n".length();
        Experiment experiment = ExperimentFileErrorTest.parse(readme.substring(start, readme.indexOf("```", start)));
        assertEquals(3, experiment.preparations().size());
        assertEquals(2, experiment.figures().size());
    }

    @Test
    @DisplayName("EXPERIMENTS.md names every signal, measure, rule and key of a cell")
    void words() throws IOException {
        String text = Files.readString(Path.of("EXPERIMENTS.md"));
        List<String> words = new ArrayList<>(KindReader.keys());
        Arrays.stream(Signal.values()).map(Signal::text).forEach(words::add);
        Arrays.stream(Measure.values()).map(Measure::text).forEach(words::add);
        Arrays.stream(Derived.Rule.values()).map(Derived.Rule::text).forEach(words::add);
        Arrays.stream(SpineReader.Origin.values())
                .map(origin -> origin.name().toLowerCase(java.util.Locale.ROOT))
                .forEach(words::add);
        for (String word : words) {
            assertTrue(text.contains(word), () -> "EXPERIMENTS.md does not mention '" + word + "'");
        }
    }
}
