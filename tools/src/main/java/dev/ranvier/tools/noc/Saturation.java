package dev.ranvier.tools.noc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Where a network saturates: between the highest load below which every measured load is carried, and the lowest load
 * that is not.
 *
 * @param carried highest unsaturated load below the first saturated one, 0 if even the lowest load saturates
 * @param saturated lowest saturated load, NaN if none is
 * @param peak highest accepted rate of all points, packets per node and cycle
 */
public record Saturation(double carried, double saturated, double peak) {
    /** Of points in the order of rising load. */
    public static Saturation of(List<LoadPoint> points) {
        double lowest = new LoadTable(points).lowestLatency();
        double carried = 0;
        double saturated = Double.NaN;
        double peak = 0;
        for (LoadPoint point : points) {
            if (Double.isNaN(saturated)) {
                if (point.saturated(lowest)) {
                    saturated = point.offered();
                } else {
                    carried = point.offered();
                }
            }
            peak = Math.max(peak, point.accepted());
        }
        return new Saturation(carried, saturated, peak);
    }

    /** True if some load saturates the network; a load of 0 is always carried. */
    public boolean reached() {
        return !Double.isNaN(saturated);
    }

    /**
     * Halves the bracket a few times with further points.
     *
     * @param points in the order of rising load
     * @param halvings how often, at least 0; nothing happens if no point is saturated
     * @param measure gives the point of a load
     * @return all points in the order of rising load
     */
    public static List<LoadPoint> refine(List<LoadPoint> points, int halvings, DoubleFunction<LoadPoint> measure) {
        List<LoadPoint> all = new ArrayList<>(points);
        for (int k = 0; k < halvings && of(all).reached(); k++) {
            Saturation bracket = of(all);
            all.add(measure.apply((bracket.carried + bracket.saturated) / 2));
            all.sort(Comparator.comparingDouble(LoadPoint::offered));
        }
        return all;
    }

    /** One sentence. */
    public String text() {
        String most = String.format(Locale.ROOT, "; at most %.4f are accepted", peak);
        if (Double.isNaN(saturated)) {
            return String.format(Locale.ROOT, "is not saturated up to %.4f packets per node and cycle", carried);
        }
        return carried == 0
                ? String.format(Locale.ROOT, "is saturated already at %.4f packets per node and cycle", saturated)
                        + most
                : String.format(
                                Locale.ROOT,
                                "saturates between %.4f and %.4f packets per node and cycle",
                                carried,
                                saturated)
                        + most;
    }
}
