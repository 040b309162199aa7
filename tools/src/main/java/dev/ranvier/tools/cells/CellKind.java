package dev.ranvier.tools.cells;

import java.util.Map;
import java.util.TreeMap;

/**
 * A kind of cell in physical units: mV, ms, nS, pF. Pairs are {soma, dendrite}; a point cell uses the first only.
 *
 * @param two true for soma and dendrite
 * @param capacitance membrane capacitance, pF
 * @param leak leak conductance, nS
 * @param rest resting potential, mV
 * @param coupling conductance between soma and dendrite, nS
 * @param threshold mV
 * @param peak potential during a spike, mV
 * @param reset potential after a spike, mV
 * @param peakTime ms at the peak
 * @param refractoryTime ms from a spike until the next may come
 * @param channels channels by number, 0..7
 */
public record CellKind(
        boolean two,
        double[] capacitance,
        double[] leak,
        double[] rest,
        double coupling,
        double threshold,
        double peak,
        double reset,
        double peakTime,
        double refractoryTime,
        Map<Integer, Channel> channels) {

    /** Copies its map, in the order of the numbers. */
    public CellKind {
        channels = java.util.Collections.unmodifiableMap(new TreeMap<>(channels));
    }

    /** What opens a channel; its number is the register value. */
    public enum Source {
        /** Receptors. */
        SYN,
        /** The cell's own spike. */
        SPIKE,
        /** Nothing: the conductance is constant, its gate apart. */
        CONST
    }

    /**
     * A channel.
     *
     * @param name for people, e.g. NMDA
     * @param dendrite true if it lies in the dendrite (of a cell that has one)
     * @param source what opens it
     * @param reversal reversal potential, mV
     * @param conductance of one receptor, of one spike, or constant: nS at the peak
     * @param tauDecay ms; 0 = does not decay
     * @param tauRise ms; 0 = opens at once
     * @param gate 0 none, 1..3 gate of the network
     */
    public record Channel(
            String name,
            boolean dendrite,
            Source source,
            double reversal,
            double conductance,
            double tauDecay,
            double tauRise,
            int gate) {
        /** Factor that makes the difference of the two exponentials peak at 1; 1 without a rise. */
        public double peakFactor() {
            if (tauRise <= 0) {
                return 1;
            }
            double peakTime = tauRise * tauDecay / (tauDecay - tauRise) * Math.log(tauDecay / tauRise);
            return 1 / (Math.exp(-peakTime / tauDecay) - Math.exp(-peakTime / tauRise));
        }
    }

    /** Compartment of {@code channel}: 0 soma, 1 dendrite. */
    public int compartment(Channel channel) {
        return channel.dendrite() && two ? 1 : 0;
    }
}
