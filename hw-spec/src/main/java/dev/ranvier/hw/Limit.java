package dev.ranvier.hw;

import dev.ranvier.hw.yaml.YamlNode;

/**
 * A countable limit of a core.
 *
 * @param name name as in the data sheet, e.g. {@code axons_in}
 * @param value how many there are
 * @param unit what is counted
 * @param source where the number comes from
 */
public record Limit(String name, long value, String unit, String source) {
    /** Binds a limit: a plain number, or {@code {value, unit, source}}. */
    static Limit bind(String name, YamlNode node, long min, long max) {
        if (node.kind() == YamlNode.Kind.SCALAR) {
            return new Limit(name, node.asLong(min, max), "", "");
        }
        node.allowOnly("value", "unit", "source");
        return new Limit(
                name,
                node.get("value").asLong(min, max),
                node.find("unit").map(YamlNode::asText).orElse(""),
                node.find("source").map(YamlNode::asText).orElse(""));
    }
}
