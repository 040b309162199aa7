package dev.ranvier.emulator.cost;

import dev.ranvier.emulator.core.CoreActivity;
import java.util.List;
import java.util.Optional;

/**
 * What a board has done since its counters were last cleared.
 *
 * @param ticks completed ticks
 * @param cycles clock cycles, by the cost model where the chip has no clock
 * @param nanoseconds chip time
 * @param spikes spikes fired
 * @param synapticEvents synapses that spikes have gone through
 * @param axonEvents spikes that arrived at input axons
 * @param neuronUpdates compartments updated
 * @param messages packets between cores
 * @param hopsEastWest links crossed in x
 * @param hopsNorthSouth links crossed in y
 * @param wraps compartment updates in which an accumulator or a current wrapped
 * @param saturations compartment updates in which the voltage was clipped at its upper limit
 * @param dropped spikes that arrived at an unused axon
 * @param hostEvents events injected by the host
 * @param energyJoule energy by the chip's cost table
 * @param energyModel name of that cost table
 * @param fabric what the routers have done, where they are emulated
 * @param cores the same per core in use
 */
public record Counters(
        long ticks,
        long cycles,
        double nanoseconds,
        long spikes,
        long synapticEvents,
        long axonEvents,
        long neuronUpdates,
        long messages,
        long hopsEastWest,
        long hopsNorthSouth,
        long wraps,
        long saturations,
        long dropped,
        long hostEvents,
        double energyJoule,
        String energyModel,
        Optional<FabricCounters> fabric,
        List<CoreCounters> cores) {

    /** Copies its list. */
    public Counters {
        cores = List.copyOf(cores);
    }

    /**
     * What one core has done.
     *
     * @param core core on the board
     * @param neurons compartments in use
     * @param spikes spikes fired
     * @param synapticEvents synapses gone through
     * @param axonEvents spikes arrived
     * @param neuronUpdates compartments updated
     * @param messages packets sent
     * @param wraps updates with a wrap
     * @param saturations updates clipped at the upper voltage limit
     * @param dropped spikes that arrived at an unused axon
     */
    public record CoreCounters(
            int core,
            int neurons,
            long spikes,
            long synapticEvents,
            long axonEvents,
            long neuronUpdates,
            long messages,
            long wraps,
            long saturations,
            long dropped) {
        /** What core {@code core} with {@code neurons} compartments has done. */
        public static CoreCounters of(int core, int neurons, CoreActivity activity) {
            return new CoreCounters(
                    core,
                    neurons,
                    activity.spikes,
                    activity.denseEvents + activity.sparseEvents,
                    activity.axonEvents,
                    activity.neuronUpdates,
                    activity.messages,
                    activity.wraps,
                    activity.saturations,
                    activity.dropped);
        }
    }
}
