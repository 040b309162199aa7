package dev.ranvier.tools.network;

import dev.ranvier.tools.cells.Transmitter;
import dev.ranvier.tools.network.DataWriter.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a network file as {@link NetworkReader} reads it, with tables beside it. One use per file. */
final class NetworkWriter {
    private final YamlText yaml = new YamlText();
    private final Path file;
    private final DataWriter data;

    NetworkWriter(Path file) {
        this.file = file;
        data = new DataWriter(file);
    }

    void write(NetworkDocument document) {
        Network network = document.network();
        yaml.entry(0, "network", YamlText.quote(network.name()));
        run(document.settings());
        network.cells().ifPresent(cells -> CellWriter.write(yaml, data, cells));
        yaml.open(0, "populations");
        for (Population population : network.populations()) {
            new PopulationWriter(yaml, data, population, network.cells()).write(population);
        }
        inputs(document);
        projections(network);
        List<String> outputs = network.populations().stream()
                .filter(Population::output)
                .map(population -> YamlText.quote(population.name()))
                .toList();
        if (outputs.size() < network.populations().size()) {
            yaml.entry(0, "outputs", "[" + String.join(", ", outputs) + "]");
        }
        probes(document.settings().probes());
        DataWriter.yaml(file, yaml.toString());
    }

    private void run(RunSettings settings) {
        YamlText run = new YamlText();
        settings.chip().ifPresent(chip -> run.entry(1, "chip", YamlText.quote(chip)));
        settings.profile().ifPresent(profile -> run.entry(1, "profile", YamlText.quote(profile)));
        if (!settings.overrides().isEmpty()) {
            run.open(1, "set");
            for (String override : settings.overrides()) {
                int equals = override.indexOf('=');
                run.entry(
                        2,
                        YamlText.quote(override.substring(0, equals)),
                        YamlText.quote(override.substring(equals + 1)));
            }
        }
        settings.seed().ifPresent(seed -> run.entry(1, "seed", Long.toString(seed)));
        settings.ticks().ifPresent(ticks -> run.entry(1, "ticks", Long.toString(ticks)));
        settings.tickSeconds().ifPresent(seconds -> run.entry(1, "dt", DataWriter.number(seconds)));
        if (!run.isEmpty()) {
            yaml.open(0, "run");
            yaml.append(run);
        }
    }

    private void inputs(NetworkDocument document) {
        Map<String, Stimulus> stimuli = new HashMap<>();
        document.settings().stimuli().forEach(stimulus -> stimuli.put(stimulus.input(), stimulus));
        if (!document.network().inputs().isEmpty()) {
            yaml.open(0, "inputs");
        }
        for (Input input : document.network().inputs()) {
            yaml.item(1, "name", YamlText.quote(input.name()));
            yaml.entry(2, "channels", Integer.toString(input.channels()));
            if (input.kind() == Input.Kind.ERROR) {
                yaml.entry(2, "error_of", YamlText.quote(input.projection()));
            }
            if (input.transmitter() != Transmitter.GLU) {
                yaml.entry(2, "transmitter", input.transmitter().text());
            }
            if (stimuli.containsKey(input.name())) {
                yaml.entry(
                        2,
                        "stimulus",
                        events(input.name(), stimuli.get(input.name()).events()));
            }
        }
    }

    private String events(String input, InputEvents events) {
        List<Column> columns = List.of(
                Column.of("tick", events.ticks()),
                Column.of("channel", events.channels()),
                Column.of("value", events.values()));
        List<Column> needed = columns.get(2).isAll("1") ? columns.subList(0, 2) : columns;
        if (events.count() > DataWriter.MAX_INLINE) {
            String table = data.fileName(input + ".stimulus");
            data.table(table, needed);
            return DataWriter.reference(table, "");
        }
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < events.count(); i++) {
            int event = i;
            List<String> row = needed.stream().map(c -> c.text().apply(event)).toList();
            rows.add("[" + String.join(", ", row) + "]");
        }
        return "[" + String.join(", ", rows) + "]";
    }

    private void projections(Network network) {
        if (!network.projections().isEmpty()) {
            yaml.open(0, "projections");
        }
        Map<String, Integer> sizes = new HashMap<>();
        network.populations().forEach(population -> sizes.put(population.name(), population.size()));
        network.inputs().forEach(input -> sizes.put(input.name(), input.channels()));
        for (Projection projection : network.projections()) {
            new ProjectionWriter(yaml, data, projection, sizes.get(projection.source()), sizes.get(projection.target()))
                    .write();
        }
    }

    private void probes(List<Probe> probes) {
        if (!probes.isEmpty()) {
            yaml.open(0, "probes");
        }
        for (Probe probe : probes) {
            String of = YamlText.quote(probe.of());
            yaml.item(
                    1,
                    "{"
                            + switch (probe) {
                                case Probe.Spikes spikes -> "spikes: " + of + ", neurons: " + neurons(spikes.neurons());
                                case Probe.State state ->
                                    "state: " + YamlText.quote(state.variable()) + ", of: " + of + ", neurons: "
                                            + neurons(state.neurons()) + ", every: " + state.every();
                                case Probe.Synapses synapses ->
                                    RunReader.key(synapses.variable()) + ": " + of + ", every: " + synapses.every();
                            } + "}");
        }
    }

    /** Numbers, runs of them as ranges. */
    private static String neurons(int[] neurons) {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < neurons.length; ) {
            int to = from;
            while (to + 1 < neurons.length && neurons[to + 1] == neurons[to] + 1) {
                to++;
            }
            parts.add(
                    from == to
                            ? Integer.toString(neurons[from])
                            : String.format(Locale.ROOT, "%d..%d", neurons[from], neurons[to]));
            from = to + 1;
        }
        return "[" + String.join(", ", parts) + "]";
    }
}
