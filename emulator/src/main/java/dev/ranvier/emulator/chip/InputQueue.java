package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.memory.IntList;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Host events waiting for their tick: a wheel of buckets for the ticks below a horizon, a list for those beyond, which is
 * gone through each time the horizon moves on, half a wheel at a time. Events of a tick keep their order of arrival.
 * Owned by its chip.
 */
final class InputQueue {
    private static final int WHEEL = 1024;

    private final IntList[] channels = new IntList[WHEEL];
    private final IntList[] values = new IntList[WHEEL];
    private long[] farTick = new long[64];
    private int[] farChannel = new int[64];
    private int[] farValue = new int[64];
    private int far;
    private long next;
    /** Events of ticks below this one lie in the wheel; at most {@code next + WHEEL}. */
    private long horizon;

    private long waiting;

    /** @param firstTick the first tick whose events will be asked for */
    InputQueue(long firstTick) {
        next = firstTick;
        horizon = firstTick + WHEEL;
        Arrays.setAll(channels, i -> new IntList(8));
        Arrays.setAll(values, i -> new IntList(8));
    }

    /** Queues an event; false if {@code tick} is over. */
    boolean add(long tick, int channel, int value) {
        if (tick < next) {
            return false;
        }
        waiting++;
        if (tick < horizon) {
            int bucket = (int) (tick & (WHEEL - 1));
            channels[bucket].add(channel);
            values[bucket].add(value);
        } else {
            if (far == farTick.length) {
                farTick = Arrays.copyOf(farTick, 2 * far);
                farChannel = Arrays.copyOf(farChannel, 2 * far);
                farValue = Arrays.copyOf(farValue, 2 * far);
            }
            farTick[far] = tick;
            farChannel[far] = channel;
            farValue[far++] = value;
        }
        return true;
    }

    /** Number of events that wait. */
    long waiting() {
        return waiting;
    }

    /** Channels of the events of {@code tick}, which must be the next one; valid until {@link #done}. */
    IntList channels(long tick) {
        return channels[(int) (tick & (WHEEL - 1))];
    }

    /** Values of the same events. */
    IntList values(long tick) {
        return values[(int) (tick & (WHEEL - 1))];
    }

    /** Forgets the events of {@code tick} and goes on to the next. */
    void done(long tick) {
        int bucket = (int) (tick & (WHEEL - 1));
        waiting -= channels[bucket].size();
        channels[bucket].clear();
        values[bucket].clear();
        next = tick + 1;
        if (horizon - next < WHEEL / 2) {
            horizon = next + WHEEL;
            refill();
        }
    }

    /** Moves the events that lie below the horizon now into the wheel. */
    private void refill() {
        int kept = 0;
        int count = far;
        far = 0;
        for (int i = 0; i < count; i++) {
            if (farTick[i] < horizon) {
                waiting--;
                add(farTick[i], farChannel[i], farValue[i]);
            } else {
                farTick[kept] = farTick[i];
                farChannel[kept] = farChannel[i];
                farValue[kept++] = farValue[i];
            }
        }
        far = kept;
    }

    /** Goes on to {@code tick}, forgetting events of ticks before it. */
    void clearBefore(long tick) {
        while (next < tick) {
            done(next);
        }
    }

    /** Forgets all events; the next tick is {@code firstTick}. */
    void clear(long firstTick) {
        for (int i = 0; i < WHEEL; i++) {
            channels[i].clear();
            values[i].clear();
        }
        far = 0;
        waiting = 0;
        next = firstTick;
        horizon = firstTick + WHEEL;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(next);
        out.writeLong(horizon);
        out.writeLong(waiting);
        for (long tick = next; tick < horizon; tick++) {
            IntList channel = channels(tick);
            for (int i = 0; i < channel.size(); i++) {
                out.writeLong(tick);
                out.writeInt(channel.get(i));
                out.writeInt(values(tick).get(i));
            }
        }
        for (int i = 0; i < far; i++) {
            out.writeLong(farTick[i]);
            out.writeInt(farChannel[i]);
            out.writeInt(farValue[i]);
        }
    }

    /** Reads what {@link #save} wrote; {@code channelCount} is the number of input channels of the image. */
    void load(DataInput in, int channelCount) throws IOException {
        clear(in.readLong());
        horizon = in.readLong();
        if (horizon < next || horizon - next > WHEEL) {
            throw new IOException("a saved input queue reaches from tick " + next + " to " + horizon);
        }
        long count = in.readLong();
        for (long i = 0; i < count; i++) {
            long tick = in.readLong();
            int channel = in.readInt();
            if (channel < 0 || channel >= channelCount) {
                throw new IOException(
                        "a saved input event names channel " + channel + ", allowed: 0.." + (channelCount - 1));
            }
            if (!add(tick, channel, in.readInt())) {
                throw new IOException("saved input events lie in the past");
            }
        }
    }
}
