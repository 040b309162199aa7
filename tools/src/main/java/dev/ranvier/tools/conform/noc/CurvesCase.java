package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.tools.noc.LoadPoint;
import dev.ranvier.tools.noc.LoadSweep;
import dev.ranvier.tools.noc.TrafficPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Latency and throughput under random traffic. Judged: at offered rates up to 0.8 of the highest unsaturated rate, the
 * accepted rate, relative to what the run's draws injected, within 2 % and the mean latency within 5 %; the highest
 * unsaturated rate is not saturated (or its latency is the reference's within its confidence), the lowest saturated
 * rate is. The table of single runs must agree with the table of means. Other points are only described.
 */
final class CurvesCase {
    private static final List<String> CURVE = List.of("pipeline", "topology", "k", "vcs", "traffic", "buf_depth");
    private static final double JUDGED_UP_TO = 0.8;
    private static final double ACCEPTED_TOLERANCE = 0.02;
    private static final double LATENCY_TOLERANCE = 0.05;
    /** Packets per point that make the chance of the draws small against the tolerances. */
    private static final long ENOUGH_PACKETS = 30_000;

    private static final int MOST_SEEDS = 32;
    private static final int FEWEST_SEEDS = 2;

    private final CaseFolder files;
    private final List<String> notes = new ArrayList<>();

    /** A point of the table of means: its row, and windows of its runs. */
    private record Point(
            double rate, double accepted, double injected, double latency, double spread, int warmUp, int window) {}

    CurvesCase(CaseFolder files) {
        this.files = files;
    }

    NocResult check() {
        CsvTable runs = files.table("curves");
        CsvTable means = files.table("summary");
        CsvTable saturation = files.table("saturation");
        Map<String, List<Integer>> runsOf = rowsByPoint(runs);
        Map<String, List<Point>> curves = new LinkedHashMap<>();
        for (int row = 0; row < means.size(); row++) {
            List<Integer> own = runsOf.get(point(means, row));
            if (own == null) {
                return new NocResult.Differ("point " + point(means, row), "curves", "runs of this point", "none");
            }
            double accepted = own.stream()
                    .mapToDouble(k -> runs.decimal(k, "accepted_rate"))
                    .average()
                    .orElse(0);
            double injected = own.stream()
                    .mapToDouble(k -> runs.decimal(k, "injected_rate"))
                    .average()
                    .orElse(0);
            double latency = own.stream()
                    .mapToDouble(k -> runs.decimal(k, "packet_latency_avg"))
                    .average()
                    .orElse(0);
            double wantedAccepted = means.decimal(row, "accepted_mean");
            double wantedLatency = means.decimal(row, "latency_mean");
            if (far(accepted, wantedAccepted) || (!Double.isNaN(wantedLatency) && far(latency, wantedLatency))) {
                return new NocResult.Differ(
                        "point " + point(means, row),
                        "summary",
                        "means of the runs in curves",
                        wantedAccepted + ", " + wantedLatency);
            }
            curves.computeIfAbsent(curve(means, row), k -> new ArrayList<>())
                    .add(new Point(
                            means.decimal(row, "offered_rate"),
                            wantedAccepted,
                            injected,
                            wantedLatency,
                            means.decimal(row, "latency_ci95"),
                            (int) runs.decimal(own.get(0), "warmup_cycles"),
                            (int) runs.decimal(own.get(0), "measured_cycles")));
        }
        for (int row = 0; row < saturation.size(); row++) {
            List<Point> points = curves.get(curve(saturation, row));
            if (points == null) {
                return new NocResult.Differ("curve " + curve(saturation, row), "summary", "points", "none");
            }
            Optional<NocResult> wrong = checkCurve(saturation, row, points);
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return new NocResult.Equal(notes);
    }

    /** Printed means are rounded to six or three digits. */
    private static boolean far(double a, double b) {
        return !(Math.abs(a - b) <= 1e-3 * Math.max(1, Math.abs(b)));
    }

    private static String curve(CsvTable table, int row) {
        return String.join(
                " ", CURVE.stream().map(column -> table.text(row, column)).toList());
    }

    private static String point(CsvTable table, int row) {
        return curve(table, row) + String.format(Locale.ROOT, " at %.6f", table.decimal(row, "offered_rate"));
    }

    private static Map<String, List<Integer>> rowsByPoint(CsvTable runs) {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (int row = 0; row < runs.size(); row++) {
            rows.computeIfAbsent(point(runs, row), k -> new ArrayList<>()).add(row);
        }
        return rows;
    }

    private Optional<NocResult> checkCurve(CsvTable saturation, int row, List<Point> points) {
        String name = curve(saturation, row);
        int side = (int) saturation.decimal(row, "k");
        MeshConfig config = MeshCaseConfig.grid(saturation.text(row, "topology"), side)
                .withPipeline(MeshCaseConfig.pipeline(saturation.text(row, "pipeline")))
                .withBuffers((int) saturation.decimal(row, "vcs"), (int) saturation.decimal(row, "buf_depth"));
        MeshNetwork network = new MeshNetwork(config);
        TrafficPattern pattern = TrafficPattern.named(saturation.text(row, "traffic"));
        double highest = saturation.decimal(row, "highest_unsaturated_offered");
        double lowest = saturation.decimal(row, "lowest_saturated_offered");
        double lowestLatency = Double.NaN;
        for (Point point : points) {
            boolean isHighest = Math.abs(point.rate - highest) < 1e-9;
            boolean isLowest = Math.abs(point.rate - lowest) < 1e-9;
            boolean judged = point.rate <= JUDGED_UP_TO * highest + 1e-9;
            if (!judged && !isHighest && !isLowest && !Double.isNaN(lowestLatency)) {
                continue;
            }
            LoadSweep sweep = new LoadSweep(network, side, side, pattern, 1, point.warmUp, point.window);
            long nodeCycles = point.window * (long) side * side;
            LoadPoint got = measure(sweep, point.rate, nodeCycles);
            lowestLatency = Double.isNaN(lowestLatency) ? got.latencyMean() : lowestLatency;
            notes.add(String.format(
                    Locale.ROOT,
                    "%s at %.6f: accepted %.5f (%.5f), latency %.2f (%.2f)",
                    name,
                    point.rate,
                    got.accepted(),
                    point.accepted,
                    got.latencyMean(),
                    point.latency));
            String at = String.format(Locale.ROOT, "point %s at %.6f", name, point.rate);
            if (judged) {
                // both runs drew a little more or less than was asked for: what counts is how much of it arrived
                double drawn = (double) got.packets() / nodeCycles;
                double expected = point.accepted * drawn / point.injected;
                if (!(Math.abs(got.accepted() - expected) <= ACCEPTED_TOLERANCE * expected)) {
                    return differ(at, "accepted rate, 2 %", expected, got.accepted());
                }
                if (!(Math.abs(got.latencyMean() - point.latency) <= LATENCY_TOLERANCE * point.latency)) {
                    return differ(at, "mean latency, 5 %", point.latency, got.latencyMean());
                }
            }
            // so near to saturation single runs of the reference fall on either side; agreeing with their mean is
            // enough
            double spread = Double.isNaN(point.spread) ? 0 : point.spread;
            double near = Math.max(spread, LATENCY_TOLERANCE * point.latency);
            boolean asReference = Math.abs(got.latencyMean() - point.latency) <= near;
            boolean saturated = got.saturated(lowestLatency) && !(isHighest && asReference);
            if ((isHighest && saturated) || (isLowest && !saturated)) {
                return Optional.of(new NocResult.Differ(
                        at,
                        "saturation",
                        isLowest ? "saturated" : "not saturated",
                        "accepted " + got.accepted() + ", latency " + got.latencyMean()));
            }
        }
        return Optional.empty();
    }

    private static Optional<NocResult> differ(String at, String place, double expected, double got) {
        return Optional.of(new NocResult.Differ(at, place, String.valueOf(expected), String.valueOf(got)));
    }

    /** Mean over as many seeds as give enough packets. */
    private static LoadPoint measure(LoadSweep sweep, double rate, long nodeCycles) {
        long wanted = Math.round(ENOUGH_PACKETS / Math.max(1, rate * nodeCycles));
        int seeds = (int) Math.clamp(wanted, FEWEST_SEEDS, MOST_SEEDS);
        double accepted = 0;
        double latency = 0;
        long packets = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            LoadPoint point = sweep.point(rate, seed);
            accepted += point.accepted() / seeds;
            latency += point.latencyMean() / seeds;
            packets += point.packets();
        }
        return new LoadPoint(rate, accepted, 0, packets / seeds, latency, 0, 0, 0, Double.NaN, Double.NaN);
    }
}
