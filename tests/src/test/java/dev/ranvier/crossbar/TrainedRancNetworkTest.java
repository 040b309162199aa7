package dev.ranvier.crossbar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.tools.run.RancRun;
import dev.ranvier.tools.session.SessionKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RANC's trained networks, written as RANC's own files, loaded through the device protocol. */
@DisplayName("a trained network in RANC's format")
class TrainedRancNetworkTest {
    private static final Path CASES = Path.of(System.getProperty("ranvier.shared", "../../shared"), "golden", "ranc");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLASSES = 10;
    private static final int IMAGES = 10;
    private static final Logger SERVER = Logger.getLogger("dev.ranvier.device");

    @BeforeAll
    static void quietServer() {
        SERVER.setLevel(Level.WARNING);
    }

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"mnist_128, 7", "mnist_256, 9", "mnist_512, 9", "mnist_512_128, 9"})
    @DisplayName("votes on handwritten digits as RANC's repository expects, over the wire")
    void classifies(String name, int leastRight) throws IOException {
        Path source = CASES.resolve(name);
        assumeTrue(Files.isDirectory(source), "the networks of RANC's repository are not at " + CASES);
        JsonNode golden = JSON.readTree(Files.readString(source.resolve("case.json")));
        Path config = folder.resolve("config.json");
        Path input = folder.resolve("input.json");
        JSON.writeValue(config.toFile(), config(golden));
        JSON.writeValue(input.toFile(), input(golden, source));
        RancRun run = RancRun.prepare(new RancRun.Settings(
                input, config, "ranc-sim", List.of(), golden.get("ticks").asLong()));
        RancRun.Result result;
        try (SessionKind.Opener opener = SessionKind.WIRE.opener(1)) {
            result = run.run(opener, (done, all) -> {});
        }
        int latency = golden.get("repo_latency_rows").asInt();
        int[][] expected = new int[IMAGES][CLASSES];
        for (String line : lines(source, "repo_expected.csv")) {
            String[] cells = line.split(",");
            expected[Integer.parseInt(cells[0])][Integer.parseInt(cells[1]) % CLASSES]++;
        }
        int right = 0;
        for (int slot = 0; slot < IMAGES; slot++) {
            int row = slot + 1 + latency;
            int[] votes = new int[CLASSES];
            result.rows().stream().filter(r -> r[0] == row).forEach(r -> votes[r[1] % CLASSES]++);
            assertArrayEquals(expected[slot], votes, "votes on image " + slot);
            right += winner(votes) == golden.get("labels").get(slot).asInt() ? 1 : 0;
        }
        assertTrue(right >= leastRight, right + " of " + IMAGES + " images are right");
    }

    private static int winner(int[] votes) {
        int winner = 0;
        for (int k = 1; k < CLASSES; k++) {
            winner = votes[k] > votes[winner] ? k : winner;
        }
        return winner;
    }

    private static ObjectNode config(JsonNode golden) {
        ObjectNode config = golden.get("config").deepCopy();
        for (String key : List.of(
                "neuron_block_trace_verbosity", "core_controller_trace_verbosity", "scheduler_trace_verbosity")) {
            config.put(key, 0);
        }
        return config;
    }

    private static ObjectNode input(JsonNode golden, Path source) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode slots = root.putArray("packets");
        for (String line : lines(source, golden.get("files").get("stimulus").asText())) {
            String[] cells = line.split(",");
            while (slots.size() <= Integer.parseInt(cells[0])) {
                slots.addArray();
            }
            ObjectNode packet = ((ArrayNode) slots.get(Integer.parseInt(cells[0]))).addObject();
            packet.putArray("destination_core").add(Integer.parseInt(cells[1])).add(Integer.parseInt(cells[2]));
            packet.put("destination_axon", Integer.parseInt(cells[3]));
            packet.put("destination_tick", Integer.parseInt(cells[4]));
        }
        ObjectNode bus = root.putObject("output_bus");
        JsonNode from = golden.get("output_bus");
        bus.putArray("coordinates").add(from.get("x").asInt()).add(from.get("y").asInt());
        bus.put("num_outputs", from.get("num_outputs").asInt());
        ArrayNode cores = root.putArray("cores");
        golden.get("cores").forEach(core -> cores.add(core(core)));
        return root;
    }

    private static ObjectNode core(JsonNode core) {
        ObjectNode made = JSON.createObjectNode();
        made.putArray("coordinates")
                .add(core.get("x").asInt())
                .add(core.get("y").asInt());
        ArrayNode axons = made.putArray("axons");
        String types = core.get("axon_types").asText();
        types.chars().forEach(digit -> axons.add(Character.digit(digit, 16)));
        ArrayNode neurons = made.putArray("neurons");
        ArrayNode connections = made.putArray("connections");
        for (JsonNode row : core.get("neurons")) {
            ObjectNode neuron = neurons.addObject();
            neuron.put("current_potential", row.get(0).asInt());
            neuron.put("reset_potential", row.get(1).asInt());
            neuron.put("reset_mode", row.get(2).asInt());
            neuron.put("leak", row.get(3).asInt());
            neuron.put("positive_threshold", row.get(4).asInt());
            neuron.put("negative_threshold", row.get(5).asInt());
            neuron.set("weights", row.get(6));
            neuron.putArray("destination_core_offset")
                    .add(row.get(7).asInt())
                    .add(row.get(8).asInt());
            neuron.put("destination_axon", row.get(9).asInt());
            neuron.put("destination_tick", row.get(10).asInt());
            BigInteger bits = new BigInteger(row.get(11).asText(), 16);
            ArrayNode connection = connections.addArray();
            for (int a = 0; a < bits.bitLength(); a++) {
                connection.add(bits.testBit(a) ? 1 : 0);
            }
        }
        return made;
    }

    private static List<String> lines(Path source, String file) throws IOException {
        Path plain = source.resolve(file);
        Path path = Files.isRegularFile(plain) ? plain : source.resolve(file + ".gz");
        try (InputStream in = Files.newInputStream(path);
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
            return new ArrayList<>(reader.lines().skip(1).toList());
        }
    }
}
