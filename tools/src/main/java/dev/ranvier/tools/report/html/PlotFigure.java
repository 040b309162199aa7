package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.reduce.FewerPoints;
import java.util.ArrayList;
import java.util.List;

/** Values against values, as lines, steps or points. */
final class PlotFigure {
    private static final double LEFT = 76;
    private static final double RIGHT = Figure.WIDTH - 26;
    private static final double HEIGHT = 360;
    /** Ratio left free at both ends of a logarithmic axis. */
    private static final double LOG_ROOM = 1.2;
    /** Points beyond this many are drawn as one path, and tell nothing when pointed at. */
    private static final int MOST_TIPS = 600;

    private final Markup m;
    private final PlotPart part;
    private final List<FewerPoints> points;
    private final int[] colours;

    PlotFigure(Markup m, PlotPart part) {
        this.m = m;
        this.part = part;
        points = part.series().stream().map(FewerPoints::of).toList();
        colours = Legend.colours(part.series().stream()
                .map(s -> s.style() == PlotPart.Style.REFERENCE)
                .toList());
    }

    void draw() {
        List<Legend.Entry> legend = legend();
        double top = 8 + Legend.rows(legend, LEFT, RIGHT) * Legend.ROW;
        double bottom = top + HEIGHT;
        double[] across = range(points.stream().map(FewerPoints::x).toList());
        double[] up = range(points.stream().map(FewerPoints::y).toList());
        Scale x = part.x().log()
                ? Scale.logarithmic(across[0], across[1], LEFT, RIGHT)
                : Scale.over(across[0], across[1], LEFT, RIGHT);
        Scale y = part.y().log()
                ? Scale.logarithmic(up[0] / LOG_ROOM, up[1] * LOG_ROOM, bottom, top)
                : Scale.padded(up[0], up[1], bottom, top);
        if (hasDots() && !part.x().log()) {
            // Dots on the edge of the plot would stick out of it.
            x = Scale.padded(across[0], across[1], LEFT, RIGHT);
        }
        Figure.open(
                m,
                Figure.WIDTH,
                bottom + 44,
                part.y().label() + " over " + part.x().label() + ", "
                        + part.series().size() + " series");
        Frame frame = new Frame(m, x, y);
        frame.ground();
        frame.vertical(part.y().label(), part.y().unit(), 7, false);
        frame.horizontal(part.x().label(), part.x().unit(), 10, false, true);
        Legend.draw(m, legend, LEFT, RIGHT, 10);
        // What is compared with lies beneath.
        for (boolean beneath : new boolean[] {true, false}) {
            for (int i = 0; i < points.size(); i++) {
                if ((part.series().get(i).style() == PlotPart.Style.REFERENCE) == beneath) {
                    series(i, x, y);
                }
            }
        }
        Figure.close(m);
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).thinned()) {
                Figure.notice(
                        m,
                        "Thinned: " + NumberText.count(points.get(i).x().length) + " of "
                                + NumberText.count(points.get(i).total()) + " points of '"
                                + part.series().get(i).name() + "' are drawn.");
            }
        }
    }

    private boolean hasDots() {
        return part.series().stream()
                .anyMatch(s -> s.style() == PlotPart.Style.POINTS || s.style() == PlotPart.Style.LINE_AND_POINTS);
    }

    private List<Legend.Entry> legend() {
        List<Legend.Entry> entries = new ArrayList<>();
        for (int i = 0; i < part.series().size(); i++) {
            PlotPart.Series series = part.series().get(i);
            // References of one name look alike: one entry stands for all.
            if (series.style() == PlotPart.Style.REFERENCE
                    && entries.stream().anyMatch(e -> e.name().equals(series.name()))) {
                continue;
            }
            String kind =
                    switch (series.style()) {
                        case POINTS -> "dotted ";
                        case REFERENCE -> "ln reference ";
                        default -> "ln ";
                    };
            entries.add(new Legend.Entry(series.name(), kind + Legend.colour(colours[i])));
        }
        return entries;
    }

    private void series(int i, Scale x, Scale y) {
        FewerPoints kept = points.get(i);
        String colour = Legend.colour(colours[i]);
        m.open("g");
        switch (part.series().get(i).style()) {
            case LINE -> {
                line(kept, colour, x, y);
                dots(i, "hit-dot " + colour, 5, x, y);
            }
            case REFERENCE -> {
                line(kept, "reference " + colour, x, y);
                dots(i, "hit-dot " + colour, 5, x, y);
            }
            case STEPS -> {
                m.empty("path", "class", "ln " + colour, "d", steps(kept, x, y));
                dots(i, "hit-dot " + colour, 5, x, y);
            }
            case POINTS -> dots(i, "dot " + colour, 3.2, x, y);
            case LINE_AND_POINTS -> {
                line(kept, colour, x, y);
                dots(i, "dot " + colour, 3.2, x, y);
            }
        }
        m.close().line();
    }

    private void line(FewerPoints kept, String colour, Scale x, Scale y) {
        m.empty("path", "class", "ln " + colour, "d", Figure.path(kept.x(), kept.y(), x, y));
    }

    private void dots(int i, String classes, double radius, Scale x, Scale y) {
        FewerPoints kept = points.get(i);
        if (kept.x().length > MOST_TIPS) {
            if (classes.startsWith("dot")) {
                m.empty("path", "class", "cloud " + Legend.colour(colours[i]), "d", cloud(kept, x, y));
            }
            return;
        }
        String name = part.series().get(i).name();
        for (int k = 0; k < kept.x().length; k++) {
            if (Double.isFinite(kept.y()[k])) {
                String tip = name + "\n" + part.x().label() + ": " + value(kept.x()[k], part.x()) + "\n"
                        + part.y().label() + ": " + value(kept.y()[k], part.y());
                m.tipped(
                        "circle", tip, "class", classes, "cx", x.at(kept.x()[k]), "cy", y.at(kept.y()[k]), "r", radius);
            }
        }
    }

    private static String value(double value, PlotPart.Axis axis) {
        return axis.unit().isEmpty() ? NumberText.exact(value) : NumberText.exact(value) + "\u00A0" + axis.unit();
    }

    /** Zero-length strokes, which round line ends turn into dots. */
    private static String cloud(FewerPoints kept, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        for (int k = 0; k < kept.x().length; k++) {
            if (Double.isFinite(kept.y()[k])) {
                path.append('M')
                        .append(Markup.coordinate(x.at(kept.x()[k])))
                        .append(' ')
                        .append(Markup.coordinate(y.at(kept.y()[k])))
                        .append("h0");
            }
        }
        return path.toString();
    }

    private static String steps(FewerPoints kept, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int k = 0; k < kept.x().length; k++) {
            boolean number = Double.isFinite(kept.y()[k]);
            String at = Markup.coordinate(x.at(kept.x()[k]));
            if (pen) {
                path.append('H').append(at);
            }
            if (number) {
                String height = Markup.coordinate(y.at(kept.y()[k]));
                path.append(pen ? "V" + height : "M" + at + " " + height);
            }
            pen = number;
        }
        return path.toString();
    }

    private static double[] range(List<double[]> arrays) {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        Figure.finite(arrays, v -> {
            range[0] = Math.min(range[0], v);
            range[1] = Math.max(range[1], v);
        });
        return range;
    }
}
