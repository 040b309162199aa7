package dev.ranvier.tools.map;

import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.quantize.LoihiWeights;
import java.util.Arrays;

/** Turns the weights of a projection into mantissas and a format, by the rules of the profile in use. Stateless. */
final class WeightEncoder {
    private WeightEncoder() {}

    static EncodedWeights encode(Projection projection, CompartmentProfile profile, int chipWeightBits) {
        double[] weights = weightsOf(projection.connectivity());
        SynapseSpec spec = projection.synapse();
        String place = "projection '" + projection.name() + "'";
        if (spec.weights() == SynapseSpec.Weights.PHYSICAL) {
            throw new RanvierException(place + " still has real weights; quantise the network first");
        }
        if (spec.weightBits() < 1 || spec.weightBits() > chipWeightBits) {
            throw new RanvierException(
                    place + " wants " + spec.weightBits() + " weight bits, allowed: 1.." + chipWeightBits);
        }
        if (spec.exponent() < profile.weightExponentMin() || spec.exponent() > profile.weightExponentMax()) {
            throw new RanvierException(place + " has weight exponent " + spec.exponent() + ", profile '"
                    + profile.name() + "' allows " + profile.weightExponentMin() + ".." + profile.weightExponentMax());
        }
        if (spec.graded() && !profile.graded()) {
            throw new RanvierException(
                    place + " is graded, profile '" + profile.name() + "' has no payloads: use profile lava");
        }
        checkLearning(projection, profile);
        Sign sign = spec.sign() == Sign.AUTO ? LoihiWeights.signOf(weights) : spec.sign();
        int zeros = LoihiWeights.lowZeros(spec.weightBits(), sign);
        if (spec.weights() == SynapseSpec.Weights.EFFECTIVE) {
            return projection.learning().isPresent()
                    ? exact(place, weights, spec.weightBits(), spec.exponent(), sign, spec.graded())
                    : fit(place, weights, spec, chipWeightBits);
        }
        int[] mantissa = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            int given = whole(place, i, weights[i]);
            checkRange(place, i, given, sign, profile.semantics());
            mantissa[i] = switch (profile.semantics()) {
                case NENGO -> {
                    int actual = LoihiWeights.nengoActual(given, spec.weightBits(), sign, spec.exponent()) >> 6;
                    yield spec.exponent() >= 0 ? actual >> spec.exponent() : actual << -spec.exponent();
                }
                case LAVA ->
                    projection.learning().isPresent()
                            ? LoihiWeights.lavaTruncate(given, spec.weightBits(), sign)
                            : LoihiWeights.lavaMantissa(given, spec.weightBits(), sign);
                case BRIAN2 ->
                    projection.learning().isPresent()
                            ? given
                            : LoihiWeights.brian2Mantissa(given, spec.weightBits(), sign);
            };
        }
        return new EncodedWeights(mantissa, spec.weightBits(), spec.exponent(), sign, zeros, spec.graded());
    }

    private static double[] weightsOf(Connectivity connectivity) {
        return switch (connectivity) {
            case Connectivity.Synapses synapses -> synapses.weight();
            case Connectivity.SharedRows rows ->
                Arrays.stream(rows.row())
                        .flatMap(Arrays::stream)
                        .flatMapToDouble(row -> Arrays.stream(row.weight()))
                        .toArray();
        };
    }

    private static void checkLearning(Projection projection, CompartmentProfile profile) {
        if (projection.learning().isEmpty()) {
            return;
        }
        boolean pes = projection.learning().get().kind() == dev.ranvier.hw.learning.LearningRule.Kind.PES;
        if (pes != (profile.semantics() == Semantics.NENGO)) {
            throw new RanvierException("projection '" + projection.name() + "' learns by "
                    + (pes
                            ? "PES, which only profile nengo has"
                            : "a sum of products, which only profiles lava and brian2 have")
                    + "; the profile in use is '" + profile.name() + "'");
        }
        if (!(projection.connectivity() instanceof Connectivity.Synapses)) {
            throw new RanvierException("projection '" + projection.name() + "' shares rows, so it cannot learn");
        }
    }

    private static int whole(String place, int i, double weight) {
        if (weight != Math.rint(weight) || Math.abs(weight) > 1 << 20) {
            throw new RanvierException(place + ", synapse " + i + ": weight " + weight
                    + " is not a whole mantissa; give whole numbers, or `weights: physical` to have them quantised");
        }
        return (int) weight;
    }

    private static void checkRange(String place, int i, int given, Sign sign, Semantics semantics) {
        if (semantics == Semantics.LAVA) {
            return; // Lava clips.
        }
        int low = sign == Sign.EXCITATORY ? 0 : semantics == Semantics.BRIAN2 ? -256 : -255;
        int high = sign == Sign.INHIBITORY ? 0 : sign == Sign.MIXED && semantics == Semantics.BRIAN2 ? 254 : 255;
        if (given < low || given > high) {
            throw new RanvierException(place + ", synapse " + i + ": weight " + given + " is out of range, allowed: "
                    + low + ".." + high + " for sign mode " + sign.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static EncodedWeights exact(
            String place, double[] weights, int bits, int exponent, Sign sign, boolean graded) {
        int[] mantissa = new int[weights.length];
        int zeros = LoihiWeights.lowZeros(bits, sign);
        for (int i = 0; i < weights.length; i++) {
            double m = Math.scalb(weights[i], -6 - exponent);
            if (m != Math.rint(m) || m < -256 || m > 255) {
                throw new RanvierException(place + ", synapse " + i + ": weight " + weights[i]
                        + " is not a mantissa in -256..255 times 2^" + (6 + exponent));
            }
            mantissa[i] = (int) m;
        }
        return new EncodedWeights(mantissa, bits, exponent, sign, zeros, graded);
    }

    /** The format with the fewest weight bits, and then the smallest exponent, that holds all weights exactly. */
    private static EncodedWeights fit(String place, double[] weights, SynapseSpec spec, int chipWeightBits) {
        Sign natural = LoihiWeights.signOf(weights);
        Sign[] signs = natural == Sign.MIXED ? new Sign[] {Sign.MIXED} : new Sign[] {Sign.MIXED, natural};
        for (Sign sign : signs) {
            int zeros = LoihiWeights.lowZeros(chipWeightBits, sign);
            for (int exponent : new int[] {0, 1, 2, 3, 4, 5, 6, 7, -1, -2, -3, -4, -5, -6, -7}) {
                int[] mantissa = tryExponent(weights, exponent, zeros, sign);
                if (mantissa != null) {
                    return new EncodedWeights(mantissa, chipWeightBits, exponent, sign, zeros, spec.graded());
                }
            }
        }
        throw new RanvierException(place + " has final weights that no synapse format of " + chipWeightBits
                + " weight bits holds: every weight must be mantissa * 2^(6 + exponent) with one exponent -7..7");
    }

    private static int[] tryExponent(double[] weights, int exponent, int zeros, Sign sign) {
        int[] mantissa = new int[weights.length];
        int low = sign == Sign.EXCITATORY ? 0 : sign == Sign.MIXED ? -256 : -255;
        int high = sign == Sign.INHIBITORY ? 0 : 255;
        for (int i = 0; i < weights.length; i++) {
            double m = Math.scalb(weights[i], -6 - exponent);
            if (m != Math.rint(m) || m < low || m > high || ((int) m >> zeros) << zeros != (int) m) {
                return null;
            }
            mantissa[i] = (int) m;
        }
        return mantissa;
    }
}
