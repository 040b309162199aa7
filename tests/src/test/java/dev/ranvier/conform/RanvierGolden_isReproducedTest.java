package dev.ranvier.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.conform.CaseResult;
import dev.ranvier.tools.conform.Conform;
import dev.ranvier.tools.session.SessionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("golden sets of chip ranvier")
class RanvierGolden_isReproducedTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path NO_DATA = Path.of("no-data");

    @TestFactory
    @DisplayName("every case of set biophysical is equal: registers, every tick, float64 model")
    Stream<DynamicTest> biophysical() {
        return tests("biophysical", 20);
    }

    @TestFactory
    @DisplayName("every case of set microcode is equal: assembler, errors, programs, learning")
    Stream<DynamicTest> microcode() {
        return tests("microcode", 12);
    }

    private static Stream<DynamicTest> tests(String set, int count) {
        List<Path> cases = Conform.cases(GOLDEN.resolve(set));
        assertEquals(count, cases.size());
        return cases.stream()
                .map(folder -> DynamicTest.dynamicTest(
                        folder.getFileName().toString(), () -> assertEqual(run(SessionKind.DIRECT, folder))));
    }

    @Test
    @DisplayName("through the wire, cases of both sets give the same")
    void throughTheWire() {
        for (String folder : List.of(
                "biophysical/p01_psp_ampa",
                "biophysical/p16_dale_check",
                "biophysical/p19_saturation",
                "microcode/a01_assembler",
                "microcode/s01_pair_stdp",
                "microcode/s03_reward_stdp")) {
            assertEqual(run(SessionKind.WIRE, GOLDEN.resolve(folder)));
        }
    }

    @Test
    @DisplayName("a case with one changed number differs, and the line says where")
    void changedCase(@TempDir Path folder) throws IOException {
        copy(GOLDEN.resolve("biophysical/p19_saturation"), folder);
        Path json = folder.resolve("case.json");
        Files.writeString(json, Files.readString(json).replace("\"crc32_chain\":\"", "\"crc32_chain\":\"f"));
        CaseResult result = run(SessionKind.DIRECT, folder);
        assertEquals(CaseResult.Status.DIFFER, result.status());
        assertEquals("final.crc32_chain", result.where());
    }

    private static CaseResult run(SessionKind via, Path folder) {
        try (SessionKind.Opener opener = via.opener(1)) {
            List<CaseResult> results = new Conform(opener, NO_DATA).run(List.of(folder), result -> {});
            assertEquals(1, results.size());
            return results.getFirst();
        }
    }

    private static void assertEqual(CaseResult result) {
        assertTrue(result.status() == CaseResult.Status.EQUAL, result::line);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
