package dev.ranvier.emulator.cost;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records the lengths of ticks in a fixed number of bins, which hold twice as many ticks each whenever they are full.
 * Allocates nothing while recording. Owned by its chip.
 */
public final class TickLengthRecorder {
    private static final int BINS = 1024;

    private final long tickCycles;
    private final long[] most = new long[BINS];
    private final long[] sum = new long[BINS];
    private long firstTick;
    private long ticks;
    private int perBin = 1;
    private long overruns;
    /** Cycles of cores, network, input and barrier of all ticks. */
    private final long[] parts = new long[4];
    /** Number, parts and places of the longest tick. */
    private final long[] longest = new long[8];

    private long longestCycles = -1;

    /** @param tickCycles length of a tick where it is fixed; 0 otherwise */
    public TickLengthRecorder(long tickCycles) {
        this.tickCycles = tickCycles;
    }

    /** Records one tick; parameters as in {@link TickLengths.Tick}. */
    public void record(
            long tick,
            long cores,
            long network,
            long input,
            long barrier,
            int slowestCore,
            int lastTile,
            int lastInput) {
        if (ticks == 0) {
            firstTick = tick;
        }
        long cycles = cores + network + input + barrier;
        parts[0] += cores;
        parts[1] += network;
        parts[2] += input;
        parts[3] += barrier;
        if (cycles > longestCycles) {
            longestCycles = cycles;
            longest[0] = tick;
            longest[1] = cores;
            longest[2] = network;
            longest[3] = input;
            longest[4] = barrier;
            longest[5] = slowestCore;
            longest[6] = lastTile;
            longest[7] = lastInput;
        }
        if (ticks == (long) perBin * BINS) {
            for (int k = 0; k < BINS / 2; k++) {
                most[k] = Math.max(most[2 * k], most[2 * k + 1]);
                sum[k] = sum[2 * k] + sum[2 * k + 1];
            }
            for (int k = BINS / 2; k < BINS; k++) {
                most[k] = 0;
                sum[k] = 0;
            }
            perBin *= 2;
        }
        int bin = (int) (ticks / perBin);
        most[bin] = Math.max(most[bin], cycles);
        sum[bin] += cycles;
        ticks++;
    }

    /** Counts a core that was not done when its tick ended. */
    public void overrun() {
        overruns++;
    }

    /** A copy of what was recorded. */
    public TickLengths snapshot() {
        List<TickLengths.Bin> series = new ArrayList<>();
        for (int bin = 0; (long) bin * perBin < ticks; bin++) {
            long from = (long) bin * perBin;
            series.add(
                    new TickLengths.Bin(firstTick + from, (int) Math.min(perBin, ticks - from), most[bin], sum[bin]));
        }
        TickLengths.Tick top = longestCycles < 0
                ? null
                : new TickLengths.Tick(
                        longest[0],
                        longest[1],
                        longest[2],
                        longest[3],
                        longest[4],
                        (int) longest[5],
                        (int) longest[6],
                        (int) longest[7]);
        return new TickLengths(tickCycles, overruns, parts[0], parts[1], parts[2], parts[3], top, series);
    }

    /** Forgets everything. */
    public void clear() {
        java.util.Arrays.fill(most, 0);
        java.util.Arrays.fill(sum, 0);
        java.util.Arrays.fill(parts, 0);
        ticks = 0;
        perBin = 1;
        overruns = 0;
        longestCycles = -1;
    }

    /** Writes the state. */
    public void save(DataOutput out) throws IOException {
        out.writeLong(firstTick);
        out.writeLong(ticks);
        out.writeInt(perBin);
        out.writeLong(overruns);
        out.writeLong(longestCycles);
        for (long[] array : new long[][] {most, sum, parts, longest}) {
            for (long value : array) {
                out.writeLong(value);
            }
        }
    }

    /** Reads a state written by {@link #save}. */
    public void load(DataInput in) throws IOException {
        firstTick = in.readLong();
        ticks = in.readLong();
        perBin = in.readInt();
        if (perBin < 1 || Integer.bitCount(perBin) != 1 || ticks < 0 || ticks > (long) perBin * BINS) {
            throw new IOException("saved tick lengths are of " + ticks + " ticks in bins of " + perBin
                    + ", which does not fit into " + BINS + " bins: the saved state is damaged");
        }
        overruns = in.readLong();
        longestCycles = in.readLong();
        for (long[] array : new long[][] {most, sum, parts, longest}) {
            for (int k = 0; k < array.length; k++) {
                array[k] = in.readLong();
            }
        }
    }
}
