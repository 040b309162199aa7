package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.ConfusionPart;
import java.util.List;

/** A confusion matrix: coloured by the part of its row, with recall beside it and precision below. */
final class ConfusionFigure {
    private static final double TOP = 30;
    /** More classes than this are not told apart on a screen. */
    private static final int MOST_CLASSES = 128;

    private final Markup m;
    private final ConfusionPart part;
    private final int classes;

    ConfusionFigure(Markup m, ConfusionPart part) {
        this.m = m;
        this.part = part;
        classes = Math.min(MOST_CLASSES, part.classes().size());
    }

    void draw() {
        m.open("p", "class", "reading");
        m.leaf("strong", NumberText.of(part.accuracy(), "fraction").joined());
        m.text(" of " + NumberText.count(part.examples()) + " examples are right, "
                + NumberText.count(part.examples() - part.correct()) + " are wrong.");
        m.close();
        List<String> names = part.classes().subList(0, classes);
        double cell = HeatGrid.cellFor(classes, classes);
        double left = HeatGrid.roomFor(names) + 22;
        HeatGrid grid = new HeatGrid(m, left, TOP, cell, classes, classes);
        double below = HeatGrid.level(names, cell) ? 26 : HeatGrid.roomFor(names) + 4;
        double height = grid.bottom() + below + 44;
        Figure.open(
                m,
                grid.right() + 190,
                height,
                "Confusion matrix of " + part.classes().size() + " classes");
        for (int t = 0; t < classes; t++) {
            for (int p = 0; p < classes; p++) {
                cell(grid, t, p);
            }
        }
        grid.names(names, names);
        margins(grid, cell, below);
        titles(grid, below);
        HeatGrid.colourBar(
                m,
                "h",
                grid.right() + 110,
                TOP,
                grid.bottom() - TOP,
                List.of("0 %", "25 %", "50 %", "75 %", "100 %"),
                "part of the true class");
        Figure.close(m);
        if (classes < part.classes().size()) {
            Figure.notice(m, "The first " + classes + " of " + part.classes().size() + " classes are drawn.");
        }
    }

    private void cell(HeatGrid grid, int t, int p) {
        long count = part.counts()[t][p];
        double ofRow = part.ofClass(t) == 0 ? 0 : count / (double) part.ofClass(t);
        String tip = "true " + part.classes().get(t) + ", predicted "
                + part.classes().get(p) + "\n"
                + NumberText.count(count) + " of " + NumberText.count(part.ofClass(t)) + " ("
                + NumberText.of(ofRow, "fraction").joined() + ")";
        grid.cell(t, p, "h", Ramp.level(ofRow), count == 0 ? "" : NumberText.count(count), tip);
    }

    private void margins(HeatGrid grid, double cell, double below) {
        if (cell < 14) {
            return;
        }
        m.leaf("text", "recall", "class", "axis", "x", grid.right() + 10, "y", TOP - 10);
        for (int t = 0; t < classes; t++) {
            m.leaf(
                    "text",
                    NumberText.of(part.recall(t), "fraction").joined(),
                    "class",
                    "tick",
                    "x",
                    grid.right() + 10,
                    "y",
                    TOP + (t + 0.5) * cell + 4);
        }
        if (cell < 36) {
            return;
        }
        double y = grid.bottom() + below + 10;
        m.leaf("text", "precision", "class", "axis", "x", grid.right() + 10, "y", y);
        for (int p = 0; p < classes; p++) {
            m.leaf(
                    "text",
                    NumberText.of(part.precision(p), "fraction").number(),
                    "class",
                    "tick mid",
                    "x",
                    grid.right() - (classes - p - 0.5) * cell,
                    "y",
                    y);
        }
    }

    private void titles(HeatGrid grid, double below) {
        double middle = grid.right() - (grid.right() - left()) / 2;
        m.leaf("text", "predicted class", "class", "axis mid", "x", middle, "y", grid.bottom() + below + 32);
        m.leaf(
                "text",
                "true class",
                "class",
                "axis mid",
                "transform",
                "translate(12 " + Markup.coordinate((TOP + grid.bottom()) / 2) + ") rotate(-90)");
    }

    private double left() {
        return HeatGrid.roomFor(part.classes().subList(0, classes)) + 22;
    }
}
