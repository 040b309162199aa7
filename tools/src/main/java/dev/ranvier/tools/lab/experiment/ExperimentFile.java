package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.hw.yaml.YamlReader;
import dev.ranvier.tools.cells.Biophysics;
import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.cells.SpinePhysics;
import dev.ranvier.tools.cells.Transmitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The experiment file: a YAML document; EXPERIMENTS.md of the tools describes every key. Stateless.
 */
public final class ExperimentFile {
    private static final double MOST_TICKS = 100_000_000;
    private static final double MOST_MS = 1e9;

    private ExperimentFile() {}

    /**
     * Reads an experiment file.
     *
     * @param file the YAML file; tables that it names lie beside it
     * @throws dev.ranvier.hw.RanvierException naming file, line, key and what is allowed
     */
    public static Experiment read(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return read(YamlReader.read(file), name -> Files.newInputStream(folder.resolve(name)));
    }

    /**
     * Reads an experiment from text.
     *
     * @param name stands for the file in messages
     * @param text the YAML document
     * @param tables opens the tables that it names
     */
    public static Experiment parse(String name, String text, TableOpener tables) {
        return read(YamlReader.parse(name, text), tables::open);
    }

    /** Opens tables beside an experiment that is no file. */
    public interface TableOpener {
        /** The bytes of the table called {@code name}. */
        java.io.InputStream open(String name) throws java.io.IOException;
    }

    private static Experiment read(YamlNode root, TableFiles.Opener tables) {
        root.allowOnly(
                "experiment",
                "title",
                "question",
                "finding",
                "notes",
                "golden",
                "tick_ms",
                "duration_ms",
                "sample_ms",
                "magnesium_mM",
                "gates",
                "transmitters",
                "plasticity",
                "nernst",
                "kinds",
                "inputs",
                "stimuli",
                "groups",
                "observables",
                "derived",
                "loads",
                "figures",
                "expectations");
        Scope scope = new Scope(Map.of());
        List<Quantity> quantities = new ArrayList<>();
        YamlNode ions = root.find("nernst").orElse(null);
        if (ions != null) {
            for (String ion : ions.allowOnly(ions.keys()).keys()) {
                Quantity quantity = nernst(ion, ions.get(ion), scope);
                quantities.add(quantity);
                scope = scope.with(ion, quantity.value());
            }
        }
        double tick = scope.number(root, "tick_ms", 1e-3, 100, 0.1);
        double duration = scope.number(root, "duration_ms", 0, MOST_MS, 0);
        double ticks = Math.rint(duration / tick);
        if (ticks > MOST_TICKS) {
            throw root.get("duration_ms").error("is " + ticks + " ticks, allowed: at most " + (long) MOST_TICKS);
        }
        double sample = scope.number(root, "sample_ms", tick, Math.max(tick, duration), tick);
        NetworkDraft draft = new NetworkDraft();
        Timeline timeline = new Timeline(tick, duration);
        Map<String, Preparation.Block> shared = new LinkedHashMap<>();
        root.find("inputs").ifPresent(map -> shared.putAll(GroupReader.inputs(map, draft)));
        List<Preparation> preparations = new ArrayList<>();
        List<YamlNode> groups = root.find("groups").map(YamlNode::items).orElse(List.of());
        GroupReader reader = new GroupReader(
                draft,
                timeline,
                new KindReader(root.find("kinds").orElse(null)),
                new SynapseReader(draft, tick),
                new TableFiles(tables),
                shared);
        for (YamlNode group : groups) {
            preparations.addAll(reader.read(group, scope));
        }
        stimuli(root, timeline, shared, scope);
        SpinePhysics spines = null;
        List<String> notes = new ArrayList<>();
        root.find("notes").ifPresent(list -> list.items().forEach(item -> notes.add(item.asText())));
        YamlNode plasticity = root.find("plasticity").orElse(null);
        if (plasticity != null) {
            spines = SpineReader.read(plasticity, scope);
            notes.add(SpineReader.rates(plasticity, spines));
        } else if (draft.learns()) {
            throw root.error("has plastic synapses but misses the key 'plasticity'; allowed: short_experiment,"
                    + " graupner_brunel, or a mapping that starts like one of them");
        }
        double magnesium = scope.number(root, "magnesium_mM", 0, 1000, 1);
        PhysicalNetwork network = draft.finish(
                root.get("experiment").asText(),
                tick,
                transmitters(root),
                gates(root, magnesium, scope),
                millivolts -> Biophysics.calciumDrive(millivolts, magnesium),
                spines);
        if (network.cells() > 0) {
            quantities.add(new Quantity("cells", network.cells(), "", "cells of all preparations"));
            quantities.add(new Quantity("synapses", network.synapses().count(), "", "synapses of all preparations"));
        }
        List<DaleLoad> loads = new ArrayList<>();
        root.find("loads").ifPresent(list -> list.items().forEach(item -> loads.add(load(item))));
        ObservableReader measured = new ObservableReader(scope, tick, duration, preparations, quantities, loads);
        for (YamlNode group : groups) {
            String name = group.get("name").asText();
            root.find("observables").ifPresent(map -> measured.observables(name, map));
            group.find("observables").ifPresent(map -> measured.observables(name, map));
        }
        root.find("derived").ifPresent(measured::derived);
        return new Experiment(
                new Experiment.About(
                        network.name(),
                        root.get("title").asText(),
                        text(root, "question"),
                        text(root, "finding"),
                        notes,
                        text(root, "golden")),
                network,
                draft.kindNames(),
                timeline.finish((long) ticks, (int) Math.max(1, Math.rint(sample / tick))),
                preparations,
                quantities,
                measured.observables(),
                measured.derived(),
                loads,
                root.find("figures").map(measured::figures).orElse(List.of()),
                root.find("expectations").map(measured::expectations).orElse(List.of()));
    }

