package dev.ranvier.emulator.cost;

import java.util.List;

/**
 * How many cycles ticks took and what they were spent on. A tick's cycles are, one after the other: {@code cores} until
 * the last core has updated its neurons; {@code network} until the last packet has arrived; {@code input} until the last
 * core has taken its packets in; {@code barrier} for the end of the tick. Where ticks have a fixed length, they are what
 * the work needed, without a barrier.
 *
 * @param tickCycles length of a tick where it is fixed; 0 otherwise
 * @param overruns updates of cores that were not done when their tick ended
 * @param cores cycles of all ticks
 * @param network cycles of all ticks
 * @param input cycles of all ticks
 * @param barrier cycles of all ticks
 * @param longest the longest tick; null before any
 * @param series lengths over time, bin after bin
 */
public record TickLengths(
        long tickCycles,
        long overruns,
        long cores,
        long network,
        long input,
        long barrier,
        Tick longest,
        List<Bin> series) {
    /** Copies its list. */
    public TickLengths {
        series = List.copyOf(series);
    }

    /**
     * One tick.
     *
     * @param tick its number
     * @param cores cycles until the last core had updated its neurons
     * @param network cycles from then until the last packet had arrived
     * @param input cycles from then until the last core had taken its packets in
     * @param barrier cycles of the barrier
     * @param slowestCore core that was the last to update its neurons
     * @param lastTile tile of the last packet; -1 if there was none
     * @param lastInput core that was the last to take its packets in; -1 if there was none
     */
    public record Tick(
            long tick,
            long cores,
            long network,
            long input,
            long barrier,
            int slowestCore,
            int lastTile,
            int lastInput) {
        /** All cycles. */
        public long cycles() {
            return cores + network + input + barrier;
        }
    }

    /**
     * Lengths of some ticks one after the other.
     *
     * @param firstTick the first of them
     * @param ticks how many
     * @param most cycles of the longest
     * @param sum cycles of all
     */
    public record Bin(long firstTick, int ticks, long most, long sum) {}
}
