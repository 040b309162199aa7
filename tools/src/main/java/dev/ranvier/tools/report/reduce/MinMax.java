package dev.ranvier.tools.report.reduce;

import java.util.Arrays;

/**
 * A curve with few points that draws the same line: per slice of the horizontal axis it keeps the first, the lowest, the
 * highest and the last point (the scheme known as M4: Jugel et al., VLDB 2014), so that no peak is lost.
 *
 * @param x horizontal values of the points that stay, ascending
 * @param y their values; NaN makes a gap
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record MinMax(double[] x, double[] y) {
    /** Slices of a figure; finer than its pixels would be waste. */
    public static final int SLICES = 600;

    /**
     * Keeps at most four points per slice.
     *
     * @param x ascending values
     * @param y values, as many
     * @param slices slices of the range of x, at least 1
     */
    public static MinMax of(double[] x, double[] y, int slices) {
        if (x.length <= 4 * slices) {
            return new MinMax(x, y);
        }
        double[] keptX = new double[4 * slices + 4];
        double[] keptY = new double[keptX.length];
        int kept = 0;
        double perSlice = (x[x.length - 1] - x[0]) / slices;
        int from = 0;
        for (int s = 0; s < slices && from < x.length; s++) {
            double end = s == slices - 1 ? Double.POSITIVE_INFINITY : x[0] + (s + 1) * perSlice;
            int to = from;
            while (to < x.length && x[to] < end) {
                to++;
            }
            for (int i : corners(y, from, to)) {
                keptX[kept] = x[i];
                keptY[kept++] = y[i];
            }
            from = to;
        }
        return new MinMax(Arrays.copyOf(keptX, kept), Arrays.copyOf(keptY, kept));
    }

    /** Of points {@code from} .. {@code to - 1}: first, lowest, highest and last, ascending, none twice. */
    private static int[] corners(double[] y, int from, int to) {
        if (from == to) {
            return new int[0];
        }
        int low = from;
        int high = from;
        for (int i = from; i < to; i++) {
            // A NaN loses against every number, so that a gap shorter than a slice does not hide its peaks.
            if (y[i] < y[low] || Double.isNaN(y[low])) {
                low = i;
            }
            if (y[i] > y[high] || Double.isNaN(y[high])) {
                high = i;
            }
        }
        return Arrays.stream(new int[] {from, low, high, to - 1})
                .sorted()
                .distinct()
                .toArray();
    }
}
