package dev.ranvier.emulator.chip;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Packets that a core has handed out or will, in the order of their cycles. Grows when more wait than ever before. */
final class EmissionQueue {
    private static final int INITIAL = 16;

    // A ring of records: cycle, destination (tile, or ~group), message.
    private long[] cycle = new long[INITIAL];
    private int[] destination = new int[INITIAL];
    private int[] message = new int[INITIAL];
    private int head;
    private int size;

    void add(long atCycle, int to, int number) {
        if (size == cycle.length) {
            grow();
        }
        int at = (head + size) & (cycle.length - 1);
        cycle[at] = atCycle;
        destination[at] = to;
        message[at] = number;
        size++;
    }

    private void grow() {
        long[] cycles = new long[size * 2];
        int[] destinations = new int[size * 2];
        int[] messages = new int[size * 2];
        for (int k = 0; k < size; k++) {
            int at = (head + k) & (size - 1);
            cycles[k] = cycle[at];
            destinations[k] = destination[at];
            messages[k] = message[at];
        }
        cycle = cycles;
        destination = destinations;
        message = messages;
        head = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Cycle of the first packet; the queue must not be empty. */
    long nextCycle() {
        return cycle[head];
    }

    int nextDestination() {
        return destination[head];
    }

    int nextMessage() {
        return message[head];
    }

    void remove() {
        head = (head + 1) & (cycle.length - 1);
        size--;
    }

    void clear() {
        head = 0;
        size = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int k = 0; k < size; k++) {
            int at = (head + k) & (cycle.length - 1);
            out.writeLong(cycle[at]);
            out.writeInt(destination[at]);
            out.writeInt(message[at]);
        }
    }

    void load(DataInput in) throws IOException {
        clear();
        int count = in.readInt();
        if (count < 0) {
            throw new IOException("a saved core has " + count + " packets to send; the saved state is damaged");
        }
        for (int k = 0; k < count; k++) {
            add(in.readLong(), in.readInt(), in.readInt());
        }
    }
}