    private static String text(YamlNode root, String key) {
        return root.find(key).map(YamlNode::asText).map(String::strip).orElse("");
    }

    private static void stimuli(YamlNode root, Timeline timeline, Map<String, Preparation.Block> shared, Scope scope) {
        for (YamlNode node : root.find("stimuli").map(YamlNode::items).orElse(List.of())) {
            timeline.stimulus(node, GroupReader.find(node.get("input"), shared, "inputs of the file"), scope);
        }
    }

    private static Quantity nernst(String ion, YamlNode node, Scope scope) {
        node.allowOnly("valence", "outside_mM", "inside_mM", "celsius");
        int valence = scope.whole(node.get("valence"), -3, 3);
        if (valence == 0) {
            throw node.get("valence").error("is 0, allowed: -3..-1, 1..3 (an uncharged particle has no equilibrium)");
        }
        double outside = scope.number(node, "outside_mM", 1e-9, 1e6);
        double inside = scope.number(node, "inside_mM", 1e-9, 1e6);
        double celsius = scope.number(node, "celsius", -20, 80, 37);
        return new Quantity(
                ion,
                Biophysics.nernst(valence, outside, inside, celsius),
                "mV",
                "Nernst, " + outside + " mM outside, " + inside + " mM inside, valence " + valence + ", " + celsius
                        + " °C");
    }

    private static int[][] transmitters(YamlNode root) {
        int[][] map = {{0, 1}, {2, 3}, {2, 2}, {0, 0}};
        root.find("transmitters").ifPresent(node -> {
            node.allowOnly("glu", "gaba", "gly", "ach");
            for (Transmitter transmitter : Transmitter.values()) {
                node.find(transmitter.text()).ifPresent(pair -> {
                    List<YamlNode> items = pair.items();
                    if (items.size() != 2) {
                        throw pair.error("has " + items.size() + " values, needed: two channel numbers, 0..7");
                    }
                    map[transmitter.ordinal()] =
                            new int[] {items.get(0).asInt(0, 7), items.get(1).asInt(0, 7)};
                });
            }
        });
        return map;
    }

    private static DoubleUnaryOperator[] gates(YamlNode root, double magnesium, Scope scope) {
        DoubleUnaryOperator[] gates = new DoubleUnaryOperator[3];
        gates[0] = millivolts -> Biophysics.magnesiumBlock(millivolts, magnesium);
        root.find("gates").ifPresent(map -> {
            map.allowOnly("1", "2", "3");
            for (String number : map.keys()) {
                gates[Integer.parseInt(number) - 1] = gate(map.get(number), scope);
            }
        });
        return gates;
    }

    private static DoubleUnaryOperator gate(YamlNode node, Scope scope) {
        node.allowOnly("magnesium_mM", "half_mV", "slope_mV");
        if (node.find("magnesium_mM").isPresent()) {
            double magnesium = scope.number(node, "magnesium_mM", 0, 1000);
            return millivolts -> Biophysics.magnesiumBlock(millivolts, magnesium);
        }
        double half = scope.number(node, "half_mV", -128, 128);
        double slope = scope.number(node, "slope_mV", -100, 100);
        if (slope == 0) {
            throw node.get("slope_mV").error("is 0, allowed: above 0 to open on depolarisation, below 0 to close");
        }
        return millivolts -> Biophysics.boltzmann(millivolts, half, slope);
    }

    private static DaleLoad load(YamlNode node) {
        node.allowOnly("name", "inputs", "cells", "synapses");
        Transmitter[] inputs = node.get("inputs").items().stream()
                .map(GroupReader::transmitter)
                .toArray(Transmitter[]::new);
        Transmitter[] cells =
                node.get("cells").items().stream().map(GroupReader::transmitter).toArray(Transmitter[]::new);
        List<YamlNode> items = node.get("synapses").items();
        int n = items.size();
        CellSynapses synapses = new CellSynapses(
                new int[n], new int[n], new int[n], new int[n], new int[n], new boolean[n], new Transmitter[n]);
        for (int s = 0; s < n; s++) {
            YamlNode item = items.get(s).allowOnly("from_input", "from_cell", "to", "receives");
            synapses.source()[s] = item.find("from_input").isPresent()
                    ? item.get("from_input").asInt(0, inputs.length - 1)
                    : inputs.length + item.get("from_cell").asInt(0, cells.length - 1);
            synapses.post()[s] = item.get("to").asInt(0, cells.length - 1);
            synapses.receptors0()[s] = 100;
            synapses.delay()[s] = 1;
            synapses.declared()[s] = GroupReader.transmitter(item.get("receives"));
        }
        CellKind kind = KindDraft.point().finish();
        DoubleUnaryOperator block = millivolts -> Biophysics.magnesiumBlock(millivolts, 1);
        return new DaleLoad(
                node.get("name").asText(),
                new PhysicalNetwork(
                        node.get("name").asText(),
                        0.1,
                        List.of(kind),
                        new int[cells.length],
                        cells,
                        inputs,
                        new int[][] {{0, 1}, {2, 3}, {2, 2}, {0, 0}},
                        new DoubleUnaryOperator[] {block, null, null},
                        millivolts -> Biophysics.calciumDrive(millivolts, 1),
                        null,
                        synapses));
    }
}
