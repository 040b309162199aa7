package dev.ranvier.tools.report;

import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.MeshPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TracePart;
import dev.ranvier.tools.report.reduce.FewerPoints;
import dev.ranvier.tools.report.reduce.MergedBins;
import dev.ranvier.tools.report.reduce.MinMax;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The plotted numbers of a report as CSV (RFC 4180), one table per section that has a plain form: plots and traces as
 * series,x,y rows, histograms, tables, links of meshes. Thinned as the page is. Stateless.
 */
final class ReportTables {
    private ReportTables() {}

    /** Text of each file by its name: {@code report-NN-title.csv}, NN counting the sections from 1. */
    static Map<String, String> of(RunReport report) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int k = 0; k < report.parts().size(); k++) {
            ReportPart part = report.parts().get(k);
            String text = text(part);
            if (!text.isEmpty()) {
                String title = part.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
                title = title.replaceAll("^-|-$", "");
                title = title.substring(0, Math.min(40, title.length()));
                files.put(String.format(Locale.ROOT, "report-%02d-%s.csv", k + 1, title), text);
            }
        }
        return files;
    }

    /** True for names that {@link #of} gives. */
    static boolean isName(String name) {
        return name.matches("report-\\d{2,}-[a-z0-9-]*\\.csv");
    }

    private static String text(ReportPart part) {
        StringBuilder out = new StringBuilder();
        switch (part) {
            case PlotPart plot -> plot(out, plot);
            case TracePart traces -> traces(out, traces);
            case HistogramPart histogram -> {
                MergedBins bins = MergedBins.of(histogram, MergedBins.MOST_BINS);
                row(out, "from", "to", histogram.counted());
                for (int b = 0; b < bins.counts().length; b++) {
                    row(out, bins.edges()[b], bins.edges()[b + 1], bins.counts()[b]);
                }
            }
            case TablePart table -> {
                row(out, table.columns().stream().map(ReportTables::heading).toArray());
                table.rows().forEach(cells -> row(out, cells.toArray()));
            }
            case MeshPart mesh -> {
                row(out, "chip", "x", "y", "direction", "flits", "load");
                for (MeshPart.Link link : mesh.links()) {
                    String direction = link.direction().name().toLowerCase(Locale.ROOT);
                    row(out, link.chip(), link.x(), link.y(), direction, link.flits(), link.load());
                }
            }
            default -> {
                // texts, maps and rasters: report.json has their numbers
            }
        }
        return out.toString();
    }

    private static String heading(TablePart.Column column) {
        return column.unit().isEmpty() ? column.name() : column.name() + " (" + column.unit() + ")";
    }

    private static String heading(PlotPart.Axis axis) {
        return axis.unit().isEmpty() ? axis.label() : axis.label() + " (" + axis.unit() + ")";
    }

    private static void plot(StringBuilder out, PlotPart plot) {
        row(out, "series", heading(plot.x()), heading(plot.y()));
        for (PlotPart.Series series : plot.series()) {
            FewerPoints points = FewerPoints.of(series);
            for (int k = 0; k < points.x().length; k++) {
                row(out, series.name(), points.x()[k], points.y()[k]);
            }
        }
    }

    private static void traces(StringBuilder out, TracePart traces) {
        row(out, "quantity", "unit", "series", "tick", "value");
        for (TracePart.Panel panel : traces.panels()) {
            for (TracePart.Series series : panel.series()) {
                double[] ticks = Arrays.stream(series.ticks()).asDoubleStream().toArray();
                MinMax points = MinMax.of(ticks, series.values(), MinMax.SLICES);
                for (int k = 0; k < points.x().length; k++) {
                    row(out, panel.quantity(), panel.unit(), series.name(), points.x()[k], points.y()[k]);
                }
            }
        }
    }

    private static void row(StringBuilder out, Object... cells) {
        StringJoiner line = new StringJoiner(",");
        for (Object cell : cells) {
            line.add(cell(cell));
        }
        out.append(line).append("\r\n");
    }

    private static String cell(Object cell) {
        if (cell instanceof Double || cell instanceof Float) {
            double value = ((Number) cell).doubleValue();
            boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p53;
            return !Double.isFinite(value) ? "" : whole ? Long.toString((long) value) : Double.toString(value);
        }
        String text = cell.toString();
        boolean plain = List.of(",", "\"", "\n", "\r").stream().noneMatch(text::contains);
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
