package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.yaml.YamlNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Tables beside an experiment file: synapses and input spikes as CSV, plain or with {@code .gz}. Stateless. */
final class TableFiles {
    private static final int MOST_LINES = 10_000_000;
    private static final List<String> SYNAPSE_COLUMNS =
            List.of("index", "src", "post", "w0", "w1", "delay_ticks", "plastic");
    private static final List<String> SPIKE_COLUMNS = List.of("tick", "axon");

    /** Opens a file beside the experiment. */
    interface Opener {
        /** The bytes of the file called {@code name}. */
        InputStream open(String name) throws IOException;
    }

    private final Opener opener;

    TableFiles(Opener opener) {
        this.opener = opener;
    }

    /** Reads what {@code map} names; sources count inputs first, then cells, over the whole network. */
    void read(YamlNode map, NetworkDraft network, Timeline timeline) {
        map.allowOnly("synapses", "spikes");
        map.find("synapses")
                .ifPresent(node -> rows(node, SYNAPSE_COLUMNS, row -> {
                    int source = range(node, row, 1, 0, network.inputs() + network.cells() - 1);
                    boolean cell = source >= network.inputs();
                    network.synapse(new NetworkDraft.Synapse(
                            cell,
                            cell ? source - network.inputs() : source,
                            range(node, row, 2, 0, network.cells() - 1),
                            range(node, row, 3, 0, 255),
                            range(node, row, 4, 0, 255),
                            range(node, row, 5, 1, BiophysicalCoreSpec.DELAY_SLOTS - 1),
                            range(node, row, 6, 0, 1) == 1,
                            null));
                }));
        map.find("spikes")
                .ifPresent(node -> rows(node, SPIKE_COLUMNS, row -> {
                    if (row[0] < 0) {
                        throw node.error("has the tick " + row[0] + ", allowed: 0 or more");
                    }
                    timeline.spike(row[0], range(node, row, 1, 0, network.inputs() - 1));
                }));
    }

    private static int range(YamlNode node, long[] row, int column, int min, int max) {
        if (row[column] < min || row[column] > max) {
            throw node.error("has " + SYNAPSE_COLUMNS.get(Math.min(column, SYNAPSE_COLUMNS.size() - 1)) + " "
                    + row[column] + " in column " + (column + 1) + ", allowed: " + min + ".." + max);
        }
        return (int) row[column];
    }

    /** Receives one line of numbers. */
    private interface Rows {
        void row(long[] values);
    }

    private void rows(YamlNode node, List<String> columns, Rows rows) {
        String name = node.asText();
        int line = 1;
        try (InputStream bytes = opener.open(name);
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            String head = in.readLine();
            if (head == null || !List.of(head.strip().split(",")).equals(columns)) {
                throw node.error("names the file " + name + ", whose first line is '" + head + "', needed: "
                        + String.join(",", columns));
            }
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                if (!text.isBlank()) {
                    rows.row(numbers(node, name, line, text, columns.size()));
                }
                if (line > MOST_LINES) {
                    throw node.error("names the file " + name + " of more than " + MOST_LINES + " lines");
                }
            }
        } catch (IOException e) {
            throw node.error("names the file " + name + ", which cannot be read: " + e.getMessage());
        }
    }

    private static long[] numbers(YamlNode node, String name, int line, String text, int count) {
        List<String> cells = new ArrayList<>(List.of(text.strip().split(",")));
        long[] values = new long[count];
        try {
            if (cells.size() != count) {
                throw new RanvierException("");
            }
            for (int i = 0; i < count; i++) {
                values[i] = Long.parseLong(cells.get(i).strip());
            }
        } catch (NumberFormatException | RanvierException e) {
            throw node.error("names the file " + name + ", whose line " + line + " is '" + text + "', needed: " + count
                    + " whole numbers");
        }
        return values;
    }
}
