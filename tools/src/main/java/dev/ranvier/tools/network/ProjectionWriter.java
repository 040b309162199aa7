package dev.ranvier.tools.network;

import dev.ranvier.tools.network.Connectivity.SharedRows;
import dev.ranvier.tools.network.Connectivity.Synapses;
import dev.ranvier.tools.network.DataWriter.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** Writes projections as {@link NetworkReader} and {@link ConnectivityReader} read them. One use per projection. */
final class ProjectionWriter {
    private static final int DEPTH = 3;

    private final YamlText yaml;
    private final DataWriter data;
    private final Projection projection;
    private final int sources;
    private final int targets;

    ProjectionWriter(YamlText yaml, DataWriter data, Projection projection, int sources, int targets) {
        this.yaml = yaml;
        this.data = data;
        this.projection = projection;
        this.sources = sources;
        this.targets = targets;
    }

    void write() {
        yaml.item(1, "name", YamlText.quote(projection.name()));
        yaml.entry(2, "from", YamlText.quote(projection.source()));
        yaml.entry(2, "to", YamlText.quote(projection.target()));
        switch (projection.connectivity()) {
            case Synapses synapses -> {
                if (isOneToOne(synapses)) {
                    oneToOne(synapses);
                } else if (isDense(synapses)) {
                    dense(synapses);
                } else {
                    sparse(synapses);
                }
            }
            case SharedRows rows -> sharedRows(rows);
        }
        projection.spines().ifPresent(this::spines);
        projection.units().ifPresent(units -> {
            yaml.entry(2, "port", YamlText.quote(units.port()));
            units.program().ifPresent(program -> ProgramWriter.write(yaml, program));
        });
        if (projection.spines().isEmpty() && projection.units().isEmpty()) {
            format();
        }
    }

    private void spines(SpineSpec spines) {
        if (!spines.receptors().isEmpty()) {
            yaml.entry(
                    2,
                    "receptors",
                    "["
                            + String.join(
                                    ", ",
                                    spines.receptors().stream()
                                            .map(YamlText::quote)
                                            .toList())
                            + "]");
        }
        if (spines.plastic()) {
            yaml.entry(2, "plastic", "true");
        }
    }

