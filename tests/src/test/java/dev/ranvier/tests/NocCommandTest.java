package dev.ranvier.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("ranvier noc runs the router network alone")
class NocCommandTest {
    private static final String[] SHORT = {"--size", "4x4", "--warmup", "200", "--cycles", "1000"};

    @TempDir
    private Path folder;

    private static String[] with(String... more) {
        String[] all = new String[1 + SHORT.length + more.length];
        all[0] = "noc";
        System.arraycopy(SHORT, 0, all, 1, SHORT.length);
        System.arraycopy(more, 0, all, 1 + SHORT.length, more.length);
        return all;
    }

    private static JsonNode json(String... args) throws IOException {
        CommandLine.Outcome outcome = CommandLine.run(args);
        assertEquals(0, outcome.exit(), outcome.err());
        return new ObjectMapper().readTree(outcome.out());
    }

    @Test
    @DisplayName("a sweep prints a table, the saturation and the busiest links, the same for the same seed")
    void table() {
        CommandLine.Outcome first = CommandLine.run(with("--load", "0.1..0.7:0.2"));
        assertEquals(0, first.exit(), first.err());
        assertTrue(first.out().contains("offered  accepted"), first.out());
        assertTrue(first.out().contains("the network saturates between "), first.out());
        assertTrue(first.out().contains("busiest links"), first.out());
        assertEquals(
                first.out(), CommandLine.run(with("--load", "0.1..0.7:0.2")).out());
        assertFalse(first.out()
                .equals(CommandLine.run(with("--load", "0.1..0.7:0.2", "--seed", "2"))
                        .out()));
    }

