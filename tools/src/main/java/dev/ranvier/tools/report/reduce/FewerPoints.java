package dev.ranvier.tools.report.reduce;

import dev.ranvier.tools.report.model.PlotPart;
import java.util.Arrays;

/**
 * A plotted series with few enough points to draw. Lines over ascending x keep their peaks ({@link MinMax}); everything
 * else keeps every n-th point.
 *
 * @param x horizontal values of the points that stay
 * @param y their values
 * @param total points there were
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record FewerPoints(double[] x, double[] y, int total) {
    /** Points of a cloud that a page draws at most. */
    public static final int MOST_POINTS = 4_000;

    /** Thins {@code series} if it is large. */
    public static FewerPoints of(PlotPart.Series series) {
        double[] x = series.x();
        double[] y = series.y();
        if (series.style() == PlotPart.Style.LINE && ascends(x)) {
            MinMax corners = MinMax.of(x, y, MinMax.SLICES);
            return new FewerPoints(corners.x(), corners.y(), x.length);
        }
        int step = Math.max(1, (x.length + MOST_POINTS - 1) / MOST_POINTS);
        return step == 1
                ? new FewerPoints(x, y, x.length)
                : new FewerPoints(everyNth(x, step), everyNth(y, step), x.length);
    }

    private static boolean ascends(double[] x) {
        for (int i = 1; i < x.length; i++) {
            if (x[i] < x[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static double[] everyNth(double[] values, int step) {
        double[] kept = new double[(values.length + step - 1) / step];
        Arrays.setAll(kept, i -> values[i * step]);
        return kept;
    }

    /** True if points were left out. */
    public boolean thinned() {
        return x.length < total;
    }
}
