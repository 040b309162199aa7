package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import java.util.Arrays;

/**
 * Compartments with the chip's own parameters (Loihi). All arrays have one value per neuron; ranges are those of the
 * profile in use and are checked when the network is mapped.
 *
 * @param decayU current decay / 4096 (nengo, lava: plus one)
 * @param decayV voltage decay / 4096
 * @param biasMantissa bias = mantissa · 2^exponent
 * @param biasExponent see there
 * @param threshold threshold / 64
 * @param thresholdLow lower threshold / 64 of ternary compartments; ignored otherwise
 * @param refractory refractory ticks
 * @param noiseOn true if the compartment has noise
 * @param ternary true for signed spikes with two thresholds
 * @param resetInterval u = v = 0 every n ticks; 0 = never
 * @param resetOffset tick mod interval at which it happens
 * @param initialU current at the start
 * @param initialV voltage at the start
 * @param shared registers that all compartments of a core share
 */
public record CompartmentModel(
        int[] decayU,
        int[] decayV,
        int[] biasMantissa,
        int[] biasExponent,
        int[] threshold,
        int[] thresholdLow,
        int[] refractory,
        boolean[] noiseOn,
        boolean[] ternary,
        int[] resetInterval,
        int[] resetOffset,
        long[] initialU,
        long[] initialV,
        SharedRegisters shared)
        implements NeuronModel {

    /**
     * Registers of a core that all its compartments share.
     *
     * @param negLimit v &gt;= -(2^n) + 1 (profile nengo), 0..31
     * @param posLimit v &lt;= 2^(9+2p) - 1 (profile nengo), 0..7
     * @param noiseExponent noise = (draw + 64 · offset) · 2^(exponent - 7), 1..23
     * @param noiseOffset see there, -128..127
     * @param noiseAtMembrane false: noise is added to the accumulator; true: to u + bias
     */
    public record SharedRegisters(
            int negLimit, int posLimit, int noiseExponent, int noiseOffset, boolean noiseAtMembrane) {
        /** Widest voltage range, no noise. */
        public static final SharedRegisters WIDE = new SharedRegisters(23, 7, 1, 0, false);
    }

    /** Checks that all arrays are of one length. */
    public CompartmentModel {
        int n = decayU.length;
        int[] lengths = {
            decayV.length, biasMantissa.length, biasExponent.length, threshold.length, thresholdLow.length,
            refractory.length, noiseOn.length, ternary.length, resetInterval.length, resetOffset.length,
            initialU.length, initialV.length
        };
        for (int length : lengths) {
            if (length != n) {
                throw new RanvierException("compartment parameters are given for " + n + " and for " + length
                        + " neurons; every parameter needs one value or one per neuron");
            }
        }
    }

    @Override
    public int size() {
        return decayU.length;
    }

    /** A builder for {@code n} compartments: total current decay, no voltage decay, threshold 1, refractory 1. */
    public static Builder builder(int n) {
        return new Builder(n);
    }

    /** Collects parameters; every setter takes one value for all or one per neuron. Not safe for several threads. */
    public static final class Builder {
        private final int n;
        private final int[] decayU;
        private final int[] decayV;
        private final int[] biasMantissa;
        private final int[] biasExponent;
        private final int[] threshold;
        private final int[] thresholdLow;
        private final int[] refractory;
        private final boolean[] noiseOn;
        private final boolean[] ternary;
        private final int[] resetInterval;
        private final int[] resetOffset;
        private final long[] initialU;
        private final long[] initialV;
        private SharedRegisters shared = SharedRegisters.WIDE;

        private Builder(int n) {
            this.n = n;
            decayU = new int[n];
            decayV = new int[n];
            biasMantissa = new int[n];
            biasExponent = new int[n];
            threshold = new int[n];
            thresholdLow = new int[n];
            refractory = new int[n];
            noiseOn = new boolean[n];
            ternary = new boolean[n];
            resetInterval = new int[n];
            resetOffset = new int[n];
            initialU = new long[n];
            initialV = new long[n];
            Arrays.fill(decayU, 4095);
            Arrays.fill(threshold, 1);
            Arrays.fill(refractory, 1);
        }

        private void fill(String what, int[] target, int[] values) {
            if (values.length == 1) {
                Arrays.fill(target, values[0]);
            } else if (values.length == n) {
                System.arraycopy(values, 0, target, 0, n);
            } else {
                throw new RanvierException(what + " has " + values.length + " values for " + n
                        + " neurons; give one value or one per neuron");
            }
        }

        /** Current decay. */
        public Builder decayU(int... values) {
            fill("decay_u", decayU, values);
            return this;
        }

        /** Voltage decay. */
        public Builder decayV(int... values) {
            fill("decay_v", decayV, values);
            return this;
        }

        /** Bias mantissa. */
        public Builder biasMantissa(int... values) {
            fill("bias_mantissa", biasMantissa, values);
            return this;
        }

        /** Bias exponent. */
        public Builder biasExponent(int... values) {
            fill("bias_exponent", biasExponent, values);
            return this;
        }

        /** Threshold mantissa. */
        public Builder threshold(int... values) {
            fill("threshold", threshold, values);
            return this;
        }

        /** Makes the compartments ternary, with this lower threshold mantissa. */
        public Builder thresholdLow(int... values) {
            fill("threshold_low", thresholdLow, values);
            Arrays.fill(ternary, true);
            return this;
        }

        /** Refractory ticks. */
        public Builder refractory(int... values) {
            fill("refractory", refractory, values);
            return this;
        }

        /** Noise on (1) or off (0). */
        public Builder noise(int... values) {
            int[] on = new int[n];
            fill("noise", on, values);
            for (int i = 0; i < n; i++) {
                noiseOn[i] = on[i] != 0;
            }
            return this;
        }

        /** Periodic reset. */
        public Builder reset(int interval, int offset) {
            Arrays.fill(resetInterval, interval);
            Arrays.fill(resetOffset, offset);
            return this;
        }

        /** Current at the start. */
        public Builder initialU(int... values) {
            int[] wide = new int[n];
            fill("initial_u", wide, values);
            Arrays.setAll(initialU, i -> wide[i]);
            return this;
        }

        /** Voltage at the start. */
        public Builder initialV(int... values) {
            int[] wide = new int[n];
            fill("initial_v", wide, values);
            Arrays.setAll(initialV, i -> wide[i]);
            return this;
        }

        /** Registers shared on a core. */
        public Builder shared(SharedRegisters registers) {
            shared = registers;
            return this;
        }

        /** The model. */
        public CompartmentModel build() {
            return new CompartmentModel(
                    decayU,
                    decayV,
                    biasMantissa,
                    biasExponent,
                    threshold,
                    thresholdLow,
                    refractory,
                    noiseOn,
                    ternary,
                    resetInterval,
                    resetOffset,
                    initialU,
                    initialV,
                    shared);
        }
    }
}
