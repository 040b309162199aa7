package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;

/**
 * A decoded synapse format (memory {@code synapse_formats}).
 *
 * @param index its number
 * @param weightBits stored weight bits
 * @param exponent weight = mantissa · 2^(6 + exponent)
 * @param signMode 1 mixed, 2 excitatory, 3 inhibitory
 * @param lowZeros low mantissa bits that are not stored
 * @param indexBits stored index bits; 0 = implicit
 * @param delayBits stored delay bits
 * @param tagBits stored tag bits
 * @param dense true for dense compression
 * @param graded true if the payload multiplies the weight
 */
record SynapseFormat(
        int index,
        int weightBits,
        int exponent,
        int signMode,
        int lowZeros,
        int indexBits,
        int delayBits,
        int tagBits,
        boolean dense,
        boolean graded) {
    static final int MIXED = 1;
    static final int EXCITATORY = 2;
    static final int INHIBITORY = 3;

    /** Largest actual weight of profile brian2 in units of 64: clip at 2^21 - 64 (brian2_loihi). */
    private static final int BRIAN2_LIMIT = (1 << 15) - 1;

    static SynapseFormat decode(WordBank bank, int index) {
        MemorySpec spec = bank.spec();
        if (index < 1 || index >= spec.entries()) {
            throw new RanvierException("a row names synapse format " + index + ", allowed: 1.." + (spec.entries() - 1));
        }
        return new SynapseFormat(
                index,
                (int) bank.field(index, spec.field("weight_bits")),
                (int) bank.field(index, spec.field("weight_exponent")),
                (int) bank.field(index, spec.field("sign_mode")),
                (int) bank.field(index, spec.field("low_zeros")),
                (int) bank.field(index, spec.field("index_bits")),
                (int) bank.field(index, spec.field("delay_bits")),
                (int) bank.field(index, spec.field("tag_bits")),
                bank.field(index, spec.field("compression")) == 3,
                bank.field(index, spec.field("graded")) == 1);
    }

    /** Bits per synapse. */
    int bitsPerSynapse() {
        return weightBits + delayBits + tagBits + indexBits;
    }

    /** The mantissa that the stored bits mean. */
    int mantissa(long stored) {
        int value = signMode == MIXED ? (int) (stored << (64 - weightBits) >> (64 - weightBits)) : (int) stored;
        if (weightBits == 0) {
            value = 0;
        }
        int mantissa = value << lowZeros;
        return signMode == INHIBITORY ? -mantissa : mantissa;
    }

    /** True if the exponent is applied to sums instead of weights: Lava's connections with a negative exponent. */
    boolean shiftsSums(CompartmentProfile.Semantics semantics) {
        return semantics == CompartmentProfile.Semantics.LAVA && exponent < 0;
    }

    /**
     * What a weight adds to the accumulator, in units of 64. nengo-loihi: mantissa · 2^exponent; Lava: the same, but
     * unshifted if the exponent is negative; brian2_loihi: floor, then clipped.
     */
    int effective(int mantissa, CompartmentProfile.Semantics semantics) {
        int shifted = exponent >= 0 ? mantissa << exponent : mantissa >> -exponent;
        return switch (semantics) {
            case NENGO -> shifted;
            case LAVA -> exponent >= 0 ? shifted : mantissa;
            case BRIAN2 -> Math.max(-BRIAN2_LIMIT, Math.min(BRIAN2_LIMIT, shifted));
        };
    }
}
