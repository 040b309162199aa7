package dev.ranvier.tools.network;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.cells.DefaultCells;
import dev.ranvier.tools.cells.GateFunction;
import dev.ranvier.tools.cells.SpinePhysics;
import dev.ranvier.tools.cells.Transmitter;
import dev.ranvier.tools.network.CellPhysics.NamedGate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads what all cells of a network share: the mapping {@code biophysics}, and which channels there are. Stateless. */
final class CellPhysicsReader {
    /** Gate that NMDA channels have; it is there without being written. */
    static final String MAGNESIUM = "magnesium";

    private static final int MOST_GATES = 3;
    private static final double DEFAULT_MAGNESIUM = 1;
    /** Receptors per transmitter (biophysical core, section 4). */
    private static final List<List<String>> RECEPTORS =
            List.of(List.of("ampa", "nmda"), List.of("gaba_a", "gaba_b"), List.of("gaba_a"), List.of("ampa"));

    private final Values values;

    CellPhysicsReader(Values values) {
        this.values = values;
    }

    /** What the cells of document {@code root} share; empty if it has no cells. */
    Optional<CellPhysics> read(YamlNode root) {
        List<YamlNode> cells = root.get("populations").items().stream()
                .flatMap(population -> population.find("cells").stream())
                .toList();
        Optional<YamlNode> node = root.find("biophysics");
        if (cells.isEmpty()) {
            if (node.isPresent()) {
                throw node.get().error("stands in a network without cells; give a population 'cells', or leave it out");
            }
            return Optional.empty();
        }
        node.ifPresent(n -> n.allowOnly("magnesium", "gates", "transmitters", "plasticity"));
        double magnesium = node.flatMap(n -> n.find("magnesium"))
                .map(n -> n.asDouble(0, 1e6))
                .orElse(DEFAULT_MAGNESIUM);
        List<List<String>> names = receptors(node.flatMap(n -> n.find("transmitters")));
        List<String> channels = channels(root, cells, names);
        int[][] receptors = new int[names.size()][];
        for (int t = 0; t < receptors.length; t++) {
            int first = channels.indexOf(names.get(t).getFirst());
            int second = channels.indexOf(names.get(t).getLast());
            receptors[t] = new int[] {first, second};
        }
        return Optional.of(new CellPhysics(
                magnesium,
                gates(node.flatMap(n -> n.find("gates")), magnesium),
                channels,
                receptors,
                node.flatMap(n -> n.find("plasticity")).map(CellPhysicsReader::plasticity)));
    }

    private static List<List<String>> receptors(Optional<YamlNode> node) {
        List<List<String>> names = new ArrayList<>(RECEPTORS);
        if (node.isPresent()) {
            node.get()
                    .allowOnly(Arrays.stream(Transmitter.values())
                            .map(Transmitter::text)
                            .toList());
            for (String key : node.get().keys()) {
                YamlNode list = node.get().get(key);
                List<String> own = list.items().stream().map(YamlNode::asText).toList();
                if (own.isEmpty() || own.size() > 2) {
                    throw list.error("has " + own.size() + " receptors, needed: one or two names of channels, "
                            + "opened by the first and the second count of a synapse");
                }
                names.set(Transmitter.of(key).ordinal(), own);
            }
        }
        return names;
    }

    /** Names by number: known channels have the number of the specification, others take what is free, from 6, by alphabet. */
    private static List<String> channels(YamlNode root, List<YamlNode> cells, List<List<String>> receptors) {
        SortedSet<String> all = new TreeSet<>();
        receptors.forEach(all::addAll);
        for (YamlNode node : cells) {
            if (node.find("like").isPresent()) {
                CellReader.like(node.get("like")).channels().values().forEach(channel -> all.add(channel.name()));
            }
            node.find("channels").ifPresent(map -> all.addAll(map.keys()));
        }
        String[] names = new String[BiophysicalCoreSpec.CHANNELS];
        Arrays.fill(names, "");
        for (String name : all) {
            if (DefaultCells.CHANNELS.contains(name)) {
                names[DefaultCells.CHANNELS.indexOf(name)] = name;
            }
        }
        List<Integer> free = new ArrayList<>(List.of(6, 7));
        for (int k = 0; k < 6; k++) {
            if (names[k].isEmpty()) {
                free.add(k);
            }
        }
        for (String name : all) {
            if (!DefaultCells.CHANNELS.contains(name)) {
                if (free.isEmpty()) {
                    throw root.get("populations")
                            .error("has cells with channel '" + name + "', one more than the "
                                    + BiophysicalCoreSpec.CHANNELS + " of the chip; the channels of all cells and of "
                                    + "the transmitters together are " + all
                                    + "; give a transmitter that nobody releases the receptors of another");
                }
                names[free.removeFirst()] = name;
            }
        }
        return List.of(names);
    }

