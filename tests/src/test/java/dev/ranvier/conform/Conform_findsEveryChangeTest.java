package dev.ranvier.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.conform.CaseResult;
import dev.ranvier.tools.conform.Conform;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proof that cannot fail proves nothing: conform finds one changed value in any table, and one wrong field of a core. */
@DisplayName("conform")
class Conform_findsEveryChangeTest {
    @TempDir
    private Path folder;

    private static CaseResult run(Path golden, Function<ChipSpec, ChipSession> opener) {
        return new Conform(opener, golden).run(List.of(golden), result -> {}).getFirst();
    }

    private static CaseResult run(Path golden) {
        return run(golden, spec -> new DirectSession(spec, 1));
    }

    /** Tables that say what goes in: another input need not change anything that comes out. */
    private static boolean isInput(Path table) {
        return table.getFileName().toString().matches("(draws.*|.*_inc|errors|s_in|teacher_a_in|stimulus)\\.csv");
    }

    @TestFactory
    @DisplayName("finds one changed value in every table that says what comes out")
    Stream<DynamicTest> oneValue() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : List.of(
                "loihi-nengo/n07-population",
                "loihi-nengo/n08-pes-learning",
                "loihi-nengo/n10-synapse-memory",
                "loihi-lava/l03-lif-edges",
                "loihi-lava/l08-stdp-pair",
                "loihi-brian2/b02-weight-table",
                "loihi-brian2/b04-stdp-pair",
                "ranc/defaults",
                "ranc/grid5x3_odd_sizes",
                "ranc-rtl/axis_gaps")) {
            Path original = GoldenCases.copy(
                    GoldenCases.OWN.resolve(name), folder.resolve("plain").resolve(name.replace('/', '-')));
            assertEquals(CaseResult.Status.EQUAL, run(original).status(), "the unpacked copy is equal");
            try (Stream<Path> files = Files.list(original)) {
                files.filter(file -> file.toString().endsWith(".csv") && !isInput(file))
                        .filter(file -> GoldenCases.lines(file).size() > 1)
                        .sorted()
                        .forEach(file -> tests.add(changed(name, original, file.getFileName())));
            }
        }
        return tests.stream();
    }

    private DynamicTest changed(String name, Path original, Path table) {
        return DynamicTest.dynamicTest(name + " " + table, () -> {
            Path copy = GoldenCases.copy(original, folder.resolve(name.replace('/', '-') + "-" + table));
            GoldenCases.changeOneValue(copy.resolve(table));
            CaseResult result = run(copy);
            assertEquals(CaseResult.Status.DIFFER, result.status(), result.line());
            assertTrue(result.line().contains(" differ at ") && result.line().contains(" expected "), result.line());
        });
    }

    @Test
    @DisplayName("names tick, table, column and both values of the first difference")
    void place() {
        Path copy = GoldenCases.copy(GoldenCases.OWN.resolve("loihi-nengo/n04-vlimits"), folder.resolve("case"));
        List<String> lines = GoldenCases.lines(copy.resolve("v.csv"));
        String[] cells = lines.get(31).split(",", -1);
        String column = lines.getFirst().split(",", -1)[3];
        GoldenCases.setCell(copy.resolve("v.csv"), 31, 3, "123456");
        CaseResult result = run(copy);
        assertEquals("tick " + cells[0] + " v.csv " + column, result.where());
        assertEquals("123456", result.expected());
        assertEquals(cells[3], result.got());
    }

    @ParameterizedTest(name = "{0}: {1}[{2}].{3}")
    @CsvSource({
        "loihi-nengo/n04-vlimits, registers, 0, neg_limit",
        "loihi-nengo/n04-vlimits, registers, 0, pos_limit",
        "loihi-nengo/n01-grid-a, profiles, 3, decay_u",
        "loihi-nengo/n01-grid-a, profiles, 5, decay_v",
        "loihi-nengo/n01-grid-a, profiles, 7, refractory",
        "loihi-nengo/n01-grid-a, compartment_config, 11, bias_mantissa",
        "loihi-nengo/n05-recurrent, thresholds, 0, vth",
        "loihi-nengo/n05-recurrent, axon_out, 5, axon",
        "loihi-nengo/n05-recurrent, synapse, 5, format",
        "loihi-nengo/n06-noise, noise, 0, exponent",
        "loihi-nengo/n06-noise, noise, 0, offset",
        "loihi-nengo/n06-noise, noise, 0, at_membrane",
        "loihi-nengo/n05-recurrent, axon_in, 3, base",
        "loihi-nengo/n07-population, axon_out, 5, atom",
        "loihi-nengo/n08-pes-learning, learning, 0, rate_mantissa",
        "loihi-nengo/n08-pes-learning, learning, 0, epoch",
        "loihi-nengo/n08-pes-learning, plastic_synapse, 3, weight",
        "loihi-lava/l01-lif-grid-a, profiles, 3, decay_u",
        "loihi-lava/l01-lif-grid-a, compartment_config, 9, bias_exponent",
        "loihi-lava/l04-ternary-reset, thresholds, 0, vth",
        "loihi-lava/l06-recurrent-delays, synapse_formats, 1, weight_exponent",
        "loihi-lava/l06-recurrent-delays, axon_out, 3, axon",
        "loihi-lava/l08-stdp-pair, learning, 0, products",
        "loihi-lava/l10-epoch4-u-tags, learning, 0, epoch",
        "loihi-lava/l12-graded-add-sat, learning, 0, graded_mode",
        "loihi-brian2/b01-neuron-grid, profiles, 2, decay_v",
        "loihi-brian2/b01-neuron-grid, profiles, 5, refractory",
        "loihi-brian2/b03-recurrent-delays, thresholds, 0, vth",
        "loihi-brian2/b04-stdp-pair, learning, 0, products",
        "loihi-brian2/b05-stdp-triplet, plastic_synapse, 0, weight",
        "ranc/single_abs_rt0, neurons, 5, leak",
        "ranc/single_abs_rt0, neurons, 5, reset_potential",
        "ranc/single_abs_rt0, neurons, 5, reset_mode",
        "ranc/single_abs_rt0, weights, 5, weight",
        "ranc/single_abs_rt0, axon_types, 0, type",
        "ranc/single_abs_rt0, crossbar, 5, synapses",
        "ranc/single_abs_rt0, potentials, 5, potential",
        "ranc/delays_5, targets, 1, tick",
        "ranc/delays_5, targets, 1, axon",
        "ranc/threshold_edges_rt0, neurons, 35, positive_threshold",
        "ranc/threshold_edges_rt0, neurons, 1, negative_threshold",
        "ranc-rtl/single, neurons, 5, leak",
        "ranc-rtl/single, weights, 5, weight",
        "ranc-rtl/single, crossbar, 5, synapses"
    })
    @DisplayName("finds one field of one core that is off by one")
    void oneField(String name, String memory, int entry, String field) {
        CaseResult result =
                run(GoldenCases.OWN.resolve(name), spec -> new DefectiveSession(spec, memory, entry, field));
        assertEquals(CaseResult.Status.DIFFER, result.status(), result.line());
    }

    @Test
    @DisplayName("calls a case with a listed table that nobody compares different, not equal")
    void unread() throws IOException {
        Path copy = GoldenCases.copy(GoldenCases.OWN.resolve("loihi-brian2/b01-neuron-grid"), folder.resolve("case"));
        Path json = copy.resolve("case.json");
        Files.writeString(
                json, Files.readString(json).replaceFirst("\"files\"\\s*:\\s*\\{", "$0 \"energy\": \"energy.csv\","));
        Files.writeString(copy.resolve("energy.csv"), "t,e\n0,1\n");
        CaseResult result = run(copy);
        assertEquals(CaseResult.Status.DIFFER, result.status(), result.line());
        assertTrue(result.line().contains("energy.csv"), result.line());
    }

    @Test
    @DisplayName("calls a trace that ends early or goes on too long different")
    void length() throws IOException {
        for (int change : new int[] {-1, 1}) {
            Path copy = GoldenCases.copy(
                    GoldenCases.OWN.resolve("loihi-nengo/n04-vlimits"), folder.resolve("case" + change));
            List<String> lines = GoldenCases.lines(copy.resolve("u.csv"));
            if (change < 0) {
                lines.removeLast();
            } else {
                lines.add(lines.getLast());
            }
            Files.write(copy.resolve("u.csv"), lines);
            assertEquals(CaseResult.Status.DIFFER, run(copy).status());
        }
    }

    @Test
    @DisplayName("calls a spike too few, too many or at another place different")
    void spikes() throws IOException {
        for (int change = 0; change < 3; change++) {
            Path copy =
                    GoldenCases.copy(GoldenCases.OWN.resolve("loihi-nengo/n06-noise"), folder.resolve("case" + change));
            List<String> lines = GoldenCases.lines(copy.resolve("spikes.csv"));
            switch (change) {
                case 0 -> lines.removeLast();
                case 1 -> lines.add(lines.getLast());
                default -> lines.set(1, lines.get(1).replaceAll(",.*", ",0"));
            }
            Files.write(copy.resolve("spikes.csv"), lines);
            CaseResult result = run(copy);
            assertEquals(CaseResult.Status.DIFFER, result.status(), "change " + change);
            assertTrue(result.where().contains("spikes.csv"), result.line());
        }
    }

    @Test
    @DisplayName("says of an unknown set that it is unsupported, and which sets it knows")
    void unknownSet() throws IOException {
        Files.writeString(folder.resolve("case.json"), "{\"set\": \"loihi-3\", \"case\": \"x\"}");
        CaseResult result = run(folder);
        assertEquals(CaseResult.Status.UNSUPPORTED, result.status());
        assertTrue(
                result.line().startsWith("loihi-3/x  unsupported: ")
                        && result.line().contains("loihi-nengo"),
                result.line());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|cannot be read as JSON",
                "[]|has no text 'set'",
                "{\"set\": 5}|has no text 'set'",
                "{\"set\": \"loihi-nengo\", \"case\": \"c\", \"blocks\": [{\"n\": 1}]}|misses",
                "{\"set\": \"loihi-nengo\", \"case\": \"c\", \"compartments\": {\"n\": 1}}|misses",
                "{\"set\": \"loihi-nengo\", \"files\": {\"table\": \"../other.csv\"}}|lies outside the case",
                "{\"set\": \"loihi-nengo\", \"files\": {\"table\": \"none.csv\"}}|does not hold none.csv"
            })
    @DisplayName("says what is wrong with a case that is damaged, and goes on with the next")
    void damaged(String json, String says) throws IOException {
        Path bad = Files.createDirectories(folder.resolve("a-bad"));
        Files.writeString(bad.resolve("case.json"), json);
        GoldenCases.copy(GoldenCases.OWN.resolve("loihi-nengo/n10-synapse-memory"), folder.resolve("b-good"));
        List<CaseResult> results =
                new Conform(spec -> new DirectSession(spec, 1), folder).run(List.of(folder), result -> {});
        assertEquals(2, results.size());
        assertNotEquals(CaseResult.Status.EQUAL, results.get(0).status());
        assertTrue(results.get(0).line().contains(says), results.get(0).line());
        assertEquals(CaseResult.Status.EQUAL, results.get(1).status());
    }

    @Test
    @DisplayName("refuses a folder without cases")
    void noCases() {
        String empty = assertThrows(RanvierException.class, () -> run(folder)).getMessage();
        assertTrue(empty.contains("holds no case"), empty);
        String none = assertThrows(RanvierException.class, () -> run(folder.resolve("none")))
                .getMessage();
        assertTrue(none.contains("is no folder"), none);
    }

    @Test
    @DisplayName("names the capacities that it raised, and counts the results on the last line and as JSON")
    void summary() throws IOException {
        Files.createDirectories(folder.resolve("x"));
        Files.writeString(folder.resolve("x").resolve("case.json"), "{\"set\": \"none\", \"case\": \"x\"}");
        List<CaseResult> results = new Conform(spec -> new DirectSession(spec, 1), folder)
                .run(
                        List.of(
                                GoldenCases.OWN.resolve("loihi-nengo/n07-population"),
                                GoldenCases.OWN.resolve("loihi-nengo/n10-synapse-memory"),
                                folder),
                        result -> {});
        assertTrue(
                results.get(0).line().contains("loihi-nengo/n07-population  equal  (capacities: core."),
                results.get(0).line());
        assertEquals("loihi-nengo/n10-synapse-memory  equal", results.get(1).line());
        assertEquals("cases: 2 equal, 0 differ, 1 unsupported", Conform.summary(results));
        JsonNode json = new ObjectMapper().readTree(Conform.json(results).toString());
        assertEquals(2, json.get("equal").asInt());
        assertEquals(1, json.get("unsupported").asInt());
        JsonNode first = json.get("cases").get(0);
        assertEquals("n07-population", first.get("case").asText());
        assertEquals("equal", first.get("status").asText());
        assertTrue(first.get("overrides").size() > 0);
    }
}
