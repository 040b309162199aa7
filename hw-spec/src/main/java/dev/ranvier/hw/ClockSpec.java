package dev.ranvier.hw;

/**
 * The clock of a chip.
 *
 * @param nanosecondsPerCycle length of one cycle in ns
 * @param policy what ends a tick
 * @param tickCycles length of a tick in cycles under {@link TimePolicy#FIXED}; 0 otherwise
 * @param note what the figures are: silicon or model
 */
public record ClockSpec(double nanosecondsPerCycle, TimePolicy policy, long tickCycles, String note) {
    /** What ends a tick. */
    public enum TimePolicy {
        /** A tick ends when all cores and packets are done. */
        BARRIER,
        /** A tick is {@code tickCycles} long; what is late is late. */
        FIXED,
        /** No ticks: work is done as events arrive. */
        EVENT
    }
}
