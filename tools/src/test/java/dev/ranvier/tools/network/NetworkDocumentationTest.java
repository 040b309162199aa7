package dev.ranvier.tools.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.quantize.Discretization;
import dev.ranvier.tools.quantize.Quantizer;
import dev.ranvier.tools.run.ChipChoice;
import dev.ranvier.tools.run.NetworkMapping;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("NETWORK.md")
class NetworkDocumentationTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|csv)( \\S+)?\\n(.*?)^```$");

    @TempDir
    Path folder;

    private final List<String> examples = new ArrayList<>();

    /** Collects the examples; their tables are written beside them under the name behind {@code csv}. */
    private void collect() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("NETWORK.md")));
        while (block.find()) {
            if (block.group(1).equals("csv")) {
                Files.writeString(folder.resolve(block.group(2).strip()), block.group(3));
            } else {
                examples.add(block.group(3));
            }
        }
        assertTrue(examples.size() >= 10, examples.size() + " examples");
    }

    @Test
    @DisplayName("has examples that can be read, written and read back")
    void examplesAreRead() throws IOException {
        collect();
        for (String example : examples) {
            NetworkDocument document = NetworkFile.parse("NETWORK.md", example, folder);
            Path copy = folder.resolve("copy.yaml");
            NetworkFile.write(document, copy);
            assertEquals(
                    Optional.empty(),
                    new RecordDifference("source").between(document, NetworkFile.read(copy)),
                    () -> example);
        }
    }

    @Test
    @DisplayName("has examples that run on the chip that they name, as they are")
    void examplesRun() throws IOException {
        collect();
        int ran = 0;
        for (String example : examples) {
            NetworkDocument document = NetworkFile.parse("NETWORK.md", example, folder);
            boolean isPhysical = document.network().populations().stream()
                    .anyMatch(population -> population.model() instanceof PhysicalModel);
            if (!isPhysical) {
                ChipSpec spec = ChipChoice.of(document);
                try (ChipSession session = new DirectSession(spec, 1)) {
                    session.load(NetworkMapping.of(
                                    document.network(),
                                    spec,
                                    new Discretization(1e-4, Discretization.Integrator.EULER),
                                    Quantizer.byName("maxabs"),
                                    1)
                            .mapping()
                            .image());
                    InputEvents events = document.inputEvents();
                    session.inject(events.ticks(), events.channels(), events.values());
                    session.advance(20);
                    ran++;
                }
            }
        }
        assertTrue(ran >= 8, ran + " examples");
    }

    @Test
    @DisplayName("names every key that the reader knows")
    void namesEveryKey() throws IOException {
        String text = Files.readString(Path.of("NETWORK.md"));
        Pattern allowed = Pattern.compile("\"([a-z][a-z0-9_]+)\"");
        for (String reader : List.of(
                "NetworkReader",
                "CompartmentReader",
                "PhysicalReader",
                "ConnectivityReader",
                "SharedRowsReader",
                "LearningReader",
                "CellPhysicsReader",
                "CellReader",
                "ProgramReader",
                "RunReader")) {
            String source = Files.readString(Path.of("src/main/java/dev/ranvier/tools/network/" + reader + ".java"));
            Matcher key = allowed.matcher(source);
            while (key.find()) {
                assertTrue(
                        Pattern.compile("\\b" + key.group(1) + "(:|`|\\.)")
                                .matcher(text)
                                .find(),
                        reader + " knows '" + key.group(1) + "', NETWORK.md does not");
            }
        }
    }
}
