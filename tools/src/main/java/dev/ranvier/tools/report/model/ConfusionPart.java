package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * What a classifier answered for examples of each class.
 *
 * @param title heading
 * @param caption may be empty
 * @param classes names of the classes
 * @param counts {@code counts[t][p]}: examples of class t for which the answer was class p; square, none negative
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record ConfusionPart(String title, String caption, List<String> classes, long[][] counts) implements ReportPart {

    /**
     * Copies its list.
     *
     * @throws IllegalArgumentException if the matrix is not square over the classes or has a negative count
     */
    public ConfusionPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        classes = List.copyOf(classes);
        int n = classes.size();
        if (counts.length != n) {
            throw new IllegalArgumentException(
                    "confusion matrix '" + title + "' has " + counts.length + " rows for " + n + " classes");
        }
        for (int t = 0; t < n; t++) {
            if (counts[t].length != n) {
                throw new IllegalArgumentException("row '" + classes.get(t) + "' of confusion matrix '" + title
                        + "' has " + counts[t].length + " columns for " + n + " classes");
            }
            for (long count : counts[t]) {
                if (count < 0) {
                    throw new IllegalArgumentException("row '" + classes.get(t) + "' of confusion matrix '" + title
                            + "' has the count " + count + "; counts are 0 or more");
                }
            }
        }
    }

    /** Number of examples. */
    public long examples() {
        long sum = 0;
        for (int t = 0; t < counts.length; t++) {
            sum += ofClass(t);
        }
        return sum;
    }

    /** Number of right answers. */
    public long correct() {
        long sum = 0;
        for (int t = 0; t < counts.length; t++) {
            sum += counts[t][t];
        }
        return sum;
    }

    /** Number of examples of class {@code t}. */
    public long ofClass(int t) {
        long sum = 0;
        for (long count : counts[t]) {
            sum += count;
        }
        return sum;
    }

    /** Number of examples for which the answer was class {@code p}. */
    public long predicted(int p) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[p];
        }
        return sum;
    }

    /** Correct part of all examples, 0..1; NaN if there are none. */
    public double accuracy() {
        return correct() / (double) examples();
    }

    /** Correct part of the examples of class {@code t}; NaN if there are none. */
    public double recall(int t) {
        return counts[t][t] / (double) ofClass(t);
    }

    /** Correct part of the answers {@code p}; NaN if it was never the answer. */
    public double precision(int p) {
        return counts[p][p] / (double) predicted(p);
    }
}
