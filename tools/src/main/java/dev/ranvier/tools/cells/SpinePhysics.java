package dev.ranvier.tools.cells;

/**
 * Spine calcium and receptor traffic in physical units (biophysical core, section 1).
 *
 * @param period ticks of the chip between sweeps, 1..16
 * @param tauBound decay of the bound NMDA fraction, ms
 * @param boundJump fraction of the free receptors bound per arrival
 * @param tauCalcium ms
 * @param nmda calcium per ms, bound fraction 1, full drive and 128 NMDA receptors
 * @param preJump calcium per presynaptic spike
 * @param postJump calcium per postsynaptic spike
 * @param preDelay ms from an arrival to the presynaptic calcium jump
 * @param removeAbove calcium above which receptors go
 * @param insertAbove calcium above which receptors come
 * @param insertRate 1/s
 * @param removeRate 1/s
 * @param mostReceptors most AMPA receptors of a spine
 */
public record SpinePhysics(
        int period,
        double tauBound,
        double boundJump,
        double tauCalcium,
        double nmda,
        double preJump,
        double postJump,
        double preDelay,
        double removeAbove,
        double insertAbove,
        double insertRate,
        double removeRate,
        int mostReceptors) {}
