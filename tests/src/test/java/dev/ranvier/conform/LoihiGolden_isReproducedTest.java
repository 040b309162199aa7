package dev.ranvier.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ranvier.tools.conform.CaseResult;
import dev.ranvier.tools.conform.Conform;
import dev.ranvier.tools.session.SessionKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The proof that preset {@code loihi} equals its three references, bit for bit, directly and over the wire. */
@DisplayName("golden sets loihi-nengo, loihi-lava, loihi-brian2")
class LoihiGolden_isReproducedTest {
    private static final List<String> SETS = List.of("loihi-nengo", "loihi-lava", "loihi-brian2");
    private static final Path DATA = GoldenCases.SHARED.resolveSibling("data");
    /** What the device server says about itself is not what these tests say. */
    private static final Logger SERVER = Logger.getLogger("dev.ranvier.device");

    /** Cases that are run over the wire: per set a neuron grid, a recurrent network and learning. */
    private static final List<String> OVER_THE_WIRE = List.of(
            "loihi-nengo/n06-noise",
            "loihi-nengo/n07-population",
            "loihi-nengo/n08-pes-learning",
            "loihi-lava/l04-ternary-reset",
            "loihi-lava/l06-recurrent-delays",
            "loihi-lava/l12-graded-add-sat",
            "loihi-brian2/b01-neuron-grid",
            "loihi-brian2/b03-recurrent-delays",
            "loihi-brian2/b04-stdp-pair");

    @BeforeAll
    static void quietServer() {
        SERVER.setLevel(Level.WARNING);
    }

    private static CaseResult run(Path folder, SessionKind kind) {
        try (SessionKind.Opener opener = kind.opener(1)) {
            return new Conform(opener, DATA).run(List.of(folder), result -> {}).getFirst();
        }
    }

    private static DynamicTest test(Path folder, SessionKind kind) {
        String name = folder.getParent().getFileName() + "/" + folder.getFileName();
        return DynamicTest.dynamicTest(name, () -> {
            CaseResult result = run(folder, kind);
            assertEquals(CaseResult.Status.EQUAL, result.status(), result.line());
            assertEquals(name, result.set() + "/" + result.name());
        });
    }

    @TestFactory
    @DisplayName("every case of the project's copies is equal")
    Stream<DynamicTest> ownCases() {
        return SETS.stream().flatMap(set -> {
            List<Path> cases = GoldenCases.of(GoldenCases.OWN.resolve(set));
            assertFalse(cases.isEmpty(), "no cases of " + set);
            return cases.stream().map(folder -> test(folder, SessionKind.DIRECT));
        });
    }

    @TestFactory
    @DisplayName("at least three cases of each set are equal over the wire")
    Stream<DynamicTest> overTheWire() {
        for (String set : SETS) {
            assertTrue(
                    OVER_THE_WIRE.stream().filter(name -> name.startsWith(set)).count() >= 3);
        }
        return OVER_THE_WIRE.stream().map(name -> test(GoldenCases.OWN.resolve(name), SessionKind.WIRE));
    }

    @TestFactory
    @DisplayName("every case that lies beside the project and not in it is equal, set nir-networks too")
    Stream<DynamicTest> sharedCases() {
        List<Path> cases = Stream.concat(SETS.stream(), Stream.of("nir-networks"))
                .flatMap(set -> GoldenCases.of(GoldenCases.SHARED.resolve(set)).stream())
                .filter(folder -> !Files.isDirectory(
                        GoldenCases.OWN.resolve(folder.getParent().getFileName().resolve(folder.getFileName()))))
                .toList();
        assumeFalse(cases.isEmpty(), "no further cases in " + GoldenCases.SHARED);
        return cases.stream().map(folder -> test(folder, SessionKind.DIRECT));
    }
}
