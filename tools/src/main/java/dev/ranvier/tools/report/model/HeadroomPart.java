package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * How near quantities came to where they wrap, clip or run out.
 *
 * @param title heading
 * @param caption may be empty
 * @param quantities one bar each
 */
public record HeadroomPart(String title, String caption, List<Quantity> quantities) implements ReportPart {

    /**
     * A quantity with an end.
     *
     * @param name what it is, e.g. {@code hidden: membrane voltage}
     * @param observed largest magnitude observed
     * @param limit where it wraps, clips or runs out; above 0
     * @param unit its unit, may be empty
     */
    public record Quantity(String name, double observed, double limit, String unit) {
        /**
         * Checks the limit.
         *
         * @throws IllegalArgumentException if the limit is not above 0
         */
        public Quantity {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(unit, "unit");
            if (!(limit > 0)) {
                throw new IllegalArgumentException(
                        "the limit of '" + name + "' is " + limit + "; a part of it can only be taken above 0");
            }
        }

        /** Used part of the limit; 1 and more means that it was reached. */
        public double fraction() {
            return observed / limit;
        }
    }

    /** Copies its list. */
    public HeadroomPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        quantities = List.copyOf(quantities);
    }
}
