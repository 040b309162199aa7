package dev.ranvier.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Two processes work as two machines would")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TwoProcessesTest {
    @TempDir
    private Path folder;

    private Process server;
    private String port;

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ranvier.tools.cli.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @BeforeEach
    void serve() throws IOException {
        server = start("serve", "--chip", "loihi", "--port", "0");
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith("listening on ")) {
            line = lines.readLine();
        }
        assertTrue(line != null, "the server has ended without listening");
        port = line.replaceAll(".*:(\\d+),.*", "$1");
    }

    @AfterEach
    void stop() {
        server.destroyForcibly();
    }

    private JsonNode json(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--port");
        all.add(port);
        all.add("--json");
        CommandLine.Outcome outcome = CommandLine.run(all.toArray(String[]::new));
        assertEquals(0, outcome.exit(), outcome.err());
        return new ObjectMapper().readTree(outcome.out());
    }

    @Test
    @DisplayName("map here, load, run and read there; the counters say what was done")
    void loadRunRead() throws IOException {
        String image = folder.resolve("digits.rnvi").toString();
        assertEquals(0, CommandLine.run("map", "digits", "-o", image).exit());
        assertEquals("FREE", json("device", "list").at("/devices/0/state").asText());
        assertTrue(json("device", "load", image).get("bytes").asLong() > 1000);
        assertTrue(json("device", "load", image).get("already_loaded").asBoolean());

        Path spikes =
                Files.writeString(folder.resolve("in.csv"), "tick,neuron\n1,10\n1,20\n2,10\n2,27\n3,10\n3,28\n4,35\n");
        JsonNode run = json(
                "device",
                "run",
                "--ticks",
                "20",
                "--input",
                spikes.toString(),
                "--spikes",
                folder.resolve("out.csv").toString());
        assertEquals("COMPLETED", run.get("reason").asText());
        assertEquals(20, run.get("tick").asInt());
        assertEquals(
                run.get("spikes").asInt(),
                Files.readAllLines(folder.resolve("out.csv")).size() - 1);
        assertEquals(20, json("device", "counters").get("ticks").asInt());

        JsonNode read = json("device", "read", "--core", "0", "--memory", "registers", "--count", "1");
        assertEquals(138, read.at("/words/0/compartments").asInt());
        CommandLine.Outcome written = CommandLine.run(
                "device",
                "write",
                "--port",
                port,
                "--core",
                "0",
                "--memory",
                "compartment_state",
                "--address",
                "1",
                "0x2000");
        assertEquals(0, written.exit(), written.err());
        assertEquals(
                0x2000,
                json("device", "read", "--memory", "compartment_state", "--address", "1")
                        .at("/words/0/v")
                        .asInt());
    }

    @Test
    @DisplayName("an unknown core, an address out of range and a wrong device leave the device usable")
    void mistakesOverTheWire() throws IOException {
        CommandLine.Outcome core =
                CommandLine.run("device", "read", "--port", port, "--core", "500", "--memory", "registers");
        assertEquals(1, core.exit());
        assertTrue(core.err().contains("cores 0..127"), core.err());
        CommandLine.Outcome address =
                CommandLine.run("device", "read", "--port", port, "--memory", "axon_in", "--address", "99999");
        assertTrue(address.err().contains("0..4095"), address.err());
        CommandLine.Outcome memory = CommandLine.run("device", "read", "--port", port, "--memory", "synapses");
        assertTrue(memory.err().contains("synapse_formats"), memory.err());
        CommandLine.Outcome device = CommandLine.run("device", "describe", "--port", port, "--device", "ranc:0");
        assertTrue(device.err().contains("loihi:0"), device.err());
        assertEquals("FREE", json("device", "list").at("/devices/0/state").asText());
    }

    @Test
    @DisplayName("killing the client frees the device when its lease of 2 seconds ends")
    void killedClient() throws Exception {
        String image = folder.resolve("digits.rnvi").toString();
        assertEquals(0, CommandLine.run("map", "digits", "-o", image).exit());
        json("device", "load", image);
        Process client = start("device", "run", "--port", port, "--ticks", "1000000000", "--lease", "2");
        while (!json("device", "list").at("/devices/0/running").asBoolean()) {
            assertTrue(client.isAlive(), "the client has ended by itself");
            Thread.sleep(50);
        }
        client.destroyForcibly().waitFor();
        long start = System.nanoTime();
        while (!json("device", "list").at("/devices/0/state").asText().equals("FREE")) {
            Thread.sleep(50);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        assertTrue(seconds < 20, "freed after " + seconds + " s");
        assertTrue(json("device", "load", image).get("already_loaded").asBoolean(), "state is kept");
    }
}
