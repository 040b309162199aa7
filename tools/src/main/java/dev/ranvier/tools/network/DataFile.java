package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A file with numbers beside a network file, named by {@code {file: weights.csv#column}}: the one place that knows which
 * kinds of file there are. Complaints name the network file's line first.
 *
 * @param place the node that names the file
 * @param path where it lies
 * @param column the column behind '#'; empty if none is named
 */
record DataFile(YamlNode place, Path path, String column) {
    /** Largest file that is read: 1 GiB of text is beyond any network that fits the limits. */
    private static final long MAX_BYTES = 1L << 30;

    /** The file that {@code node} names, if it is a mapping; a number or a list names none. */
    static Optional<DataFile> of(YamlNode node, Path folder) {
        if (node.kind() != YamlNode.Kind.MAP) {
            return Optional.empty();
        }
        YamlNode place = node.allowOnly("file").get("file");
        String text = place.asText();
        int hash = text.indexOf('#');
        String name = hash < 0 ? text : text.substring(0, hash);
        String column = hash < 0 ? "" : text.substring(hash + 1).strip();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw place.error("is '" + text + "', allowed: the name of a .csv file, or name.csv#column");
        }
        Path path;
        try {
            path = folder.resolve(name);
        } catch (InvalidPathException e) {
            throw place.error("is '" + text + "', which is no file name: " + e.getReason());
        }
        return Optional.of(new DataFile(place, path, column).checked());
    }

    private DataFile checked() {
        try {
            if (!Files.isRegularFile(path)) {
                throw place.error("names " + path + ", but there is no such file");
            }
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw place.error("names " + path + " of " + size + " bytes, allowed: " + MAX_BYTES);
            }
        } catch (IOException e) {
            throw place.error("names " + path + ", which cannot be read: " + e.getMessage());
        }
        return this;
    }

    /** {@code n} whole numbers of the named column, or of the only one. */
    long[] wholes(int n, long min, long max) {
        CsvTable table = within(() -> CsvTable.column(path, column, true, min, max, n));
        return requireRows(table.wholes().values().iterator().next(), table.rows(), n);
    }

    /** {@code n} numbers of the named column, or of the only one. */
    double[] reals(int n) {
        CsvTable table = within(() -> CsvTable.column(path, column, false, 0, 0, n));
        return requireRows(table.reals().values().iterator().next(), table.rows(), n);
    }

    /** A matrix of numbers, C order. */
    double[] matrix(int rows, int columns) {
        requireNoColumn();
        return within(() -> CsvTable.matrix(path, rows, columns));
    }

    /** The columns {@code wanted}, and no others. */
    CsvTable table(List<CsvTable.Column> wanted, int maxRows) {
        requireNoColumn();
        return within(() -> CsvTable.read(path, wanted, true, maxRows));
    }

    private void requireNoColumn() {
        if (!column.isEmpty()) {
            throw place.error(
                    "names column '" + column + "', but the whole file is read here: leave '#" + column + "' out");
        }
    }

    private <T> T requireRows(T values, int rows, int n) {
        if (rows != n) {
            throw place.error("names " + path + " with " + rows + " rows, needed: " + n);
        }
        return values;
    }

    /** Says the network file's line before the data file's. */
    private <T> T within(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RanvierException e) {
            throw place.error("cannot be used: " + e.getMessage());
        }
    }
}
