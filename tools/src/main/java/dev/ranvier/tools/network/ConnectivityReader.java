package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads who is connected to whom: {@code dense}, {@code sparse}, {@code one_to_one} or {@code shared_rows}. Reads one
 * file; one thread.
 */
final class ConnectivityReader {
    /** The kinds of connectivity. */
    static final List<String> KINDS = List.of("dense", "sparse", "one_to_one", "shared_rows");

    /** Longest delay of a profile (lava). */
    static final int DELAY_MAX = 63;
    /** Range of the tag of a synapse that learns (specification of the compartment family, section 8.2). */
    static final int TAG_MIN = -256;

    static final int TAG_MAX = 255;
    /** Largest learned delay (same section). */
    static final int DELAY_TAG_MAX = 255;

    /** Most receptors of a kind that a synapse onto a cell has (biophysical core, section 2). */
    static final int RECEPTORS_MAX = 255;

    private static final int[] NONE = {};

    private final Values values;
    private final SizeLimits limits;
    private final boolean cells;

    /** @param cells true for synapses onto cells: receptors of a second kind, no tags */
    ConnectivityReader(Values values, SizeLimits limits, boolean cells) {
        this.values = values;
        this.limits = limits;
        this.cells = cells;
    }

    private void allowOnly(YamlNode node, String first) {
        if (cells) {
            node.allowOnly(first, "second", "delay");
        } else {
            node.allowOnly(first, "delay", "tag", "delay_tag");
        }
    }

    /** The connectivity of the projection that {@code node} describes. */
    Connectivity read(YamlNode node, String name, int sources, int targets) {
        List<String> present =
                KINDS.stream().filter(kind -> node.find(kind).isPresent()).toList();
        if (present.size() != 1) {
            throw node.error((present.isEmpty() ? "says nothing of who is connected" : "has " + present)
                    + "; needed: one of " + KINDS);
        }
        YamlNode body = node.get(present.getFirst());
        Connectivity connectivity =
                switch (present.getFirst()) {
                    case "dense" -> dense(body, sources, targets);
                    case "sparse" -> sparse(body, sources, targets);
                    case "one_to_one" -> oneToOne(body, sources, targets);
                    default -> new SharedRowsReader(values, limits).read(body, sources, targets);
                };
        try {
            connectivity.check(name, sources, targets);
        } catch (RanvierException e) {
            throw body.error("is refused: " + e.getMessage());
        }
        return connectivity;
    }

    private Connectivity dense(YamlNode node, int sources, int targets) {
        allowOnly(node, "weight");
        limits.addSynapses(node, (long) sources * targets);
        double[] weight = values.matrix(node.get("weight"), targets, sources);
        Connectivity.Synapses plain = Connectivity.Synapses.dense(sources, targets, weight);
        return new Connectivity.Synapses(
                plain.pre(),
                plain.post(),
                plain.weight(),
                wholeMatrix(node, "delay", sources, targets, 0, DELAY_MAX),
                wholeMatrix(node, "tag", sources, targets, TAG_MIN, TAG_MAX),
                wholeMatrix(node, "delay_tag", sources, targets, 0, DELAY_TAG_MAX),
                wholeMatrix(node, "second", sources, targets, 0, RECEPTORS_MAX));
    }

    /** A matrix (target, source) in the order of the synapses, by source; empty if it is absent. */
    private int[] wholeMatrix(YamlNode parent, String key, int sources, int targets, int min, int max) {
        Optional<YamlNode> node = parent.find(key);
        if (node.isEmpty()) {
            return NONE;
        }
        double[] matrix = values.matrix(node.get(), targets, sources);
        int[] ordered = new int[matrix.length];
        for (int i = 0; i < sources; i++) {
            for (int j = 0; j < targets; j++) {
                double value = matrix[j * sources + i];
                if (value != Math.rint(value) || value < min || value > max) {
                    throw node.get()
                            .error("has " + value + " for target " + j + " and source " + i
                                    + ", allowed: whole numbers " + min + ".." + max);
                }
                ordered[i * targets + j] = (int) value;
            }
        }
        return ordered;
    }

