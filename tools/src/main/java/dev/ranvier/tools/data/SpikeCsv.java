package dev.ranvier.tools.data;

import dev.ranvier.hw.RanvierException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;

/**
 * Spikes as CSV, one per line: a header {@code tick,neuron} (or {@code step} for tick, {@code channel} for neuron), and a
 * third column {@code value} where spikes carry one. Plain or gzip ({@code .csv.gz}).
 */
public final class SpikeCsv {

    private static final List<String> TICK = List.of("tick", "step");
    private static final List<String> CHANNEL = List.of("neuron", "channel");
    /** A line of three 32-bit integers has 36 characters; this much is no such line. */
    private static final int LONGEST_LINE = 200;

    private SpikeCsv() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @param channels number of channels, or empty for as many as the file
     * @throws RanvierException when it cannot be read or a line is wrong; the message has file, line and value
     */
    public static SpikeInput read(Path file, OptionalInt channels) {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read(file.toString(), lines, channels);
        } catch (NoSuchFileException missing) {
            throw new RanvierException(file + " does not exist", missing);
        } catch (IOException failed) {
            throw new RanvierException(file + " cannot be read: " + failed, failed);
        }
    }

    private static SpikeInput read(String file, BufferedReader lines, OptionalInt channels) throws IOException {
        boolean valued = header(file, line(file, 1, lines));
        SpikeInput.Builder spikes = new SpikeInput.Builder(file);
        int number = 2;
        for (String line = line(file, number, lines); line != null; line = line(file, ++number, lines)) {
            if (line.isBlank()) {
                continue;
            }
            String[] cells = line.split(",", -1);
            if (cells.length != (valued ? 3 : 2)) {
                throw new RanvierException(file + ":" + number + ": '" + line + "' has " + cells.length
                        + " columns, the header has " + (valued ? 3 : 2));
            }
            int tick = integer(file, number, "tick", cells[0], 0, OptionalInt.empty());
            int channel = integer(file, number, "neuron", cells[1], 0, channels);
            int value = valued ? integer(file, number, "value", cells[2], 1, OptionalInt.empty()) : 1;
            spikes.add(tick, channel, value);
        }
        return spikes.build(OptionalInt.empty(), channels);
    }

    /** The next line, null at the end; a file of another kind may have lines without end. */
    private static String line(String file, int number, BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        int read = lines.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n') {
            line.append((char) read);
            if (line.length() > LONGEST_LINE) {
                throw new RanvierException(file + ":" + number + " is longer than " + LONGEST_LINE
                        + " characters: this is no list of spikes, one 'tick,neuron' per line");
            }
            read = lines.read();
        }
        return line.toString().strip();
    }

    private static boolean header(String file, String line) {
        List<String> names = line == null
                ? List.of()
                : Arrays.stream(line.split(",", -1)).map(String::strip).toList();
        boolean known = (names.size() == 2 || (names.size() == 3 && names.get(2).equals("value")))
                && TICK.contains(names.get(0))
                && CHANNEL.contains(names.get(1));
        if (!known) {
            throw new RanvierException(file + ":1: the header is '" + (line == null ? "" : line)
                    + "'; it must be 'tick,neuron' or 'step,neuron' (or 'channel'), with ',value' if spikes have one");
        }
        return names.size() == 3;
    }

    private static int integer(String file, int line, String what, String cell, int min, OptionalInt end) {
        long value;
        try {
            value = Long.parseLong(cell.strip());
        } catch (NumberFormatException other) {
            throw new RanvierException(
                    file + ":" + line + ": " + what + " '" + cell.strip() + "' is no integer", other);
        }
        // 2^31-1 itself would make a length of 2^31.
        int max = end.orElse(Integer.MAX_VALUE) - 1;
        if (value < min || value > max) {
            throw new RanvierException(
                    file + ":" + line + ": " + what + " " + value + " is outside " + min + ".." + max);
        }
        return (int) value;
    }
}
