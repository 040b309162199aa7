package dev.ranvier.emulator.fabric.packet;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Deliveries in the order of their arrival cycles, from the decision of the last router (when the arrival cycle becomes
 * certain) until the owner drains them. A ring that grows.
 *
 * <p>Owner: one network.
 */
public final class ArrivalQueue {
    private static final int INITIAL = 64;
    private static final int LARGEST = 1 << 28;

    private int[] packet = new int[INITIAL];
    private int[] node = new int[INITIAL];
    private long[] cycle = new long[INITIAL];
    private int head;
    private int size;

    /** Appends a delivery; its cycle is not before that of the last one. */
    public void add(int ofPacket, int atNode, long atCycle) {
        if (size == packet.length) {
            grow();
        }
        int at = (head + size) & (packet.length - 1);
        packet[at] = ofPacket;
        node[at] = atNode;
        cycle[at] = atCycle;
        size++;
    }

    private void grow() {
        int old = packet.length;
        int[] packets = new int[old * 2];
        int[] nodes = new int[old * 2];
        long[] cycles = new long[old * 2];
        for (int k = 0; k < old; k++) {
            int from = (head + k) & (old - 1);
            packets[k] = packet[from];
            nodes[k] = node[from];
            cycles[k] = cycle[from];
        }
        packet = packets;
        node = nodes;
        cycle = cycles;
        head = 0;
    }

    /** True if the first delivery arrives before a cycle. */
    public boolean hasBefore(long limit) {
        return size > 0 && cycle[head] < limit;
    }

    /** Packet of the first delivery. */
    public int headPacket() {
        return packet[head];
    }

    /** Node of the first delivery. */
    public int headNode() {
        return node[head];
    }

    /** Cycle of the first delivery. */
    public long headCycle() {
        return cycle[head];
    }

    /** Takes the first delivery away. */
    public void removeHead() {
        head = (head + 1) & (packet.length - 1);
        size--;
    }

    /** Entries whose cycle is not before {@code now}: decided, but not yet there. */
    public int notBefore(long now) {
        int count = 0;
        while (count < size && cycle[(head + size - 1 - count) & (packet.length - 1)] >= now) {
            count++;
        }
        return count;
    }

    /** Cycle of the latest entry; the caller knows that there is one. */
    public long lastCycle() {
        return cycle[(head + size - 1) & (packet.length - 1)];
    }

    /** Forgets all deliveries. */
    public void clear() {
        head = 0;
        size = 0;
    }

    /** Writes all deliveries. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int k = 0; k < size; k++) {
            int at = (head + k) & (packet.length - 1);
            out.writeInt(packet[at]);
            out.writeInt(node[at]);
            out.writeLong(cycle[at]);
        }
    }

    /** Reads what {@link #save} wrote, for so many packets and nodes. */
    public void load(DataInput in, int packets, int nodes) throws IOException {
        clear();
        Arrays.fill(cycle, 0);
        int count = in.readInt();
        if (count < 0 || count > LARGEST) {
            throw new IOException(
                    "the saved state has " + count + " arrivals: allowed are 0.." + LARGEST + "; it is damaged");
        }
        for (int k = 0; k < count; k++) {
            int ofPacket = in.readInt();
            int atNode = in.readInt();
            if (ofPacket < 0 || ofPacket >= packets || atNode < 0 || atNode >= nodes) {
                throw new IOException("saved arrival " + k + " is packet " + ofPacket + " of " + packets + " at node "
                        + atNode + " of " + nodes + "; the state is damaged");
            }
            add(ofPacket, atNode, in.readLong());
        }
    }
}
