package dev.ranvier.conform;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ranvier.tools.conform.noc.NocCases;
import dev.ranvier.tools.conform.noc.NocResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("golden set noc")
class NocGolden_isReproducedTest {
    private static final Path OWN = Path.of("src/test/resources/golden/noc");
    private static final Path SHARED = Path.of("../../shared/golden/noc");

    @TestFactory
    @DisplayName("every case of the project's copy is equal")
    Stream<DynamicTest> ownCases() throws IOException {
        List<Path> cases = cases(OWN);
        assertFalse(cases.isEmpty(), "no cases in " + OWN);
        return cases.stream().map(NocGolden_isReproducedTest::test);
    }

    @TestFactory
    @DisplayName("every case that lies beside the project and not in it is equal")
    Stream<DynamicTest> sharedCases() throws IOException {
        List<Path> cases = cases(SHARED).stream()
                .filter(folder -> !Files.isDirectory(OWN.resolve(folder.getFileName())))
                .toList();
        Assumptions.assumeFalse(cases.isEmpty(), "no further cases in " + SHARED);
        return cases.stream().map(NocGolden_isReproducedTest::test);
    }

    private static DynamicTest test(Path folder) {
        return DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
            NocResult result = new NocCases().check(folder);
            assertInstanceOf(NocResult.Equal.class, result, result.toString());
        });
    }

    private static List<Path> cases(Path set) throws IOException {
        if (!Files.isDirectory(set)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(set)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("case.json")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    @DisplayName("a case with one changed number differs, at that packet and cycle; a changed grant is found first")
    void changedCase(@TempDir Path folder) {
        copy(OWN.resolve("t00-hand-mesh4"), folder);
        replace(folder.resolve("expected.csv"), "\n0,0,", "\n0,1,");
        NocResult.Differ wrong = assertInstanceOf(NocResult.Differ.class, new NocCases().check(folder));
        if (!wrong.place().equals("packet 0 gen_cycle")) {
            fail(wrong.toString());
        }
        replace(folder.resolve("grants.csv"), "\n2,", "\n3,");
        NocResult.Differ grant = assertInstanceOf(NocResult.Differ.class, new NocCases().check(folder));
        if (!grant.place().endsWith("grant") || !grant.at().equals("cycle 2")) {
            fail(grant.toString());
        }
    }

    @Test
    @DisplayName("a listed file that nobody compares, an unknown setting and an unknown kind are not called equal")
    void notEqual(@TempDir Path folder) {
        copy(OWN.resolve("t00-hand-mesh4"), folder);
        Path json = folder.resolve("case.json");
        replace(json, "\"grants\":", "\"credits\": \"credits.csv\",\n  \"grants\":");
        NocResult.Differ unread = assertInstanceOf(NocResult.Differ.class, new NocCases().check(folder));
        if (!unread.place().equals("file credits.csv")) {
            fail(unread.toString());
        }
        replace(json, "\"output_speedup\": 1", "\"output_speedup\": 2");
        assertInstanceOf(NocResult.Unsupported.class, new NocCases().check(folder));
        replace(json, "\"kind\": \"trace\"", "\"kind\": \"weather\"");
        assertInstanceOf(NocResult.Unsupported.class, new NocCases().check(folder));
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static void replace(Path file, String what, String by) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (!text.contains(what)) {
                fail(file + " does not contain " + what);
            }
            int at = text.indexOf(what);
            Files.writeString(file, text.substring(0, at) + by + text.substring(at + what.length()));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
