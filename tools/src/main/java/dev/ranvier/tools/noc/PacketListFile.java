package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.hw.RanvierException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A packet list as CSV: a header with the columns {@code cycle}, {@code source}, {@code destination} and, if packets
 * have more than one flit, {@code flits}; other columns are passed over. {@code gen_cycle}, {@code src} and {@code dst}
 * are other names of the first three, so that the stimuli of conformance cases can be run.
 */
public final class PacketListFile {
    private static final long MAX_CYCLE = 1L << 48;
    private static final int MAX_FLITS = 1 << 20;

    private final Path file;

    /** The list in a file. */
    public PacketListFile(Path file) {
        this.file = file;
    }

    /**
     * Reads and checks the list.
     *
     * @param nodes nodes of the network, so that ids are 0 .. nodes-1
     * @return packets sorted by cycle; tag = number of the data line, from 0
     */
    public PacketBatch read(int nodes) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String header = lines.readLine();
            List<String> columns =
                    header == null ? List.of() : Arrays.asList(header.trim().split("\\s*,\\s*", -1));
            int cycle = Math.max(columns.indexOf("cycle"), columns.indexOf("gen_cycle"));
            int source = Math.max(columns.indexOf("source"), columns.indexOf("src"));
            int destination = Math.max(columns.indexOf("destination"), columns.indexOf("dst"));
            int flits = columns.indexOf("flits");
            if (cycle < 0 || source < 0 || destination < 0) {
                throw new RanvierException(
                        file + " begins with '" + header
                                + "': a packet list needs a header with the columns cycle, source, destination and perhaps flits");
            }
            PacketBatch packets = new PacketBatch();
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                String[] cells = line.trim().split("\\s*,\\s*", -1);
                if (cells.length != columns.size()) {
                    throw new RanvierException(file + " line " + number + " has " + cells.length
                            + " cells: the header has " + columns.size());
                }
                packets.add(
                        value(cells[cycle], columns.get(cycle), number, 0, MAX_CYCLE),
                        (int) value(cells[source], columns.get(source), number, 0, nodes - 1),
                        (int) value(cells[destination], columns.get(destination), number, 0, nodes - 1),
                        flits < 0 ? 1 : (int) value(cells[flits], "flits", number, 1, MAX_FLITS),
                        packets.size());
            }
            packets.sortByCycle();
            return packets;
        } catch (NoSuchFileException absent) {
            throw new RanvierException("packet list " + file + ": no such file", absent);
        } catch (IOException wrong) {
            throw new RanvierException(file + " cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private long value(String cell, String column, int line, long low, long high) {
        long value;
        try {
            value = Long.parseLong(cell);
        } catch (NumberFormatException wrong) {
            throw new RanvierException(
                    file + " line " + line + " column " + column + " is '" + cell + "': expected a whole number",
                    wrong);
        }
        if (value < low || value > high) {
            throw new RanvierException(file + " line " + line + " column " + column + " is " + value + ": allowed are "
                    + low + ".." + high);
        }
        return value;
    }
}
