package dev.ranvier.tools.report.reduce;

import dev.ranvier.tools.report.model.HistogramPart;

/**
 * A histogram with few enough bars to draw: neighbouring bins are added up.
 *
 * @param edges bin edges, one more than there are bins
 * @param counts count per bin
 * @param merged bins of the original per bin; 1 if nothing was merged
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record MergedBins(double[] edges, long[] counts, int merged) {
    /** Bars that a page draws at most. */
    public static final int MOST_BINS = 400;

    /** Adds up neighbours until there are at most {@code most} bins. */
    public static MergedBins of(HistogramPart part, int most) {
        int bins = part.counts().length;
        int merge = Math.max(1, (bins + most - 1) / most);
        if (merge == 1) {
            return new MergedBins(part.edges(), part.counts(), 1);
        }
        long[] counts = new long[(bins + merge - 1) / merge];
        double[] edges = new double[counts.length + 1];
        for (int b = 0; b < bins; b++) {
            counts[b / merge] += part.counts()[b];
        }
        for (int b = 0; b < counts.length; b++) {
            edges[b] = part.edges()[b * merge];
        }
        edges[counts.length] = part.edges()[bins];
        return new MergedBins(edges, counts, merge);
    }
}