    @Test
    @DisplayName("JSON holds every point, the bracket of saturation, every link and queue of the load shown")
    void numbers() throws IOException {
        JsonNode root = json(with("--load", "0.1..0.7:0.2", "--show", "0.3", "--json"));
        JsonNode points = root.path("points");
        assertEquals(4 + 3, points.size(), "four loads and three halvings of the bracket");
        for (int k = 1; k < points.size(); k++) {
            assertTrue(points.get(k).path("offered").asDouble()
                    > points.get(k - 1).path("offered").asDouble());
        }
        JsonNode saturation = root.path("saturation");
        double width = saturation.path("lowest_saturated").asDouble()
                - saturation.path("highest_carried").asDouble();
        assertEquals(0.2 / 8, width, 1e-9);
        assertTrue(points.get(points.size() - 1).path("latency_mean").isNull(), "no latency beyond saturation");
        JsonNode shown = root.path("shown");
        assertEquals(0.3, shown.path("offered").asDouble());
        assertEquals(1000, shown.path("cycles").asInt(), "the window alone is counted");
        assertEquals(2 * 2 * 3 * 4 + 16, shown.path("links").size());
        long flits = 0;
        long counted = 0;
        for (JsonNode link : shown.path("links")) {
            flits += link.path("flits").asLong();
            assertTrue(link.path("load").asDouble() <= 1);
        }
        for (JsonNode bin : shown.path("latency_histogram")) {
            counted += bin.get(1).asLong();
        }
        assertEquals(shown.path("traversals").asLong(), flits);
        assertEquals(shown.path("arrived").asLong(), counted, 20, "latencies are booked a few cycles before arrival");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--pattern transpose",
        "--pattern bit-complement",
        "--pattern hotspot",
        "--pattern neighbour",
        "--pattern tornado",
        "--topology torus",
        "--pipeline base --vcs 4 --depth 2 --flits 3",
        "--pipeline spec --link-latency 2,3",
        "--planes 2",
        "--router ranc --depth 2"
    })
    @DisplayName("every pattern and kind of network carries a low load at its zero-load latency or a little more")
    void kinds(String options) throws IOException {
        JsonNode root = json(with((options + " --load 0.01 --json").split(" ")));
        JsonNode point = root.path("points").get(0);
        assertFalse(point.path("saturated").asBoolean(), point.toString());
        assertTrue(point.path("latency_mean").asDouble() < 60, point.toString());
        assertTrue(point.path("packets").asInt() > 50, point.toString());
    }

    @Test
    @DisplayName("a packet list gives the cycles of its last arrival and its latencies")
    void packets() throws IOException {
        Path list = Files.writeString(folder.resolve("list.csv"), "cycle,source,destination\n0,0,3\n0,0,3\n7,15,0\n\n");
        JsonNode packets = json("noc", "--size", "4x4", "--packets", list.toString(), "--json")
                .path("packets");
        assertEquals(3, packets.path("packets").asInt());
        assertEquals(7 + 5 + 6 * 3 + 1, packets.path("end_cycle").asInt(), "zero-load latency 5 + 3 H");
        assertEquals("[[14,1],[15,1],[23,1]]", packets.path("latency_histogram").toString());
        assertEquals(4 + 4 + 7, packets.path("traversals").asInt());
    }

    @Test
    @DisplayName("the report has the curves, the map, the hot spots and the latencies")
    void report() throws IOException {
        Path out = folder.resolve("out");
        CommandLine.Outcome outcome =
                CommandLine.run(with("--pattern", "hotspot", "--load", "0.1,0.3", "--report", out.toString()));
        assertEquals(0, outcome.exit(), outcome.err());
        JsonNode parts =
                new ObjectMapper().readTree(out.resolve("report.json").toFile()).path("parts");
        assertEquals("plot plot mesh table histogram table", String.join(" ", parts.findValuesAsText("type")));
        String page = Files.readString(out.resolve("report.html"));
        assertTrue(page.contains("ranvier noc --size 4x4"), "the command to repeat it");
        assertTrue(page.contains("(2,2) terminal to its cores"), "the hot spot is named");
    }

    @Test
    @DisplayName("a trace of some routers is written as waveforms with a layout, and as a timeline")
    void trace() throws IOException {
        Path dump = folder.resolve("t.vcd");
        CommandLine.Outcome outcome =
                CommandLine.run(with("--load", "0.2", "--trace", dump.toString(), "--trace-tiles", "1,1..2,2;0,0"));
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().contains("of cycles 200..699"), outcome.out());
        String text = Files.readString(dump);
        assertEquals(5, text.split("scope module tile_", -1).length - 1);
        assertTrue(text.contains("$scope module tile_2_1 $end\n$scope module router $end"));
        assertTrue(Files.exists(folder.resolve("t.gtkw")));
        Path timeline = folder.resolve("t.json");
        Path list = Files.writeString(folder.resolve("list.csv"), "cycle,source,destination\n0,0,3\n");
        outcome = CommandLine.run("noc", "--size", "4x4", "--packets", list.toString(), "--trace", timeline.toString());
        assertEquals(0, outcome.exit(), outcome.err());
        int grants = 0;
        for (JsonNode event : new ObjectMapper().readTree(timeline.toFile()).path("traceEvents")) {
            grants += event.path("ph").asText().equals("X") ? 1 : 0;
        }
        assertEquals(4, grants, "one grant per router");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "--pattern transpose --size 4x2; as many columns as rows",
                "--pattern shuffle --size 5x5; power of two",
                "--pattern zigzag; use one of uniform",
                "--size 4; columns x rows",
                "--size 4x0; allowed are 1..512",
                "--router ranc --vcs 2; no such parameter",
                "--topology torus --vcs 3; even number of virtual channels",
                "--link-latency x; give cycles",
                "--planes 9; allowed: 1..8",
                "--cycles 0; allowed: 1..",
                "--flits 0; allowed: 1..",
                "--router ranc --flits 2; 1",
                "--load 2; up to 1",
                "--trace trace.txt; end its name in .vcd",
                "--trace t.vcd --trace-tiles 9,9 --load 0.1; do not exist",
                "--trace t.vcd --trace-cycles 5 --load 0.1; FIRST..LAST",
                "--trace-cycles 0..5; belongs to --trace",
                "--packets absent.csv; no such file",
                "--packets absent.csv --seed 3; belongs to generated traffic"
            })
    @DisplayName("mistakes are named with what is allowed, without a stack trace")
    void mistakes(String options, String expected) {
        CommandLine.Outcome outcome = CommandLine.run(("noc " + options).split(" "));
        assertEquals(1, outcome.exit(), outcome.out());
        assertTrue(outcome.err().contains(expected), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }
}
