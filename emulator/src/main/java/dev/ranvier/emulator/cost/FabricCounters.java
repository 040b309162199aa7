package dev.ranvier.emulator.cost;

import dev.ranvier.emulator.fabric.FabricStatistics;
import java.util.List;

/**
 * What the routers of a board have done, and how long its ticks took, since counting began; only with cycle timing.
 *
 * @param network links, queues and latencies
 * @param ticks lengths of the ticks
 * @param mostWaiting most packets that one core had to hand to its router, those of later cycles of its scan among them
 * @param lateByCore per core of the board with any, the spikes that came too late
 * @param firstLate the first spikes that were late
 */
public record FabricCounters(
        FabricStatistics network,
        TickLengths ticks,
        int mostWaiting,
        List<CoreLate> lateByCore,
        List<LateSpike> firstLate) {
    /** Copies its lists. */
    public FabricCounters {
        lateByCore = List.copyOf(lateByCore);
        firstLate = List.copyOf(firstLate);
    }

    /**
     * Spikes that came to a core after the tick for which they were meant.
     *
     * @param core core on the board
     * @param delayed spikes that acted in a later tick
     * @param lost spikes that never acted
     */
    public record CoreLate(int core, long delayed, long lost) {}

    /**
     * A spike that was late.
     *
     * @param tick tick in which it was fired
     * @param from core that fired it
     * @param to core that it came to
     * @param axon axon of that core
     * @param cycles cycles by which it missed the end of the tick that it was meant to arrive in
     * @param lost true if it never acts
     */
    public record LateSpike(long tick, int from, int to, int axon, long cycles, boolean lost) {}

    /** Spikes that acted in a later tick than they should have. */
    public long delayed() {
        return lateByCore.stream().mapToLong(CoreLate::delayed).sum();
    }

    /** Spikes that never acted because they were late. */
    public long lost() {
        return lateByCore.stream().mapToLong(CoreLate::lost).sum();
    }
}
