package dev.ranvier.tools.cells;

import dev.ranvier.hw.RanvierException;

/**
 * Synapses as arrays of equal length, in any order. Source ids: external axons first, then cells.
 *
 * @param source source id per synapse
 * @param post cell per synapse
 * @param receptors0 AMPA (GABA_A ...) receptors, 0..255
 * @param receptors1 NMDA (GABA_B ...) receptors, 0..255
 * @param delay ticks, 1..63
 * @param plastic whether it learns
 * @param declared transmitter that the record says it receives, or null where it says nothing; the whole array may be
 *     null
 */
public record CellSynapses(
        int[] source,
        int[] post,
        int[] receptors0,
        int[] receptors1,
        int[] delay,
        boolean[] plastic,
        Transmitter[] declared) {

    /** Checks the lengths. */
    public CellSynapses {
        int n = source.length;
        if (post.length != n
                || receptors0.length != n
                || receptors1.length != n
                || delay.length != n
                || plastic.length != n
                || (declared != null && declared.length != n)) {
            throw new RanvierException("synapse columns have different lengths; each needs one value per synapse");
        }
    }

    /** Number of synapses. */
    public int count() {
        return source.length;
    }
}
