package dev.ranvier.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.tools.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("ranvier lab")
class Lab_showsMechanismsTest {
    private record Outcome(int exit, String out, String err) {}

    private static Outcome ranvier(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream newOut = new ByteArrayOutputStream();
        ByteArrayOutputStream newErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
            int exit = Main.run(args);
            return new Outcome(exit, newOut.toString(StandardCharsets.UTF_8), newErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    @DisplayName("all: each of the 34 mechanisms is shown by numbers within their tolerance, with reports and tables")
    void all(@TempDir Path folder) throws Exception {
        Outcome outcome = ranvier("lab", "all", "--json", "--via", "direct", "--report", folder.toString());
        JsonNode root = new ObjectMapper().readTree(outcome.out());
        assertEquals(34, root.get("mechanisms").size());
        for (int i = 0; i < 34; i++) {
            JsonNode row = root.get("mechanisms").get(i);
            assertEquals("M" + (i + 1), row.get("id").asText());
            assertTrue(row.get("pass").asBoolean(), row::toString);
            assertTrue(row.get("measured").isNumber(), row::toString);
            double difference = Math.abs(
                    row.get("measured").asDouble() - row.get("expected").asDouble());
            assertTrue(difference <= row.get("tolerance").asDouble() + 1e-9 * Math.max(1, difference), row::toString);
        }
        assertEquals(0, outcome.exit());
        for (JsonNode experiment : root.get("experiments")) {
            Path own = folder.resolve(experiment.get("name").asText());
            String page = Files.readString(own.resolve("report.html"));
            assertFalse(page.contains("src=\"http") || page.contains("href=\"http"), "external address");
            assertTrue(Files.size(own.resolve("observables.csv")) > 0);
        }
        assertTrue(Files.readString(folder.resolve("report.html")).contains("The mechanisms"));
        assertTrue(Files.exists(folder.resolve("lab.json")));
    }

    @Test
    @DisplayName("silent-synapse: pairing strengthens the paired synapse, and no control; the wire gives the same")
    void unsilencing() throws Exception {
        JsonNode direct = new ObjectMapper()
                .readTree(ranvier("lab", "silent-synapse", "--json", "--no-report", "--via", "direct")
                        .out());
        JsonNode wire = new ObjectMapper()
                .readTree(ranvier("lab", "silent-synapse", "--json", "--no-report", "--via", "wire")
                        .out());
        JsonNode observables = direct.at("/experiments/0/observables");
        assertEquals(observables, wire.at("/experiments/0/observables"));
        int controls = 0;
        for (JsonNode value : observables) {
            if (value.get("observable").asText().equals("receptors_after")) {
                switch (value.get("group").asText()) {
                    case "silent_paired" -> assertTrue(value.get("chip").asDouble() > 100);
                    case "functional_paired" -> assertTrue(value.get("chip").asDouble() > 50);
                    default -> {
                        controls++;
                        assertEquals(0, value.get("chip").asDouble());
                        assertEquals(0, value.get("float64").asDouble());
                    }
                }
            }
        }
        assertEquals(3, controls);
    }

    @Test
    @DisplayName("an expected number that is not met fails the command and is named")
    void wrongExpectation(@TempDir Path folder) throws Exception {
        String text = ranvier("lab", "show", "psp-ampa").out();
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, text.replace("expected: -0.307", "expected: -0.407"));
        Outcome outcome = ranvier("lab", file.toString(), "--no-report", "--via", "direct");
        assertEquals(1, outcome.exit());
        assertTrue(outcome.out().contains("NO   M23"), outcome::out);
        assertTrue(outcome.out().contains("not met: M23"), outcome::out);
    }

    @Test
    @DisplayName("--list names all mechanisms with their experiments; helpers convert and say what rounding costs")
    void helpers() {
        String list = ranvier("lab", "--list").out();
        for (int i = 1; i <= 34; i++) {
            assertTrue(list.contains("\nM" + i + " "), "M" + i);
        }
        String nernst = ranvier("lab", "nernst", "--out", "145", "--in", "14.25", "--celsius", "37")
                .out();
        assertTrue(nernst.contains("62.0052 mV"), nernst);
        assertTrue(nernst.contains("register 4063575"), nernst);
        String registers = ranvier("lab", "convert", "--", "-70mV", "10nS", "20ms", "300pA")
                .out();
        assertTrue(registers.contains("-4587520"), registers);
        assertTrue(registers.contains("1342177"), registers);
        assertEquals(1, ranvier("lab", "convert", "5parsec").exit());
        assertEquals(1, ranvier("lab", "no-such-experiment").exit());
        assertEquals(2, ranvier("lab").exit());
    }

    @Test
    @DisplayName("a file that breaks Dale's principle is refused, naming the synapse and both transmitters")
    void dale(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("dale.yaml");
        Files.writeString(
                file, ranvier("lab", "show", "psp-ampa").out().replace("ampa: 100, delay_ms", "gaba_a: 100, delay_ms"));
        Outcome outcome = ranvier("lab", file.toString(), "--no-report", "--via", "direct");
        assertEquals(1, outcome.exit());
        assertTrue(outcome.err().contains("DALE_VIOLATION"), outcome::err);
        assertTrue(outcome.err().contains("releases glu"), outcome::err);
    }
}
