package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.crossbar.CrossbarCoreModel;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import dev.ranvier.tools.crossbar.CrossbarNeuron;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import dev.ranvier.tools.crossbar.RancSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Network and settings of a RANC golden case, as its case.json writes them.
 *
 * @param settings sizes and semantics
 * @param network the network
 */
public record CrossbarCase(RancSettings settings, CrossbarNetwork network) {
    /** Reads {@code golden}. */
    public static CrossbarCase read(GoldenCase golden) {
        JsonNode config = golden.get("config");
        RancSettings settings = new RancSettings(
                golden.get(config, "num_axons").asInt(),
                golden.get(config, "num_neurons").asInt(),
                golden.get(config, "num_cores_x").asInt(),
                golden.get(config, "num_cores_y").asInt(),
                golden.get(config, "num_weights").asInt(),
                golden.get(config, "max_tick_offset").asInt(),
                golden.get(config, "neuron_reset_type").asInt() == 1);
        JsonNode bus = golden.get("output_bus");
        List<CrossbarCoreModel> cores = new ArrayList<>();
        for (JsonNode core : golden.get("cores")) {
            cores.add(core(golden, core, settings));
        }
        return new CrossbarCase(
                settings,
                CrossbarNetwork.of(
                        golden.name(),
                        cores,
                        Optional.of(new CrossbarNetwork.Bus(
                                golden.get(bus, "x").asInt(),
                                golden.get(bus, "y").asInt(),
                                golden.get(bus, "num_outputs").asInt()))));
    }

    private static CrossbarCoreModel core(GoldenCase golden, JsonNode node, RancSettings settings) {
        byte[] types = new byte[settings.axons()];
        String digits = golden.get(node, "axon_types").asText();
        for (int a = 0; a < digits.length(); a++) {
            types[a] = (byte) Character.digit(digits.charAt(a), 16);
        }
        CrossbarCoreModel core = new CrossbarCoreModel(
                golden.get(node, "x").asInt(), golden.get(node, "y").asInt(), types);
        for (JsonNode row : golden.get(node, "neurons")) {
            if (row.size() != 12) {
                throw new RanvierException(
                        golden.folder() + "/case.json: a neuron has " + row.size() + " columns, needed: 12");
            }
            int[] weights = new int[row.get(6).size()];
            java.util.Arrays.setAll(weights, t -> row.get(6).get(t).asInt());
            core.add(
                    CrossbarNeuron.ranc(
                            row.get(0).asInt(),
                            row.get(1).asInt(),
                            row.get(2).asInt() == 0 ? Reset.ABSOLUTE : Reset.LINEAR,
                            row.get(3).asInt(),
                            row.get(4).asInt(),
                            row.get(5).asInt(),
                            weights,
                            new Target(
                                    true,
                                    row.get(7).asInt(),
                                    row.get(8).asInt(),
                                    row.get(9).asInt(),
                                    row.get(10).asInt())),
                    bits(row.get(11).asText()));
        }
        return core;
    }

    /** A hexadecimal number, its lowest bit being axon 0. */
    private static long[] bits(String hex) {
        long[] words = new long[Math.ceilDiv(hex.length(), 16)];
        for (int i = 0; i < hex.length(); i++) {
            int place = hex.length() - 1 - i;
            words[place / 16] |= (long) Character.digit(hex.charAt(i), 16) << 4 * (place % 16);
        }
        return words;
    }

    /** Input packets in a table with columns x, y, axon and delay after the time. */
    static List<CrossbarNetwork.Packet> packets(Csv csv, String time) {
        List<CrossbarNetwork.Packet> packets = new ArrayList<>();
        for (int r = 0; r < csv.size(); r++) {
            packets.add(new CrossbarNetwork.Packet(
                    csv.whole(r, time),
                    (int) csv.whole(r, "core_x"),
                    (int) csv.whole(r, "core_y"),
                    (int) csv.whole(r, "axon"),
                    (int) csv.whole(r, "dest_tick")));
        }
        return packets;
    }
}
