package dev.ranvier.hw.learning;

import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.List;

/**
 * One product of a learning rule: dependency · mantissa · 2^exponent · factors.
 *
 * @param dependency what gates it
 * @param decimate for {@link Dependency#U}: it acts every 2^decimate epochs, 0..15
 * @param mantissa -128..127; Lava allows -8..7
 * @param exponent -64..63; Lava allows -7..8
 * @param factors at most 6
 */
public record Product(Dependency dependency, int decimate, int mantissa, int exponent, List<Factor> factors) {
    private static final int FACTOR_BITS = 15;
    private static final int MAX_FACTORS = 6;
    /** Where the factors lie: word and lowest bit. */
    private static final int[][] FACTOR_PLACES = {{0, 24}, {0, 39}, {1, 0}, {1, 15}, {1, 30}, {1, 45}};

    /** What gates a product. */
    public enum Dependency {
        /** A pre spike. */
        X0,
        /** A post spike. */
        Y0,
        /** Every 2^k epochs. */
        U
    }

    /** What a factor reads. */
    public enum Variable {
        /** 1 if there was a pre spike. */
        X0,
        /** Pre trace 1. */
        X1,
        /** Pre trace 2. */
        X2,
        /** 1 if there was a post spike. */
        Y0,
        /** Post trace 1. */
        Y1,
        /** Post trace 2. */
        Y2,
        /** Post trace 3. */
        Y3,
        /** Weight. */
        W,
        /** Learned delay (tag_2). */
        D,
        /** Tag (tag_1). */
        T,
        /** The constant alone. */
        CONSTANT
    }

    /**
     * One factor: variable + constant, or the sign of it.
     *
     * @param variable what it reads
     * @param constant added, -512..511
     * @param sign true for the sign of the sum
     */
    public record Factor(Variable variable, int constant, boolean sign) {
        /** Checks the range of the constant. */
        public Factor {
            if (constant < -512 || constant > 511) {
                throw new RanvierException("constant " + constant + " of a learning factor, allowed: -512..511");
            }
        }

        private long encode() {
            return variable.ordinal() | (sign ? 16L : 0L) | ((long) (constant & 0x3FF) << 5);
        }

        private static Factor decode(long bits) {
            int variable = (int) (bits & 15);
            if (variable >= Variable.values().length) {
                throw new RanvierException("factor of a learning rule names variable " + variable + ", allowed: 0.."
                        + (Variable.values().length - 1));
            }
            int constant = (int) ((bits >> 5) & 0x3FF) << 22 >> 22;
            return new Factor(Variable.values()[variable], constant, (bits & 16) != 0);
        }
    }

    /** Copies its list and checks ranges. */
    public Product {
        factors = List.copyOf(factors);
        check("decimate exponent", decimate, 0, 15);
        check("mantissa", mantissa, -128, 127);
        check("exponent", exponent, -64, 63);
        check("number of factors", factors.size(), 0, MAX_FACTORS);
    }

    private static void check(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new RanvierException(what + " of a learning product is " + value + ", allowed: " + min + ".." + max);
        }
    }

    /** Writes the product into two words. */
    void encode(long[] words, int at) {
        words[at] = dependency.ordinal()
                | ((long) decimate << 2)
                | ((long) (mantissa & 0xFF) << 6)
                | ((long) (exponent & 0x7F) << 14)
                | ((long) factors.size() << 21);
        for (int i = 0; i < factors.size(); i++) {
            words[at + FACTOR_PLACES[i][0]] |= factors.get(i).encode() << FACTOR_PLACES[i][1];
        }
    }

    /** Reads a product from two words. */
    static Product decode(long[] words, int at) {
        long word = words[at];
        int dependency = (int) (word & 3);
        if (dependency >= Dependency.values().length) {
            throw new RanvierException("learning product has dependency " + dependency + ", allowed: 0 x0, 1 y0, 2 u");
        }
        int count = (int) (word >>> 21) & 7;
        List<Factor> factors = new ArrayList<>();
        for (int i = 0; i < Math.min(count, MAX_FACTORS); i++) {
            long bits = words[at + FACTOR_PLACES[i][0]] >>> FACTOR_PLACES[i][1];
            factors.add(Factor.decode(bits & ((1L << FACTOR_BITS) - 1)));
        }
        return new Product(
                Dependency.values()[dependency],
                (int) (word >>> 2) & 15,
                (byte) (word >>> 6),
                (int) ((word >>> 14) & 0x7F) << 25 >> 25,
                factors);
    }
}
