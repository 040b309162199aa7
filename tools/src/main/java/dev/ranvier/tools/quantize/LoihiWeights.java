package dev.ranvier.tools.quantize;

import dev.ranvier.tools.network.SynapseSpec.Sign;

/**
 * The weight rules of the public Loihi tools: from a weight that a user gives to the mantissa that the chip stores, and
 * to what it adds to the accumulator. Stateless; these are the functions that mapping and conform's weight tables share.
 */
public final class LoihiWeights {
    /** Largest actual weight of brian2_loihi: 2^21 - 64. */
    private static final long BRIAN2_LIMIT = (1L << 21) - 64;

    private LoihiWeights() {}

    /** Low mantissa bits that a format of {@code bits} weight bits does not store: 8 - bits, one more if mixed. */
    public static int lowZeros(int bits, Sign sign) {
        return 8 - bits + (sign == Sign.MIXED ? 1 : 0);
    }

    /**
     * nengo-loihi's host quantiser (builder/discretize.py): round half to even to the step, clip, apply the exponent.
     *
     * @param weight -255..255
     * @param bits stored bits, 1..8
     * @param exponent -7..7
     * @return what is added to the accumulator, a multiple of 64
     */
    public static int nengoActual(double weight, int bits, Sign sign, int exponent) {
        int zeros = lowZeros(bits, sign);
        int most = (1 << (8 - zeros)) - 1;
        int mantissa = (int) clip(Math.rint(weight / (1 << zeros)), most);
        int e = zeros + exponent;
        if (e < 0) {
            mantissa = (int) (clip(Math.rint(Math.scalb((double) mantissa, e)), most) * Math.scalb(1.0, -e));
            mantissa = (int) clip(mantissa, most);
        }
        int shifted = e >= 0 ? mantissa << e : mantissa >> -e;
        return shifted << 6;
    }

    private static double clip(double value, double most) {
        return Math.max(-most, Math.min(most, value));
    }

    /** Lava's Dense and Sparse (utils/weightutils.py): clip to the sign mode's range, then floor the magnitude's step. */
    public static int lavaMantissa(int weight, int bits, Sign sign) {
        int clipped =
                switch (sign) {
                    case EXCITATORY -> Math.max(0, Math.min(255, weight));
                    case INHIBITORY -> Math.max(-255, Math.min(0, weight));
                    default -> Math.max(-256, Math.min(255, weight));
                };
        return lavaTruncate(clipped, bits, sign);
    }

    /** Lava's truncation alone, as its learning connections apply it to start weights: low bits away, not clipped. */
    public static int lavaTruncate(int weight, int bits, Sign sign) {
        int zeros = lowZeros(bits, sign);
        return sign == Sign.INHIBITORY ? -((-weight >> zeros) << zeros) : (weight >> zeros) << zeros;
    }

    /** brian2_loihi: the magnitude's low bits are dropped. */
    public static int brian2Mantissa(int weight, int bits, Sign sign) {
        int step = 1 << lowZeros(bits, sign);
        return weight / step * step;
    }

    /** brian2_loihi: what a weight adds to the current. */
    public static long brian2Actual(int weight, int bits, Sign sign, int exponent) {
        return brian2Effective(brian2Mantissa(weight, bits, sign), exponent);
    }

    /** brian2_loihi: what a stored mantissa adds to the current. */
    public static long brian2Effective(int mantissa, int exponent) {
        long shifted = exponent >= 0 ? (long) mantissa << exponent : mantissa >> -exponent;
        return Math.max(-BRIAN2_LIMIT, Math.min(BRIAN2_LIMIT, shifted * 64));
    }

    /** The sign mode that the data asks for: all &gt;= 0 excitatory, all &lt;= 0 inhibitory, else mixed (Lava). */
    public static Sign signOf(double[] weights) {
        boolean positive = false;
        boolean negative = false;
        for (double weight : weights) {
            positive |= weight > 0;
            negative |= weight < 0;
        }
        return positive && negative ? Sign.MIXED : negative ? Sign.INHIBITORY : Sign.EXCITATORY;
    }
}
