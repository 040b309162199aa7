package dev.ranvier.hw;

import dev.ranvier.hw.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds the core of the family {@code ranvier}: the profile decides which of its two core families it is. Stateless. */
final class RanvierCoreReader {
    /** Capacity names with the largest value that the word layouts can address. */
    private static final Map<String, Long> CAPACITIES = capacities();

    private RanvierCoreReader() {}

    private static Map<String, Long> capacities() {
        Map<String, Long> most = new LinkedHashMap<>();
        most.put("neurons", 4096L);
        most.put("axons_in", 1L << 20);
        most.put("axons_out", 1L << 24);
        most.put("synapses", 1L << 26);
        most.put("profiles", 16L);
        most.put("table_entries", 1L << 20);
        return most;
    }

    static CoreSpec bind(YamlNode root) {
        YamlNode node = root.get("core");
        List<String> allowed = new ArrayList<>(CAPACITIES.keySet());
        allowed.add("kind");
        node.allowOnly(allowed);
        Map<String, Limit> limits = new LinkedHashMap<>();
        CAPACITIES.forEach((name, most) -> limits.put(name, limit(name, node.get(name), most)));
        RanvierCapacities bound = new RanvierCapacities(limits);
        String wanted = root.get("profile").asText();
        List<String> names = new ArrayList<>();
        for (YamlNode profile : root.get("profiles").items()) {
            profile.allowOnly("name", "exactness");
            String name = profile.get("name").asText();
            names.add(name);
            if (name.equals(wanted)) {
                Exactness exactness = exactness(profile.get("exactness"));
                return switch (name) {
                    case ProgrammableCoreSpec.PROFILE -> new ProgrammableCoreSpec(bound, exactness);
                    case BiophysicalCoreSpec.PROFILE -> new BiophysicalCoreSpec(bound, exactness);
                    default ->
                        throw profile.get("name")
                                .error("is '" + name + "', allowed: " + ProgrammableCoreSpec.PROFILE + ", "
                                        + BiophysicalCoreSpec.PROFILE);
                };
            }
        }
        throw root.get("profile").error("is '" + wanted + "', allowed: " + String.join(", ", names));
    }

    private static Exactness exactness(YamlNode proof) {
        proof.allowOnly("level", "reference", "golden");
        return new Exactness(
                proof.get("level").asEnum(Exactness.Level.class),
                proof.get("reference").asText(),
                ChipSpecReader.texts(proof.get("golden")),
                List.of());
    }

    private static Limit limit(String name, YamlNode node, long most) {
        if (node.kind() == YamlNode.Kind.SCALAR) {
            return new Limit(name, node.asLong(1, most), "", "");
        }
        node.allowOnly("value", "unit", "source");
        return new Limit(
                name,
                node.get("value").asLong(1, most),
                node.find("unit").map(YamlNode::asText).orElse(""),
                node.find("source").map(YamlNode::asText).orElse(""));
    }
}
