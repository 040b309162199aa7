package dev.ranvier.emulator.fabric.link;

import dev.ranvier.hw.FabricSpec.LinkSpec;
import dev.ranvier.hw.GridSpec;

/**
 * Ways over a board. Chips lie row by row, {@code links.columns} in a row; a packet for another chip goes along x over
 * the chips first, then along y, and leaves and enters a chip by the tile in the middle of the edge. Nodes are numbered
 * {@code chip * tiles per chip + y * columns + x}. Immutable.
 */
public final class BoardRoute {
    /** Sides of a chip, numbered as the ports of its routers. */
    static final int EAST = 0;

    static final int WEST = 1;
    static final int NORTH = 2;
    static final int SOUTH = 3;
    static final int SIDES = 4;

    private final int chips;
    private final int chipColumns;
    private final int columns;
    private final int rows;

    /** For a board of {@code grid.chips} chips. */
    public BoardRoute(GridSpec grid, LinkSpec links) {
        chips = grid.chips();
        chipColumns = Math.min(links.columns(), chips);
        columns = grid.columns();
        rows = grid.rows();
    }

    /** Number of chips. */
    public int chips() {
        return chips;
    }

    /** Tiles of a chip. */
    public int tiles() {
        return columns * rows;
    }

    /** Chip of a node. */
    public int chip(int node) {
        return node / tiles();
    }

    /** Column of a node on the whole board, chips side by side. */
    public int boardX(int node) {
        return chip(node) % chipColumns * columns + node % tiles() % columns;
    }

    /** Row of a node on the whole board. */
    public int boardY(int node) {
        return chip(node) / chipColumns * rows + node % tiles() / columns;
    }

    /** Node at a place of the whole board; -1 where there is none. */
    public int nodeAt(int boardX, int boardY) {
        if (boardX < 0 || boardY < 0 || boardX >= chipColumns * columns) {
            return -1;
        }
        int chip = boardY / rows * chipColumns + boardX / columns;
        return chip >= chips ? -1 : chip * tiles() + boardY % rows * columns + boardX % columns;
    }

    /** Side by which a packet leaves {@code chip} on its way to another chip. */
    int side(int chip, int destination) {
        int dx = destination % chipColumns - chip % chipColumns;
        int dy = destination / chipColumns - chip / chipColumns;
        // A last row may be shorter than the others: there the way up or down comes first.
        if (dx != 0 && exists(chip, dx > 0 ? EAST : WEST)) {
            return dx > 0 ? EAST : WEST;
        }
        return dy > 0 ? NORTH : SOUTH;
    }

    /** True if {@code chip} has a neighbour at {@code side}. */
    boolean exists(int chip, int side) {
        int x = chip % chipColumns;
        return switch (side) {
            case EAST -> x + 1 < chipColumns && chip + 1 < chips;
            case WEST -> x > 0;
            case NORTH -> chip + chipColumns < chips;
            default -> chip >= chipColumns;
        };
    }

    /** The neighbour of {@code chip} at {@code side}. */
    int neighbour(int chip, int side) {
        return switch (side) {
            case EAST -> chip + 1;
            case WEST -> chip - 1;
            case NORTH -> chip + chipColumns;
            default -> chip - chipColumns;
        };
    }

    /** Tile of a chip at which the links of {@code side} begin and end. */
    int gate(int side) {
        return switch (side) {
            case EAST -> rows / 2 * columns + columns - 1;
            case WEST -> rows / 2 * columns;
            case NORTH -> (rows - 1) * columns + columns / 2;
            default -> columns / 2;
        };
    }

    /** Tile by which a packet from chip {@code source} enters the other chip {@code destination}. */
    public int entry(int source, int destination) {
        int chip = source;
        int side = EAST;
        while (chip != destination) {
            side = side(chip, destination);
            chip = neighbour(chip, side);
        }
        return gate(side ^ 1);
    }

    /** Receives the parts of a way. */
    @FunctionalInterface
    public interface Visitor {
        /** The way crosses {@code chip} from tile {@code from} to tile {@code to}, both of this chip. */
        void part(int chip, int from, int to);
    }

    /** Calls {@code visitor} for the part of the way on each chip; one part more than links are crossed. */
    public void visit(int source, int destination, Visitor visitor) {
        int chip = chip(source);
        int last = chip(destination);
        int tile = source % tiles();
        while (chip != last) {
            int side = side(chip, last);
            visitor.part(chip, tile, gate(side));
            chip = neighbour(chip, side);
            tile = gate(side ^ 1);
        }
        visitor.part(chip, tile, destination % tiles());
    }
}
