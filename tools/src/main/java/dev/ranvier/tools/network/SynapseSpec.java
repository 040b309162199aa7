package dev.ranvier.tools.network;

/**
 * How the chip stores and uses the weights of a projection (Loihi's synapse format).
 *
 * @param weights what the numbers in the connectivity are
 * @param sign signs that are allowed; {@link Sign#AUTO} takes it from the weights
 * @param weightBits weight bits, 1..8
 * @param exponent weight = mantissa · 2^(6 + exponent); ignored for {@link Weights#EFFECTIVE} and
 *     {@link Weights#PHYSICAL}
 * @param graded true if the payload of a spike multiplies the weight
 */
public record SynapseSpec(Weights weights, Sign sign, int weightBits, int exponent, boolean graded) {
    /** What the numbers in a connectivity are. */
    public enum Weights {
        /** Mantissas before the profile's own rounding. */
        GIVEN,
        /** Exactly what is added to the accumulator: multiples of 64. */
        EFFECTIVE,
        /** Real numbers that quantisation turns into mantissas. */
        PHYSICAL
    }

    /** Signs of the weights of a projection. */
    public enum Sign {
        /** From the weights: all &gt;= 0 excitatory, all &lt;= 0 inhibitory, else mixed. */
        AUTO,
        /** Both signs: one bit is the sign. */
        MIXED,
        /** Weights &gt;= 0. */
        EXCITATORY,
        /** Weights &lt;= 0. */
        INHIBITORY
    }

    /** Real weights, to be quantised to 8 bits. */
    public static final SynapseSpec PHYSICAL = new SynapseSpec(Weights.PHYSICAL, Sign.MIXED, 8, 0, false);

    /** Final weights, as a reference recorded them. */
    public static final SynapseSpec EFFECTIVE = new SynapseSpec(Weights.EFFECTIVE, Sign.MIXED, 8, 0, false);
}
