package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.hw.RanvierException;

/**
 * Traffic of a load sweep.
 *
 * @param pattern destinations
 * @param flits length of every packet, at least 1
 * @param warmUp cycles before the window, 0..10^8
 * @param window cycles measured, 1..10^8
 * @param seed of the draws
 */
public record NocTraffic(TrafficPattern pattern, int flits, int warmUp, int window, long seed) {
    private static final int MOST_CYCLES = 100_000_000;
    private static final int MOST_FLITS = 1 << 20;

    /** Checks the ranges. */
    public NocTraffic {
        check("flits of a packet", flits, 1, MOST_FLITS);
        check("cycles of warm-up", warmUp, 0, MOST_CYCLES);
        check("measured cycles", window, 1, MOST_CYCLES);
    }

    private static void check(String what, int value, int low, int high) {
        if (value < low || value > high) {
            throw new RanvierException(what + ": " + value + ", allowed: " + low + ".." + high);
        }
    }

    /** A sweep of this traffic over a network that has been built; refuses what the network cannot carry. */
    public LoadSweep sweep(NocNetwork network, Fabric fabric) {
        if (flits > 1 && network instanceof NocNetwork.Ranc) {
            throw new RanvierException("packets of " + flits + " flits: RANC's packets have 1; leave the length out");
        }
        return new LoadSweep(fabric, network.columns(), network.rows(), pattern, flits, warmUp, window);
    }
}
