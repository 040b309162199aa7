package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * How often values occurred.
 *
 * @param title heading
 * @param caption may be empty
 * @param value axis of the values
 * @param counted what is counted, e.g. {@code packets}
 * @param logCounts whether the heights of bars are logarithmic, so that single events are seen beside millions
 * @param edges bin edges, ascending; one more than there are bins
 * @param counts count per bin, none negative; at least one bin
 * @param levels values to point at, such as mean or 99th percentile; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record HistogramPart(
        String title,
        String caption,
        PlotPart.Axis value,
        String counted,
        boolean logCounts,
        double[] edges,
        long[] counts,
        List<Level> levels)
        implements ReportPart {

    /**
     * A value to point at.
     *
     * @param label its name, e.g. {@code p99}
     * @param value where it lies
     */
    public record Level(String label, double value) {
        /** The label is required. */
        public Level {
            Objects.requireNonNull(label, "label");
        }
    }

    /** A histogram whose counts are drawn to a linear scale. */
    public HistogramPart(
            String title,
            String caption,
            PlotPart.Axis value,
            String counted,
            double[] edges,
            long[] counts,
            List<Level> levels) {
        this(title, caption, value, counted, false, edges, counts, levels);
    }

    /**
     * Copies its list and checks the bins.
     *
     * @throws IllegalArgumentException if edges do not ascend or do not fit the counts, a count is negative, or an edge
     *     of a logarithmic axis is not above 0
     */
    public HistogramPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(counted, "counted");
        levels = List.copyOf(levels);
        if (counts.length == 0 || edges.length != counts.length + 1) {
            throw new IllegalArgumentException("histogram '" + title + "' has " + counts.length + " bins and "
                    + edges.length + " edges; n bins (at least 1) have n + 1 edges");
        }
        if (value.log() && !(edges[0] > 0)) {
            throw new IllegalArgumentException("histogram '" + title + "' has edge " + edges[0]
                    + " on a logarithmic axis; its edges must be above 0");
        }
        for (int i = 0; i < counts.length; i++) {
            if (!(edges[i] < edges[i + 1])) {
                throw new IllegalArgumentException("histogram '" + title + "' has edge " + edges[i + 1] + " after edge "
                        + edges[i] + "; edges must ascend");
            }
            if (counts[i] < 0) {
                throw new IllegalArgumentException(
                        "histogram '" + title + "' has the count " + counts[i] + "; counts are 0 or more");
            }
        }
    }

    /** Sum of all counts. */
    public long total() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
