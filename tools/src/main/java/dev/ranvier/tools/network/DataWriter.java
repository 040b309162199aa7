package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Writes tables beside a network file, and the values that refer to them: one number if all are equal, a short list, or
 * {@code {file: name.csv#column}}. Writes for one network file; one thread.
 */
final class DataWriter {
    /** Longest list that stands in the YAML file itself. */
    static final int MAX_INLINE = 16;

    private final Path folder;
    private final String stem;
    private final Set<String> taken = new HashSet<>();

    /** @param file the network file */
    DataWriter(Path file) {
        folder = file.toAbsolutePath().getParent();
        stem = sanitized(file.getFileName().toString().replaceFirst("\\.ya?ml$", ""));
    }

    /**
     * Values of a parameter.
     *
     * @param name name of the column
     * @param size how many
     * @param text text of value i
     */
    record Column(String name, int size, IntFunction<String> text) {
        static Column of(String name, int[] values) {
            return new Column(name, values.length, i -> Integer.toString(values[i]));
        }

        static Column of(String name, long[] values) {
            return new Column(name, values.length, i -> Long.toString(values[i]));
        }

        static Column of(String name, double[] values) {
            return new Column(name, values.length, i -> number(values[i]));
        }

        static Column of(String name, boolean[] values) {
            return new Column(name, values.length, i -> values[i] ? "1" : "0");
        }

        /** True if all values are the same: they are written as one. */
        boolean isUniform() {
            for (int i = 1; i < size; i++) {
                if (!text.apply(i).equals(text.apply(0))) {
                    return false;
                }
            }
            return size > 0;
        }

        /** True if all values are {@code value}. */
        boolean isAll(String value) {
            return isUniform() && text.apply(0).equals(value);
        }
    }

    /** The shortest text that is read back as {@code value}. */
    static String number(double value) {
        boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15 && (value != 0 || 1 / value > 0);
        return isWhole ? Long.toString((long) value) : Double.toString(value);
    }

    /** A name of a file beside the network file that is not yet in use. */
    String fileName(String part) {
        String base = stem + "." + sanitized(part);
        String name = base + ".csv";
        for (int k = 2; !taken.add(name.toLowerCase(Locale.ROOT)); k++) {
            name = base + "-" + k + ".csv";
        }
        return name;
    }

    /** A file name's part that every file system takes, and without '#', which parts file and column. */
    private static String sanitized(String part) {
        return part.replaceAll("[^A-Za-z0-9_.-]+", "_");
    }

    /** Writes a file of several columns, one line per value. */
    void table(String name, List<Column> columns) {
        write(name, out -> {
            StringBuilder line = new StringBuilder();
            for (Column column : columns) {
                line.append(line.isEmpty() ? "" : ",").append(column.name());
            }
            out.write(line.append('\n').toString());
            for (int i = 0; i < columns.getFirst().size(); i++) {
                line.setLength(0);
                for (Column column : columns) {
                    line.append(line.isEmpty() ? "" : ",").append(column.text().apply(i));
                }
                out.write(line.append('\n').toString());
            }
        });
    }

    /** Writes a matrix of {@code values} in C order, one line per row. */
    void matrix(String name, Column values, int columns) {
        write(name, out -> {
            for (int i = 0; i < values.size(); i++) {
                out.write(values.text().apply(i));
                out.write((i + 1) % columns == 0 ? '\n' : ',');
            }
        });
    }

    /** A list on one line. */
    static String list(Column values, int from, int to) {
        StringBuilder out = new StringBuilder("[");
        for (int i = from; i < to; i++) {
            out.append(i == from ? "" : ", ").append(values.text().apply(i));
        }
        return out.append(']').toString();
    }

    /** The text that refers to {@code file}, or to a column of it. */
    static String reference(String file, String column) {
        return "{file: " + YamlText.quote(column.isEmpty() ? file : file + "#" + column) + "}";
    }

    private interface Content {
        void writeTo(Writer out) throws IOException;
    }

    private void write(String name, Content content) {
        writeFile(folder.resolve(name), content);
    }

    /** Writes the network file itself. */
    static void yaml(Path file, String text) {
        writeFile(file, out -> out.write(text));
    }

    private static void writeFile(Path file, Content content) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new RanvierException(
                    file + " cannot be written: " + e.getClass().getSimpleName() + " " + e.getMessage()
                            + "; name a file in a folder that exists and may be written to",
                    e);
        }
    }
}
