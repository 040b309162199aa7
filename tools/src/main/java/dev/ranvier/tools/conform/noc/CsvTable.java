package dev.ranvier.tools.conform.noc;

import dev.ranvier.hw.RanvierException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A comma-separated table with a header line, possibly gzipped ({@code .gz}). Cells have no quotes. */
final class CsvTable {
    private final String file;
    private final List<String> columns;
    private final List<String[]> rows;

    private CsvTable(String file, List<String> columns, List<String[]> rows) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    static CsvTable read(Path path) {
        try (InputStream raw = Files.newInputStream(path);
                InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            String header = lines.readLine();
            if (header == null) {
                throw new RanvierException(path + " is empty: expected a header line");
            }
            List<String> columns = List.of(header.split(",", -1));
            List<String[]> rows = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                if (cells.length != columns.size()) {
                    throw new RanvierException(path + " line " + (rows.size() + 2) + " has " + cells.length
                            + " cells: the header has " + columns.size());
                }
                rows.add(cells);
            }
            return new CsvTable(path.toString(), columns, rows);
        } catch (IOException wrong) {
            throw new RanvierException(path + " cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    int size() {
        return rows.size();
    }

    List<String> columns() {
        return columns;
    }

    String file() {
        return file;
    }

    private int column(String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new RanvierException(file + " has no column '" + name + "': it has " + String.join(", ", columns));
        }
        return column;
    }

    String text(int row, String column) {
        return rows.get(row)[column(column)];
    }

    /** A whole column of whole numbers. */
    long[] longs(String name) {
        int column = column(name);
        long[] values = new long[rows.size()];
        for (int row = 0; row < values.length; row++) {
            try {
                values[row] = Long.parseLong(rows.get(row)[column].trim());
            } catch (NumberFormatException wrong) {
                throw new RanvierException(
                        file + " line " + (row + 2) + " column " + name + " is '" + rows.get(row)[column]
                                + "': expected a whole number",
                        wrong);
            }
        }
        return values;
    }

    /** A whole column of whole numbers of 32 bits. */
    int[] ints(String name) {
        long[] wide = longs(name);
        int[] values = new int[wide.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = (int) wide[row];
            if (values[row] != wide[row]) {
                throw new RanvierException(file + " line " + (row + 2) + " column " + name + " is " + wide[row]
                        + ": expected a number of 32 bits");
            }
        }
        return values;
    }

    /** One decimal number; NaN for an empty cell. */
    double decimal(int row, String name) {
        String cell = text(row, name).trim();
        try {
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException wrong) {
            throw new RanvierException(
                    file + " line " + (row + 2) + " column " + name + " is '" + cell + "': expected a number", wrong);
        }
    }
}
