package dev.ranvier.hw;

import dev.ranvier.hw.CrossbarCoreSpec.Semantics;
import dev.ranvier.hw.CrossbarCoreSpec.Widths;
import dev.ranvier.hw.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds the parts of a chip file that only the crossbar family has. Stateless. */
final class CrossbarCoreReader {
    /** Capacities that every crossbar core has, with the largest value that the word layouts can address. */
    private static final Map<String, Long> CAPACITIES = capacities();

    /** Capacities that a chip may lack. */
    private static final Map<String, Long> OPTIONAL = optional();

    private static final List<String> RANGES = List.of("weight", "leak", "threshold", "reset", "potential");

    private CrossbarCoreReader() {}

    private static Map<String, Long> capacities() {
        Map<String, Long> most = new LinkedHashMap<>();
        most.put("neurons", 4096L);
        most.put("axons_in", 4096L);
        most.put("weight_types", 16L);
        most.put("scheduler_rows", 256L);
        return most;
    }

    private static Map<String, Long> optional() {
        Map<String, Long> most = new LinkedHashMap<>();
        most.put("outputs", 4096L);
        most.put("events", 1L << 24);
        most.put("input_buffer_depth", 1L << 16);
        most.put("maximum_packets", 1L << 16);
        most.put("random_words", 1L << 24);
        return most;
    }

    static CrossbarCoreSpec bind(YamlNode root, Exactness exactness) {
        YamlNode node = root.get("core");
        List<String> allowed = new ArrayList<>(CAPACITIES.keySet());
        allowed.addAll(OPTIONAL.keySet());
        allowed.addAll(
                List.of("kind", "semantics", "widths", "ranges", "negative_threshold", "potential_limit", "front_end"));
        node.allowOnly(allowed);
        Map<String, Limit> limits = new LinkedHashMap<>();
        CAPACITIES.forEach((name, most) -> limits.put(name, Limit.bind(name, node.get(name), 1, most)));
        OPTIONAL.forEach(
                (name, most) -> node.find(name).ifPresent(given -> limits.put(name, Limit.bind(name, given, 1, most))));
        Semantics semantics = node.get("semantics").asEnum(Semantics.class);
        Widths widths = widths(node.get("widths"));
        checkRows(node, semantics, limits);
        if (semantics == Semantics.RANC_RTL
                && !(limits.containsKey("input_buffer_depth") && limits.containsKey("maximum_packets"))) {
            throw node.error("needs input_buffer_depth and maximum_packets: the hardware has both");
        }
        return new CrossbarCoreSpec(
                limits,
                semantics,
                widths,
                ranges(node, widths),
                node.get("negative_threshold").asEnum(CrossbarCoreSpec.NegativeThreshold.class),
                node.find("potential_limit")
                        .map(limit -> limit.asInt(0, Integer.MAX_VALUE))
                        .orElse(0),
                node.find("front_end")
                        .map(front -> front.asEnum(CrossbarCoreSpec.FrontEnd.class))
                        .orElse(CrossbarCoreSpec.FrontEnd.FIFO),
                exactness);
    }

    /** The hardware's row pointer is a plain binary counter. */
    private static void checkRows(YamlNode node, Semantics semantics, Map<String, Limit> limits) {
        long rows = limits.get("scheduler_rows").value();
        if (rows < 2) {
            throw node.get("scheduler_rows").error("is " + rows + ", allowed: 2..256");
        }
        if (semantics == Semantics.RANC_RTL && Long.bitCount(rows) != 1) {
            throw node.get("scheduler_rows")
                    .error("is " + rows + ", but the hardware's row pointer is a binary counter: use a power of two");
        }
    }

    private static Widths widths(YamlNode node) {
        node.allowOnly("potential", "weight", "leak", "threshold", "dx", "dy");
        Widths widths = new Widths(
                node.get("potential").asInt(2, 32),
                node.get("weight").asInt(1, 32),
                node.get("leak").asInt(1, 32),
                node.get("threshold").asInt(1, 32),
                node.get("dx").asInt(1, 16),
                node.get("dy").asInt(1, 16));
        if (widths.weight() > widths.potential()) {
            throw node.get("weight")
                    .error("is " + widths.weight() + ", allowed: at most the potential's " + widths.potential()
                            + " bits");
        }
        return widths;
    }

    private static Map<String, FieldRange> ranges(YamlNode node, Widths widths) {
        Map<String, FieldRange> ranges = new LinkedHashMap<>();
        ranges.put("weight", FieldRange.signed(widths.weight()));
        ranges.put("leak", FieldRange.signed(widths.leak()));
        ranges.put("threshold", FieldRange.signed(widths.threshold()));
        ranges.put("reset", FieldRange.signed(widths.potential()));
        ranges.put("potential", FieldRange.signed(widths.potential()));
        node.find("ranges").ifPresent(given -> {
            given.allowOnly(RANGES);
            for (String key : given.keys()) {
                YamlNode range = given.get(key).allowOnly("min", "max");
                long min = range.get("min").asLong(Integer.MIN_VALUE, Integer.MAX_VALUE);
                ranges.put(key, new FieldRange(min, range.get("max").asLong(min, Integer.MAX_VALUE)));
            }
        });
        return ranges;
    }
}
