package dev.ranvier.tools.crossbar;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.crossbar.CrossbarNetwork.Bus;
import dev.ranvier.tools.crossbar.CrossbarNetwork.Packet;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the files of RANC's simulator as they are (RANC, specification A2 and A3): a configuration, and an input file with
 * network and packets. What the simulator accepts and then dies of is refused here, with the place.
 *
 * <p>Shorter lists are padded as the simulator does: axons of type 0, weights of 0, no synapses, silent neurons. The input
 * file is read core by core, so that its size does not matter. Stateless.
 */
public final class RancFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every key that the simulator asks for; the trace settings say nothing here. */
    private static final List<String> SETTINGS = List.of(
            "num_neurons",
            "num_axons",
            "num_cores_x",
            "num_cores_y",
            "num_weights",
            "max_tick_offset",
            "neuron_block_trace_verbosity",
            "core_controller_trace_verbosity",
            "scheduler_trace_verbosity",
            "neuron_reset_type");

    private static final int MOST_SLOTS = 1 << 24;

    private RancFiles() {}

    /**
     * Reads both files.
     *
     * @param config RANC's configuration, e.g. config.json
     * @param input RANC's input, e.g. input.json
     * @throws RanvierException if something is missing, of the wrong kind or outside its range
     */
    public static RancNetwork read(Path config, Path input) {
        RancSettings settings = settings(config);
        return new InputReader(input, settings).read();
    }

    /** Reads a configuration. */
    public static RancSettings settings(Path config) {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readString(config));
        } catch (IOException e) {
            throw unreadable(config, e);
        }
        Place place = new Place(config, "");
        if (root == null || !root.isObject()) {
            throw place.error("is no JSON object; needed: " + SETTINGS);
        }
        SETTINGS.forEach(key -> place.whole(root, key));
        return new RancSettings(
                place.whole(root, "num_axons", 1, 4096),
                place.whole(root, "num_neurons", 1, 4096),
                place.whole(root, "num_cores_x", 1, 1024),
                place.whole(root, "num_cores_y", 1, 1024),
                place.whole(root, "num_weights", 1, 16),
                place.whole(root, "max_tick_offset", 2, 256),
                place.whole(root, "neuron_reset_type", 0, 1) == 1);
    }

    private static RanvierException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new RanvierException(file + ": no such file", e);
        }
        String what = e instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                        + (json.getLocation() == null
                                ? ""
                                : " (line " + json.getLocation().getLineNr() + ")")
                : e.getMessage();
        return new RanvierException(file + " cannot be read as JSON: " + what, e);
    }

    /** Where in a file one is, for messages. */
    private record Place(Path file, String path) {
        RanvierException error(String message) {
            return new RanvierException(file + (path.isEmpty() ? "" : ": " + path) + " " + message);
        }

        Place at(String key) {
            return new Place(file, path.isEmpty() ? key : path + "." + key);
        }

        Place at(int index) {
            return new Place(file, path + "[" + index + "]");
        }

        JsonNode get(JsonNode node, String key) {
            JsonNode member = node.get(key);
            if (member == null) {
                List<String> present = new ArrayList<>();
                node.fieldNames().forEachRemaining(present::add);
                throw error("misses '" + key + "'; present: " + present);
            }
            return member;
        }

        JsonNode list(JsonNode node, String key) {
            JsonNode member = get(node, key);
            if (!member.isArray()) {
                throw at(key).error("is no list");
            }
            return member;
        }

        int whole(JsonNode node, String key) {
            return at(key).whole(get(node, key));
        }

        int whole(JsonNode node, String key, int min, int max) {
            int value = whole(node, key);
            if (value < min || value > max) {
                throw at(key).error("is " + value + ", allowed: " + min + ".." + max);
            }
            return value;
        }

        int whole(JsonNode value) {
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw error("is " + value + ", but a whole number of 32 bits is needed");
            }
            return value.intValue();
        }

        int[] pair(JsonNode node, String key) {
            JsonNode member = list(node, key);
            if (member.size() != 2) {
                throw at(key).error("has " + member.size() + " numbers, needed: 2, [x, y]");
            }
            return new int[] {at(key).at(0).whole(member.get(0)), at(key).at(1).whole(member.get(1))};
        }

        void checkLength(JsonNode list, int most, String setting) {
            if (list.size() > most) {
                throw error("has " + list.size() + " entries, the configuration allows " + most + " (" + setting + ")");
            }
        }
    }

    /** Reads one input file. */
    private static final class InputReader {
        private final Path file;
        private final RancSettings settings;
        private final List<CrossbarCoreModel> cores = new ArrayList<>();
        private final List<Packet> packets = new ArrayList<>();
        private Optional<Bus> bus = Optional.empty();
        private boolean hasCores;
        private boolean hasPackets;

        InputReader(Path file, RancSettings settings) {
            this.file = file;
            this.settings = settings;
        }

        RancNetwork read() {
            Place top = new Place(file, "");
            try (Reader reader = Files.newBufferedReader(file);
                    JsonParser parser = JSON.createParser(reader)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw top.error("is no JSON object; needed: packets, output_bus, cores");
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    parser.nextToken();
                    switch (key) {
                        case "packets" -> {
                            hasPackets = true;
                            each(parser, top.at(key), this::slot);
                        }
                        case "cores" -> {
                            hasCores = true;
                            each(parser, top.at(key), this::core);
                        }
                        case "output_bus" -> bus = Optional.of(bus(top.at(key), JSON.readTree(parser)));
                        default -> parser.skipChildren();
                    }
                }
            } catch (IOException e) {
                throw unreadable(file, e);
            }
            if (!hasPackets || !hasCores || bus.isEmpty()) {
                throw top.error("misses '" + (!hasPackets ? "packets" : !hasCores ? "cores" : "output_bus") + "'");
            }
            String name = file.getFileName().toString().replaceAll("\\.json$", "");
            return new RancNetwork(
                    CrossbarNetwork.of(name, cores, bus),
                    packets,
                    settings.overrides(bus.get().outputs()));
        }

        private interface Entry {
            void read(Place place, int index, JsonNode node);
        }

        /** Goes through a list without holding more than one entry. */
        private static void each(JsonParser parser, Place place, Entry entry) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw place.error("is no list");
            }
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                JsonNode node = JSON.readTree(parser);
                entry.read(place.at(i), i, node);
            }
        }

        private Bus bus(Place place, JsonNode node) {
            int[] at = place.pair(node, "coordinates");
            return new Bus(at[0], at[1], place.whole(node, "num_outputs", 1, 4096));
        }

        private void slot(Place place, int slot, JsonNode list) {
            if (!list.isArray()) {
                throw place.error("is no list of packets");
            }
            if (slot >= MOST_SLOTS) {
                throw place.error("is one slot too many, allowed: " + MOST_SLOTS);
            }
            for (int i = 0; i < list.size(); i++) {
                Place at = place.at(i);
                int[] core = at.pair(list.get(i), "destination_core");
                packets.add(new Packet(
                        slot,
                        coordinate(at.at("destination_core").at(0), core[0], settings.columns(), "num_cores_x"),
                        coordinate(at.at("destination_core").at(1), core[1], settings.rows(), "num_cores_y"),
                        at.whole(list.get(i), "destination_axon", 0, settings.axons() - 1),
                        at.whole(list.get(i), "destination_tick", 0, settings.schedulerRows() - 1)));
            }
        }

        private static int coordinate(Place place, int value, int size, String setting) {
            if (value < 0 || value >= size) {
                throw place.error("is " + value + ", allowed: 0.." + (size - 1) + " (" + setting + ")");
            }
            return value;
        }

        private void core(Place place, int index, JsonNode node) {
            int[] at = place.pair(node, "coordinates");
            coordinate(place.at("coordinates").at(0), at[0], settings.columns(), "num_cores_x");
            coordinate(place.at("coordinates").at(1), at[1], settings.rows(), "num_cores_y");
            JsonNode types = place.list(node, "axons");
            place.at("axons").checkLength(types, settings.axons(), "num_axons");
            byte[] axonTypes = new byte[settings.axons()];
            for (int a = 0; a < types.size(); a++) {
                Place axon = place.at("axons").at(a);
                int type = axon.whole(types.get(a));
                if (type < 0 || type >= settings.weightTypes()) {
                    throw axon.error(
                            "is type " + type + ", allowed: 0.." + (settings.weightTypes() - 1) + " (num_weights)");
                }
                axonTypes[a] = (byte) type;
            }
            JsonNode neurons = place.list(node, "neurons");
            JsonNode connections = place.list(node, "connections");
            place.at("neurons").checkLength(neurons, settings.neurons(), "num_neurons");
            place.at("connections").checkLength(connections, settings.neurons(), "num_neurons");
            CrossbarCoreModel core = new CrossbarCoreModel(at[0], at[1], axonTypes);
            for (int n = 0; n < Math.max(neurons.size(), connections.size()); n++) {
                long[] row =
                        n < connections.size() ? row(place.at("connections").at(n), connections.get(n)) : new long[0];
                core.add(
                        n < neurons.size()
                                ? neuron(place.at("neurons").at(n), neurons.get(n))
                                : CrossbarNeuron.silent(),
                        row);
            }
            cores.add(core);
        }

        private long[] row(Place place, JsonNode list) {
            if (!list.isArray()) {
                throw place.error("is no list of zeros and ones");
            }
            place.checkLength(list, settings.axons(), "num_axons");
            long[] bits = new long[Math.ceilDiv(list.size(), Long.SIZE)];
            for (int a = 0; a < list.size(); a++) {
                int bit = place.at(a).whole(list.get(a));
                if (bit != 0 && bit != 1) {
                    throw place.at(a).error("is " + bit + ", allowed: 0, 1");
                }
                bits[a >> 6] |= (long) bit << a;
            }
            return bits;
        }

        private CrossbarNeuron neuron(Place place, JsonNode node) {
            JsonNode list = place.list(node, "weights");
            place.at("weights").checkLength(list, settings.weightTypes(), "num_weights");
            int[] weights = new int[list.size()];
            java.util.Arrays.setAll(weights, t -> place.at("weights").at(t).whole(list.get(t)));
            int[] offset = place.pair(node, "destination_core_offset");
            int mode = place.whole(node, "reset_mode");
            if (mode != 0 && mode != 1) {
                throw place.at("reset_mode")
                        .error("is " + mode + ", allowed: 0 (absolute), 1 (linear); RANC aborts when such a neuron"
                                + " crosses a threshold");
            }
            return CrossbarNeuron.ranc(
                    place.whole(node, "current_potential"),
                    place.whole(node, "reset_potential"),
                    mode == 0 ? Reset.ABSOLUTE : Reset.LINEAR,
                    place.whole(node, "leak"),
                    place.whole(node, "positive_threshold"),
                    place.whole(node, "negative_threshold"),
                    weights,
                    new Target(
                            true,
                            offset[0],
                            offset[1],
                            place.whole(node, "destination_axon", 0, 4095),
                            place.whole(node, "destination_tick", 0, settings.schedulerRows() - 1)));
        }
    }
}
