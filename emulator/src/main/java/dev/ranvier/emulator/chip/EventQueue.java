package dev.ranvier.emulator.chip;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Host events of a chip with a clock, by stamp; events of one stamp keep their order of arrival. A binary heap in plain
 * arrays that grows. Owned by its chip.
 */
final class EventQueue {
    private long[] stamps = new long[64];
    private long[] order = new long[64];
    private int[] channels = new int[64];
    private int[] values = new int[64];
    private int size;
    private long added;

    /** Number of events that wait. */
    int size() {
        return size;
    }

    /** Stamp of the first event; the queue is not empty. */
    long stamp() {
        return stamps[0];
    }

    /** Channel of the first event. */
    int channel() {
        return channels[0];
    }

    /** Value of the first event. */
    int value() {
        return values[0];
    }

    void add(long stamp, int channel, int value) {
        if (size == stamps.length) {
            stamps = Arrays.copyOf(stamps, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
            channels = Arrays.copyOf(channels, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        int at = size++;
        long turn = added++;
        while (at > 0 && isBefore(stamp, turn, (at - 1) / 2)) {
            copy((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        set(at, stamp, turn, channel, value);
    }

    /** Takes the first event away. */
    void remove() {
        size--;
        if (size == 0) {
            return;
        }
        long stamp = stamps[size];
        long turn = order[size];
        int channel = channels[size];
        int value = values[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(stamps[child + 1], order[child + 1], child)) {
                child++;
            }
            if (isBefore(stamp, turn, child)) {
                break;
            }
            copy(child, at);
            at = child;
        }
        set(at, stamp, turn, channel, value);
    }

    private boolean isBefore(long stamp, long turn, int other) {
        return stamp < stamps[other] || (stamp == stamps[other] && turn < order[other]);
    }

    private void copy(int from, int to) {
        set(to, stamps[from], order[from], channels[from], values[from]);
    }

    private void set(int at, long stamp, long turn, int channel, int value) {
        stamps[at] = stamp;
        order[at] = turn;
        channels[at] = channel;
        values[at] = value;
    }

    /** Takes over all that waits in {@code other}. */
    void take(EventQueue other) {
        stamps = other.stamps;
        order = other.order;
        channels = other.channels;
        values = other.values;
        size = other.size;
        added = other.added;
    }

    void clear() {
        size = 0;
        added = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeLong(added);
        for (int i = 0; i < size; i++) {
            out.writeLong(stamps[i]);
            out.writeLong(order[i]);
            out.writeInt(channels[i]);
            out.writeInt(values[i]);
        }
    }

    /** Reads what {@link #save} wrote; {@code channelCount} is the number of input channels of the image. */
    void load(DataInput in, int channelCount) throws IOException {
        clear();
        int count = in.readInt();
        long turns = in.readLong();
        for (int i = 0; i < count; i++) {
            long stamp = in.readLong();
            long turn = in.readLong();
            int channel = in.readInt();
            if (channel < 0 || channel >= channelCount) {
                throw new IOException(
                        "a saved input event names channel " + channel + ", allowed: 0.." + (channelCount - 1));
            }
            added = turn;
            add(stamp, channel, in.readInt());
        }
        added = turns;
    }
}
