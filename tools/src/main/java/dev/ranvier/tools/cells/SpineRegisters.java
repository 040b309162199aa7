package dev.ranvier.tools.cells;

/**
 * Registers of spine plasticity (biophysical core, section 4).
 *
 * @param period P: ticks between sweeps, 1..16
 * @param boundDecay dn, 2^-24
 * @param boundJump qn, 2^-16
 * @param calciumDecay dc, 2^-24
 * @param nmdaScale kn, 2^-12
 * @param preJump cpre, 2^-12
 * @param postJump cpost, 2^-12
 * @param preDelay Dp, sweeps
 * @param insertAbove thp, 2^-12
 * @param removeAbove thd, 2^-12
 * @param insertRate etap, 2^-16
 * @param removeRate etad, 2^-16
 * @param mostReceptors amax, 2^-16
 */
public record SpineRegisters(
        int period,
        long boundDecay,
        long boundJump,
        long calciumDecay,
        long nmdaScale,
        long preJump,
        long postJump,
        int preDelay,
        long insertAbove,
        long removeAbove,
        long insertRate,
        long removeRate,
        long mostReceptors) {}
