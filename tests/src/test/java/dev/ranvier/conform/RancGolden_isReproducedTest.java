package dev.ranvier.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ranvier.tools.conform.CaseResult;
import dev.ranvier.tools.conform.Conform;
import dev.ranvier.tools.session.SessionKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The proof that preset {@code ranc-sim} equals RANC's simulator, and preset {@code ranc} its Verilog in every cycle. */
@DisplayName("golden sets ranc, ranc-rtl")
class RancGolden_isReproducedTest {
    private static final Map<String, Integer> SETS = Map.of("ranc", 15, "ranc-rtl", 13);
    private static final Logger SERVER = Logger.getLogger("dev.ranvier.device");

    private static final List<String> OVER_THE_WIRE = List.of(
            "ranc/grid5x3_odd_sizes",
            "ranc/delays_16",
            "ranc/input_to_bus",
            "ranc-rtl/single",
            "ranc-rtl/widths_mixed",
            "ranc-rtl/axis_gaps");

    @BeforeAll
    static void quietServer() {
        SERVER.setLevel(Level.WARNING);
    }

    private static DynamicTest test(Path folder, SessionKind kind) {
        String name = folder.getParent().getFileName() + "/" + folder.getFileName();
        return DynamicTest.dynamicTest(name, () -> {
            try (SessionKind.Opener opener = kind.opener(1)) {
                CaseResult result = new Conform(opener, folder)
                        .run(List.of(folder), r -> {})
                        .getFirst();
                assertEquals(CaseResult.Status.EQUAL, result.status(), result.line());
                assertEquals(name, result.set() + "/" + result.name());
            }
        });
    }

    @TestFactory
    @DisplayName("every case of the project's copies is equal")
    Stream<DynamicTest> ownCases() {
        return SETS.entrySet().stream().flatMap(set -> {
            List<Path> cases = GoldenCases.of(GoldenCases.OWN.resolve(set.getKey()));
            assertEquals(set.getValue(), cases.size(), "cases of " + set.getKey());
            return cases.stream().map(folder -> test(folder, SessionKind.DIRECT));
        });
    }

    @TestFactory
    @DisplayName("three cases of each set are equal over the wire")
    Stream<DynamicTest> overTheWire() {
        return OVER_THE_WIRE.stream().map(name -> test(GoldenCases.OWN.resolve(name), SessionKind.WIRE));
    }

    @TestFactory
    @DisplayName("the networks of RANC's repository, which lie beside the project, are equal over the wire")
    Stream<DynamicTest> sharedCases() {
        List<Path> cases = SETS.keySet().stream()
                .flatMap(set -> GoldenCases.of(GoldenCases.SHARED.resolve(set)).stream())
                .filter(folder -> !Files.isDirectory(
                        GoldenCases.OWN.resolve(folder.getParent().getFileName().resolve(folder.getFileName()))))
                .toList();
        assumeFalse(cases.isEmpty(), "no further cases in " + GoldenCases.SHARED);
        return cases.stream().map(folder -> test(folder, SessionKind.WIRE));
    }
}
