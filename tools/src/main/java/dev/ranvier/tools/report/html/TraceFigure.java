package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.TracePart;
import dev.ranvier.tools.report.reduce.MinMax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Curves over ticks in panels that share the time axis, with thresholds and spikes. */
final class TraceFigure {
    private static final double LEFT = 76;
    private static final double RIGHT = Figure.WIDTH - 26;
    private static final double GAP = 20;
    /** Height of the row of spikes of one series. */
    private static final double SPIKE_ROW = 11;

    private final Markup m;
    private final TracePart part;
    /** The time axis in its own unit. */
    private final Scale x;
    /** The same axis in ticks. */
    private final Scale moments;

    TraceFigure(Markup m, TracePart part) {
        this.m = m;
        this.part = part;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (TracePart.Panel panel : part.panels()) {
            for (TracePart.Series series : panel.series()) {
                if (series.ticks().length > 0) {
                    low = Math.min(low, series.ticks()[0]);
                    high = Math.max(high, series.ticks()[series.ticks().length - 1]);
                }
                for (int tick : series.spikeTicks()) {
                    low = Math.min(low, tick);
                    high = Math.max(high, tick);
                }
            }
        }
        x = Scale.over(low * part.clock().perTick(), high * part.clock().perTick(), LEFT, RIGHT);
        moments = Scale.over(low, high, LEFT, RIGHT);
    }

    void draw() {
        double top = Marks.labelled(part.marks()) ? 18 : 4;
        double height = top;
        for (TracePart.Panel panel : part.panels()) {
            height += head(panel) + height(panel) + GAP;
        }
        Figure.open(
                m, Figure.WIDTH, height - GAP + 44, "Values of " + part.panels().size() + " quantities over ticks");
        Marks.labels(m, part.marks(), moments, 12);
        int thinned = 0;
        for (int p = 0; p < part.panels().size(); p++) {
            TracePart.Panel panel = part.panels().get(p);
            double plotTop = top + head(panel);
            double panelHeight = height(panel);
            thinned += panel(
                    panel,
                    top,
                    plotTop,
                    plotTop + panelHeight,
                    p == part.panels().size() - 1);
            top = plotTop + panelHeight + GAP;
        }
        Figure.close(m);
        if (thinned > 0) {
            Figure.notice(
                    m,
                    "Curves of more than " + NumberText.count(4L * MinMax.SLICES) + " ticks are drawn by the first,"
                            + " lowest, highest and last value of each of " + MinMax.SLICES
                            + " slices: no peak is lost.");
        }
    }

    /** Height of a plot area: curves over their references are what a figure is about, and get more of it. */
    private double height(TracePart.Panel panel) {
        boolean compares = panel.series().stream().anyMatch(TracePart.Series::reference);
        return part.panels().size() == 1 || compares ? 240 : 150;
    }

    /** Room above a panel's plot area: legend and spikes. */
    private static double head(TracePart.Panel panel) {
        return Legend.rows(legend(panel), LEFT, RIGHT) * Legend.ROW + 4 + spiking(panel) * SPIKE_ROW;
    }

    private static long spiking(TracePart.Panel panel) {
        return panel.series().stream().filter(s -> s.spikeTicks().length > 0).count();
    }

    private static List<Legend.Entry> legend(TracePart.Panel panel) {
        List<Legend.Entry> entries = new ArrayList<>();
        for (int i = 0; i < panel.series().size(); i++) {
            TracePart.Series series = panel.series().get(i);
            // References of one name look alike: one entry stands for all.
            if (series.reference() && entries.stream().anyMatch(e -> e.name().equals(series.name()))) {
                continue;
            }
            entries.add(new Legend.Entry(series.name(), line(panel, i)));
        }
        if (panel.threshold().isPresent()) {
            entries.add(new Legend.Entry(
                    "threshold " + NumberText.plain(panel.threshold().getAsDouble()), "ln threshold"));
        }
        return entries;
    }

    /** Classes of the line of series {@code i}. */
    private static String line(TracePart.Panel panel, int i) {
        int[] colours = Legend.colours(
                panel.series().stream().map(TracePart.Series::reference).toList());
        return (panel.series().get(i).reference() ? "ln reference " : "ln ") + Legend.colour(colours[i]);
    }

    /** Answers how many curves were reduced. */
    private int panel(TracePart.Panel panel, double headTop, double top, double bottom, boolean last) {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        panel.threshold().ifPresent(t -> widen(range, t));
        Figure.finite(panel.series().stream().map(TracePart.Series::values).toList(), v -> widen(range, v));
        Scale y = Scale.padded(range[0], range[1], bottom, top);
        Frame frame = new Frame(m, x, y);
        m.open("g", "class", "panel");
        frame.ground();
        frame.vertical(panel.quantity(), panel.unit(), 5, false);
        if (last) {
            TracePart.Clock clock = part.clock();
            frame.horizontal(clock.label(), clock.unit(), 10, clock.equals(TracePart.Clock.TICKS), true);
        }
        Marks.lines(m, part.marks(), moments, top, bottom);
        Legend.draw(m, legend(panel), LEFT, RIGHT, headTop + 9);
        if (panel.threshold().isPresent()) {
            double at = y.at(panel.threshold().getAsDouble());
            m.empty("line", "class", "ln threshold", "x1", LEFT, "x2", RIGHT, "y1", at, "y2", at);
        }
        int thinned = 0;
        double spikes = top - spiking(panel) * SPIKE_ROW;
        for (boolean beneath : new boolean[] {true, false}) {
            for (int i = 0; i < panel.series().size(); i++) {
                TracePart.Series series = panel.series().get(i);
                if (series.reference() != beneath) {
                    continue;
                }
                thinned += curve(series, line(panel, i), y) ? 1 : 0;
                if (series.spikeTicks().length > 0) {
                    m.empty("path", "class", line(panel, i).replace(" dash", ""), "d", spikes(series, spikes));
                    spikes += SPIKE_ROW;
                }
            }
        }
        m.empty(
                "rect",
                "class",
                "cursor",
                "x",
                LEFT,
                "y",
                top,
                "width",
                RIGHT - LEFT,
                "height",
                bottom - top,
                "data-trace",
                panel.unit(),
                "data-clock",
                part.clock().equals(TracePart.Clock.TICKS) ? null : part.clock().unit(),
                "data-first",
                x.low(),
                "data-end",
                x.high(),
                "data-low",
                Double.toString(y.low()),
                "data-high",
                Double.toString(y.high()));
        m.close().line();
        return thinned;
    }

    private boolean curve(TracePart.Series series, String line, Scale y) {
        double[] ticks = Arrays.stream(series.ticks()).asDoubleStream().toArray();
        MinMax corners = MinMax.of(ticks, series.values(), MinMax.SLICES);
        m.empty(
                "path",
                "class",
                line.replaceFirst("ln", "ln thin"),
                "data-name",
                series.name(),
                "d",
                Figure.path(corners.x(), corners.y(), moments, y));
        return corners.x().length < ticks.length;
    }

    /** Short upright strokes, one per spike, never two on the same half pixel. */
    private String spikes(TracePart.Series series, double top) {
        BitSet halfPixels = new BitSet();
        for (int tick : series.spikeTicks()) {
            halfPixels.set((int) Math.round(2 * moments.at(tick)));
        }
        StringBuilder path = new StringBuilder();
        halfPixels.stream().forEach(at -> path.append('M')
                .append(Markup.coordinate(at / 2.0))
                .append(' ')
                .append(Markup.coordinate(top))
                .append("v8"));
        return path.toString();
    }

    private static void widen(double[] range, double value) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }
}
