package dev.ranvier.tools.conform;

import dev.ranvier.hw.RanvierException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A CSV table with a header line, plain or gzip. Immutable.
 *
 * @param file where it was read from, for messages
 * @param header column names
 * @param rows cells
 */
public record Csv(String file, List<String> header, List<String[]> rows) {
    private static final long MAX_CELLS = 50_000_000;

    /** Reads {@code file}. */
    public static Csv read(Path file) {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String first = reader.readLine();
            if (first == null) {
                throw new RanvierException(file + " is empty, a header line is needed");
            }
            List<String> header =
                    Arrays.stream(first.split(",", -1)).map(String::strip).toList();
            List<String[]> rows = new ArrayList<>();
            long cells = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty()) {
                    continue;
                }
                String[] row = line.split(",", -1);
                if (row.length != header.size()) {
                    throw new RanvierException(file + ":" + (rows.size() + 2) + " has " + row.length
                            + " cells, the header has " + header.size());
                }
                cells += row.length;
                if (cells > MAX_CELLS) {
                    throw new RanvierException(file + " has more than " + MAX_CELLS + " cells");
                }
                rows.add(row);
            }
            return new Csv(file.getFileName().toString(), header, rows);
        } catch (IOException e) {
            throw new RanvierException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Number of the column called {@code name}. */
    public int column(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new RanvierException(file + " has no column '" + name + "'; it has " + header);
        }
        return index;
    }

    /** True if there is a column called {@code name}. */
    public boolean has(String name) {
        return header.contains(name);
    }

    /** Number of rows. */
    public int size() {
        return rows.size();
    }

    /** Cell as a whole number. */
    public long whole(int row, int column) {
        String cell = rows.get(row)[column].strip();
        try {
            return Long.parseLong(cell);
        } catch (NumberFormatException e) {
            throw new RanvierException(
                    file + ":" + (row + 2) + ": '" + cell + "' in column '" + header.get(column)
                            + "' is not a whole number",
                    e);
        }
    }

    /** Cell as a number. */
    public double real(int row, int column) {
        String cell = rows.get(row)[column].strip();
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new RanvierException(
                    file + ":" + (row + 2) + ": '" + cell + "' in column '" + header.get(column) + "' is not a number",
                    e);
        }
    }

    /** Cell as a whole number, by the column's name. */
    public long whole(int row, String column) {
        return whole(row, column(column));
    }
}
