package dev.ranvier.tools.trace;

import java.util.List;

/**
 * What a trace is of: the board, and the names of the parts of a router.
 *
 * @param title one line, e.g. the chip and what it ran
 * @param chips chips, at least 1
 * @param columns tiles of a chip along x
 * @param rows tiles of a chip along y
 * @param coresPerTile cores of a tile; 0 for a fabric alone
 * @param buffers names of a router's buffers, of letters, digits and underscores
 * @param bufferCapacity flits that a buffer holds
 * @param outputs names of a router's outputs, likewise
 * @param cycleNanoseconds length of a cycle in nanoseconds, above 0; timelines that know only time use it
 */
public record TraceShape(
        String title,
        int chips,
        int columns,
        int rows,
        int coresPerTile,
        List<String> buffers,
        int bufferCapacity,
        List<String> outputs,
        double cycleNanoseconds) {
    /** Copies the lists and checks the ranges. */
    public TraceShape {
        buffers = List.copyOf(buffers);
        outputs = List.copyOf(outputs);
        if (chips < 1 || columns < 1 || rows < 1 || coresPerTile < 0 || !(cycleNanoseconds > 0)) {
            throw new IllegalArgumentException("a trace of " + chips + " chips of " + columns + " x " + rows
                    + " tiles with " + coresPerTile + " cores, cycles of " + cycleNanoseconds
                    + " ns: all but the cores must be above 0");
        }
        for (String name : buffers) {
            check(name);
        }
        for (String name : outputs) {
            check(name);
        }
    }

    private static void check(String name) {
        if (!name.matches("\\w+")) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a signal: use letters, digits and underscores");
        }
    }

    /** Tiles of the board. */
    public int tiles() {
        return chips * columns * rows;
    }

    /** Tiles of a chip. */
    public int tilesPerChip() {
        return columns * rows;
    }

    /** Chip of a tile. */
    public int chip(int tile) {
        return tile / tilesPerChip();
    }

    /** Column of a tile on its chip. */
    public int x(int tile) {
        return tile % columns;
    }

    /** Row of a tile on its chip. */
    public int y(int tile) {
        return tile % tilesPerChip() / columns;
    }
}
