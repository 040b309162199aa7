package dev.ranvier.tools.trace;

import java.util.BitSet;

/**
 * What was recorded, in the order of cycles; what happened in the same cycle is in the order in which it was told.
 * Immutable; a list in parallel arrays, since it may have millions of entries.
 */
public final class Activity {
    /** Kinds of entries. */
    enum Kind {
        /** Place: unused; a: unused; b: tick. */
        TICK_START,
        /** Place: unused; a: unused; b: tick. */
        TICK_END,
        /** Place: core; a: phase; b: cycle after the last. */
        BUSY,
        /** Place: core; a: neuron; b: unused. */
        SPIKE,
        /** Place: tile; a: buffer; b: tag. */
        ENTER,
        /** Place: tile; a: buffer; b: tag. */
        LEAVE,
        /** Place: tile; a: buffer + 256 * output; b: tag. */
        GRANT
    }

    /** Step from output to output in the second value of a grant. */
    static final int OUTPUT_STEP = 256;

    private static final Kind[] KINDS = Kind.values();

    private final int size;
    private final int[] order;
    private final byte[] kinds;
    private final int[] places;
    private final int[] first;
    private final long[] second;
    private final long[] cycles;
    private final int[] startDepth;
    private final BitSet tiles;
    private final long endCycle;

    /** Takes over the arrays. */
    Activity(
            int size,
            int[] order,
            byte[] kinds,
            int[] places,
            int[] first,
            long[] second,
            long[] cycles,
            int[] startDepth,
            BitSet tiles) {
        this.size = size;
        this.order = order;
        this.kinds = kinds;
        this.places = places;
        this.first = first;
        this.second = second;
        this.cycles = cycles;
        this.startDepth = startDepth;
        this.tiles = tiles;
        long end = 0;
        for (int k = 0; k < size; k++) {
            long after =
                    switch (KINDS[kinds[k]]) {
                        case BUSY -> second[k];
                        case TICK_END -> cycles[k];
                        default -> cycles[k] + 1;
                    };
            end = Math.max(end, after);
        }
        endCycle = end;
    }

    /** Number of entries. */
    public int size() {
        return size;
    }

    /** Cycle of the first entry, 0 if there is none. */
    public long startCycle() {
        return size == 0 ? 0 : cycles[order[0]];
    }

    /** Cycle after everything recorded, 0 if there is nothing. */
    public long endCycle() {
        return endCycle;
    }

    /** Tiles that were chosen or at which something happened. */
    public BitSet tiles() {
        return (BitSet) tiles.clone();
    }

    /** Flits in a buffer when the window began. */
    int startDepth(int tile, int buffer, int buffers) {
        return startDepth[tile * buffers + buffer];
    }

    Kind kind(int k) {
        return KINDS[kinds[order[k]]];
    }

    int place(int k) {
        return places[order[k]];
    }

    int first(int k) {
        return first[order[k]];
    }

    long second(int k) {
        return second[order[k]];
    }

    long cycle(int k) {
        return cycles[order[k]];
    }
}
