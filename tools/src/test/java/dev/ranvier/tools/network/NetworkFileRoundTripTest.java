package dev.ranvier.tools.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ranvier.hw.learning.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

@Label("A network that is written")
class NetworkFileRoundTripTest {

    @Property(tries = 150)
    @Label("is read back equal, with its settings, from any mix of inline values and tables")
    void readsBackEqual(@ForAll long seed) throws IOException {
        readsBackEqual(new RandomNetwork(seed).next(), seed);
    }

    @Property(tries = 150)
    @Label("of cells is read back equal: membranes, channels, gates, transmitters, plasticity")
    void cellsReadBackEqual(@ForAll long seed) throws IOException {
        readsBackEqual(new RandomCells(seed).cells(), seed);
    }

    @Property(tries = 100)
    @Label("of microcode neurons is read back equal: programs, constants, state words, ports")
    void programsReadBackEqual(@ForAll long seed) throws IOException {
        readsBackEqual(new RandomCells(seed).programs(), seed);
    }

    private static void readsBackEqual(NetworkDocument document, long seed) throws IOException {
        Path folder = Files.createTempDirectory("network");
        try {
            Path file = folder.resolve("round trip#1.yaml");
            NetworkFile.write(document, file);
            assertEquals(
                    Optional.empty(),
                    new RecordDifference("source").between(document, NetworkFile.read(file)),
                    () -> "seed " + seed);
        } finally {
            try (Stream<Path> files = Files.walk(folder).sorted(Comparator.reverseOrder())) {
                files.forEach(path -> path.toFile().delete());
            }
        }
    }

    @Property(tries = 100)
    @Label("differs from the network with another start value: the comparison sees everything")
    void comparisonSeesDifferences(@ForAll long seed) {
        NetworkDocument document = new RandomNetwork(seed).next();
        NetworkDocument other = new RandomNetwork(seed).next();
        assertEquals(Optional.empty(), new RecordDifference().between(document, other));
        if (other.network().populations().getFirst().model() instanceof CompartmentModel model) {
            model.initialV()[model.size() - 1]++;
            assertEquals(
                    Optional.of(".network.populations[0].model.initialV[" + (model.size() - 1) + "]"),
                    new RecordDifference().between(document, other).map(text -> text.replaceFirst(":.*", "")));
        }
    }

    @Property(tries = 500)
    @Label("says its learning rules as text that gives the same products")
    void learningRulesReadBackEqual(@ForAll long seed) {
        List<Product> products = new RandomNetwork(seed).sum();
        if (!products.isEmpty()) {
            assertEquals(products, LearningRuleText.parse(LearningRuleText.format(products)));
        }
    }
}
