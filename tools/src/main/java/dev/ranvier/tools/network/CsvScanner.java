package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Walks through the cells of a CSV file, so that a file of any size is read with one small buffer. A cell holds at most
 * {@value #MAX_CELL} characters: longer ones are no number and no name. Empty lines are skipped. Not safe for several
 * threads.
 */
final class CsvScanner implements AutoCloseable {
    private static final int MAX_CELL = 256;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder cell = new StringBuilder();
    private int at;
    private int filled;
    private int line = 1;
    private int cellLine = 1;
    private boolean endsLine = true;

    CsvScanner(Path file) throws IOException {
        this.file = file;
        reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    /** Moves on to the next cell; false at the end of the file. */
    boolean next() throws IOException {
        int c = read();
        if (endsLine) {
            while (c == '\n' || c == '\r' || c == BYTE_ORDER_MARK) {
                c = read();
            }
            if (c < 0) {
                return false;
            }
        }
        cell.setLength(0);
        cellLine = line;
        while (c >= 0 && c != ',' && c != '\n') {
            if (cell.length() == MAX_CELL) {
                throw fault("a cell has more than " + MAX_CELL + " characters");
            }
            cell.append((char) c);
            c = read();
        }
        endsLine = c != ',';
        return true;
    }

    /** The cell's text without blanks around it. */
    String text() {
        return cell.toString().strip();
    }

    /** True if the cell is the last one of its line. */
    boolean endsLine() {
        return endsLine;
    }

    /** The cell as a whole number in {@code min..max}. */
    long whole(String column, long min, long max) {
        String text = text();
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new RanvierException(place() + "'" + text + "' in column '" + column + "' is not a whole number", e);
        }
        if (value < min || value > max) {
            throw fault(value + " in column '" + column + "' is out of range, allowed: " + min + ".." + max);
        }
        return value;
    }

    /** The cell as a finite number. */
    double real(String column) {
        String text = text();
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new RanvierException(place() + "'" + text + "' in column '" + column + "' is not a number", e);
        }
        if (!Double.isFinite(value)) {
            throw fault("'" + text + "' in column '" + column + "' is not a finite number");
        }
        return value;
    }

    /** A fault at the line of the cell. */
    RanvierException fault(String what) {
        return new RanvierException(place() + what);
    }

    private String place() {
        return file + ":" + cellLine + ": ";
    }

    private int read() throws IOException {
        if (at == filled) {
            filled = reader.read(buffer, 0, buffer.length);
            at = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        char c = buffer[at++];
        if (c == '\n') {
            line++;
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
