package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.data.NpyArray;
import dev.ranvier.tools.data.NpyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A file with numbers beside a network file, named by {@code {file: weights.csv#column}} or {@code {file: weights.npy}}:
 * the one place that knows which kinds of file there are. Complaints name the network file's line first.
 *
 * @param place the node that names the file
 * @param path where it lies
 * @param column the column of a .csv or the array of a .npz behind '#'; empty if none is named
 */
record DataFile(YamlNode place, Path path, String column) {
    /** Largest file that is read: 1 GiB of text is beyond any network that fits the limits. */
    private static final long MAX_BYTES = 1L << 30;

    private static final List<String> ENDINGS = List.of(".csv", ".npy", ".npz");

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
        if (ENDINGS.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
            throw place.error("is '" + text + "', allowed: name.csv, name.csv#column, name.npy, name.npz#array");
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

    /** True for files of NumPy arrays. */
    boolean isArray() {
        return !path.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /** The array, whatever its shape. */
    NpyArray array() {
        return within(() -> NpyReader.read(path, column.isEmpty() ? Optional.empty() : Optional.of(column)));
    }

    /** {@code n} whole numbers of the named column, or of the only one; of an array of any shape in C order. */
    long[] wholes(int n, long min, long max) {
        if (isArray()) {
            double[] values = elements(n);
            long[] wholes = new long[n];
            for (int i = 0; i < n; i++) {
                wholes[i] = whole(values[i], i, min, max);
            }
            return wholes;
        }
        CsvTable table = within(() -> CsvTable.column(path, column, true, min, max, n));
        return requireRows(table.wholes().values().iterator().next(), table.rows(), n);
    }

    /** {@code n} numbers of the named column, or of the only one; of an array of any shape in C order. */
    double[] reals(int n) {
        if (isArray()) {
            return finite(elements(n));
        }
        CsvTable table = within(() -> CsvTable.column(path, column, false, 0, 0, n));
        return requireRows(table.reals().values().iterator().next(), table.rows(), n);
    }

    /** A matrix of numbers, C order. */
    double[] matrix(int rows, int columns) {
        if (isArray()) {
            NpyArray array = array();
            if (!Arrays.equals(array.shape(), new int[] {rows, columns})) {
                throw place.error("names " + path + " of shape " + Arrays.toString(array.shape()) + ", needed: [" + rows
                        + ", " + columns + "]");
            }
            return finite(array.data());
        }
        requireNoColumn();
        return within(() -> CsvTable.matrix(path, rows, columns));
    }

    /** The columns {@code wanted}, and no others; of an array (rows, columns) the first ones. */
    CsvTable table(List<CsvTable.Column> wanted, int maxRows) {
        if (isArray()) {
            return columns(array(), wanted, maxRows);
        }
        requireNoColumn();
        return within(() -> CsvTable.read(path, wanted, true, maxRows));
    }

    private CsvTable columns(NpyArray array, List<CsvTable.Column> wanted, int maxRows) {
        int[] shape = array.shape();
        long least = wanted.stream().filter(CsvTable.Column::required).count();
        if (shape.length != 2 || shape[1] < least || shape[1] > wanted.size() || shape[0] > maxRows) {
            throw place.error("names " + path + " of shape " + Arrays.toString(shape) + ", needed: (rows, columns) with"
                    + " at most " + maxRows + " rows and the columns "
                    + wanted.stream().map(CsvTable.Column::name).toList() + ", of which the first " + least
                    + " must be there");
        }
        Map<String, long[]> wholes = new HashMap<>();
        Map<String, double[]> reals = new HashMap<>();
        for (int c = 0; c < shape[1]; c++) {
            CsvTable.Column column = wanted.get(c);
            double[] values = new double[shape[0]];
            for (int r = 0; r < shape[0]; r++) {
                values[r] = array.data()[r * shape[1] + c];
            }
            if (column.isWhole()) {
                long[] whole = new long[shape[0]];
                for (int r = 0; r < shape[0]; r++) {
                    whole[r] = whole(values[r], r, column.min(), column.max());
                }
                wholes.put(column.name(), whole);
            } else {
                reals.put(column.name(), finite(values));
            }
        }
        return new CsvTable(path, shape[0], wholes, reals);
    }

    private double[] elements(int n) {
        NpyArray array = array();
        if (array.data().length != n) {
            throw place.error(
                    "names " + path + " of shape " + Arrays.toString(array.shape()) + ", needed: " + n + " elements");
        }
        return array.data();
    }

    /** An element of an array as a whole number in {@code min..max}. */
    long whole(double value, int index, long min, long max) {
        if (value != Math.rint(value) || value < min || value > max) {
            throw place.error("names " + path + " with " + value + " as element " + index + ", allowed: whole numbers "
                    + min + ".." + max);
        }
        return (long) value;
    }

    private double[] finite(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw place.error(
                        "names " + path + " with " + values[i] + " as element " + i + ", allowed: finite numbers");
            }
        }
        return values;
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
