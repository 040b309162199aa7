package dev.ranvier.tools.map;

import dev.ranvier.tools.network.SynapseSpec.Sign;

/**
 * The weights of a projection as the chip stores them.
 *
 * @param mantissa mantissa per synapse, -256..255
 * @param bits weight bits of the format, which the limits count
 * @param exponent weight = mantissa · 2^(6 + exponent)
 * @param sign sign mode; never {@link Sign#AUTO}
 * @param lowZeros low mantissa bits that are not stored
 * @param graded true if a payload multiplies the weight
 */
public record EncodedWeights(int[] mantissa, int bits, int exponent, Sign sign, int lowZeros, boolean graded) {
    /** Number of the sign mode in a synapse format: 1 mixed, 2 excitatory, 3 inhibitory. */
    public int signMode() {
        return switch (sign) {
            case AUTO, MIXED -> 1;
            case EXCITATORY -> 2;
            case INHIBITORY -> 3;
        };
    }

    /** Bits that a stored value needs: the format's, or one more for brian2_loihi's -256. */
    public int storedBits() {
        int most = bits;
        for (int m : mantissa) {
            int stored = (sign == Sign.INHIBITORY ? -m : m) >> lowZeros;
            int needed = sign == Sign.MIXED
                    ? 33 - Integer.numberOfLeadingZeros(stored < 0 ? ~stored : stored)
                    : 32 - Integer.numberOfLeadingZeros(stored);
            most = Math.max(most, needed);
        }
        return most;
    }

    /** What is stored for a mantissa: two's complement if mixed, the magnitude otherwise. */
    public long stored(int m) {
        return (sign == Sign.INHIBITORY ? -m : m) >> lowZeros;
    }
}
