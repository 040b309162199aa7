package dev.ranvier.tools.map;

/**
 * A limit that a mapping breaks.
 *
 * @param limit name of the limit, as in the data sheet
 * @param scope what the limit is of: neuron, core or chip
 * @param place where: population and neuron, or core
 * @param have how many are needed
 * @param max how many there are
 * @param certainty proved, or not found
 * @param remedy what would help
 */
public record Violation(
        String limit, Scope scope, String place, long have, long max, Certainty certainty, String remedy) {
    /** What a limit is of. */
    public enum Scope {
        /** One neuron. */
        NEURON,
        /** One core. */
        CORE,
        /** The whole chip. */
        CHIP
    }

    /** How sure the refusal is. */
    public enum Certainty {
        /** No mapping can exist. */
        PROVED,
        /** The mapper found none. */
        NOT_FOUND
    }

    /** One line for people. */
    public String sentence() {
        double ratio = (double) have / Math.max(1, max);
        return place + ": " + limit + " " + have + " used, " + max + " allowed ("
                + String.format(java.util.Locale.ROOT, "%.1f", ratio) + "x). "
                + (certainty == Certainty.PROVED ? "Proved. " : "No mapping found (not proved impossible). ")
                + "Fix: " + remedy;
    }
}
