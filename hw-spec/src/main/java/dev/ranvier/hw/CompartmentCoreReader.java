package dev.ranvier.hw;

import dev.ranvier.hw.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds the parts of a chip file that only the compartment family has. Stateless. */
final class CompartmentCoreReader {
    /** Capacity names with the largest value that the word layouts can address. */
    private static final Map<String, Long> CAPACITIES = capacities();

    private CompartmentCoreReader() {}

    private static Map<String, Long> capacities() {
        Map<String, Long> most = new LinkedHashMap<>();
        most.put("neurons", 4096L);
        most.put("axons_in", 1L << 20);
        most.put("axons_out", 1L << 24);
        most.put("synapse_bits", 1L << 33);
        most.put("profiles", 1024L);
        most.put("thresholds", 1024L);
        most.put("synapse_formats", 15L);
        most.put("pre_trace_profiles", 15L);
        most.put("random_words", 1L << 26);
        return most;
    }

    static CompartmentCoreSpec bind(YamlNode root) {
        YamlNode node = root.get("core");
        List<String> allowed = new ArrayList<>(CAPACITIES.keySet());
        allowed.add("kind");
        allowed.add("weight_bits");
        node.allowOnly(allowed);
        Map<String, Limit> limits = new LinkedHashMap<>();
        CAPACITIES.forEach((name, most) -> limits.put(name, Limit.bind(name, node.get(name), 1, most)));
        int weightBits =
                (int) Limit.bind("weight_bits", node.get("weight_bits"), 1, 8).value();

        List<CompartmentProfile> profiles = new ArrayList<>();
        for (YamlNode profile : root.get("profiles").items()) {
            profiles.add(profile(profile));
        }
        String wanted = root.get("profile").asText();
        CompartmentProfile chosen = profiles.stream()
                .filter(profile -> profile.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> root.get("profile")
                        .error("is '" + wanted + "', allowed: "
                                + String.join(
                                        ", ",
                                        profiles.stream()
                                                .map(CompartmentProfile::name)
                                                .toList())));
        return new CompartmentCoreSpec(limits, weightBits, chosen, profiles);
    }

    private static CompartmentProfile profile(YamlNode node) {
        node.allowOnly(
                "name",
                "semantics",
                "exactness",
                "first_tick",
                "host_latency",
                "decay_max",
                "refractory_max",
                "bias_mantissa_max",
                "bias_exponent_min",
                "bias_exponent_max",
                "threshold_min",
                "threshold_max",
                "weight_exponent_min",
                "weight_exponent_max",
                "delay_max",
                "noise",
                "graded");
        YamlNode proof = node.get("exactness").allowOnly("level", "reference", "golden");
        return new CompartmentProfile(
                node.get("name").asText(),
                node.get("semantics").asEnum(CompartmentProfile.Semantics.class),
                new Exactness(
                        proof.get("level").asEnum(Exactness.Level.class),
                        proof.get("reference").asText(),
                        ChipSpecReader.texts(proof.get("golden")),
                        List.of()),
                node.get("first_tick").asInt(0, 1),
                node.get("host_latency").asInt(0, 1),
                node.get("decay_max").asInt(0, 4096),
                node.get("refractory_max").asInt(0, 127),
                node.get("bias_mantissa_max").asInt(0, 32767),
                node.get("bias_exponent_min").asInt(-31, 31),
                node.get("bias_exponent_max").asInt(-31, 31),
                node.get("threshold_min").asInt(0, 131071),
                node.get("threshold_max").asInt(0, 131071),
                node.get("weight_exponent_min").asInt(-16, 15),
                node.get("weight_exponent_max").asInt(-16, 15),
                node.get("delay_max").asInt(0, 63),
                node.get("noise").asBoolean(),
                node.get("graded").asBoolean());
    }
}
