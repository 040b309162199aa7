package dev.ranvier.firmware;

import java.util.Arrays;
import java.util.List;

/**
 * Spikes of consecutive ticks in plain columns: for input, channels of the image; from the device, source numbers (core ·
 * neurons per core + neuron). Immutable; safe for any thread.
 */
public final class SpikeBatch {
    /** Longest span of a batch, ticks. */
    public static final int MAX_TICKS = 1 << 24;

    private final long firstTick;
    private final int[] starts;
    private final int[] sources;
    private final int[] values;

    private SpikeBatch(long firstTick, int[] starts, int[] sources, int[] values) {
        this.firstTick = firstTick;
        this.starts = starts;
        this.sources = sources;
        this.values = values;
    }

    /** A callback per spike. */
    @FunctionalInterface
    public interface SpikeConsumer {
        /** Takes one spike. */
        void accept(long tick, int source, int value);
    }

    /**
     * A batch over columns, which it keeps.
     *
     * @param firstTick number of the first tick, &gt;= 0
     * @param counts spikes per tick
     * @param sources sources or channels, grouped by tick; as many as the counts add up to
     * @param values payloads, as many as sources; null = all are 1
     */
    public static SpikeBatch of(long firstTick, int[] counts, int[] sources, int[] values) {
        if (firstTick < 0 || counts.length > MAX_TICKS) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a batch of " + counts.length + " ticks from tick " + firstTick
                            + " is not possible: ticks begin at 0 and a batch has at most " + MAX_TICKS);
        }
        int[] starts = new int[counts.length + 1];
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += Integer.toUnsignedLong(counts[i]);
            if (sum > sources.length) {
                break;
            }
            starts[i + 1] = (int) sum;
        }
        if (sum != sources.length) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the counts of a batch add up to "
                            + (sum > sources.length ? "more than its " : sum + ", not to its ") + sources.length
                            + " sources");
        }
        if (values != null && values.length != sources.length) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a batch has " + values.length + " values for " + sources.length
                            + " sources: give none or one per source");
        }
        return new SpikeBatch(firstTick, starts, sources, values);
    }

    /** A batch that is filled spike by spike. */
    public static Builder builder() {
        return new Builder();
    }

    /** The batches one after the other; a batch may continue the last tick of the one before. */
    public static SpikeBatch concat(List<SpikeBatch> batches) {
        List<SpikeBatch> parts = batches.stream().filter(b -> b.ticks() > 0).toList();
        if (parts.isEmpty()) {
            return of(0, new int[0], new int[0], null);
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        long first = parts.getFirst().firstTick;
        long end = parts.getLast().endTick();
        if (end - first > MAX_TICKS) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "batches over " + (end - first) + " ticks do not fit one batch of at most " + MAX_TICKS);
        }
        int[] counts = new int[(int) (end - first)];
        int total = 0;
        boolean graded = false;
        for (SpikeBatch part : parts) {
            total = Math.addExact(total, part.size());
            graded |= part.values != null;
        }
        int[] sources = new int[total];
        int[] values = graded ? new int[total] : null;
        int at = 0;
        long last = first;
        for (SpikeBatch part : parts) {
            if (part.firstTick < last) {
                throw new DeviceException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a batch from tick " + part.firstTick + " cannot follow one that ends with tick " + last);
            }
            for (int i = 0; i < part.ticks(); i++) {
                counts[(int) (part.firstTick - first) + i] += part.count(i);
            }
            System.arraycopy(part.sources, 0, sources, at, part.size());
            if (graded) {
                if (part.values == null) {
                    Arrays.fill(values, at, at + part.size(), 1);
                } else {
                    System.arraycopy(part.values, 0, values, at, part.size());
                }
            }
            at += part.size();
            last = part.endTick() - 1;
        }
        return of(first, counts, sources, values);
    }

    /** Number of the first tick. */
    public long firstTick() {
        return firstTick;
    }

    /** Number of ticks, silent ones included. */
    public int ticks() {
        return starts.length - 1;
    }

    /** One more than the number of the last tick. */
    public long endTick() {
        return firstTick + ticks();
    }

    /** Number of spikes. */
    public int size() {
        return sources.length;
    }

    /** Spikes of the i-th tick, 0 .. ticks - 1. */
    public int count(int tickIndex) {
        return starts[tickIndex + 1] - starts[tickIndex];
    }

    /** Index of the first spike of the i-th tick, 0 .. ticks. */
    public int start(int tickIndex) {
        return starts[tickIndex];
    }

    /** Source or channel of spike {@code index}, 0 .. size - 1. */
    public int source(int index) {
        return sources[index];
    }

    /** Payload of spike {@code index}; 1 for plain spikes. */
    public int value(int index) {
        return values == null ? 1 : values[index];
    }

    /** True if payloads are given. */
    public boolean graded() {
        return values != null;
    }

    /** Calls {@code consumer} for every spike in order. */
    public void forEach(SpikeConsumer consumer) {
        for (int i = 0; i < ticks(); i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                consumer.accept(firstTick + i, sources[k], value(k));
            }
        }
    }

    /**
     * A part of the batch.
     *
     * @param fromIndex index of its first tick, 0 .. ticks
     * @param toIndex one more than that of its last
     */
    public SpikeBatch slice(int fromIndex, int toIndex) {
        int[] counts = new int[toIndex - fromIndex];
        for (int i = fromIndex; i < toIndex; i++) {
            counts[i - fromIndex] = count(i);
        }
        int from = starts[fromIndex];
        int to = starts[toIndex];
        return of(
                firstTick + fromIndex,
                counts,
                Arrays.copyOfRange(sources, from, to),
                values == null ? null : Arrays.copyOfRange(values, from, to));
    }

    /** A part of one tick: spikes {@code from} .. {@code to} - 1, all of the i-th tick. */
    SpikeBatch sliceOfTick(int tickIndex, int from, int to) {
        return of(
                firstTick + tickIndex,
                new int[] {to - from},
                Arrays.copyOfRange(sources, from, to),
                values == null ? null : Arrays.copyOfRange(values, from, to));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpikeBatch batch
                && firstTick == batch.firstTick
                && Arrays.equals(starts, batch.starts)
                && Arrays.equals(sources, batch.sources)
                && Arrays.equals(values, batch.values);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(firstTick) + 31 * Arrays.hashCode(starts) + 961 * Arrays.hashCode(sources);
    }

    @Override
    public String toString() {
        return size() + " spikes in ticks " + firstTick + ".." + (endTick() - 1);
    }

    /** Fills a batch. Spikes may be added in any order of ticks; inside a tick the order of adding stays. One thread. */
    public static final class Builder {
        private long[] ticks = new long[64];
        private int[] sources = new int[64];
        private int[] values = new int[64];
        private int size;
        private long first = Long.MAX_VALUE;
        private long last = -1;
        private boolean graded;
        private boolean sorted = true;

        private Builder() {}

        /** Adds a spike of input channel {@code channel} in tick {@code tick}. */
        public Builder add(long tick, int channel) {
            return put(tick, channel, 1);
        }

        /** Adds an event with a payload; a batch with any such event sends payloads for all. */
        public Builder add(long tick, int channel, int value) {
            graded = true;
            return put(tick, channel, value);
        }

        private Builder put(long tick, int channel, int value) {
            if (tick < 0 || channel < 0) {
                throw new DeviceException(
                        ErrorCode.INVALID_ARGUMENT, "tick " + tick + ", channel " + channel + ": both begin at 0");
            }
            if (size == ticks.length) {
                ticks = Arrays.copyOf(ticks, 2 * size);
                sources = Arrays.copyOf(sources, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            sorted &= tick >= last || size == 0;
            first = Math.min(first, tick);
            last = Math.max(last, tick);
            ticks[size] = tick;
            sources[size] = channel;
            values[size++] = value;
            return this;
        }

        /** Number of spikes so far. */
        public int size() {
            return size;
        }

        /** The batch, from the first to the last tick with a spike. */
        public SpikeBatch build() {
            if (size == 0) {
                return of(0, new int[0], new int[0], null);
            }
            if (last - first >= MAX_TICKS) {
                throw new DeviceException(
                        ErrorCode.INVALID_ARGUMENT,
                        "spikes from tick " + first + " to tick " + last + " do not fit one batch of at most "
                                + MAX_TICKS + " ticks: make several");
            }
            int[] counts = new int[(int) (last - first) + 1];
            for (int i = 0; i < size; i++) {
                counts[(int) (ticks[i] - first)]++;
            }
            int[] outSources = Arrays.copyOf(sources, size);
            int[] outValues = graded ? Arrays.copyOf(values, size) : null;
            if (!sorted) {
                int[] next = new int[counts.length];
                for (int i = 1; i < counts.length; i++) {
                    next[i] = next[i - 1] + counts[i - 1];
                }
                for (int i = 0; i < size; i++) {
                    int at = next[(int) (ticks[i] - first)]++;
                    outSources[at] = sources[i];
                    if (graded) {
                        outValues[at] = values[i];
                    }
                }
            }
            return of(first, counts, outSources, outValues);
        }
    }
}
