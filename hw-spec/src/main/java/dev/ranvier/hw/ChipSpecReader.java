package dev.ranvier.hw;

import dev.ranvier.hw.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds a chip file (YAML) to a {@link ChipSpec}. Stateless; every fault names file, line and key. */
final class ChipSpecReader {
    private static final List<String> FAMILIES = List.of("compartment", "crossbar", "ranvier");

    private static final List<String> PIPELINES = List.of("pb", "spec", "la", "base");
    private static final int WATCHDOG_CYCLES = 100_000;

    // Links between chips, where a chip file has none: 32 bit packets over 8 wires; our own choice.
    private static final int LINK_CYCLES = 20;
    private static final int LINK_BITS = 8;
    private static final int LINK_PACKET_BITS = 32;

    private ChipSpecReader() {}

    /** Binds {@code root} after applying {@code overrides} ({@code key=value}); the last one of a key counts. */
    static ChipSpec bind(YamlNode root, List<String> overrides) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            String key = equals < 0 ? "" : override.substring(0, equals).strip();
            if (key.isEmpty()) {
                throw new RanvierException(
                        "override '" + override + "' is not of the form key=value, e.g. core.weight_bits=6");
            }
            values.put(key, override.substring(equals + 1).strip());
        }
        values.forEach(root::set);
        root.allowOnly(
                "name",
                "title",
                "family",
                "revision",
                "profile",
                "exactness",
                "clock",
                "grid",
                "fabric",
                "core",
                "profiles",
                "memories",
                "costs");
        String family = root.get("family").asText();
        if (!FAMILIES.contains(family)) {
            throw root.get("family").error("is '" + family + "', allowed: " + String.join(", ", FAMILIES));
        }
        String kind = root.get("core").get("kind").asText();
        if (!kind.equals(family)) {
            throw root.get("family").error("is '" + family + "', but 'core.kind' is '" + kind + "': they must agree");
        }
        GridSpec grid = grid(root.get("grid"));
        CoreSpec core =
                switch (family) {
                    case "crossbar" -> CrossbarCoreReader.bind(root, exactness(root.get("exactness")));
                    case "ranvier" -> {
                        root.get("exactness").allowOnly("not_covered");
                        yield RanvierCoreReader.bind(root);
                    }
                    default -> {
                        root.get("exactness").allowOnly("not_covered");
                        yield CompartmentCoreReader.bind(root);
                    }
                };
        Exactness exactness = new Exactness(
                core.exactness().level(),
                core.exactness().reference(),
                core.exactness().goldenSets(),
                texts(root.get("exactness").get("not_covered")));
        // The profile is part of the identity, not a modification of the chip.
        List<String> listed = values.entrySet().stream()
                .filter(value -> !value.getKey().equals("profile"))
                .map(value -> value.getKey() + "=" + value.getValue())
                .toList();
        return new ChipSpec(
                root.get("name").asText(),
                root.get("title").asText(),
                family,
                root.get("revision").asText(),
                exactness,
                clock(root.get("clock")),
                grid,
                fabric(root.get("fabric"), grid),
                core,
                MemoryMapReader.bind(root.get("memories"), core),
                costs(root.get("costs")),
                listed,
                digest(root.canonical()));
    }

    /** What a chip without profiles is proven against; a chip with profiles says so in each of them. */
    private static Exactness exactness(YamlNode node) {
        node.allowOnly("level", "reference", "golden", "not_covered");
        return new Exactness(
                node.get("level").asEnum(Exactness.Level.class),
                node.get("reference").asText(),
                texts(node.get("golden")),
                List.of());
    }

    private static ClockSpec clock(YamlNode node) {
        node.allowOnly("nanoseconds_per_cycle", "policy", "tick_cycles", "note");
        ClockSpec.TimePolicy policy = node.get("policy").asEnum(ClockSpec.TimePolicy.class);
        long tickCycles = node.get("tick_cycles").asLong(0, 1L << 40);
        if (policy == ClockSpec.TimePolicy.FIXED && tickCycles == 0) {
            throw node.get("tick_cycles")
                    .error("is 0, but policy 'fixed' needs the length of a tick in cycles (1 or more)");
        }
        return new ClockSpec(
                node.get("nanoseconds_per_cycle").asDouble(1e-6, 1e9),
                policy,
                tickCycles,
                node.find("note").map(YamlNode::asText).orElse(""));
    }

    private static GridSpec grid(YamlNode node) {
        node.allowOnly("columns", "rows", "cores_per_tile", "chips");
        GridSpec grid = new GridSpec(
                node.get("columns").asInt(1, 1024),
                node.get("rows").asInt(1, 1024),
                node.get("cores_per_tile").asInt(1, 64),
                node.get("chips").asInt(1, 16384));
        long cores = (long) grid.columns() * grid.rows() * grid.coresPerTile() * grid.chips();
        if (cores > 1 << 20) {
            throw node.error("describes " + cores + " cores, allowed: at most " + (1 << 20));
        }
        return grid;
    }

    private static FabricSpec fabric(YamlNode node, GridSpec grid) {
        node.allowOnly(
                "router",
                "topology",
                "pipeline",
                "routing",
                "multicast",
                "virtual_channels",
                "buffer_depth",
                "planes",
                "link_cycles_east_west",
                "link_cycles_north_south",
                "switch_cycles",
                "credit_cycles",
                "message_in_cycles",
                "message_out_cycles",
                "watchdog_cycles",
                "links");
        FabricSpec.Router router = node.get("router").asEnum(FabricSpec.Router.class);
        String pipeline = node.get("pipeline").asText();
        if (router == FabricSpec.Router.MESH && !PIPELINES.contains(pipeline)) {
            throw node.get("pipeline").error("is '" + pipeline + "', allowed: " + String.join(", ", PIPELINES));
        }
        return new FabricSpec(
                router,
                node.find("topology")
                        .map(text -> text.asEnum(FabricSpec.Topology.class))
                        .orElse(FabricSpec.Topology.MESH),
                pipeline,
                node.find("routing")
                        .map(text -> text.asEnum(FabricSpec.Routing.class))
                        .orElse(FabricSpec.Routing.X_FIRST),
                node.find("multicast")
                        .map(text -> text.asEnum(FabricSpec.Multicast.class))
                        .orElse(FabricSpec.Multicast.COPIES),
                node.get("virtual_channels").asInt(1, 64),
                node.get("buffer_depth").asInt(1, 4096),
                node.get("planes").asInt(1, 8),
                node.get("link_cycles_east_west").asInt(1, 256),
                node.get("link_cycles_north_south").asInt(1, 256),
                node.find("switch_cycles").map(cycles -> cycles.asInt(1, 32)).orElse(1),
                node.find("credit_cycles").map(cycles -> cycles.asInt(0, 64)).orElse(0),
                node.get("message_in_cycles").asInt(0, 1 << 20),
                node.get("message_out_cycles").asInt(0, 1 << 20),
                node.find("watchdog_cycles")
                        .map(cycles -> cycles.asInt(1024, 1 << 30))
                        .orElse(WATCHDOG_CYCLES),
                node.find("links")
                        .map(ChipSpecReader::links)
                        .orElse(new FabricSpec.LinkSpec(grid.chips(), LINK_CYCLES, LINK_BITS, LINK_PACKET_BITS)));
    }

    private static FabricSpec.LinkSpec links(YamlNode node) {
        node.allowOnly("columns", "latency_cycles", "width_bits", "packet_bits");
        return new FabricSpec.LinkSpec(
                node.get("columns").asInt(1, 16384),
                node.get("latency_cycles").asInt(1, 1 << 20),
                node.get("width_bits").asInt(1, 1024),
                node.get("packet_bits").asInt(1, 1 << 16));
    }

    private static CostTable costs(YamlNode node) {
        node.allowOnly("model", "source", "items", "barrier");
        Map<String, CostTable.Cost> items = new LinkedHashMap<>();
        YamlNode list = node.get("items");
        for (String key : list.keys()) {
            YamlNode item = list.get(key).allowOnly("ns", "pj");
            items.put(
                    key,
                    new CostTable.Cost(
                            item.get("ns").asDouble(0, 1e12), item.get("pj").asDouble(0, 1e12)));
        }
        List<CostTable.BarrierCost> barrier = new ArrayList<>();
        int tilesBefore = 0;
        for (YamlNode entry : node.get("barrier").items()) {
            entry.allowOnly("tiles", "ns");
            int tiles = entry.get("tiles").asInt(tilesBefore + 1, 1 << 20);
            barrier.add(new CostTable.BarrierCost(tiles, entry.get("ns").asDouble(0, 1e12)));
            tilesBefore = tiles;
        }
        return new CostTable(node.get("model").asText(), node.get("source").asText(), items, barrier);
    }

    static List<String> texts(YamlNode node) {
        return node.items().stream().map(YamlNode::asText).toList();
    }

    private static String digest(String canonical) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
