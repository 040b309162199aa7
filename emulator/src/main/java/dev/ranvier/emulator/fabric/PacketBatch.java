package dev.ranvier.emulator.fabric;

import java.util.Arrays;

/**
 * Packets to be delivered, with the cycle of their emission: the input of {@link Fabric#deliver}. A growable list in
 * parallel arrays, meant to be cleared and filled again tick after tick.
 *
 * <p>Owner: the caller; one thread at a time.
 */
public final class PacketBatch {
    private static final int INITIAL = 64;

    private int size;
    private long[] cycle = new long[INITIAL];
    private long[] tag = new long[INITIAL];
    private int[] source = new int[INITIAL];
    private int[] target = new int[INITIAL]; // destination node, or ~group
    private int[] flits = new int[INITIAL];

    // sorting only
    private int[] order = new int[0];
    private int[] merged = new int[0];
    private long[] longs = new long[0];
    private int[] ints = new int[0];

    /** Number of packets. */
    public int size() {
        return size;
    }

    /** Forgets all packets; keeps the memory. */
    public void clear() {
        size = 0;
    }

    /**
     * Appends a packet to one node. Ranges are checked by the fabric that it is delivered to.
     *
     * @param cycle emission cycle
     * @param source node that emits it
     * @param destination node that receives it, not negative
     * @param flits length, at least 1
     * @param tag returned with the arrival
     */
    public void add(long cycle, int source, int destination, int flits, long tag) {
        if (destination < 0) {
            throw new IllegalArgumentException(
                    "destination " + destination + " of a packet from node " + source + ": node ids start at 0");
        }
        append(cycle, source, destination, flits, tag);
    }

    /**
     * Appends a single-flit packet to all members of a group.
     *
     * @param cycle emission cycle
     * @param source node that emits it
     * @param group number that {@link Fabric#group} returned
     * @param tag returned with every arrival
     */
    public void addGroup(long cycle, int source, int group, long tag) {
        if (group < 0) {
            throw new IllegalArgumentException("group " + group + ": group numbers start at 0");
        }
        append(cycle, source, ~group, 1, tag);
    }

    private void append(long atCycle, int from, int to, int length, long withTag) {
        if (size == cycle.length) {
            int capacity = size * 2;
            cycle = Arrays.copyOf(cycle, capacity);
            tag = Arrays.copyOf(tag, capacity);
            source = Arrays.copyOf(source, capacity);
            target = Arrays.copyOf(target, capacity);
            flits = Arrays.copyOf(flits, capacity);
        }
        cycle[size] = atCycle;
        source[size] = from;
        target[size] = to;
        flits[size] = length;
        tag[size] = withTag;
        size++;
    }

    /** Emission cycle of packet {@code k}, 0 .. size-1. */
    public long cycle(int k) {
        return cycle[k];
    }

    /** Node that emits packet {@code k}. */
    public int source(int k) {
        return source[k];
    }

    /** True if packet {@code k} goes to a group. */
    public boolean isGroup(int k) {
        return target[k] < 0;
    }

    /** Destination node of packet {@code k}; meaningless if it goes to a group. */
    public int destination(int k) {
        return target[k];
    }

    /** Group of packet {@code k}; meaningless if it goes to one node. */
    public int group(int k) {
        return ~target[k];
    }

    /** Length of packet {@code k} in flits. */
    public int flits(int k) {
        return flits[k];
    }

    /** Tag of packet {@code k}. */
    public long tag(int k) {
        return tag[k];
    }

    /**
     * Sorts by emission cycle; packets of one cycle keep their order, because packets of one node enter its source
     * queue in list order (spike-router specification, A.4). Costs one pass if already sorted.
     */
    public void sortByCycle() {
        if (isSorted()) {
            return;
        }
        if (order.length < size) {
            order = new int[cycle.length];
            merged = new int[cycle.length];
            longs = new long[cycle.length];
            ints = new int[cycle.length];
        }
        for (int k = 0; k < size; k++) {
            order[k] = k;
        }
        for (int width = 1; width < size; width *= 2) {
            for (int from = 0; from < size; from += 2 * width) {
                merge(from, Math.min(from + width, size), Math.min(from + 2 * width, size));
            }
            int[] swap = order;
            order = merged;
            merged = swap;
        }
        permute(cycle);
        permute(tag);
        permute(source);
        permute(target);
        permute(flits);
    }

    private boolean isSorted() {
        for (int k = 1; k < size; k++) {
            if (cycle[k] < cycle[k - 1]) {
                return false;
            }
        }
        return true;
    }

    private void merge(int from, int middle, int to) {
        int a = from;
        int b = middle;
        for (int k = from; k < to; k++) {
            boolean takeFirst = a < middle && (b >= to || cycle[order[a]] <= cycle[order[b]]);
            merged[k] = takeFirst ? order[a++] : order[b++];
        }
    }

    private void permute(long[] values) {
        System.arraycopy(values, 0, longs, 0, size);
        for (int k = 0; k < size; k++) {
            values[k] = longs[order[k]];
        }
    }

    private void permute(int[] values) {
        System.arraycopy(values, 0, ints, 0, size);
        for (int k = 0; k < size; k++) {
            values[k] = ints[order[k]];
        }
    }
}
