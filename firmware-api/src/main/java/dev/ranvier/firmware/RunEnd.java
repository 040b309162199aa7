package dev.ranvier.firmware;

/**
 * How a run ended.
 *
 * @param run number of the run
 * @param reason why
 * @param tick last completed tick
 * @param cycle clock cycles since the image was loaded
 * @param ticks ticks completed by the run
 * @param cycles clock cycles of the run
 * @param wallNanoseconds time that it took on the server, ns
 * @param source the neuron that stopped it, for {@link Reason#SPIKE}
 * @param message what went wrong, for {@link Reason#FAULTED}
 */
public record RunEnd(
        long run,
        Reason reason,
        long tick,
        long cycle,
        long ticks,
        long cycles,
        long wallNanoseconds,
        int source,
        String message) {
    /** Why a run ended. The order is that of the wire. */
    public enum Reason {
        /** All ticks are done. */
        COMPLETED,
        /** It was paused. */
        PAUSED,
        /** A chosen neuron has spiked. */
        SPIKE,
        /** Nothing happens any more. */
        IDLE,
        /** An awaited input stream is not complete. */
        INPUT_MISSING,
        /** The lease has ended. */
        LEASE_ENDED,
        /** The emulation has failed. */
        FAULTED
    }
}
