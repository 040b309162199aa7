package dev.ranvier.tools.noc;

import dev.ranvier.hw.RanvierException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Synthetic destinations of spike-router specification A.10, on {@code columns x rows} nodes numbered {@code y *
 * columns + x}. A destination may be the source itself.
 */
public enum TrafficPattern {
    /** Any node, the source included, equally likely. */
    UNIFORM,
    /** (x, y) to (y, x); square grids only. */
    TRANSPOSE,
    /** Node s to node N-1-s. */
    BITCOMP,
    /** The bits of the node number in reverse; node counts that are powers of two only. */
    BITREV,
    /** The bits of the node number rotated left by one; node counts that are powers of two only. */
    SHUFFLE,
    /** One column on and one row on, around the rim. */
    NEIGHBOR,
    /** Almost half the grid on in both coordinates, ceil(k/2)-1, around the rim. */
    TORNADO,
    /** The node in the middle, (columns/2, rows/2), has weight floor(N/4), every other node 1. */
    HOTSPOT;

    /** The pattern of this name, in upper or lower case, or a common synonym. */
    public static TrafficPattern named(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replace("-", "").replace("_", "");
        String canonical =
                switch (upper) {
                    case "BITCOMPLEMENT" -> "BITCOMP";
                    case "BITREVERSE" -> "BITREV";
                    case "NEIGHBOUR" -> "NEIGHBOR";
                    default -> upper;
                };
        for (TrafficPattern pattern : values()) {
            if (pattern.name().equals(canonical)) {
                return pattern;
            }
        }
        String known = Arrays.stream(values())
                .map(pattern -> pattern.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new RanvierException("traffic pattern '" + name + "' is not known: use one of " + known);
    }

    /** Refuses grids on which the pattern is not defined. */
    public void check(int columns, int rows) {
        if (this == TRANSPOSE && columns != rows) {
            throw new RanvierException("pattern transpose needs as many columns as rows, not " + columns + " x " + rows
                    + ": use a square grid or another pattern");
        }
        if ((this == BITREV || this == SHUFFLE) && Integer.bitCount(columns * rows) != 1) {
            throw new RanvierException("pattern " + name().toLowerCase(Locale.ROOT)
                    + " needs a power of two of nodes, not " + columns * rows + ": use for example 8 x 8");
        }
    }

    /**
     * Destination of a packet.
     *
     * @param source node that sends, 0 .. columns*rows-1
     * @param draw 32 random bits, 0 .. 2^32-1; only uniform and hotspot look at them
     */
    public int destination(int source, long draw, int columns, int rows) {
        int nodes = columns * rows;
        int x = source % columns;
        int y = source / columns;
        return switch (this) {
            case UNIFORM -> (int) ((draw * nodes) >>> 32);
            case TRANSPOSE -> x * columns + y;
            case BITCOMP -> nodes - 1 - source;
            case BITREV -> nodes == 1 ? 0 : Integer.reverse(source) >>> (1 + Integer.numberOfLeadingZeros(nodes));
            case SHUFFLE -> (source << 1 & nodes - 1) | (source << 1) / nodes;
            case NEIGHBOR -> (y + 1) % rows * columns + (x + 1) % columns;
            case TORNADO -> (y + half(rows)) % rows * columns + (x + half(columns)) % columns;
            case HOTSPOT -> hotspot(draw, columns, rows);
        };
    }

    private static int half(int size) {
        return (size + 1) / 2 - 1;
    }

    private static int hotspot(long draw, int columns, int rows) {
        int nodes = columns * rows;
        int middle = rows / 2 * columns + columns / 2;
        int weight = nodes / 4;
        int pick = (int) ((draw * (weight + nodes - 1)) >>> 32);
        if (pick < weight) {
            return middle;
        }
        int other = pick - weight;
        return other < middle ? other : other + 1;
    }
}
