package dev.ranvier.tools.quantize;

import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Chooses the scale of a group of weights: {@code q(w) = clip(round-half-even(w · scale), -most, most)}. Implementations
 * may be added with {@link ServiceLoader}.
 */
public interface Quantizer {
    /** Its name on the command line. */
    String name();

    /**
     * The scale for {@code weights}.
     *
     * @param most largest magnitude of a stored weight: 2^(bits-1) - 1
     * @return a scale above 0; 1 if all weights are 0
     */
    double scale(double[] weights, int most);

    /** The quantiser called {@code name}; an error that lists them if there is none. */
    static Quantizer byName(String name) {
        TreeMap<String, Quantizer> known = new TreeMap<>();
        for (Quantizer quantizer : new Quantizer[] {new MaxAbs(), new Pow2()}) {
            known.put(quantizer.name(), quantizer);
        }
        ServiceLoader.load(Quantizer.class).forEach(quantizer -> known.put(quantizer.name(), quantizer));
        Quantizer quantizer = known.get(name);
        if (quantizer == null) {
            throw new dev.ranvier.hw.RanvierException(
                    "quantiser '" + name + "' does not exist; there are " + known.keySet());
        }
        return quantizer;
    }

    /** The largest magnitude becomes the largest stored weight. */
    final class MaxAbs implements Quantizer {
        @Override
        public String name() {
            return "maxabs";
        }

        @Override
        public double scale(double[] weights, int most) {
            double largest = largest(weights);
            return largest == 0 ? 1 : most / largest;
        }
    }

    /** The power of two with the smallest squared error, among four from the largest that saturates nothing. */
    final class Pow2 implements Quantizer {
        @Override
        public String name() {
            return "pow2";
        }

        @Override
        public double scale(double[] weights, int most) {
            double largest = largest(weights);
            if (largest == 0) {
                return 1;
            }
            int exponent = Math.getExponent(most / largest);
            double best = 0;
            double bestError = Double.POSITIVE_INFINITY;
            for (int k = 0; k <= 3; k++) {
                double scale = Math.scalb(1.0, exponent + k);
                double error = 0;
                for (double weight : weights) {
                    double difference = weight - quantize(weight, scale, most) / scale;
                    error += difference * difference;
                }
                if (error < bestError) {
                    bestError = error;
                    best = scale;
                }
            }
            return best;
        }
    }

    private static double largest(double[] weights) {
        double largest = 0;
        for (double weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        return largest;
    }

    /** A weight as stored. */
    static double quantize(double weight, double scale, int most) {
        return Math.max(-most, Math.min(most, Math.rint(weight * scale)));
    }
}
