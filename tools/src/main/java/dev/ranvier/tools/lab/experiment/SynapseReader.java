package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.cells.Transmitter;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/** Reads connections between inputs and cells of a preparation. Not safe for several threads. */
final class SynapseReader {
    private static final int MOST_RECEPTORS = 255;
    private static final String[] KEYS = {
        "from",
        "to",
        "name",
        "ampa",
        "nmda",
        "gaba_a",
        "gaba_b",
        "receptors",
        "receives",
        "delay_ms",
        "plastic",
        "copies",
        "connect"
    };

    private final NetworkDraft network;
    private final double tickMs;

    SynapseReader(NetworkDraft network, double tickMs) {
        this.network = network;
        this.tickMs = tickMs;
    }

    /**
     * Adds the synapses of {@code node}; the first one is entered in {@code named}, under {@code name} and, if it is
     * plastic and the first such, under {@code synapse}.
     */
    void read(
            YamlNode node,
            Map<String, Preparation.Block> cells,
            Map<String, Preparation.Block> inputs,
            Scope scope,
            Map<String, Integer> named) {
        node.allowOnly(KEYS);
        YamlNode fromNode = node.get("from");
        boolean fromCell = cells.containsKey(fromNode.asText());
        Preparation.Block from = fromCell
                ? cells.get(fromNode.asText())
                : GroupReader.find(fromNode, inputs, "cells " + new TreeSet<>(cells.keySet()) + " and inputs");
        Preparation.Block to = node.find("to")
                .map(n -> GroupReader.find(n, cells, "cells of the group"))
                .orElseGet(() -> {
                    if (cells.size() != 1) {
                        throw node.error("misses the key 'to'; cells of the group: " + new TreeSet<>(cells.keySet()));
                    }
                    return cells.values().iterator().next();
                });
        int[] receptors = receptors(node, scope);
        Transmitter declared = declared(node);
        boolean plastic = node.find("plastic").map(YamlNode::asBoolean).orElse(false);
        int copies = scope.whole(node, "copies", 1, 4096, 1);
        IntUnaryOperator delay = delays(node, scope);
        int[] first = {-1};
        int[] count = {0};
        connect(node, from.count(), to.count(), scope, (i, k) -> {
            for (int copy = 0; copy < copies; copy++) {
                int index = network.synapse(new NetworkDraft.Synapse(
                        fromCell,
                        from.first() + i,
                        to.first() + k,
                        receptors[0],
                        receptors[1],
                        delay.applyAsInt(count[0]++),
                        plastic,
                        declared));
                first[0] = first[0] < 0 ? index : first[0];
            }
        });
        if (first[0] >= 0) {
            node.find("name").ifPresent(name -> named.put(name.asText(), first[0]));
            if (plastic) {
                named.putIfAbsent("synapse", first[0]);
            }
        }
    }

    private static int[] receptors(YamlNode node, Scope scope) {
        YamlNode both = node.find("receptors").orElse(null);
        if (both != null) {
            List<YamlNode> items = both.items();
            if (items.size() != 2) {
                throw both.error("has " + items.size()
                        + " values, needed: two, the counts of the first and the second channel of the transmitter");
            }
            return new int[] {scope.whole(items.get(0), 0, MOST_RECEPTORS), scope.whole(items.get(1), 0, MOST_RECEPTORS)
            };
        }
        boolean gaba = node.find("gaba_a").isPresent() || node.find("gaba_b").isPresent();
        return new int[] {
            scope.whole(node, gaba ? "gaba_a" : "ampa", 0, MOST_RECEPTORS, 0),
            scope.whole(node, gaba ? "gaba_b" : "nmda", 0, MOST_RECEPTORS, 0)
        };
    }

