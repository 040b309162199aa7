package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.cells.CellKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads kinds of cells: a default cell and what is different. Not safe for several threads. */
final class KindReader {
    private static final double MOST = 1e6;
    private static final double LOWEST_MV = -128;
    private static final double HIGHEST_MV = 127.9999;
    private static final String[] KEYS = {
        "like",
        "capacitance_pF",
        "leak_nS",
        "rest_mV",
        "coupling_nS",
        "threshold_mV",
        "peak_mV",
        "reset_mV",
        "spike_ms",
        "refractory_ms",
        "keep",
        "without",
        "channels"
    };
    private static final String[] CHANNEL_KEYS = {
        "number", "compartment", "opened_by", "reversal_mV", "conductance_nS", "decay_ms", "rise_ms", "gate"
    };

    /** What opens a channel, in the words of the file. */
    private enum OpenedBy {
        RECEPTORS,
        SPIKE,
        ALWAYS
    }

    /** Compartments in the words of the file. */
    enum Compartment {
        SOMA,
        DENDRITE
    }

    private final YamlNode kinds;

    /** @param kinds the file's own kinds by name, or null */
    KindReader(YamlNode kinds) {
        this.kinds = kinds;
    }

    /** Keys of a kind, for readers of larger nodes. */
    static List<String> keys() {
        return List.of(KEYS);
    }

    /** The kind that {@code node} describes; a text is the name of a kind. */
    KindDraft read(YamlNode node, Scope scope) {
        if (node.kind() == YamlNode.Kind.SCALAR) {
            return named(node, scope, new HashSet<>());
        }
        return read(node, scope, new HashSet<>());
    }

    private KindDraft named(YamlNode name, Scope scope, Set<String> seen) {
        String text = name.asText();
        if (kinds != null && kinds.keys().contains(text)) {
            if (!seen.add(text)) {
                throw name.error("kind '" + text + "' is like itself; kinds may not form a ring");
            }
            return read(kinds.get(text).allowOnly(KEYS), scope, seen);
        }
        return switch (text) {
            case "point" -> KindDraft.point();
            case "pyramidal" -> KindDraft.pyramidal();
            default -> {
                List<String> known = new ArrayList<>(List.of("point", "pyramidal"));
                if (kinds != null) {
                    known.addAll(kinds.keys());
                }
                throw name.error("is '" + text + "', allowed: " + String.join(", ", known));
            }
        };
    }

    private KindDraft read(YamlNode node, Scope scope, Set<String> seen) {
        KindDraft cell = named(node.get("like"), scope, seen);
        cell.capacitance = pair(node, "capacitance_pF", scope, 1e-3, MOST, cell.capacitance);
        cell.leak = pair(node, "leak_nS", scope, 0, MOST, cell.leak);
        cell.rest = pair(node, "rest_mV", scope, LOWEST_MV, HIGHEST_MV, cell.rest);
        cell.coupling = scope.number(node, "coupling_nS", 0, MOST, cell.coupling);
        cell.threshold = scope.number(node, "threshold_mV", LOWEST_MV, HIGHEST_MV, cell.threshold);
        cell.peak = scope.number(node, "peak_mV", LOWEST_MV, HIGHEST_MV, cell.peak);
        cell.reset = scope.number(node, "reset_mV", LOWEST_MV, HIGHEST_MV, cell.reset);
        cell.spikeMs = scope.number(node, "spike_ms", 0, MOST, cell.spikeMs);
        cell.refractoryMs = scope.number(node, "refractory_ms", 0, MOST, cell.refractoryMs);
        node.find("keep").ifPresent(list -> cell.channels.keySet().retainAll(names(list, cell)));
        node.find("without").ifPresent(list -> cell.channels.keySet().removeAll(names(list, cell)));
        cell.numbers.keySet().retainAll(cell.channels.keySet());
        node.find("channels").ifPresent(map -> {
            map.allowOnly(map.keys());
            map.keys().forEach(name -> channel(cell, name, map.get(name), scope));
        });
        return cell;
    }

    private static double[] pair(YamlNode parent, String key, Scope scope, double min, double max, double[] otherwise) {
        YamlNode node = parent.find(key).orElse(null);
        if (node == null) {
            return otherwise;
        }
        List<YamlNode> items = node.items();
        if (items.size() > 2 || items.isEmpty()) {
            throw node.error("has " + items.size() + " values, allowed: one, or two as [soma, dendrite]");
        }
        double first = scope.number(items.getFirst(), min, max);
        return new double[] {first, items.size() == 2 ? scope.number(items.get(1), min, max) : first};
    }

    private static Set<String> names(YamlNode list, KindDraft cell) {
        Set<String> names = new HashSet<>();
        for (YamlNode item : list.items()) {
            if (!cell.channels.containsKey(item.asText())) {
                throw item.error("is '" + item.asText() + "', but the cell has the channels " + cell.channels.keySet());
            }
            names.add(item.asText());
        }
        return names;
    }

    private static void channel(KindDraft cell, String name, YamlNode node, Scope scope) {
        node.allowOnly(CHANNEL_KEYS);
        CellKind.Channel old = cell.channels.get(name);
        if (old == null) {
            old = new CellKind.Channel(name, false, CellKind.Source.SYN, 0, 0, 0, 0, 0);
            node.get("reversal_mV");
            node.get("conductance_nS");
        }
        Integer known = cell.numbers.getOrDefault(name, KindDraft.NUMBERS.get(name));
        int number = known == null
                ? scope.whole(node.get("number"), 0, BiophysicalCoreSpec.CHANNELS - 1)
                : scope.whole(node, "number", 0, BiophysicalCoreSpec.CHANNELS - 1, known);
        for (var other : cell.numbers.entrySet()) {
            if (other.getValue() == number && !other.getKey().equals(name)) {
                throw node.error("takes number " + number + ", which is " + other.getKey()
                        + "; free: those of 0..7 that no channel of the cell has");
            }
        }
        CellKind.Source source = node.find("opened_by")
                .map(n -> switch (n.asEnum(OpenedBy.class)) {
                    case RECEPTORS -> CellKind.Source.SYN;
                    case SPIKE -> CellKind.Source.SPIKE;
                    case ALWAYS -> CellKind.Source.CONST;
                })
                .orElse(old.source());
        boolean dendrite = node.find("compartment")
                .map(n -> n.asEnum(Compartment.class) == Compartment.DENDRITE)
                .orElse(old.dendrite());
        double decay = scope.number(node, "decay_ms", 0, MOST, old.tauDecay());
        double rise = scope.number(node, "rise_ms", 0, MOST, old.tauRise());
        if (rise > 0 && !(rise < decay)) {
            throw node.error("rises in " + rise + " ms and decays in " + decay + " ms; the rise has to be shorter");
        }
        cell.channels.put(
                name,
                new CellKind.Channel(
                        name,
                        dendrite,
                        source,
                        scope.number(node, "reversal_mV", LOWEST_MV, HIGHEST_MV, old.reversal()),
                        scope.number(node, "conductance_nS", 0, MOST, old.conductance()),
                        decay,
                        rise,
                        scope.whole(node, "gate", 0, 3, old.gate())));
        cell.numbers.put(name, number);
    }
}
