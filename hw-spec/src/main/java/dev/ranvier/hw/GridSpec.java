package dev.ranvier.hw;

/**
 * Tiles and cores. Core id = ((chip·rows + y)·columns + x)·coresPerTile + k; (0,0) first, x to the east, y to the north.
 *
 * @param columns tiles in x
 * @param rows tiles in y
 * @param coresPerTile cores that share one router
 * @param chips chips on the board
 */
public record GridSpec(int columns, int rows, int coresPerTile, int chips) {
    /** Number of cores of the board. */
    public int cores() {
        return Math.multiplyExact(coresPerChip(), chips);
    }

    /** Number of cores of a chip. */
    public int coresPerChip() {
        return Math.multiplyExact(Math.multiplyExact(columns, rows), coresPerTile);
    }

    /** Number of tiles of a chip. */
    public int tilesPerChip() {
        return columns * rows;
    }
}
