package dev.ranvier.emulator.core.crossbar;

import java.util.Map;

/** How the small parameters of a TrueNorth neuron lie in one int (specification of TrueNorth, section 2). Stateless. */
final class TrueNorthFlags {
    /** Bits {@code low .. low + count - 1}. */
    record Place(int low, int count) {}

    static final Map<String, Place> FIELDS = Map.of(
            "gamma", new Place(0, 2),
            "kappa", new Place(2, 1),
            "leak_reversal", new Place(3, 1),
            "stochastic_leak", new Place(4, 1),
            "stochastic_synapse", new Place(8, 4),
            "threshold_mask", new Place(12, 18));

    private TrueNorthFlags() {}

    /** What a spike does to the potential: 0 reset to R, 1 subtract the threshold, 2 nothing. */
    static int gamma(int flags) {
        return flags & 3;
    }

    /** True if the potential saturates at the negative threshold. */
    static boolean saturates(int flags) {
        return (flags & 4) != 0;
    }

    /** True if the leak works towards or away from zero. */
    static boolean reverses(int flags) {
        return (flags & 8) != 0;
    }

    /** True if the leak is stochastic. */
    static boolean stochasticLeak(int flags) {
        return (flags & 16) != 0;
    }

    /** True if synapses of axon type {@code type} are stochastic. */
    static boolean stochasticSynapse(int flags, int type) {
        return (flags >>> 8 + type & 1) != 0;
    }

    /** Mask of the random number that is added to the threshold. */
    static int thresholdMask(int flags) {
        return flags >>> 12 & 0x3FFFF;
    }

    /** True if the neuron needs neither random numbers nor the sign of its potential. */
    static boolean plain(int flags) {
        return (flags & ~7) == 0;
    }
}
