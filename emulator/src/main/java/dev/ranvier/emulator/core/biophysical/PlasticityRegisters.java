package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.RanvierException;

/**
 * Registers of a core's spine plasticity (sections 4 and 6).
 *
 * @param on whether spines learn
 * @param period ticks between sweeps, 1..16
 * @param preDelay sweeps from an arrival to the presynaptic calcium jump, 0..63
 * @param boundDecay decay of the bound fraction per sweep, 2^-24
 * @param boundJump bound fraction gained per arrival, 2^-16
 * @param calciumDecay decay of calcium per sweep, 2^-24
 * @param nmdaScale calcium per tick, bound fraction and 128 receptors, 2^-12
 * @param preJump calcium jump per presynaptic spike, 2^-12
 * @param postJump calcium jump per postsynaptic spike, 2^-12
 * @param insertAbove calcium above which receptors are inserted, 2^-12
 * @param removeAbove calcium above which receptors are removed, 2^-12
 * @param insertRate insertion per sweep, 2^-16
 * @param removeRate removal per sweep, 2^-16
 * @param mostReceptors upper limit of the receptor count, 2^-16
 */
record PlasticityRegisters(
        boolean on,
        int period,
        int preDelay,
        long boundDecay,
        long boundJump,
        long calciumDecay,
        long nmdaScale,
        long preJump,
        long postJump,
        long insertAbove,
        long removeAbove,
        long insertRate,
        long removeRate,
        long mostReceptors) {
    /** Longest time between two sweeps, in ticks: the calcium drive has 21 bits. */
    static final int MOST_PERIOD = 16;

    static PlasticityRegisters decode(WordBank bank) {
        boolean on = field(bank, "plastic") == 1;
        int period = (int) field(bank, "period");
        if (on && (period < 1 || period > MOST_PERIOD)) {
            throw new RanvierException(
                    "registers.period (ticks between plasticity sweeps) is " + period + ", allowed: 1.." + MOST_PERIOD);
        }
        return new PlasticityRegisters(
                on,
                on ? period : 1,
                (int) field(bank, "pre_delay"),
                field(bank, "n_decay"),
                field(bank, "n_jump"),
                field(bank, "c_decay"),
                field(bank, "k_nmda"),
                field(bank, "c_pre"),
                field(bank, "c_post"),
                field(bank, "theta_p"),
                field(bank, "theta_d"),
                field(bank, "rate_p"),
                field(bank, "rate_d"),
                field(bank, "a_max"));
    }

    private static long field(WordBank bank, String name) {
        return bank.field(0, bank.spec().field(name));
    }

    /** Sweeps from a source's spike to its arrival at a spine of {@code delay} ticks. */
    int sweepsOfDelay(int delay) {
        return (delay + (period >> 1)) / period;
    }
}
