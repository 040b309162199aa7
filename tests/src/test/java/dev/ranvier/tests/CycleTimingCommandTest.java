package dev.ranvier.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Cycle timing on the command line, with the example 'hotspot'")
class CycleTimingCommandTest {
    private static final String EXAMPLE = "../tools/examples/hotspot/hotspot.yaml";

    @TempDir
    private Path folder;

    private static JsonNode run(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("run", EXAMPLE, "--json"));
        words.addAll(List.of(more));
        CommandLine.Outcome result = CommandLine.run(words.toArray(String[]::new));
        assertEquals(0, result.exit(), result.err());
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    @DisplayName("the hot spot makes its tick longer, and place and cause are named; the wire changes nothing")
    void hotSpot() throws IOException {
        JsonNode direct = run("--timing", "cycle", "--via", "direct");
        JsonNode timing = direct.get("timing");
        JsonNode longest = timing.get("ticks").get("longest");
        assertEquals(20, longest.get("tick").asInt());
        assertTrue(longest.get("network").asLong() > 5 * longest.get("cores").asLong(), "the network: " + longest);
        assertEquals(36, longest.get("last_tile").asInt(), "tile (4,4)");
        JsonNode hottest = timing.get("hot_spots").get(0);
        assertEquals(
                "4 4 terminal",
                hottest.get("x") + " " + hottest.get("y") + " "
                        + hottest.get("port").asText());
        assertEquals(2268, timing.get("packets").get("arrived").asInt());
        JsonNode wire = run("--timing", "cycle", "--via", "wire");
        ((ObjectNode) direct).remove("wall_seconds");
        ((ObjectNode) wire).remove("wall_seconds");
        assertEquals(direct, wire);
    }

    @Test
    @DisplayName("with functional timing there is no network to report on; the spikes are the same")
    void functional() throws IOException {
        JsonNode cycle = run("--timing", "cycle");
        JsonNode functional = run();
        assertEquals(null, functional.get("timing"));
        assertEquals(functional.get("populations"), cycle.get("populations"));
        assertEquals(functional.get("energy_joule"), cycle.get("energy_joule"));
    }

    @Test
    @DisplayName("ticks of fixed length have cycle timing by themselves: what is late is counted")
    void fixed() throws IOException {
        String[] shortTicks = {"--set", "clock.policy=fixed", "--set", "clock.tick_cycles=600"};
        JsonNode packets = run(shortTicks).get("timing").get("packets");
        assertTrue(packets.get("late_delayed").asInt() > 100, "" + packets);
        assertEquals(0, packets.get("late_lost").asInt());
    }

    @Test
    @DisplayName("a chip that cannot be made is refused in one line, over the wire too and when it is served")
    void refused() {
        String[][] commands = {
            {"run", EXAMPLE, "--timing", "cycle", "--set", "fabric.router=direct"},
            {"run", EXAMPLE, "--set", "fabric.topology=torus", "--set", "fabric.routing=x_first_without_classes"},
            {"serve", "--chip", "loihi", "--timing", "cycle", "--set", "fabric.router=direct"},
            {"serve", "--chip", "ranc", "--timing", "functional"}
        };
        for (String[] command : commands) {
            CommandLine.Outcome outcome = CommandLine.run(command);
            assertTrue(outcome.exit() != 0, String.join(" ", command));
            assertTrue(outcome.err().startsWith("error: "), outcome.err());
            assertEquals(1, outcome.err().lines().count(), outcome.err());
        }
    }

    @Test
    @DisplayName("a trace shows the chosen ticks and tiles as waveforms and as a timeline")
    void trace() throws IOException {
        for (String name : List.of("hot.vcd", "hot.json")) {
            Path file = folder.resolve(name);
            CommandLine.Outcome result = CommandLine.run(
                    "trace", EXAMPLE, "-o", file.toString(), "--ticks", "20..20", "--tiles", "4,3..4,5", "--json");
            assertEquals(0, result.exit(), result.err());
            JsonNode said = new ObjectMapper().readTree(result.out());
            assertTrue(said.get("events").asInt() > 1000, "" + said);
            String text = Files.readString(file);
            assertTrue(text.contains("tick"), text.substring(0, 400));
        }
        assertTrue(Files.readString(folder.resolve("hot.vcd")).contains("$scope module"));
        assertTrue(Files.exists(folder.resolve("hot.gtkw")));
        JsonNode events =
                new ObjectMapper().readTree(folder.resolve("hot.json").toFile()).get("traceEvents");
        assertTrue(events.size() > 1000);
        CommandLine.Outcome nothing =
                CommandLine.run("trace", EXAMPLE, "-o", folder.resolve("no.vcd").toString(), "--ticks", "900..901");
        assertTrue(nothing.exit() != 0, nothing.out());
        assertTrue(nothing.err().contains("the run had ticks 1..40"), nothing.err());
    }
}
