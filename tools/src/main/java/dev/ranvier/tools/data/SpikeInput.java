package dev.ranvier.tools.data;

import dev.ranvier.hw.RanvierException;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Spikes for the channels of an input, sorted by tick, then channel; one entry per tick and channel.
 *
 * @param ticks length: ticks 0 to {@code ticks - 1}
 * @param channels number of channels
 * @param tick tick per spike
 * @param channel channel per spike
 * @param value payload per spike, at least 1; a plain spike is 1, several in one tick add up
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record SpikeInput(int ticks, int channels, int[] tick, int[] channel, int[] value) {

    /** Number of entries. */
    public int count() {
        return tick.length;
    }

    /**
     * The same spikes in another length: silence is added at the end, or what comes later is left out.
     *
     * @param length ticks, at least 0
     */
    public SpikeInput withTicks(int length) {
        int kept = Arrays.binarySearch(tick, length);
        kept = kept < 0 ? -kept - 1 : kept;
        while (kept > 0 && tick[kept - 1] >= length) {
            kept--;
        }
        return new SpikeInput(
                length, channels, Arrays.copyOf(tick, kept), Arrays.copyOf(channel, kept), Arrays.copyOf(value, kept));
    }

    /**
     * Collects spikes in any order and sorts them.
     *
     * <p>One owner, one thread.
     */
    public static final class Builder {

        private static final int MAX_ENTRIES = 1 << 26;

        private final String file;
        private long[] keys = new long[1024];
        private int[] values = new int[1024];
        private int count;
        private int lastTick = -1;
        private int lastChannel = -1;

        /**
         * A builder.
         *
         * @param file where the spikes come from, for messages
         */
        public Builder(String file) {
            this.file = file;
        }

        /**
         * Adds a spike.
         *
         * @param tick tick, at least 0
         * @param channel channel, at least 0
         * @param value payload, at least 1
         */
        public void add(int tick, int channel, int value) {
            if (count == keys.length) {
                if (count >= MAX_ENTRIES) {
                    throw new RanvierException(
                            file + " has more than " + MAX_ENTRIES + " spikes; cut the recording into several files");
                }
                keys = Arrays.copyOf(keys, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            keys[count] = ((long) tick << 32) | channel;
            values[count++] = value;
            lastTick = Math.max(lastTick, tick);
            lastChannel = Math.max(lastChannel, channel);
        }

        /**
         * The spikes, sorted; those of one tick and channel added up. The builder is used up.
         *
         * @param ticks length, or empty for one more than the last tick
         * @param channels number of channels, or empty for one more than the highest
         * @throws RanvierException when a channel lies outside, naming it
         */
        public SpikeInput build(OptionalInt ticks, OptionalInt channels) {
            if (channels.isPresent() && lastChannel >= channels.getAsInt()) {
                throw new RanvierException(file + " has a spike of channel " + lastChannel
                        + "; the input has channels 0 to " + (channels.getAsInt() - 1));
            }
            sort();
            int[] tick = new int[count];
            int[] channel = new int[count];
            int[] value = new int[count];
            int entries = 0;
            for (int i = 0; i < count; i++) {
                boolean repeated = i > 0 && keys[i] == keys[i - 1];
                if (!repeated) {
                    tick[entries] = (int) (keys[i] >>> 32);
                    channel[entries] = (int) keys[i];
                    entries++;
                }
                value[entries - 1] = repeated ? sum(value[entries - 1], values[i], keys[i]) : values[i];
            }
            return new SpikeInput(
                    ticks.orElse(lastTick + 1),
                    channels.orElse(lastChannel + 1),
                    Arrays.copyOf(tick, entries),
                    Arrays.copyOf(channel, entries),
                    Arrays.copyOf(value, entries));
        }

        private int sum(int a, int b, long key) {
            if ((long) a + b > Integer.MAX_VALUE) {
                throw new RanvierException(file + ": the values of tick " + (key >>> 32) + ", channel " + (int) key
                        + " add up to more than " + Integer.MAX_VALUE);
            }
            return a + b;
        }

        /** Merges runs, in place of a library sort that knows no pairs. Files are nearly always sorted already. */
        private void sort() {
            boolean sorted = true;
            for (int i = 1; i < count && sorted; i++) {
                sorted = keys[i - 1] <= keys[i];
            }
            if (sorted) {
                return;
            }
            long[] fromKeys = keys;
            int[] fromValues = values;
            long[] toKeys = new long[count];
            int[] toValues = new int[count];
            for (int width = 1; width < count; width *= 2) {
                for (int left = 0; left < count; left += 2 * width) {
                    int middle = Math.min(left + width, count);
                    int end = Math.min(middle + width, count);
                    int a = left;
                    int b = middle;
                    for (int to = left; to < end; to++) {
                        boolean first = b >= end || (a < middle && fromKeys[a] <= fromKeys[b]);
                        int from = first ? a++ : b++;
                        toKeys[to] = fromKeys[from];
                        toValues[to] = fromValues[from];
                    }
                }
                long[] usedKeys = fromKeys;
                int[] usedValues = fromValues;
                fromKeys = toKeys;
                fromValues = toValues;
                toKeys = usedKeys;
                toValues = usedValues;
            }
            keys = fromKeys;
            values = fromValues;
        }
    }
}
