package dev.ranvier.tools.lab.experiment;

import java.util.List;

/**
 * A number computed from several measured ones.
 *
 * @param name its name
 * @param rule how
 * @param of what it is computed from: one reference to a curve, or two to single values
 * @param over swept variable of the curve; empty for rules that need none
 * @param unit of the result, may be empty
 */
public record Derived(String name, Rule rule, List<Reference> of, String over, String unit) {
    /** How values become one. */
    public enum Rule {
        /** Where the curve crosses zero, linearly between its points. */
        ZERO_CROSSING(1, true),
        /** Where the curve is lowest. */
        LOWEST_AT(1, true),
        /** Where the curve is highest. */
        HIGHEST_AT(1, true),
        /** Smallest value. */
        SMALLEST(1, false),
        /** Largest value. */
        LARGEST(1, false),
        /** Largest magnitude. */
        LARGEST_MAGNITUDE(1, false),
        /** First value divided by the second. */
        QUOTIENT(2, false),
        /** First value less the second. */
        DIFFERENCE(2, false);

        private final int references;
        private final boolean curve;

        Rule(int references, boolean curve) {
            this.references = references;
            this.curve = curve;
        }

        /** References that it takes. */
        public int references() {
            return references;
        }

        /** True if it goes along a swept variable. */
        public boolean curve() {
            return curve;
        }

        /** The word in files. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Copies its list. */
    public Derived {
        of = List.copyOf(of);
    }
}
