package dev.ranvier.emulator.chip;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Spikes that cores have taken in or will, each with the cycle in which that is done. Owned by its chip. */
final class TakenSpikes {
    private static final int WORDS = 5;
    private static final int INITIAL = 64;

    // Records: sequence number, cycle, tick in which it was fired, sender << 32 | receiver, axon and atom << 32 |
    // value.
    private long[] records = new long[INITIAL * WORDS];
    private int size;
    private long[] order = new long[INITIAL];
    private long[] sorted = new long[INITIAL * WORDS];

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void add(long sequence, long cycle, long tick, int from, int to, int axonAndAtom, int value) {
        if ((size + 1) * WORDS > records.length) {
            records = Arrays.copyOf(records, records.length * 2);
        }
        int at = size++ * WORDS;
        records[at] = sequence;
        records[at + 1] = cycle;
        records[at + 2] = tick;
        records[at + 3] = (long) from << 32 | to;
        records[at + 4] = (long) axonAndAtom << 32 | (value & 0xFFFF_FFFFL);
    }

    long cycle(int k) {
        return records[k * WORDS + 1];
    }

    long tick(int k) {
        return records[k * WORDS + 2];
    }

    int from(int k) {
        return (int) (records[k * WORDS + 3] >>> 32);
    }

    int to(int k) {
        return (int) records[k * WORDS + 3];
    }

    int axonAndAtom(int k) {
        return (int) (records[k * WORDS + 4] >>> 32);
    }

    int value(int k) {
        return (int) records[k * WORDS + 4];
    }

    /** Moves the spikes that are taken in up to cycle {@code end} to {@code into}. */
    void moveUpTo(long end, TakenSpikes into) {
        int kept = 0;
        for (int k = 0; k < size; k++) {
            if (cycle(k) <= end) {
                into.add(records[k * WORDS], cycle(k), tick(k), from(k), to(k), axonAndAtom(k), value(k));
            } else {
                System.arraycopy(records, k * WORDS, records, kept++ * WORDS, WORDS);
            }
        }
        size = kept;
    }

    /** Brings them into the order in which they were sent; copies of one spike stay in their order. */
    void sortBySequence() {
        if (order.length < size) {
            order = new long[records.length / WORDS + 1];
        }
        if (sorted.length < records.length) {
            sorted = new long[records.length];
        }
        long first = Long.MAX_VALUE;
        boolean inOrder = true;
        for (int k = 0; k < size; k++) {
            first = Math.min(first, records[k * WORDS]);
            inOrder &= k == 0 || records[(k - 1) * WORDS] <= records[k * WORDS];
        }
        if (inOrder) {
            return;
        }
        for (int k = 0; k < size; k++) {
            order[k] = (records[k * WORDS] - first) << 32 | k;
        }
        Arrays.sort(order, 0, size);
        for (int i = 0; i < size; i++) {
            System.arraycopy(records, (int) order[i] * WORDS, sorted, i * WORDS, WORDS);
        }
        long[] swap = records;
        records = sorted;
        sorted = swap;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int k = 0; k < size * WORDS; k++) {
            out.writeLong(records[k]);
        }
    }

    void load(DataInput in) throws IOException {
        clear();
        int count = in.readInt();
        if (count < 0) {
            throw new IOException("a saved state has " + count + " spikes to be taken in; it is damaged");
        }
        for (int k = 0; k < count; k++) {
            long sequence = in.readLong();
            long cycle = in.readLong();
            long tick = in.readLong();
            long ends = in.readLong();
            long rest = in.readLong();
            add(sequence, cycle, tick, (int) (ends >>> 32), (int) ends, (int) (rest >>> 32), (int) rest);
        }
    }
}
