package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.cells.Transmitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads groups: a group is a preparation that is set up once per point of its sweep. Not safe for several threads.
 */
final class GroupReader {
    private static final int MOST_PREPARATIONS = 4096;
    private static final int MOST_CELLS = 1 << 20;

    private static final List<String> KEYS = List.of(
            "name",
            "sweep",
            "cell",
            "cells",
            "inputs",
            "synapses",
            "stimuli",
            "currents",
            "clamps",
            "tables",
            "observables");

    private final NetworkDraft network;
    private final Timeline timeline;
    private final KindReader kinds;
    private final SynapseReader synapses;
    private final TableFiles tables;
    private final Map<String, Preparation.Block> shared;

    /** @param shared inputs of all preparations, by name */
    GroupReader(
            NetworkDraft network,
            Timeline timeline,
            KindReader kinds,
            SynapseReader synapses,
            TableFiles tables,
            Map<String, Preparation.Block> shared) {
        this.network = network;
        this.timeline = timeline;
        this.kinds = kinds;
        this.synapses = synapses;
        this.tables = tables;
        this.shared = shared;
    }

    /** The preparations of {@code node}, in the order of its sweep: the first variable changes most slowly. */
    List<Preparation> read(YamlNode node, Scope scope) {
        node.allowOnly(KEYS);
        String name = node.get("name").asText();
        List<Map<String, Double>> points = new ArrayList<>(List.of(Map.of()));
        YamlNode sweep = node.find("sweep").orElse(null);
        if (sweep != null) {
            for (String variable : sweep.allowOnly(sweep.keys()).keys()) {
                points = extend(points, variable, sweep.get(variable), scope);
            }
        }
        List<Preparation> preparations = new ArrayList<>();
        for (Map<String, Double> point : points) {
            Scope here = scope;
            for (var entry : point.entrySet()) {
                here = here.with(entry.getKey(), entry.getValue());
            }
            preparations.add(prepare(name, node, point, here));
        }
        return preparations;
    }

    private static List<Map<String, Double>> extend(
            List<Map<String, Double>> points, String variable, YamlNode values, Scope scope) {
        if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw values.error("sweeps '" + variable + "'; a name has letters, digits and _, and starts with a letter");
        }
        List<Map<String, Double>> longer = new ArrayList<>();
        if ((long) points.size() * values.items().size() > MOST_PREPARATIONS) {
            throw values.error("makes more than " + MOST_PREPARATIONS + " preparations; sweep fewer values");
        }
        for (Map<String, Double> point : points) {
            for (YamlNode value : values.items()) {
                Map<String, Double> more = new LinkedHashMap<>(point);
                more.put(variable, scope.number(value, -Double.MAX_VALUE, Double.MAX_VALUE));
                longer.add(more);
            }
        }
        return longer;
    }

    private Preparation prepare(String group, YamlNode node, Map<String, Double> at, Scope scope) {
        Map<String, Preparation.Block> cells = new LinkedHashMap<>();
        node.find("cell").ifPresent(cell -> cells.put("cell", cell(group, cell, scope)));
        node.find("cells").ifPresent(map -> {
            for (String name : map.allowOnly(map.keys()).keys()) {
                cells.put(name, cell(name, map.get(name), scope));
            }
        });
        if (cells.isEmpty()) {
            throw node.error("has no cells; add 'cell: point' or 'cells: {name: kind}'");
        }
        Map<String, Preparation.Block> inputs = new LinkedHashMap<>(shared);
        Map<String, Preparation.Block> own = new LinkedHashMap<>();
        node.find("inputs").ifPresent(map -> own.putAll(inputs(map, network)));
        inputs.putAll(own);
        Map<String, Integer> named = new LinkedHashMap<>();
        node.find("synapses")
                .ifPresent(list -> list.items().forEach(item -> synapses.read(item, cells, inputs, scope, named)));
        node.find("stimuli").ifPresent(list -> list.items().forEach(item -> stimulus(item, own, scope)));
        node.find("currents").ifPresent(list -> list.items().forEach(item -> {
            Preparation.Block block = target(item, cells);
            timeline.current(item, block, two(block), scope);
        }));
        node.find("clamps").ifPresent(list -> list.items().forEach(item -> {
            Preparation.Block block = target(item, cells);
            timeline.clamp(item, block, two(block), scope);
        }));
        node.find("tables").ifPresent(map -> tables.read(map, network, timeline));
        return new Preparation(group, at, cells, named);
    }

    private boolean two(Preparation.Block block) {
        return network.kindOf(block.first()).two();
    }

    private void stimulus(YamlNode node, Map<String, Preparation.Block> own, Scope scope) {
        String name = node.get("input").asText();
        if (!own.containsKey(name) && shared.containsKey(name)) {
            throw node.get("input")
                    .error("is '" + name + "', which all preparations share; move the stimulus to the top level");
        }
        timeline.stimulus(node, find(node.get("input"), own, "inputs of the group"), scope);
    }

    /** The block that {@code node} names among {@code blocks}. */
    static Preparation.Block find(YamlNode node, Map<String, Preparation.Block> blocks, String what) {
        Preparation.Block block = blocks.get(node.asText());
        if (block == null) {
            throw node.error("is '" + node.asText() + "'; " + what + ": " + new TreeSet<>(blocks.keySet()));
        }
        return block;
    }

    private static Preparation.Block target(YamlNode node, Map<String, Preparation.Block> cells) {
        if (node.find("cell").isPresent()) {
            return find(node.get("cell"), cells, "cells of the group");
        }
        if (cells.size() != 1) {
            throw node.error("misses the key 'cell'; cells of the group: " + new TreeSet<>(cells.keySet()));
        }
        return cells.values().iterator().next();
    }

    private Preparation.Block cell(String name, YamlNode node, Scope scope) {
        int count = 1;
        Transmitter releases = Transmitter.GLU;
        if (node.kind() == YamlNode.Kind.MAP) {
            List<String> keys = new ArrayList<>(KindReader.keys());
            keys.add("count");
            keys.add("releases");
            node.allowOnly(keys);
            count = scope.whole(node, "count", 1, MOST_CELLS, 1);
            releases = node.find("releases").map(GroupReader::transmitter).orElse(releases);
        }
        if (network.cells() + count > MOST_CELLS) {
            throw node.error("makes more than " + MOST_CELLS + " cells");
        }
        return network.cells(kinds.read(node, scope).finish(), name, count, releases);
    }

    static Transmitter transmitter(YamlNode node) {
        try {
            return Transmitter.of(node.asText());
        } catch (dev.ranvier.hw.yaml.YamlException e) {
            throw e;
        } catch (RanvierException e) {
            throw node.error(e.getMessage());
        }
    }

    /** Inputs by name: {@code name: glu} or {@code name: {transmitter: glu, count: 100}}. */
    static Map<String, Preparation.Block> inputs(YamlNode map, NetworkDraft network) {
        Map<String, Preparation.Block> blocks = new LinkedHashMap<>();
        for (String name : map.allowOnly(map.keys()).keys()) {
            YamlNode node = map.get(name);
            if (node.kind() == YamlNode.Kind.SCALAR) {
                blocks.put(name, network.inputs(1, transmitter(node)));
            } else {
                node.allowOnly("transmitter", "count");
                int count = node.find("count").map(n -> n.asInt(1, MOST_CELLS)).orElse(1);
                blocks.put(name, network.inputs(count, transmitter(node.get("transmitter"))));
            }
        }
        return blocks;
    }
}
