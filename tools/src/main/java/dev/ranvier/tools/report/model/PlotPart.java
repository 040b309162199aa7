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
     */
    public record Axis(String label, String unit) {
        /** Both are required. */
        public Axis {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(unit, "unit");
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

    /** Copies its list. */
    public PlotPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        series = List.copyOf(series);
    }
}
