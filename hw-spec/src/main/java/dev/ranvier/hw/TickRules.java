package dev.ranvier.hw;

/**
 * How a chip counts time towards its host, and when events act.
 *
 * @param firstTick number of the first tick
 * @param hostLatency ticks between the stamp of a host event and the tick that it acts in, without delays
 * @param arrival when the events of a tick reach the cores
 */
public record TickRules(int firstTick, int hostLatency, Arrival arrival) {
    /** When the events of a tick reach the cores, relative to the update that makes the tick's spikes. */
    public enum Arrival {
        /** Spikes wait for the next tick; host events come at the beginning of the tick that they act in. */
        BEFORE_UPDATE,
        /** The tick ends with the arrival of its spikes, then of the host events stamped with it. */
        SPIKES_THEN_HOST,
        /** The tick ends with the arrival of the host events stamped with it, then of its spikes. */
        HOST_THEN_SPIKES
    }
}
