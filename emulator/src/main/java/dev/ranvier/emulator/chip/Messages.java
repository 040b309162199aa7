package dev.ranvier.emulator.chip;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What travels in packets: spikes between their core and the cores that they are for. A record of a spike for one core
 * names the core; one for several tiles names neuron and sender, whose table of outputs says the rest. Numbers of
 * records are used again; grows when more are under way than ever before. Owned by its chip.
 */
final class Messages {
    private static final int INITIAL = 64;

    private int[] from = new int[INITIAL];
    /** Target core, or ~neuron of the sender for a spike to several tiles. */
    private int[] to = new int[INITIAL];

    private int[] axonAndAtom = new int[INITIAL];
    private int[] value = new int[INITIAL];
    private long[] tick = new long[INITIAL];
    private long[] sequence = new long[INITIAL];
    /** Arrivals still to come; of a free record, the next free one. */
    private int[] left = new int[INITIAL];

    private int free = -1;
    private int used;
    private long sent;

    int take(int sender, int target, int axonAtom, int payload, long inTick, int arrivals) {
        int number = free;
        if (number >= 0) {
            free = left[number];
        } else {
            number = used++;
            if (number == from.length) {
                grow();
            }
        }
        from[number] = sender;
        to[number] = target;
        axonAndAtom[number] = axonAtom;
        value[number] = payload;
        tick[number] = inTick;
        sequence[number] = sent++;
        left[number] = arrivals;
        return number;
    }

    private void grow() {
        int room = from.length * 2;
        from = Arrays.copyOf(from, room);
        to = Arrays.copyOf(to, room);
        axonAndAtom = Arrays.copyOf(axonAndAtom, room);
        value = Arrays.copyOf(value, room);
        tick = Arrays.copyOf(tick, room);
        sequence = Arrays.copyOf(sequence, room);
        left = Arrays.copyOf(left, room);
    }

    int from(int number) {
        return from[number];
    }

    int to(int number) {
        return to[number];
    }

    int axonAndAtom(int number) {
        return axonAndAtom[number];
    }

    int value(int number) {
        return value[number];
    }

    long tick(int number) {
        return tick[number];
    }

    long sequence(int number) {
        return sequence[number];
    }

    /** Counts an arrival; the record becomes free with the last. */
    void arrived(int number) {
        if (--left[number] == 0) {
            left[number] = free;
            free = number;
        }
    }

    void clear() {
        free = -1;
        used = 0;
        sent = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(used);
        out.writeInt(free);
        out.writeLong(sent);
        for (int k = 0; k < used; k++) {
            out.writeInt(from[k]);
            out.writeInt(to[k]);
            out.writeInt(axonAndAtom[k]);
            out.writeInt(value[k]);
            out.writeLong(tick[k]);
            out.writeLong(sequence[k]);
            out.writeInt(left[k]);
        }
    }

    void load(DataInput in) throws IOException {
        clear();
        int count = in.readInt();
        int first = in.readInt();
        long number = in.readLong();
        if (count < 0 || first < -1 || first >= count) {
            throw new IOException(
                    "a saved state has " + count + " spikes under way, first free " + first + "; it is damaged");
        }
        for (int k = 0; k < count; k++) {
            if (k == from.length) {
                grow(); // with what really comes, not with what is announced
            }
            from[k] = in.readInt();
            to[k] = in.readInt();
            axonAndAtom[k] = in.readInt();
            value[k] = in.readInt();
            tick[k] = in.readLong();
            sequence[k] = in.readLong();
            left[k] = in.readInt();
        }
        used = count;
        free = first;
        sent = number;
    }
}