    private Connectivity oneToOne(YamlNode node, int sources, int targets) {
        allowOnly(node, "weight");
        if (sources != targets) {
            throw node.error("joins " + sources + " sources and " + targets
                    + " targets; needed: as many of each, or another connectivity: dense, sparse");
        }
        limits.addSynapses(node, sources);
        int[] index = new int[sources];
        Arrays.setAll(index, i -> i);
        return new Connectivity.Synapses(
                index,
                index.clone(),
                values.reals(node.get("weight"), sources),
                wholes(node, "delay", sources, 0, DELAY_MAX),
                wholes(node, "tag", sources, TAG_MIN, TAG_MAX),
                wholes(node, "delay_tag", sources, 0, DELAY_TAG_MAX),
                wholes(node, "second", sources, 0, RECEPTORS_MAX));
    }

    private int[] wholes(YamlNode parent, String key, int n, int min, int max) {
        return parent.find(key).map(node -> values.ints(node, n, min, max)).orElse(NONE);
    }

    private Connectivity sparse(YamlNode node, int sources, int targets) {
        allowOnly(node, "synapses");
        YamlNode list = node.get("synapses");
        Optional<DataFile> file = DataFile.of(list, values.folder());
        Connectivity.Synapses synapses =
                file.isPresent() ? table(file.get(), sources, targets) : rows(list, sources, targets);
        limits.addSynapses(list, synapses.count());
        int n = synapses.count();
        return new Connectivity.Synapses(
                synapses.pre(),
                synapses.post(),
                synapses.weight(),
                either(node, "delay", synapses.delay(), n, 0, DELAY_MAX),
                either(node, "tag", synapses.tag(), n, TAG_MIN, TAG_MAX),
                either(node, "delay_tag", synapses.delayTag(), n, 0, DELAY_TAG_MAX),
                either(node, "second", synapses.second(), n, 0, RECEPTORS_MAX));
    }

    /** Values beside the list of synapses, or those in it; not both. */
    private int[] either(YamlNode parent, String key, int[] inList, int n, int min, int max) {
        int[] beside = wholes(parent, key, n, min, max);
        if (beside.length > 0 && inList.length > 0) {
            throw parent.get(key).error("is given here and with the synapses; leave one of them out");
        }
        return inList.length > 0 ? inList : beside;
    }

    private Connectivity.Synapses table(DataFile file, int sources, int targets) {
        List<CsvTable.Column> columns = new ArrayList<>(List.of(
                CsvTable.Column.whole("pre", true, 0, sources - 1L),
                CsvTable.Column.whole("post", true, 0, targets - 1L),
                CsvTable.Column.real("weight", true),
                CsvTable.Column.whole("delay", false, 0, DELAY_MAX)));
        if (cells) {
            columns.add(CsvTable.Column.whole("second", false, 0, RECEPTORS_MAX));
        } else {
            columns.add(CsvTable.Column.whole("tag", false, TAG_MIN, TAG_MAX));
            columns.add(CsvTable.Column.whole("delay_tag", false, 0, DELAY_TAG_MAX));
        }
        CsvTable table = file.table(columns, limits.synapsesLeft());
        return new Connectivity.Synapses(
                table.ints("pre"),
                table.ints("post"),
                table.reals().get("weight"),
                table.has("delay") ? table.ints("delay") : NONE,
                table.has("tag") ? table.ints("tag") : NONE,
                table.has("delay_tag") ? table.ints("delay_tag") : NONE,
                table.has("second") ? table.ints("second") : NONE);
    }

    private static Connectivity.Synapses rows(YamlNode list, int sources, int targets) {
        List<YamlNode> rows = list.items();
        int n = rows.size();
        boolean hasDelay = n > 0 && rows.getFirst().items().size() == 4;
        int[] pre = new int[n];
        int[] post = new int[n];
        double[] weight = new double[n];
        int[] delay = new int[hasDelay ? n : 0];
        for (int i = 0; i < n; i++) {
            List<YamlNode> row = rows.get(i).items();
            if (row.size() != (hasDelay ? 4 : 3)) {
                throw rows.get(i)
                        .error(
                                "has " + row.size()
                                        + " numbers, needed: [pre, post, weight] in all rows, or [pre, post, weight, delay] in all");
            }
            pre[i] = row.get(0).asInt(0, sources - 1);
            post[i] = row.get(1).asInt(0, targets - 1);
            weight[i] = Values.real(row.get(2));
            if (hasDelay) {
                delay[i] = row.get(3).asInt(0, DELAY_MAX);
            }
        }
        return new Connectivity.Synapses(pre, post, weight, delay, NONE, NONE);
    }
}
