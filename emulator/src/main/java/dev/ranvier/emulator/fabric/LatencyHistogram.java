package dev.ranvier.emulator.fabric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/**
 * Latencies of a fabric in cycles: an HdrHistogram of fixed size (exact to 2047 cycles, three digits above) that can be
 * saved. Recording allocates nothing; a value above {@link #LARGEST} counts as that.
 *
 * <p>Owner: one fabric.
 */
public final class LatencyHistogram {
    /** Largest latency told apart, in cycles. */
    public static final long LARGEST = (1L << 32) - 1;

    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(1, LARGEST, DIGITS);

    /** Counts one delivery of this many cycles, at least 0. */
    public void record(long cycles) {
        histogram.recordValue(Math.min(cycles, LARGEST));
    }

    /** Counts {@code count} deliveries of this many cycles, at least 0. */
    public void record(long cycles, long count) {
        histogram.recordValueWithCount(Math.min(cycles, LARGEST), count);
    }

    /** A copy that later recording does not change. */
    public Histogram copy() {
        return histogram.copy();
    }

    /** Forgets everything. */
    public void clear() {
        histogram.reset();
    }

    /** Writes the non-empty buckets. */
    public void save(DataOutput out) throws IOException {
        int buckets = 0;
        for (var value : histogram.recordedValues()) {
            buckets += value.getCountAtValueIteratedTo() > 0 ? 1 : 0;
        }
        out.writeInt(buckets);
        for (var value : histogram.recordedValues()) {
            out.writeLong(value.getValueIteratedTo());
            out.writeLong(value.getCountAtValueIteratedTo());
        }
    }

    /** Reads what {@link #save} wrote. */
    public void load(DataInput in) throws IOException {
        histogram.reset();
        int buckets = in.readInt();
        for (int k = 0; k < buckets; k++) {
            long value = in.readLong();
            long count = in.readLong();
            if (value < 0 || value > LARGEST || count <= 0) {
                throw new IOException("latency bucket " + k + " holds value " + value + ", count " + count
                        + ": allowed are values 0.." + LARGEST + " and counts above 0; the saved state is damaged");
            }
            histogram.recordValueWithCount(value, count);
        }
    }
}
