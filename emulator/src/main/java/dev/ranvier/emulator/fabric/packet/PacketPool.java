package dev.ranvier.emulator.fabric.packet;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Packets in flight, each a record of eight longs in one array (one cache line). Numbers of packets that have arrived
 * are used again, last first, so that the part of the array in use stays small.
 *
 * <p>Owner: one network. Grows only when more packets are in flight than ever before.
 */
public final class PacketPool {
    /** Most packets in flight: their numbers have 24 bits. */
    public static final int MAX_PACKETS = 1 << 24;

    private static final int SHIFT = 3;
    private static final int GENERATED = 0;
    private static final int INJECTED = 1;
    private static final int HEAD_ARRIVED = 2;
    private static final int TAG = 3;
    private static final int BODY = 4; // flit word without port, head and tail
    private static final int ENDS = 5; // source << 32 | destination
    private static final int LENGTH = 6; // flits still to inject << 32 | flits
    private static final int LINK = 7; // deliveries left << 32 | next packet of the source queue or of the free list

    private static final int INITIAL = 64;
    private static final int NONE = -1;

    private long[] records;
    private int capacity;
    private int free;
    private int used;

    /** An empty pool. */
    public PacketPool() {
        records = new long[INITIAL << SHIFT];
        clear();
    }

    /** Forgets all packets. */
    public void clear() {
        capacity = 0;
        free = NONE;
        used = 0;
        extend(records.length >>> SHIFT);
    }

    /** Puts numbers capacity .. to-1 on the free list, lowest on top. */
    private void extend(int to) {
        for (int packet = to - 1; packet >= capacity; packet--) {
            records[(packet << SHIFT) + LINK] = free & 0xFFFF_FFFFL;
            free = packet;
        }
        capacity = to;
    }

    /** Takes a number for a new packet; the caller fills in the body. */
    public int take(long generated, int source, int destination, int flits, int deliveries, long tag) {
        if (free == NONE) {
            if (capacity == MAX_PACKETS) {
                throw new IllegalStateException("more than " + MAX_PACKETS
                        + " packets are in flight: let the network run before offering more");
            }
            records = Arrays.copyOf(records, records.length * 2);
            extend(records.length >>> SHIFT);
        }
        int packet = free;
        int base = packet << SHIFT;
        free = (int) records[base + LINK];
        used++;
        records[base + GENERATED] = generated;
        records[base + INJECTED] = 0;
        records[base + HEAD_ARRIVED] = 0;
        records[base + TAG] = tag;
        records[base + ENDS] = ((long) source << 32) | (destination & 0xFFFF_FFFFL);
        records[base + LENGTH] = ((long) flits << 32) | flits;
        records[base + LINK] = ((long) deliveries << 32) | (NONE & 0xFFFF_FFFFL);
        return packet;
    }

    /** Counts a delivery; the number becomes free with the last. */
    public void delivered(int packet) {
        int at = (packet << SHIFT) + LINK;
        long left = (records[at] >>> 32) - 1;
        records[at] = (left << 32) | (records[at] & 0xFFFF_FFFFL);
        if (left == 0) {
            records[at] = free & 0xFFFF_FFFFL;
            free = packet;
            used--;
        }
    }

    /** Packets in flight. */
    public int used() {
        return used;
    }

    /** Numbers there are: packets are 0 .. capacity-1. */
    public int capacity() {
        return capacity;
    }

    /** Keeps a word of the network with a packet. */
    public void setBody(int packet, long body) {
        records[(packet << SHIFT) + BODY] = body;
    }

    /** The word that the network kept with a packet. */
    public long body(int packet) {
        return records[(packet << SHIFT) + BODY];
    }

    /** Cycle in which a packet was offered. */
    public long generated(int packet) {
        return records[(packet << SHIFT) + GENERATED];
    }

    /** Cycle in which its head flit left the source queue; 0 before. */
    public long injected(int packet) {
        return records[(packet << SHIFT) + INJECTED];
    }

    /** Notes that the head flit left the source queue. */
    public void setInjected(int packet, long cycle) {
        records[(packet << SHIFT) + INJECTED] = cycle;
    }

    /** Cycle in which the destination took its head flit; 0 before. */
    public long headArrived(int packet) {
        return records[(packet << SHIFT) + HEAD_ARRIVED];
    }

    /** Notes that the destination took the head flit. */
    public void setHeadArrived(int packet, long cycle) {
        records[(packet << SHIFT) + HEAD_ARRIVED] = cycle;
    }

    /** Tag that was given with the offer. */
    public long tag(int packet) {
        return records[(packet << SHIFT) + TAG];
    }

    /** Node that emitted it. */
    public int source(int packet) {
        return (int) (records[(packet << SHIFT) + ENDS] >>> 32);
    }

    /** Destination node, or the number of the group. */
    public int destination(int packet) {
        return (int) records[(packet << SHIFT) + ENDS];
    }

    /** Its length in flits. */
    public int flits(int packet) {
        return (int) records[(packet << SHIFT) + LENGTH];
    }

    /** Flits that have not left the source queue. */
    public int flitsWaiting(int packet) {
        return (int) (records[(packet << SHIFT) + LENGTH] >>> 32);
    }

    /** Counts one flit as injected. */
    public void flitInjected(int packet) {
        records[(packet << SHIFT) + LENGTH] -= 1L << 32;
    }

    /** The packet behind it in its source queue. */
    public int next(int packet) {
        return (int) records[(packet << SHIFT) + LINK];
    }

    /** Puts a packet behind it in its source queue. */
    public void setNext(int packet, int next) {
        int at = (packet << SHIFT) + LINK;
        records[at] = (records[at] & 0xFFFF_FFFF_0000_0000L) | (next & 0xFFFF_FFFFL);
    }

    /** Writes all records. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(capacity);
        out.writeInt(free);
        out.writeInt(used);
        for (int k = 0; k < capacity << SHIFT; k++) {
            out.writeLong(records[k]);
        }
    }

    /** Reads what {@link #save} wrote. */
    public void load(DataInput in) throws IOException {
        int size = in.readInt();
        if (size < INITIAL || size > MAX_PACKETS || Integer.bitCount(size) != 1) {
            throw new IOException("the saved state has room for " + size + " packets: allowed are powers of two, "
                    + INITIAL + ".." + MAX_PACKETS + "; it is damaged");
        }
        free = in.readInt();
        used = in.readInt();
        if (free < NONE || free >= size || used < 0 || used > size) {
            throw new IOException("the saved state names " + used + " packets of " + size + ", first free " + free
                    + "; it is damaged");
        }
        long[] read = new long[INITIAL << SHIFT];
        for (int k = 0; k < size << SHIFT; k++) {
            if (k == read.length) {
                read = Arrays.copyOf(read, read.length * 2); // grows with what really comes, not with what is announced
            }
            read[k] = in.readLong();
        }
        records = read;
        capacity = size;
    }
}
