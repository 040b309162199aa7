package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.tools.conform.Csv;
import dev.ranvier.tools.conform.GoldenCase;
import dev.ranvier.tools.noc.TrafficPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Latency and throughput under random traffic: the three tables must agree with each other, and every curve with the
 * emulator, as {@link CurveCheck} says.
 */
final class CurvesCase {
    private static final List<String> CURVE = List.of("pipeline", "topology", "k", "vcs", "traffic", "buf_depth");
    private final GoldenCase golden;
    private final List<String> notes = new ArrayList<>();

    CurvesCase(GoldenCase golden) {
        this.golden = golden;
    }

    NocResult check() {
        Csv runs = golden.file("curves");
        Csv means = golden.file("summary");
        Csv saturation = golden.file("saturation");
        Map<String, List<Integer>> runsOf = rowsByPoint(runs);
        Map<String, List<CurveCheck.Point>> curves = new LinkedHashMap<>();
        for (int row = 0; row < means.size(); row++) {
            List<Integer> own = runsOf.get(point(means, row));
            if (own == null) {
                return new NocResult.Differ("point " + point(means, row), "curves", "runs of this point", "none");
            }
            double accepted = own.stream()
                    .mapToDouble(k -> decimal(runs, k, "accepted_rate"))
                    .average()
                    .orElse(0);
            double injected = own.stream()
                    .mapToDouble(k -> decimal(runs, k, "injected_rate"))
                    .average()
                    .orElse(0);
            double latency = own.stream()
                    .mapToDouble(k -> decimal(runs, k, "packet_latency_avg"))
                    .average()
                    .orElse(0);
            double wantedAccepted = decimal(means, row, "accepted_mean");
            double wantedLatency = decimal(means, row, "latency_mean");
            if (far(accepted, wantedAccepted) || (!Double.isNaN(wantedLatency) && far(latency, wantedLatency))) {
                return new NocResult.Differ(
                        "point " + point(means, row),
                        "summary",
                        "means of the runs in curves",
                        wantedAccepted + ", " + wantedLatency);
            }
            curves.computeIfAbsent(curve(means, row), k -> new ArrayList<>())
                    .add(new CurveCheck.Point(
                            decimal(means, row, "offered_rate"),
                            wantedAccepted,
                            injected,
                            wantedLatency,
                            decimal(means, row, "latency_ci95"),
                            (int) decimal(runs, own.get(0), "warmup_cycles"),
                            (int) decimal(runs, own.get(0), "measured_cycles")));
        }
        for (int row = 0; row < saturation.size(); row++) {
            List<CurveCheck.Point> points = curves.get(curve(saturation, row));
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

    private static String text(Csv table, int row, String column) {
        return table.rows().get(row)[table.column(column)].strip();
    }

    /** NaN for an empty cell. */
    private static double decimal(Csv table, int row, String column) {
        return text(table, row, column).isEmpty() ? Double.NaN : table.real(row, table.column(column));
    }

    private static String curve(Csv table, int row) {
        return String.join(
                " ", CURVE.stream().map(column -> text(table, row, column)).toList());
    }

    private static String point(Csv table, int row) {
        return curve(table, row) + String.format(Locale.ROOT, " at %.6f", decimal(table, row, "offered_rate"));
    }

    private static Map<String, List<Integer>> rowsByPoint(Csv runs) {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (int row = 0; row < runs.size(); row++) {
            rows.computeIfAbsent(point(runs, row), k -> new ArrayList<>()).add(row);
        }
        return rows;
    }

    private Optional<NocResult> checkCurve(Csv saturation, int row, List<CurveCheck.Point> points) {
        int side = (int) decimal(saturation, row, "k");
        MeshConfig config = MeshCaseConfig.grid(text(saturation, row, "topology"), side)
                .withPipeline(MeshCaseConfig.pipeline(text(saturation, row, "pipeline")))
                .withBuffers((int) decimal(saturation, row, "vcs"), (int) decimal(saturation, row, "buf_depth"));
        CurveCheck check = new CurveCheck(
                curve(saturation, row),
                config,
                TrafficPattern.named(text(saturation, row, "traffic")),
                decimal(saturation, row, "highest_unsaturated_offered"),
                decimal(saturation, row, "lowest_saturated_offered"));
        Optional<NocResult> wrong = check.check(points);
        notes.addAll(check.notes());
        return wrong;
    }
}
