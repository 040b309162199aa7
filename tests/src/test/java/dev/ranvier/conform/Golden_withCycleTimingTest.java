package dev.ranvier.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.chip.Timing;
import dev.ranvier.tools.conform.CaseResult;
import dev.ranvier.tools.conform.Conform;
import dev.ranvier.tools.session.SessionKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Golden cases of chips that are emulated tick by tick, with every packet going through the routers")
class Golden_withCycleTimingTest {
    private static final List<String> SETS = List.of("loihi-nengo", "loihi-lava", "loihi-brian2", "ranc", "microcode");

    @TestFactory
    @DisplayName("are equal too: nothing is late in them")
    Stream<DynamicTest> equal() {
        return SETS.stream().flatMap(set -> {
            List<Path> cases = GoldenCases.of(GoldenCases.OWN.resolve(set));
            assertTrue(cases.size() > 5, "cases of " + set);
            return cases.stream().map(Golden_withCycleTimingTest::test);
        });
    }

    private static DynamicTest test(Path folder) {
        return DynamicTest.dynamicTest(folder.getParent().getFileName() + "/" + folder.getFileName(), () -> {
            try (SessionKind.Opener opener = SessionKind.DIRECT.opener(Optional.of(Timing.CYCLE), 1)) {
                CaseResult result = new Conform(opener, folder)
                        .run(List.of(folder), r -> {})
                        .getFirst();
                assertEquals(CaseResult.Status.EQUAL, result.status(), result.line());
            }
        });
    }
}
