package dev.ranvier.tools.cells;

import java.util.List;

/**
 * Registers of a cell profile, as the core holds them (biophysical core, section 4): potentials in 2^-16 mV,
 * conductances per tick in 2^-28, pairs are {soma, dendrite}.
 *
 * @param two true for soma and dendrite, false for a point cell
 * @param leak leak conductances
 * @param rest resting potentials
 * @param coupling coupling conductances
 * @param threshold threshold of the soma
 * @param peak potential during a spike
 * @param reset potential after a spike
 * @param peakTicks ticks at the peak
 * @param refractoryTicks ticks until the cell may fire again, 1 or more
 * @param calciumCompartment 0 soma, 1 dendrite: whose potential drives spine calcium
 * @param channels exactly 8
 */
public record CellRegisters(
        boolean two,
        long[] leak,
        long[] rest,
        long[] coupling,
        long threshold,
        long peak,
        long reset,
        int peakTicks,
        int refractoryTicks,
        int calciumCompartment,
        List<Channel> channels) {

    /** Copies its list. */
    public CellRegisters {
        channels = List.copyOf(channels);
    }

    /**
     * Registers of a channel.
     *
     * @param enabled whether it is present
     * @param compartment 0 soma, 1 dendrite
     * @param source 0 synaptic, 1 own spike, 2 constant
     * @param gate 0 none, 1..3 gate table
     * @param reversal reversal potential, 2^-16 mV
     * @param decayA decay per tick, 2^-24
     * @param decayB decay of the rising part, 2^-24
     * @param rises true for a double exponential
     * @param scaleA conductance of one unit, 2^-36
     * @param scaleB the same of the rising part
     * @param start conductance of a constant channel, 2^-28
     */
    public record Channel(
            boolean enabled,
            int compartment,
            int source,
            int gate,
            long reversal,
            long decayA,
            long decayB,
            boolean rises,
            long scaleA,
            long scaleB,
            long start) {
        /** A channel that a cell does not have. */
        public static final Channel NONE = new Channel(false, 0, 0, 0, 0, 0, 0, false, 0, 0, 0);
    }
}
