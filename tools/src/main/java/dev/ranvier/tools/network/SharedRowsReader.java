package dev.ranvier.tools.network;

import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.network.Connectivity.SharedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code shared_rows}: population axons, whose rows of synapses are listed once and used by several sources.
 *
 * @param values reads lists and files
 * @param limits counts synapses
 */
record SharedRowsReader(Values values, SizeLimits limits) {
    /** Most atoms of an axon, and most groups of rows: an atom has up to 9 bits on a pop16 axon (section 1). */
    private static final int ATOMS_MAX = 512;

    /** The connectivity that {@code node} describes. */
    Connectivity read(YamlNode node, int sources, int targets) {
        node.allowOnly("axon", "atom", "axons", "rows");
        SharedRows.Row[][] rows = rows(node.get("rows"), targets);
        List<YamlNode> axons = node.get("axons").items();
        limits.addSynapses(node.get("axons"), axons.size());
        int[] rowsOfAxon = new int[axons.size()];
        int[] base = new int[axons.size()];
        for (int a = 0; a < axons.size(); a++) {
            YamlNode axon = axons.get(a).allowOnly("rows", "base");
            rowsOfAxon[a] = axon.get("rows").asInt(0, rows.length - 1);
            base[a] = axon.find("base").map(x -> x.asInt(-1, targets - 1)).orElse(0);
        }
        return new SharedRows(
                values.ints(node.get("axon"), sources, -1, axons.size() - 1),
                values.ints(node, "atom", sources, 0, ATOMS_MAX - 1, 0),
                rowsOfAxon,
                base,
                rows);
    }

    private SharedRows.Row[][] rows(YamlNode node, int targets) {
        Optional<DataFile> file = DataFile.of(node, values.folder());
        if (file.isPresent()) {
            return table(file.get(), targets);
        }
        List<SharedRows.Row[]> groups = new ArrayList<>();
        for (YamlNode group : node.items()) {
            groups.add(group.items().stream().map(row -> row(row, targets)).toArray(SharedRows.Row[]::new));
        }
        return groups.toArray(SharedRows.Row[][]::new);
    }

    private SharedRows.Row row(YamlNode node, int targets) {
        node.allowOnly("index", "weight");
        List<YamlNode> index = node.find("index").map(YamlNode::items).orElse(List.of());
        limits.addSynapses(node, index.size());
        return new SharedRows.Row(
                index.stream().mapToInt(x -> x.asInt(0, targets - 1)).toArray(),
                index.isEmpty() ? new double[0] : values.reals(node.get("weight"), index.size()));
    }

    /** Rows of a file, one line per synapse: groups and atoms up to the largest number that occurs. */
    private SharedRows.Row[][] table(DataFile file, int targets) {
        CsvTable table = file.table(
                List.of(
                        CsvTable.Column.whole("rows", true, 0, ATOMS_MAX - 1),
                        CsvTable.Column.whole("atom", true, 0, ATOMS_MAX - 1),
                        CsvTable.Column.whole("index", true, 0, targets - 1L),
                        CsvTable.Column.real("weight", true)),
                limits.synapsesLeft());
        limits.addSynapses(file.place(), table.rows());
        int[] group = table.ints("rows");
        int[] atom = table.ints("atom");
        int[] index = table.ints("index");
        double[] weight = table.reals().get("weight");
        int[][] count = new int[Arrays.stream(group).max().orElse(-1) + 1][0];
        for (int i = 0; i < group.length; i++) {
            int[] ofGroup = count[group[i]];
            if (atom[i] >= ofGroup.length) {
                ofGroup = Arrays.copyOf(ofGroup, atom[i] + 1);
                count[group[i]] = ofGroup;
            }
            ofGroup[atom[i]]++;
        }
        SharedRows.Row[][] rows = new SharedRows.Row[count.length][];
        for (int g = 0; g < count.length; g++) {
            rows[g] = Arrays.stream(count[g])
                    .mapToObj(n -> new SharedRows.Row(new int[n], new double[n]))
                    .toArray(SharedRows.Row[]::new);
            Arrays.fill(count[g], 0);
        }
        for (int i = 0; i < group.length; i++) {
            int k = count[group[i]][atom[i]]++;
            rows[group[i]][atom[i]].index()[k] = index[i];
            rows[group[i]][atom[i]].weight()[k] = weight[i];
        }
        return rows;
    }
}
