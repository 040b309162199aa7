package dev.ranvier.tools.lab;

import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.hw.yaml.YamlReader;
import java.util.List;

/**
 * A mechanism that the chip shows.
 *
 * @param id M1 .. M34
 * @param mechanism what happens in the animal
 * @param feature what carries it on the chip
 */
public record Mechanism(String id, String mechanism, String feature) {
    /** All mechanisms, in order. */
    public static List<Mechanism> all() {
        YamlNode root = YamlReader.parse("mechanisms.yaml", ReadyExperiments.text("mechanisms.yaml"));
        return root.items().stream()
                .map(node -> new Mechanism(
                        node.get("id").asText(),
                        node.get("mechanism").asText(),
                        node.get("feature").asText()))
                .toList();
    }
}
