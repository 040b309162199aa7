package dev.ranvier.tools.network;

import dev.ranvier.hw.Chips;
import dev.ranvier.hw.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a network file says beside the network: {@code run} and {@code probes}. Stateless. */
final class RunReader {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
    private static final int EVERY_MAX = 1_000_000_000;
    private static final List<String> STATE_VARIABLES = List.of("u", "v", "q", "refractory", "y1", "y2", "y3");

    private static final List<String> CELL_VARIABLES = List.of(
            "v_soma", "v_dendrite", "refractory", "synaptic_soma", "synaptic_dendrite", "calcium_drive", "spikes");

    private RunReader() {}

    /** The settings of document {@code root}, whose network and stimuli have been read. */
    static RunSettings read(YamlNode root, Network network, List<Stimulus> stimuli, Path folder) {
        Optional<YamlNode> run = root.find("run");
        run.ifPresent(node -> node.allowOnly("chip", "profile", "set", "seed", "ticks", "dt"));
        return new RunSettings(
                run.flatMap(node -> node.find("chip")).map(node -> chip(node, folder)),
                run.flatMap(node -> node.find("profile")).map(YamlNode::asText),
                run.flatMap(node -> node.find("set")).map(RunReader::overrides).orElse(List.of()),
                run.flatMap(node -> node.find("seed"))
                        .map(node -> OptionalLong.of(node.asLong(Long.MIN_VALUE, Long.MAX_VALUE)))
                        .orElse(OptionalLong.empty()),
                run.flatMap(node -> node.find("ticks"))
                        .map(node -> OptionalLong.of(node.asLong(1, Long.MAX_VALUE)))
                        .orElse(OptionalLong.empty()),
                run.flatMap(node -> node.find("dt"))
                        .map(node -> OptionalDouble.of(node.asDouble(Double.MIN_NORMAL, 1e9)))
                        .orElse(OptionalDouble.empty()),
                stimuli,
                root.find("probes").map(node -> probes(node, network)).orElse(List.of()));
    }

    /** A preset's name, or a chip file: relative to the network file's folder. */
    private static String chip(YamlNode node, Path folder) {
        String name = node.asText();
        boolean isFile = !Chips.presets().contains(name)
                && (name.contains("/") || name.contains("\\") || name.endsWith(".yaml") || name.endsWith(".yml"));
        return isFile ? folder.resolve(name).toString() : name;
    }

    private static List<String> overrides(YamlNode node) {
        List<String> overrides = new ArrayList<>();
        for (String key : node.keys()) {
            overrides.add(key + "=" + node.get(key).asText());
        }
        return overrides;
    }

    private static List<Probe> probes(YamlNode list, Network network) {
        List<Probe> probes = new ArrayList<>();
        for (YamlNode node : list.items()) {
            probes.add(probe(node, network));
        }
        return probes;
    }

    private static Probe probe(YamlNode node, Network network) {
        if (node.find("spikes").isPresent()) {
            node.allowOnly("spikes", "neurons");
            Population population = population(node.get("spikes"), network);
            return new Probe.Spikes(population.name(), neurons(node, population.size()));
        }
        if (node.find("state").isPresent()) {
            node.allowOnly("state", "of", "neurons", "every");
            String variable = node.get("state").asText();
            Population population = population(node.get("of"), network);
            List<String> allowed =
                    switch (network.kind()) {
                        case COMPARTMENTS -> STATE_VARIABLES;
                        case CELLS -> cellVariables(network);
                        // Which state words there are is for the program to say.
                        case PROGRAMS -> List.of(variable);
                    };
            if (!allowed.contains(variable)) {
                throw node.get("state").error("is '" + variable + "', allowed: " + String.join(", ", allowed));
            }
            return new Probe.State(population.name(), variable, neurons(node, population.size()), every(node));
        }
        for (Probe.Synapses.Variable variable : Probe.Synapses.Variable.values()) {
            String key = key(variable);
            if (node.find(key).isPresent()) {
                node.allowOnly(key, "every");
                return new Probe.Synapses(learning(node.get(key), network), variable, every(node));
            }
        }
        throw node.error(
                "has " + node.keys() + "; needed: one of spikes, state, weights, tags, delay_tags, calcium, bound");
    }

    /** Variables of a cell: the core's own, and the conductance of each channel by its name. */
    private static List<String> cellVariables(Network network) {
        List<String> names = new ArrayList<>(CELL_VARIABLES);
        network.cells().orElseThrow().channels().stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> names.add(name));
        return names;
    }

    /** The key of a probe of synapses. */
    static String key(Probe.Synapses.Variable variable) {
        return switch (variable) {
            case WEIGHT -> "weights";
            case TAG -> "tags";
            case DELAY_TAG -> "delay_tags";
            case CALCIUM -> "calcium";
            case BOUND -> "bound";
        };
    }

    private static Population population(YamlNode node, Network network) {
        String name = node.asText();
        for (Population population : network.populations()) {
            if (population.name().equals(name)) {
                return population;
            }
        }
        throw node.error("is '" + name + "', which is no population; there are "
                + network.populations().stream().map(Population::name).toList());
    }

    private static String learning(YamlNode node, Network network) {
        String name = node.asText();
        for (Projection projection : network.projections()) {
            if (projection.name().equals(name) && projection.learns()) {
                return name;
            }
        }
        throw node.error("is '" + name + "', which is no projection that learns; there are "
                + network.projections().stream()
                        .filter(Projection::learns)
                        .map(Projection::name)
                        .toList());
    }

    private static int every(YamlNode node) {
        return node.find("every").map(x -> x.asInt(1, EVERY_MAX)).orElse(1);
    }

    /** Numbers and ranges {@code first..last}, both included; all neurons if the key is absent. */
    private static int[] neurons(YamlNode probe, int size) {
        BitSet chosen = new BitSet();
        Optional<YamlNode> selection = probe.find("neurons");
        if (selection.isEmpty()) {
            chosen.set(0, size);
        } else {
            for (YamlNode item : selection.get().items()) {
                Matcher range = RANGE.matcher(item.asText());
                int first = range.matches() ? Integer.parseInt(range.group(1)) : item.asInt(0, size - 1);
                int last = range.matches() ? Integer.parseInt(range.group(2)) : first;
                if (first > last || last >= size) {
                    throw item.error("is '" + item.asText() + "', allowed: numbers 0.." + (size - 1)
                            + " and ranges first..last of them");
                }
                chosen.set(first, last + 1);
            }
        }
        return chosen.stream().toArray();
    }
}
