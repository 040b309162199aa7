package dev.ranvier.tools.network;

import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.network.CompartmentModel.SharedRegisters;
import java.util.Optional;

/**
 * Reads the chip parameters of a population: the mapping {@code compartments}. Ranges are the widest of any profile; the
 * narrower ones of the profile in use are checked when the network is loaded onto a chip. Stateless.
 */
final class CompartmentReader {
    /** Largest decay field of a profile (brian2). */
    static final int DECAY_MAX = 4096;
    /** Largest bias mantissa of a profile (lava: int16). */
    static final int BIAS_MAX = 32767;

    static final int BIAS_EXPONENT_MAX = 31;
    static final int THRESHOLD_MAX = 131071;
    static final int REFRACTORY_MAX = 64;

    /** Largest bias mantissa that every profile with a bias has. */
    private static final int COMMON_BIAS_MAX = 4095;

    private final Values values;

    CompartmentReader(Values values) {
        this.values = values;
    }

    /** The parameters of {@code n} compartments. */
    CompartmentModel read(YamlNode node, int n) {
        node.allowOnly(
                "decay_u",
                "decay_v",
                "bias",
                "threshold",
                "threshold_low",
                "ternary",
                "refractory",
                "noise",
                "reset",
                "initial_u",
                "initial_v",
                "shared");
        int[] mantissa = new int[n];
        int[] exponent = new int[n];
        node.find("bias").ifPresent(bias -> readBias(bias, mantissa, exponent));
        Optional<YamlNode> reset = node.find("reset");
        reset.ifPresent(r -> r.allowOnly("interval", "offset").get("interval"));
        int[] none = new int[n];
        return new CompartmentModel(
                values.ints(node, "decay_u", n, 0, DECAY_MAX, 4095),
                values.ints(node, "decay_v", n, 0, DECAY_MAX, 0),
                mantissa,
                exponent,
                values.ints(node.get("threshold"), n, -THRESHOLD_MAX, THRESHOLD_MAX),
                values.ints(node, "threshold_low", n, -THRESHOLD_MAX, THRESHOLD_MAX, 0),
                values.ints(node, "refractory", n, 0, REFRACTORY_MAX, 1),
                values.flags(node, "noise", n, false),
                values.flags(node, "ternary", n, node.find("threshold_low").isPresent()),
                reset.map(r -> values.ints(r, "interval", n, 0, Integer.MAX_VALUE, 0))
                        .orElse(none),
                reset.map(r -> values.ints(r, "offset", n, 0, Integer.MAX_VALUE, 0))
                        .orElse(none.clone()),
                initial(node, "initial_u", n),
                initial(node, "initial_v", n),
                node.find("shared").map(CompartmentReader::shared).orElse(SharedRegisters.WIDE));
    }

    private long[] initial(YamlNode node, String key, int n) {
        return node.find(key)
                .map(start -> values.longs(start, n, Long.MIN_VALUE, Long.MAX_VALUE))
                .orElseGet(() -> new long[n]);
    }

    /** The bias as mantissa and exponent, or as one number that is taken apart. */
    private void readBias(YamlNode bias, int[] mantissa, int[] exponent) {
        int n = mantissa.length;
        if (bias.kind() == YamlNode.Kind.MAP && !bias.keys().contains("file")) {
            bias.allowOnly("mantissa", "exponent", "file");
            int[] m = values.ints(bias.get("mantissa"), n, -BIAS_MAX - 1, BIAS_MAX);
            int[] e = values.ints(bias, "exponent", n, -BIAS_EXPONENT_MAX, BIAS_EXPONENT_MAX, 0);
            System.arraycopy(m, 0, mantissa, 0, n);
            System.arraycopy(e, 0, exponent, 0, n);
            return;
        }
        long most = (long) COMMON_BIAS_MAX << BIAS_EXPONENT_MAX;
        long[] plain = values.longs(bias, n, -most, most);
        for (int i = 0; i < n; i++) {
            takeApart(bias, i, plain[i], mantissa, exponent);
        }
    }

    /**
     * The smallest exponent whose mantissa every profile has (4095); a bias that needs a longer mantissa keeps exponent 0
     * if profile lava has it.
     */
    private static void takeApart(YamlNode bias, int i, long plain, int[] mantissa, int[] exponent) {
        long m = plain;
        int e = 0;
        while (Math.abs(m) > COMMON_BIAS_MAX && (m & 1) == 0) {
            m >>= 1;
            e++;
        }
        if (Math.abs(m) > COMMON_BIAS_MAX) {
            m = plain;
            e = 0;
        }
        if (Math.abs(m) > BIAS_MAX) {
            int shift = 64 - Long.numberOfLeadingZeros(Math.abs(plain) / (COMMON_BIAS_MAX + 1));
            long below = plain >> shift << shift;
            throw bias.error("has " + plain + " for neuron " + i + ", which is no mantissa -" + COMMON_BIAS_MAX + ".."
                    + COMMON_BIAS_MAX + " times a power of two; the nearest are " + below + " and "
                    + (below + (1L << shift)));
        }
        mantissa[i] = (int) m;
        exponent[i] = e;
    }

    private static SharedRegisters shared(YamlNode node) {
        node.allowOnly("neg_limit", "pos_limit", "noise_exponent", "noise_offset", "noise_at_membrane");
        SharedRegisters wide = SharedRegisters.WIDE;
        return new SharedRegisters(
                node.find("neg_limit").map(x -> x.asInt(0, 31)).orElse(wide.negLimit()),
                node.find("pos_limit").map(x -> x.asInt(0, 7)).orElse(wide.posLimit()),
                node.find("noise_exponent").map(x -> x.asInt(1, 23)).orElse(wide.noiseExponent()),
                node.find("noise_offset").map(x -> x.asInt(-128, 127)).orElse(wide.noiseOffset()),
                node.find("noise_at_membrane").map(YamlNode::asBoolean).orElse(wide.noiseAtMembrane()));
    }
}
