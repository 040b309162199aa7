package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * Values against values, as lines or points.
 *
 * @param title heading
 * @param caption may be empty
 * @param x horizontal axis
 * @param y vertical axis
 * @param series curves and clouds, drawn over each other
 */
public record PlotPart(String title, String caption, Axis x, Axis y, List<Series> series) implements ReportPart {

    /**
     * An axis.
     *
     * @param label what it shows
     * @param unit its unit, may be empty
     * @param log whether equal distances are equal ratios; values must then be above 0
     */
    public record Axis(String label, String unit, boolean log) {
        /** Both texts are required. */
        public Axis {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(unit, "unit");
        }

        /** A linear axis. */
        public Axis(String label, String unit) {
            this(label, unit, false);
        }

        /** A logarithmic axis. */
        public static Axis logarithmic(String label, String unit) {
            return new Axis(label, unit, true);
        }
    }

    /** How a series is drawn. */
    public enum Style {
        /** A line from point to point, in the order given. */
        LINE,
        /** A dot per point. */
        POINTS,
        /** A line that holds each value until the next. */
        STEPS,
        /** A line with a dot per point. */
        LINE_AND_POINTS,
        /** A wide pale line in the colour of the series before it, which is compared with it. */
        REFERENCE
    }

    /**
     * A curve or a cloud.
     *
     * @param name its name in the legend
     * @param style how it is drawn
     * @param x horizontal values, finite
     * @param y vertical values, as many; NaN makes a gap
     */
    @SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
    public record Series(String name, Style style, double[] x, double[] y) {
        /**
         * Checks lengths and values.
         *
         * @throws IllegalArgumentException naming the series and what is wrong
         */
        public Series {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(style, "style");
            if (x.length != y.length) {
                throw new IllegalArgumentException("series '" + name + "' has " + x.length + " x values but " + y.length
                        + " y values; one of each per point is needed");
            }
            for (double value : x) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "series '" + name + "' has the x value " + value + "; x values must be finite");
                }
            }
        }
    }

    /**
     * Copies its list.
     *
     * @throws IllegalArgumentException if a value on a logarithmic axis is not above 0
     */
    public PlotPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        series = List.copyOf(series);
        for (Series each : series) {
            for (int k = 0; k < each.x().length; k++) {
                if ((x.log() && each.x()[k] <= 0) || (y.log() && each.y()[k] <= 0)) {
                    throw new IllegalArgumentException("series '" + each.name() + "' has the point (" + each.x()[k]
                            + ", " + each.y()[k] + "); on a logarithmic axis values must be above 0");
                }
            }
        }
    }
}
