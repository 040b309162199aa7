package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Columns of numbers of a CSV file with a header line. Immutable.
 *
 * @param file where they come from, for messages
 * @param rows number of rows
 * @param wholes columns of whole numbers by name
 * @param reals columns of numbers by name
 */
record CsvTable(Path file, int rows, Map<String, long[]> wholes, Map<String, double[]> reals) {
    /**
     * A column that is wanted.
     *
     * @param name its name in the header
     * @param alias another name that is accepted; the same if there is none
     * @param required true if the file must have it
     * @param isWhole true for whole numbers in {@code min..max}, false for any finite numbers
     * @param min smallest value
     * @param max largest value
     */
    record Column(String name, String alias, boolean required, boolean isWhole, long min, long max) {
        static Column whole(String name, boolean required, long min, long max) {
            return new Column(name, name, required, true, min, max);
        }

        static Column real(String name, boolean required) {
            return new Column(name, name, required, false, 0, 0);
        }

        private boolean isCalled(String header) {
            return header.equals(name) || header.equals(alias);
        }
    }

    boolean has(String column) {
        return wholes.containsKey(column) || reals.containsKey(column);
    }

    /** A column of whole numbers that are known to fit. */
    int[] ints(String column) {
        return Arrays.stream(wholes.get(column)).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * Reads the wanted columns.
     *
     * @param strict true if a column that is not wanted is an error, false to skip it
     * @param maxRows most rows; more are an error before they are stored
     */
    static CsvTable read(Path file, List<Column> wanted, boolean strict, int maxRows) {
        try (CsvScanner scanner = new CsvScanner(file)) {
            return new Filling(file, scanner, wanted, strict, maxRows).read();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Reads the only column of a file, or the one called {@code column}. */
    static CsvTable column(Path file, String column, boolean isWhole, long min, long max, int maxRows) {
        List<String> header = header(file);
        String name = column;
        if (name.isEmpty()) {
            if (header.size() != 1) {
                throw new RanvierException(file + " has " + header.size() + " columns; name one: " + file.getFileName()
                        + "#" + header.getFirst());
            }
            name = header.getFirst();
        }
        return read(file, List.of(new Column(name, name, true, isWhole, min, max)), false, maxRows);
    }

    private static List<String> header(Path file) {
        try (CsvScanner scanner = new CsvScanner(file)) {
            return header(file, scanner);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static List<String> header(Path file, CsvScanner scanner) throws IOException {
        List<String> header = new ArrayList<>();
        do {
            if (!scanner.next()) {
                throw new RanvierException(file + " is empty, a header line with the names of its columns is needed");
            }
            if (header.contains(scanner.text())) {
                throw scanner.fault("the header names column '" + scanner.text() + "' twice");
            }
            header.add(scanner.text());
        } while (!scanner.endsLine());
        return header;
    }

    /**
     * Reads a matrix: one line per row, without a header or with one.
     *
     * @return {@code rows · columns} values, C order
     */
    static double[] matrix(Path file, int rows, int columns) {
        double[] values = new double[Math.multiplyExact(rows, columns)];
        try (CsvScanner scanner = new CsvScanner(file)) {
            int k = 0;
            int inLine = 0;
            boolean isHeader = false;
            boolean isFirstLine = true;
            while (scanner.next()) {
                if (isFirstLine && inLine == 0) {
                    isHeader = !isNumber(scanner.text());
                }
                if (!isHeader) {
                    if (inLine == columns || k == values.length) {
                        throw scanner.fault("there are more than " + rows + " lines of " + columns + " numbers");
                    }
                    values[k++] = scanner.real(Integer.toString(inLine));
                }
                inLine++;
                if (scanner.endsLine()) {
                    if (inLine != columns) {
                        throw scanner.fault("the line has " + inLine + " numbers, needed: " + columns);
                    }
                    inLine = 0;
                    isHeader = false;
                    isFirstLine = false;
                }
            }
            if (k != values.length) {
                throw new RanvierException(
                        file + " has " + k / columns + " lines of " + columns + " numbers, needed: " + rows + " lines");
            }
            return values;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static RanvierException unreadable(Path file, IOException e) {
        return new RanvierException(
                e instanceof java.nio.file.NoSuchFileException
                        ? file + ": no such file"
                        : file + " cannot be read as UTF-8 text: " + e.getMessage(),
                e);
    }

    /** A table while it is read. */
    private static final class Filling {
        private final Path file;
        private final CsvScanner scanner;
        private final List<Column> wanted;
        private final boolean strict;
        private final int maxRows;
        private int room = 16;
        private int rows;

        Filling(Path file, CsvScanner scanner, List<Column> wanted, boolean strict, int maxRows) {
            this.file = file;
            this.scanner = scanner;
            this.wanted = wanted;
            this.strict = strict;
            this.maxRows = maxRows;
        }

        CsvTable read() throws IOException {
            List<String> header = header(file, scanner);
            Column[] columnOf = new Column[header.size()];
            long[][] wholes = new long[header.size()][];
            double[][] reals = new double[header.size()][];
            for (int c = 0; c < columnOf.length; c++) {
                columnOf[c] = find(header.get(c));
                if (columnOf[c] != null && columnOf[c].isWhole()) {
                    wholes[c] = new long[room];
                } else if (columnOf[c] != null) {
                    reals[c] = new double[room];
                }
            }
            requireAll(header);
            int c = 0;
            while (scanner.next()) {
                if (c == columnOf.length) {
                    throw scanner.fault("the line has more cells than the header, which has " + c);
                }
                if (c == 0) {
                    grow(wholes, reals);
                }
                Column column = columnOf[c];
                if (column != null && column.isWhole()) {
                    wholes[c][rows] = scanner.whole(column.name(), column.min(), column.max());
                } else if (column != null) {
                    reals[c][rows] = scanner.real(column.name());
                }
                c++;
                if (scanner.endsLine()) {
                    if (c != columnOf.length) {
                        throw scanner.fault("the line has " + c + " cells, the header has " + columnOf.length);
                    }
                    c = 0;
                    rows++;
                }
            }
            return table(columnOf, wholes, reals);
        }

        private Column find(String name) {
            for (Column column : wanted) {
                if (column.isCalled(name)) {
                    return column;
                }
            }
            if (strict) {
                throw scanner.fault("column '" + name + "' is not known; columns: "
                        + wanted.stream().map(Column::name).toList());
            }
            return null;
        }

        private void requireAll(List<String> header) {
            for (Column column : wanted) {
                if (column.required() && header.stream().noneMatch(column::isCalled)) {
                    throw new RanvierException(file + " has no column '" + column.name() + "'; it has " + header);
                }
            }
        }

        private void grow(long[][] wholes, double[][] reals) {
            if (rows == maxRows) {
                throw scanner.fault("there are more rows than allowed: " + maxRows);
            }
            if (rows < room) {
                return;
            }
            room = (int) Math.min(maxRows, 2L * room);
            for (int c = 0; c < wholes.length; c++) {
                wholes[c] = wholes[c] == null ? null : Arrays.copyOf(wholes[c], room);
                reals[c] = reals[c] == null ? null : Arrays.copyOf(reals[c], room);
            }
        }

        private CsvTable table(Column[] columnOf, long[][] wholes, double[][] reals) {
            Map<String, long[]> wholeColumns = new HashMap<>();
            Map<String, double[]> realColumns = new HashMap<>();
            for (int c = 0; c < columnOf.length; c++) {
                if (wholes[c] != null) {
                    wholeColumns.put(columnOf[c].name(), Arrays.copyOf(wholes[c], rows));
                } else if (reals[c] != null) {
                    realColumns.put(columnOf[c].name(), Arrays.copyOf(reals[c], rows));
                }
            }
            return new CsvTable(file, rows, wholeColumns, realColumns);
        }
    }
}
