package dev.ranvier.emulator.fabric.link;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One directed link between two chips: sends one packet after the other, each for some cycles, and holds what is under
 * way until it comes out. It has room for whatever waits. Owned by its board.
 */
final class ChipLink {
    private static final int INITIAL = 16;

    private final int cyclesPerFlit;
    private final int latency;
    // A ring of packets that have not come out, in their order.
    private long[] due = new long[INITIAL];
    private int[] packet = new int[INITIAL];
    private int head;
    private int size;
    /** First cycle in which the link can begin to send. */
    private long free;

    private long flits;
    private int highest;

    ChipLink(int cyclesPerFlit, int latency) {
        this.cyclesPerFlit = cyclesPerFlit;
        this.latency = latency;
    }

    /** Takes a packet that came to the link in {@code cycle}. */
    void send(int number, int length, long cycle) {
        if (size == due.length) {
            grow();
        }
        long begin = Math.max(cycle, free);
        free = begin + (long) length * cyclesPerFlit;
        int at = (head + size) & (due.length - 1);
        due[at] = free + latency;
        packet[at] = number;
        size++;
        flits += length;
        highest = Math.max(highest, size);
    }

    private void grow() {
        long[] dues = new long[size * 2];
        int[] packets = new int[size * 2];
        for (int k = 0; k < size; k++) {
            dues[k] = due[(head + k) & (size - 1)];
            packets[k] = packet[(head + k) & (size - 1)];
        }
        due = dues;
        packet = packets;
        head = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Cycle in which the first packet comes out; the link must not be empty. */
    long nextCycle() {
        return due[head];
    }

    int take() {
        int number = packet[head];
        head = (head + 1) & (due.length - 1);
        size--;
        return number;
    }

    /** Flits sent since counting began. */
    long flits() {
        return flits;
    }

    /** Most packets that were on the link or waited for it. */
    int highest() {
        return highest;
    }

    void clearStatistics() {
        flits = 0;
        highest = size;
    }

    void reset() {
        head = 0;
        size = 0;
        free = 0;
        clearStatistics();
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(free);
        out.writeLong(flits);
        out.writeInt(highest);
        out.writeInt(size);
        for (int k = 0; k < size; k++) {
            out.writeLong(due[(head + k) & (due.length - 1)]);
            out.writeInt(packet[(head + k) & (due.length - 1)]);
        }
    }

    void load(DataInput in, int packets) throws IOException {
        reset();
        free = in.readLong();
        flits = in.readLong();
        highest = in.readInt();
        int count = in.readInt();
        if (count < 0 || count > packets) {
            throw new IOException("a saved link holds " + count + " packets: allowed are 0.." + packets
                    + "; the saved state is damaged");
        }
        for (int k = 0; k < count; k++) {
            if (size == due.length) {
                grow();
            }
            due[size] = in.readLong();
            packet[size] = in.readInt();
            if (packet[size] < 0 || packet[size] >= packets) {
                throw new IOException("a saved link holds packet " + packet[size] + ": allowed are 0.." + (packets - 1)
                        + "; the saved state is damaged");
            }
            size++;
        }
    }
}