    private void format() {
        SynapseSpec spec = projection.synapse();
        yaml.entry(2, "weights", lower(spec.weights()));
        yaml.entry(2, "sign", lower(spec.sign()));
        yaml.entry(2, "weight_bits", Integer.toString(spec.weightBits()));
        yaml.entry(2, "exponent", Integer.toString(spec.exponent()));
        if (spec.graded()) {
            yaml.entry(2, "graded", "true");
        }
        projection.learning().ifPresent(rule -> LearningWriter.write(yaml, projection.name(), rule));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private boolean isOneToOne(Synapses synapses) {
        return sources == targets
                && synapses.count() == sources
                && hasOrder(synapses.pre(), i -> i)
                && hasOrder(synapses.post(), i -> i);
    }

    private boolean isDense(Synapses synapses) {
        return synapses.count() == (long) sources * targets
                && hasOrder(synapses.pre(), i -> i / targets)
                && hasOrder(synapses.post(), i -> i % targets);
    }

    private static boolean hasOrder(int[] indices, IntUnaryOperator order) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] != order.applyAsInt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Weight, and delay and tags where there are any. */
    private static List<Column> columns(Synapses synapses) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of("weight", synapses.weight()));
        if (synapses.delay().length > 0) {
            columns.add(Column.of("delay", synapses.delay()));
        }
        if (synapses.tag().length > 0) {
            columns.add(Column.of("tag", synapses.tag()));
        }
        if (synapses.delayTag().length > 0) {
            columns.add(Column.of("delay_tag", synapses.delayTag()));
        }
        if (synapses.second().length > 0) {
            columns.add(Column.of("second", synapses.second()));
        }
        return columns;
    }

    private void oneToOne(Synapses synapses) {
        yaml.open(2, "one_to_one");
        ValueWriter values = new ValueWriter(data, projection.name());
        for (Column column : columns(synapses)) {
            yaml.entry(DEPTH, column.name(), values.text(column));
        }
        values.finish();
    }

    private void dense(Synapses synapses) {
        yaml.open(2, "dense");
        for (Column bySource : columns(synapses)) {
            // In the file a row has the synapses of a target; the list is ordered by source.
            Column matrix = new Column(
                    bySource.name(), bySource.size(), i -> bySource.text().apply(i % sources * targets + i / sources));
            yaml.entry(DEPTH, matrix.name(), matrixText(matrix));
        }
    }

    private String matrixText(Column matrix) {
        if (matrix.isUniform()) {
            return matrix.text().apply(0);
        }
        if (matrix.size() <= DataWriter.MAX_INLINE) {
            List<String> rows = new ArrayList<>();
            for (int j = 0; j < targets; j++) {
                rows.add(DataWriter.list(matrix, j * sources, (j + 1) * sources));
            }
            return "[" + String.join(", ", rows) + "]";
        }
        String file = data.fileName(projection.name() + "." + matrix.name());
        data.matrix(file, matrix, sources);
        return DataWriter.reference(file, "");
    }

    private void sparse(Synapses synapses) {
        yaml.open(2, "sparse");
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of("pre", synapses.pre()));
        columns.add(Column.of("post", synapses.post()));
        columns.addAll(columns(synapses));
        if (synapses.count() > DataWriter.MAX_INLINE) {
            String file = data.fileName(projection.name());
            data.table(file, columns);
            yaml.entry(DEPTH, "synapses", DataWriter.reference(file, ""));
            return;
        }
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < synapses.count(); i++) {
            int synapse = i;
            List<String> row = columns.subList(0, 3).stream()
                    .map(c -> c.text().apply(synapse))
                    .toList();
            rows.add("[" + String.join(", ", row) + "]");
        }
        yaml.entry(DEPTH, "synapses", "[" + String.join(", ", rows) + "]");
        for (Column column : columns.subList(3, columns.size())) {
            yaml.entry(
                    DEPTH,
                    column.name(),
                    column.isUniform() ? column.text().apply(0) : DataWriter.list(column, 0, column.size()));
        }
    }

    private void sharedRows(SharedRows shared) {
        yaml.open(2, "shared_rows");
        ValueWriter values = new ValueWriter(data, projection.name() + ".axon");
        int[] axon = Arrays.stream(shared.axon()).map(a -> Math.max(-1, a)).toArray();
        yaml.entry(DEPTH, "axon", values.text(Column.of("axon", axon)));
        yaml.entry(DEPTH, "atom", values.text(Column.of("atom", shared.atom())));
        values.finish();
        if (shared.base().length == 0) {
            yaml.entry(DEPTH, "axons", "[]");
        } else {
            yaml.open(DEPTH, "axons");
        }
        for (int a = 0; a < shared.base().length; a++) {
            int base = Math.max(-1, shared.base()[a]);
            yaml.item(DEPTH + 1, "{rows: " + shared.rowsOfAxon()[a] + ", base: " + base + "}");
        }
        rows(shared.row());
    }

    private void rows(SharedRows.Row[][] groups) {
        long count = Arrays.stream(groups)
                .flatMap(Arrays::stream)
                .mapToLong(row -> row.index().length)
                .sum();
        if (count > DataWriter.MAX_INLINE && endsWithSynapses(groups)) {
            String file = data.fileName(projection.name() + ".rows");
            data.table(file, rowColumns(groups, Math.toIntExact(count)));
            yaml.entry(DEPTH, "rows", DataWriter.reference(file, ""));
            return;
        }
        if (groups.length == 0) {
            yaml.entry(DEPTH, "rows", "[]");
            return;
        }
        yaml.open(DEPTH, "rows");
        for (SharedRows.Row[] group : groups) {
            List<String> rows = new ArrayList<>();
            for (SharedRows.Row row : group) {
                int n = row.index().length;
                rows.add("{index: " + DataWriter.list(Column.of("index", row.index()), 0, n) + ", weight: "
                        + DataWriter.list(Column.of("weight", row.weight()), 0, n) + "}");
            }
            yaml.item(DEPTH + 1, "[" + String.join(", ", rows) + "]");
        }
    }

    /** A file knows of groups and atoms only by their synapses: the last ones must have some. */
    private static boolean endsWithSynapses(SharedRows.Row[][] groups) {
        boolean isGroupEmpty = false;
        for (SharedRows.Row[] group : groups) {
            isGroupEmpty = group.length == 0;
            if (!isGroupEmpty && group[group.length - 1].index().length == 0) {
                return false;
            }
        }
        return !isGroupEmpty;
    }

    private static List<Column> rowColumns(SharedRows.Row[][] groups, int count) {
        int[] groupOf = new int[count];
        int[] atomOf = new int[count];
        int[] index = new int[count];
        double[] weight = new double[count];
        int k = 0;
        for (int g = 0; g < groups.length; g++) {
            for (int atom = 0; atom < groups[g].length; atom++) {
                SharedRows.Row row = groups[g][atom];
                for (int i = 0; i < row.index().length; i++, k++) {
                    groupOf[k] = g;
                    atomOf[k] = atom;
                    index[k] = row.index()[i];
                    weight[k] = row.weight()[i];
                }
            }
        }
        return List.of(
                Column.of("rows", groupOf),
                Column.of("atom", atomOf),
                Column.of("index", index),
                Column.of("weight", weight));
    }
}
