package dev.ranvier.tools.crossbar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.run.RancRun;
import dev.ranvier.tools.session.DirectSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RANC's files: what the simulator accepts is accepted, what it rejects or dies of is refused with its place. */
@DisplayName("RANC's files")
class RancFiles_teachTest {
    private static final Path EXAMPLE = Path.of("examples", "ranc");

    @TempDir
    private Path folder;

    private RancRun prepare(String config, String input) throws IOException {
        Path configFile = folder.resolve("config.json");
        Path inputFile = folder.resolve("net.json");
        Files.writeString(configFile, config);
        Files.writeString(inputFile, input);
        return RancRun.prepare(new RancRun.Settings(inputFile, configFile, "ranc-sim", List.of(), 16L));
    }

    private static String config() throws IOException {
        return Files.readString(EXAMPLE.resolve("config.json"));
    }

    private static String input() throws IOException {
        return Files.readString(EXAMPLE.resolve("net.json"));
    }

    private static String replaced(String text, String what, String by) {
        int at = text.indexOf(what);
        assertTrue(at >= 0, () -> what + " is in the file");
        return text.substring(0, at) + by + text.substring(at + what.length());
    }

    @Test
    @DisplayName("run: the example's spikes leave the bus where they should")
    void example() throws IOException {
        RancRun.Result result = prepare(config(), input()).run(spec -> new DirectSession(spec, 1), (done, all) -> {});
        assertEquals(2, result.rows().size());
        assertArrayEquals(new int[] {5, 1}, result.rows().get(0));
        assertArrayEquals(new int[] {8, 3}, result.rows().get(1));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "num_neurons",
                "num_axons",
                "num_cores_x",
                "num_cores_y",
                "num_weights",
                "max_tick_offset",
                "neuron_block_trace_verbosity",
                "core_controller_trace_verbosity",
                "scheduler_trace_verbosity",
                "neuron_reset_type"
            })
    @DisplayName("need every setting of the configuration, and say which is missing or no number")
    void settings(String key) throws IOException {
        String missing = replaced(config(), "\"" + key + "\"", "\"other\"");
        RanvierException error = assertThrows(RanvierException.class, () -> prepare(missing, input()));
        assertTrue(error.getMessage().contains("misses '" + key + "'"), error.getMessage());
        String word = config().replaceAll("\"" + key + "\": \\d+", "\"" + key + "\": \"x\"");
        error = assertThrows(RanvierException.class, () -> prepare(word, input()));
        assertTrue(error.getMessage().contains(key + " is \"x\""), error.getMessage());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"neuron_reset_type\": 0 | \"neuron_reset_type\": 2 | neuron_reset_type is 2, allowed: 0..1",
                "\"max_tick_offset\": 4 | \"max_tick_offset\": 1 | max_tick_offset is 1, allowed: 2..",
                "\"num_axons\": 8 | \"num_axons\": 4 | packets[1][1].destination_axon is 4, allowed: 0..3",
                "\"num_neurons\": 8 | \"num_neurons\": 7 | cores[0].neurons has 8 entries, the configuration allows 7 (num_neurons)",
                "\"num_weights\": 2 | \"num_weights\": 1 | (num_weights)",
                "\"num_cores_y\": 2 | \"num_cores_y\": 1 | (num_cores_y)"
            })
    @DisplayName("refuse a configuration out of range, or one that the network does not fit")
    void ranges(String what, String by, String message) throws IOException {
        String changed = replaced(config(), what, by);
        RanvierException error = assertThrows(RanvierException.class, () -> prepare(changed, input()));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"packets\" | \"parcels\" | misses 'packets'",
                "\"cores\" | \"kernels\" | misses 'cores'",
                "\"output_bus\" | \"bus\" | misses 'output_bus'",
                "\"destination_axon\": 1 | \"destination_axon\": 8 | packets[0][0].destination_axon is 8, allowed: 0..7",
                "\"destination_axon\": 1 | \"destination_axon\": -1 | packets[0][0].destination_axon is -1, allowed: 0..7",
                "\"destination_tick\": 0 | \"destination_tick\": 4 | packets[0][0].destination_tick is 4, allowed: 0..3",
                "\"destination_core\": [0, 0] | \"destination_core\": [2, 0] | destination_core[0] is 2, allowed: 0..1",
                "\"destination_core\": [0, 0] | \"destination_core\": [0] | destination_core has 1 numbers, needed: 2, [x, y]",
                "\"num_outputs\": 8 | \"num_outputs\": 2 | target axon is",
                "\"coordinates\": [0, 0] | \"coordinates\": [0, -1] | cores[0].coordinates[1] is -1, allowed: 0..1",
                "\"axons\": [0, | \"axons\": [2, | cores[0].axons[0] is type 2, allowed: 0..1 (num_weights)",
                "\"leak\": 0 | \"leak\": 0.5 | cores[0].neurons[0].leak is 0.5, but a whole number of 32 bits is needed",
                "\"leak\": 0 | \"leek\": 0 | cores[0].neurons[0] misses 'leak'; present:",
                "\"weights\": [1, -1] | \"weights\": [1, -1, 1] | cores[0].neurons[0].weights has 3 entries",
                "\"reset_mode\": 0 | \"reset_mode\": 2 | RANC aborts when such a neuron",
                "\"destination_core_offset\": [1, 0] | \"destination_core_offset\": [-1, 0] | core (0,0), neuron 0 sends to a node that lies at (-1,0)",
                "\"destination_core_offset\": [1, 0] | \"destination_core_offset\": [2, 0] | core (0,0), neuron 0 sends to a node that lies at (2,0)",
                "[1, 0, 0, 0, 0, 0, 0, 0] | [2, 0, 0, 0, 0, 0, 0, 0] | cores[0].connections[0][0] is 2, allowed: 0, 1",
                "\"packets\": [ | \"packets\": [[[] | (line "
            })
    @DisplayName("refuse a network with its place, also where the simulator would crash")
    void networks(String what, String by, String message) throws IOException {
        String changed = replaced(input(), what, by);
        RanvierException error = assertThrows(RanvierException.class, () -> prepare(config(), changed));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    @DisplayName("pad shorter lists as the simulator does, and ignore slots beyond the last tick")
    void padding() throws IOException {
        String shorter = replaced(input(), "\"axons\": [0, 0, 0, 0, 0, 0, 0, 0]", "\"axons\": [0]");
        shorter = replaced(shorter, "[0, 0, 0, 0, 0, 0, 0, 1]\n", "[]\n");
        RancRun.Result result = prepare(config(), shorter).run(spec -> new DirectSession(spec, 1), (done, all) -> {});
        assertEquals(2, result.rows().size());
        Path configFile = folder.resolve("config.json");
        Path inputFile = folder.resolve("net.json");
        RancRun one = RancRun.prepare(new RancRun.Settings(inputFile, configFile, "ranc-sim", List.of(), 1L));
        assertEquals(
                1,
                one.run(spec -> new DirectSession(spec, 1), (done, all) -> {}).ticks());
        RanvierException none = assertThrows(
                RanvierException.class,
                () -> RancRun.prepare(new RancRun.Settings(inputFile, configFile, "ranc-sim", List.of(), 0L)));
        assertTrue(none.getMessage().startsWith("--steps is 0, allowed: 1.."), none.getMessage());
    }
}
