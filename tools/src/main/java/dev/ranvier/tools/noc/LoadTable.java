package dev.ranvier.tools.noc;

import java.util.List;
import java.util.Locale;

/**
 * The points of a sweep as text, one line per load.
 *
 * @param points in the order of rising load; the first gives the latency against which saturation is judged
 */
public record LoadTable(List<LoadPoint> points) {
    /** Copies the list. */
    public LoadTable {
        points = List.copyOf(points);
    }

    /** Mean latency of the first point, in cycles; NaN without points. */
    public double lowestLatency() {
        return points.isEmpty() ? Double.NaN : points.get(0).latencyMean();
    }

    /** Header and one line per point; rates in packets per node and cycle, latencies in cycles. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                "%9s %9s %9s %10s %8s %8s %8s %9s %s%n",
                "offered", "accepted", "least", "latency", "median", "p99", "max", "network", "state"));
        for (LoadPoint point : points) {
            boolean known = !Double.isNaN(point.latencyMean());
            text.append(String.format(
                    Locale.ROOT, "%9.5f %9.5f %9.5f ", point.offered(), point.accepted(), point.acceptedLeast()));
            text.append(
                    known
                            ? String.format(
                                    Locale.ROOT,
                                    "%10.2f %8d %8d %8d %9.2f ",
                                    point.latencyMean(),
                                    point.latencyMedian(),
                                    point.latency99(),
                                    point.latencyMax(),
                                    point.networkMean())
                            : String.format("%10s %8s %8s %8s %9s ", "-", "-", "-", "-", "-"));
            text.append(point.saturated(lowestLatency()) ? "saturated" : "");
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
