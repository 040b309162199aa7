package dev.ranvier.emulator.trace;

import java.util.Arrays;

/**
 * Spikes of consecutive ticks, in plain arrays. The chip appends while it advances; whoever reads it clears it. It grows
 * to the largest amount that was ever logged between two clears and then allocates no more. Owned by the chip's thread.
 */
public final class SpikeLog {
    private boolean enabled;
    private long firstTick;
    private int ticks;
    private int spikes;
    private int[] counts = new int[64];
    private int[] sources = new int[1024];
    private int[] values = new int[1024];
    private int tickStart;

    /** True if spikes are logged. */
    public boolean enabled() {
        return enabled;
    }

    /** Switches logging on or off; off also clears. */
    public void enable(boolean on) {
        enabled = on;
        if (!on) {
            clear();
        }
    }

    /** Opens the next tick; ticks of a log are consecutive. */
    public void beginTick(long tick) {
        if (ticks == 0) {
            firstTick = tick;
        }
        if (ticks == counts.length) {
            counts = Arrays.copyOf(counts, 2 * ticks);
        }
        counts[ticks++] = 0;
        tickStart = spikes;
    }

    /** Logs a spike of the open tick. */
    public void add(int source, int value) {
        if (spikes == sources.length) {
            sources = Arrays.copyOf(sources, 2 * spikes);
            values = Arrays.copyOf(values, 2 * spikes);
        }
        sources[spikes] = source;
        values[spikes++] = value;
        counts[ticks - 1] = spikes - tickStart;
    }

    /** Number of ticks logged. */
    public int ticks() {
        return ticks;
    }

    /** Number of the first logged tick; meaningless if there is none. */
    public long firstTick() {
        return firstTick;
    }

    /** Number of spikes of all logged ticks. */
    public int size() {
        return spikes;
    }

    /** Spikes of logged tick {@code index}, 0 .. ticks - 1. */
    public int count(int index) {
        return counts[index];
    }

    /** Source number of spike {@code index}, 0 .. size - 1; ascending inside a tick. */
    public int source(int index) {
        return sources[index];
    }

    /** Payload of spike {@code index}: 1 for plain spikes. */
    public int value(int index) {
        return values[index];
    }

    /** Forgets all. */
    public void clear() {
        ticks = 0;
        spikes = 0;
        tickStart = 0;
    }
}
