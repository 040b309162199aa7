package dev.ranvier.tools.cells;

import java.util.function.DoubleUnaryOperator;

/** Fraction of open channels as a function of the potential in mV: what a gate table is made of. */
public sealed interface GateFunction extends DoubleUnaryOperator {
    /** Entries of a gate table: 2 mV apart from -128 mV. */
    int ENTRIES = 129;

    /**
     * The magnesium block of NMDA channels.
     *
     * @param magnesium concentration outside, mM, 0 or more
     */
    record Magnesium(double magnesium) implements GateFunction {
        @Override
        public double applyAsDouble(double millivolts) {
            return Biophysics.magnesiumBlock(millivolts, magnesium);
        }
    }

    /**
     * Boltzmann function.
     *
     * @param half mV at which half of the channels are open
     * @param slope mV, not 0; negative for channels that close with depolarisation
     */
    record Boltzmann(double half, double slope) implements GateFunction {
        @Override
        public double applyAsDouble(double millivolts) {
            return Biophysics.boltzmann(millivolts, half, slope);
        }
    }

    /**
     * Values between which the core interpolates.
     *
     * @param fractions {@link #ENTRIES} fractions 0..1, 2 mV apart from -128 mV
     */
    record Sampled(double[] fractions) implements GateFunction {
        @Override
        public double applyAsDouble(double millivolts) {
            double at = Math.clamp((millivolts + 128) / 2, 0, ENTRIES - 1);
            int i = Math.min((int) at, ENTRIES - 2);
            return fractions[i] + (at - i) * (fractions[i + 1] - fractions[i]);
        }
    }
}
