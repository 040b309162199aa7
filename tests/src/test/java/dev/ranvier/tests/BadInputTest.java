package dev.ranvier.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A user's mistake gets one clear error and no stack trace")
class BadInputTest {
    @TempDir
    private Path folder;

    private static void refused(int exit, String fragment, String... args) {
        CommandLine.Outcome outcome = CommandLine.run(args);
        assertEquals(exit, outcome.exit(), outcome.out() + outcome.err());
        assertTrue(outcome.err().contains(fragment), "expected '" + fragment + "' in: " + outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    @DisplayName("a missing file")
    void missingFile() {
        refused(1, "no such file", "run", folder.resolve("absent.nir").toString());
        refused(
                1,
                "no such file",
                "device",
                "load",
                folder.resolve("absent.rnvi").toString());
        refused(1, "is no folder", "conform", folder.resolve("absent").toString());
    }

    @Test
    @DisplayName("a chip that does not exist, an override that does not exist, an override out of range")
    void wrongChip() {
        refused(1, "presets: loihi", "chip", "show", "lohi");
        refused(1, "keys at 'core'", "chip", "show", "loihi", "--set", "core.neuron=5");
        refused(1, "allowed: 1..4096", "chip", "show", "loihi", "--set", "core.neurons=5000");
        refused(1, "allowed: nengo, lava, brian2", "chip", "show", "loihi", "--profile", "lavva");
        refused(1, "not of the form key=value", "chip", "show", "loihi", "--set", "core.neurons");
    }

    @Test
    @DisplayName("bad YAML names file and line")
    void badYaml() throws IOException {
        refused(1, "chip.yaml:2", "chip", "show", file("chip.yaml", "name: x\n  title: [1\n"));
        refused(1, "net.yaml:", "run", file("net.yaml", "name: x\npopulationz: []\n"));
    }

    @Test
    @DisplayName("a truncated or wrong NIR file")
    void badNir() throws IOException {
        refused(1, "not_hdf5", "run", file("text.nir", "this is no HDF5 file"));
        byte[] signature = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n', 0, 0};
        Path cut = Files.write(folder.resolve("cut.nir"), signature);
        refused(1, "not_hdf5", "run", cut.toString());
    }

    @Test
    @DisplayName("a network that is too large names resource, use, limit and remedy")
    void tooLarge() {
        String[] tooFewAxons = {"map", "digits", "--set", "core.axons_in=100"};
        refused(1, "out[0]: axons_in 122 used, 100 allowed", tooFewAxons);
        refused(1, "Fix: ", tooFewAxons);
        refused(
                1,
                "cores",
                "map",
                "digits",
                "--set",
                "grid.columns=1",
                "--set",
                "grid.rows=1",
                "--set",
                "core.neurons=20");
    }

    @Test
    @DisplayName("a damaged golden case and an unknown set")
    void badGolden() throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("golden/x/damaged"));
        Files.writeString(damaged.resolve("case.json"), "{\"set\": \"loihi-nengo\", \"case\": ");
        CommandLine.Outcome outcome = CommandLine.run("conform", damaged.toString());
        assertEquals(1, outcome.exit());
        assertTrue(outcome.out().contains("cannot be read as JSON"), outcome.out());
        Path unknown = Files.createDirectories(folder.resolve("golden/y/unknown"));
        Files.writeString(unknown.resolve("case.json"), "{\"set\": \"nobody\", \"case\": \"unknown\"}");
        outcome = CommandLine.run("conform", unknown.toString());
        assertEquals(1, outcome.exit());
        assertTrue(outcome.out().contains("unsupported: set 'nobody' is unknown"), outcome.out());
    }

    @Test
    @DisplayName("a wrong command line")
    void wrongCommandLine() {
        refused(2, "Unknown option", "run", "digits", "--nonsense");
        refused(2, "", "device");
        refused(1, "allowed: 1..256", "run", "digits", "--threads", "0");
    }
}