    private List<NamedGate> gates(Optional<YamlNode> node, double magnesium) {
        List<NamedGate> gates = new ArrayList<>();
        if (node.map(n -> n.find(MAGNESIUM).isEmpty()).orElse(true)) {
            gates.add(new NamedGate(MAGNESIUM, new GateFunction.Magnesium(magnesium)));
        }
        if (node.isPresent()) {
            for (String name : node.get().keys()) {
                if (gates.size() == MOST_GATES) {
                    throw node.get()
                            .get(name)
                            .error("is one gate too many; the chip has " + MOST_GATES + ", with 'magnesium', and "
                                    + gates.stream().map(NamedGate::name).toList() + " are in use");
                }
                gates.add(new NamedGate(name, gate(node.get().get(name))));
            }
        }
        return gates;
    }

    private GateFunction gate(YamlNode node) {
        if (node.find("magnesium").isPresent()) {
            node.allowOnly("magnesium");
            return new GateFunction.Magnesium(node.get("magnesium").asDouble(0, 1e6));
        }
        if (node.find("half").isPresent()) {
            node.allowOnly("half", "slope");
            double slope = node.get("slope").asDouble(-1e6, 1e6);
            if (slope == 0) {
                throw node.get("slope").error("is 0 mV, allowed: anything else; negative closes with depolarisation");
            }
            return new GateFunction.Boltzmann(node.get("half").asDouble(-1e6, 1e6), slope);
        }
        node.allowOnly("fractions");
        double[] fractions = values.reals(node.get("fractions"), GateFunction.ENTRIES);
        for (int i = 0; i < fractions.length; i++) {
            if (fractions[i] < 0 || fractions[i] > 1) {
                throw node.get("fractions")
                        .error("has " + fractions[i] + " at " + (-128 + 2 * i) + " mV, allowed: 0..1");
            }
        }
        return new GateFunction.Sampled(fractions);
    }

    private static SpinePhysics plasticity(YamlNode node) {
        node.allowOnly(
                "sweep",
                "tau_bound",
                "bound_jump",
                "tau_calcium",
                "nmda_calcium",
                "pre_calcium",
                "post_calcium",
                "pre_delay",
                "remove_above",
                "insert_above",
                "insert_rate",
                "remove_rate",
                "most_receptors");
        SpinePhysics d = DefaultCells.SPINES;
        return new SpinePhysics(
                node.find("sweep").map(n -> n.asInt(1, 16)).orElse(d.period()),
                real(node, "tau_bound", d.tauBound(), 1e-3, 1e9),
                real(node, "bound_jump", d.boundJump(), 0, 65535.0 / 65536),
                real(node, "tau_calcium", d.tauCalcium(), 1e-3, 1e9),
                real(node, "nmda_calcium", d.nmda(), 0, 1e6),
                real(node, "pre_calcium", d.preJump(), 0, 15.99),
                real(node, "post_calcium", d.postJump(), 0, 15.99),
                real(node, "pre_delay", d.preDelay(), 0, 1e6),
                real(node, "remove_above", d.removeAbove(), 0, 15.99),
                real(node, "insert_above", d.insertAbove(), 0, 15.99),
                real(node, "insert_rate", d.insertRate(), 0, 1e6),
                real(node, "remove_rate", d.removeRate(), 0, 1e6),
                node.find("most_receptors").map(n -> n.asInt(0, 255)).orElse(d.mostReceptors()));
    }

    static double real(YamlNode parent, String key, double otherwise, double min, double max) {
        return parent.find(key).map(n -> n.asDouble(min, max)).orElse(otherwise);
    }
}