    /** The transmitter that the record says the synapse receives; null if it says nothing. */
    private static Transmitter declared(YamlNode node) {
        if (node.find("receives").isPresent()) {
            return GroupReader.transmitter(node.get("receives"));
        }
        boolean glu = node.find("ampa").isPresent() || node.find("nmda").isPresent();
        boolean gaba = node.find("gaba_a").isPresent() || node.find("gaba_b").isPresent();
        if (glu && gaba) {
            throw node.error("has receptors for glutamate and for GABA; a synapse has one transmitter, that of its"
                    + " source: write two connections from two sources");
        }
        return glu ? Transmitter.GLU : gaba ? Transmitter.GABA : null;
    }

    /** Delay in ticks of the i-th synapse. */
    private IntUnaryOperator delays(YamlNode node, Scope scope) {
        YamlNode delay = node.find("delay_ms").orElse(null);
        if (delay == null) {
            return i -> 1;
        }
        if (delay.kind() == YamlNode.Kind.MAP) {
            delay.allowOnly("from", "to", "seed");
            int low = ticks(delay.get("from"), scope);
            int high = ticks(delay.get("to"), scope);
            long seed = delay.get("seed").asLong(Long.MIN_VALUE, Long.MAX_VALUE);
            return i -> low + (int) (Draws.uniform(seed, 1, i) * (high - low + 1));
        }
        int ticks = ticks(delay, scope);
        return i -> ticks;
    }

    private int ticks(YamlNode node, Scope scope) {
        int most = BiophysicalCoreSpec.DELAY_SLOTS - 1;
        double milliseconds = scope.number(node, 0, Double.MAX_VALUE);
        long ticks = Math.round(milliseconds / tickMs);
        if (ticks < 1 || ticks > most) {
            throw node.error("is " + milliseconds + " ms, which is " + ticks + " ticks of " + tickMs
                    + " ms; allowed: 1.." + most + " ticks");
        }
        return (int) ticks;
    }

    /** Receives pairs of source and target within their blocks. */
    private interface Pairs {
        void pair(int from, int to);
    }

    private static void connect(YamlNode node, int from, int to, Scope scope, Pairs pairs) {
        YamlNode how = node.find("connect").orElse(null);
        if (how != null && how.kind() == YamlNode.Kind.MAP) {
            random(how, from, to, scope, pairs);
            return;
        }
        String word = how == null ? (from == 1 || to == 1 ? "all" : "") : how.asText();
        switch (word) {
            case "all" -> {
                for (int i = 0; i < from; i++) {
                    for (int k = 0; k < to; k++) {
                        pairs.pair(i, k);
                    }
                }
            }
            case "one_to_one" -> {
                if (from != to) {
                    throw how.error("is one_to_one, but joins " + from + " sources and " + to + " cells");
                }
                for (int i = 0; i < from; i++) {
                    pairs.pair(i, i);
                }
            }
            default ->
                throw (how == null ? node : how)
                        .error((how == null ? "joins many to many and misses 'connect'" : "is '" + word + "'")
                                + "; allowed: all, one_to_one, {probability: 0..1, seed: n}, {in_degree: n, seed: n}");
        }
    }

    private static void random(YamlNode how, int from, int to, Scope scope, Pairs pairs) {
        how.allowOnly("probability", "in_degree", "seed");
        long seed = how.get("seed").asLong(Long.MIN_VALUE, Long.MAX_VALUE);
        if (how.find("in_degree").isPresent()) {
            int degree = scope.whole(how.get("in_degree"), 0, from);
            for (int k = 0; k < to; k++) {
                // Selection sampling (Knuth, volume 2, algorithm S): each subset is equally likely.
                int needed = degree;
                for (int i = 0; i < from && needed > 0; i++) {
                    if (Draws.uniform(seed, k, i) * (from - i) < needed) {
                        pairs.pair(i, k);
                        needed--;
                    }
                }
            }
            return;
        }
        double probability = scope.number(how, "probability", 0, 1);
        for (int i = 0; i < from; i++) {
            for (int k = 0; k < to; k++) {
                if (Draws.uniform(seed, i, k) < probability) {
                    pairs.pair(i, k);
                }
            }
        }
    }
}
