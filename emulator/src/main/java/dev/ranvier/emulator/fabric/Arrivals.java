package dev.ranvier.emulator.fabric;

import java.util.Arrays;

/**
 * Packets that have reached their destination: the output of a {@link Fabric}. A growable list in parallel arrays,
 * meant to be cleared and filled again tick after tick.
 *
 * <p>Owner: the caller; one thread at a time.
 */
public final class Arrivals {
    private static final int INITIAL = 64;

    private int size;
    private long[] tag = new long[INITIAL];
    private int[] source = new int[INITIAL];
    private int[] destination = new int[INITIAL];
    private int[] flits = new int[INITIAL];
    private long[] generated = new long[INITIAL];
    private long[] injected = new long[INITIAL];
    private long[] headArrived = new long[INITIAL];
    private long[] arrived = new long[INITIAL];

    /** Number of arrivals. */
    public int size() {
        return size;
    }

    /** Forgets all arrivals; keeps the memory. */
    public void clear() {
        size = 0;
    }

    /**
     * Appends one arrival; called by fabrics.
     *
     * @param withTag tag given when the packet was offered
     * @param from node that emitted it
     * @param to node that received it
     * @param length flits
     * @param atGenerated cycle in which it was offered
     * @param atInjected cycle in which its head flit left the source queue
     * @param atHeadArrived cycle in which the destination took the head flit
     * @param atArrived cycle in which the destination took the last flit
     */
    public void add(
            long withTag,
            int from,
            int to,
            int length,
            long atGenerated,
            long atInjected,
            long atHeadArrived,
            long atArrived) {
        if (size == tag.length) {
            grow();
        }
        tag[size] = withTag;
        source[size] = from;
        destination[size] = to;
        flits[size] = length;
        generated[size] = atGenerated;
        injected[size] = atInjected;
        headArrived[size] = atHeadArrived;
        arrived[size] = atArrived;
        size++;
    }

    private void grow() {
        int capacity = size * 2;
        tag = Arrays.copyOf(tag, capacity);
        source = Arrays.copyOf(source, capacity);
        destination = Arrays.copyOf(destination, capacity);
        flits = Arrays.copyOf(flits, capacity);
        generated = Arrays.copyOf(generated, capacity);
        injected = Arrays.copyOf(injected, capacity);
        headArrived = Arrays.copyOf(headArrived, capacity);
        arrived = Arrays.copyOf(arrived, capacity);
    }

    /** Tag of arrival {@code k}, 0 .. size-1. */
    public long tag(int k) {
        return tag[k];
    }

    /** Node that emitted arrival {@code k}. */
    public int source(int k) {
        return source[k];
    }

    /** Node that received arrival {@code k}. */
    public int destination(int k) {
        return destination[k];
    }

    /** Length of arrival {@code k} in flits. */
    public int flits(int k) {
        return flits[k];
    }

    /** Cycle in which the packet was offered. */
    public long generated(int k) {
        return generated[k];
    }

    /** Cycle in which its head flit left the source queue. */
    public long injected(int k) {
        return injected[k];
    }

    /** Cycle in which the destination took its head flit. */
    public long headArrived(int k) {
        return headArrived[k];
    }

    /** Cycle in which the destination took its last flit: the packet's arrival. */
    public long arrived(int k) {
        return arrived[k];
    }

    /** Cycles from the offer to the last flit's arrival. */
    public long latency(int k) {
        return arrived[k] - generated[k];
    }
}
