package dev.ranvier.tools.cells;

import dev.ranvier.hw.RanvierException;
import java.util.function.DoubleUnaryOperator;

/** Equations that parameters come from: Nernst, the magnesium block, the calcium drive. Stateless. */
public final class Biophysics {
    /** Reversal potential of calcium in the driving function, mV (biophysical core, section 1). */
    private static final double CALCIUM_REVERSAL = 130;

    private static final double GAS_CONSTANT = 8.314462618;
    private static final double FARADAY = 96485.33212;
    private static final double KELVIN = 273.15;

    private Biophysics() {}

    /**
     * Equilibrium potential of an ion (Nernst).
     *
     * @param valence charge number, not 0: Na+ 1, Ca2+ 2, Cl- -1
     * @param outside concentration outside, mM, above 0
     * @param inside concentration inside, mM, above 0
     * @param celsius temperature
     * @return mV
     */
    public static double nernst(int valence, double outside, double inside, double celsius) {
        if (valence == 0) {
            throw new RanvierException("valence is 0: an uncharged particle has no equilibrium potential");
        }
        if (!(outside > 0) || !(inside > 0)) {
            throw new RanvierException(
                    "concentrations are " + outside + " mM outside and " + inside + " mM inside, allowed: above 0");
        }
        return 1e3 * GAS_CONSTANT * (celsius + KELVIN) / (valence * FARADAY) * Math.log(outside / inside);
    }

    /**
     * Fraction of NMDA channels that magnesium does not block (Jahr and Stevens, J. Neurosci. 10:3178, 1990).
     *
     * @param millivolts membrane potential
     * @param magnesium extracellular concentration, mM, 0 or more
     */
    public static double magnesiumBlock(double millivolts, double magnesium) {
        return 1 / (1 + magnesium / 3.57 * Math.exp(-0.062 * millivolts));
    }

    /** Calcium drive through NMDA at {@code millivolts}: unblocked fraction times driving force, 1 at most. */
    public static double calciumDrive(double millivolts, double magnesium) {
        return magnesiumBlock(millivolts, magnesium)
                * Math.max(0, CALCIUM_REVERSAL - millivolts)
                / (CALCIUM_REVERSAL + 70);
    }

    /** Fraction of open channels by a Boltzmann function: half at {@code half} mV, steeper for a smaller {@code slope}. */
    public static double boltzmann(double millivolts, double half, double slope) {
        return 1 / (1 + Math.exp(-(millivolts - half) / slope));
    }

    /** {@code function} as a gate or calcium table: 129 entries 2 mV apart from -128 mV, 65536 = 1. */
    public static int[] table(DoubleUnaryOperator function) {
        int[] table = new int[129];
        for (int i = 0; i < table.length; i++) {
            double value = Math.floor(function.applyAsDouble(-128 + 2 * i) * 65536 + 0.5);
            table[i] = (int) Math.min(65536, Math.max(0, value));
        }
        return table;
    }

    /** The table of the exponential Euler step: (1 - exp(-x)) / x, 129 entries 1/16 apart from 0. */
    public static int[] stepTable() {
        int[] table = new int[129];
        for (int i = 0; i < table.length; i++) {
            double x = i / 16.0;
            table[i] = (int) Math.floor((i == 0 ? 1 : -Math.expm1(-x) / x) * 65536 + 0.5);
        }
        return table;
    }
}
