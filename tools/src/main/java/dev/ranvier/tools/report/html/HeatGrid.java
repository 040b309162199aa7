package dev.ranvier.tools.report.html;

import java.util.List;

/** Draws a grid of coloured cells with row and column names, and the scale of the colours. */
final class HeatGrid {
    private static final double MOST_NAMES = 190;
    /** Below this a number does not fit into a cell. */
    private static final double LEAST_NUMBER = 24;

    private final Markup m;
    private final double left;
    private final double top;
    private final double cell;
    private final int rows;
    private final int columns;

    /**
     * @param left left edge of the cells
     * @param top top edge of the cells
     * @param cell width and height of a cell
     */
    HeatGrid(Markup m, double left, double top, double cell, int rows, int columns) {
        this.m = m;
        this.left = left;
        this.top = top;
        this.cell = cell;
        this.rows = rows;
        this.columns = columns;
    }

    /** Cell size with which {@code rows × columns} cells fill a figure well. */
    static double cellFor(int rows, int columns) {
        return Math.clamp(Math.min(720.0 / Math.max(1, columns), 520.0 / Math.max(1, rows)), 4, 46);
    }

    /** Room that names need beside the cells. */
    static double roomFor(List<String> names) {
        double widest = 20;
        for (String name : names) {
            widest = Math.max(widest, Frame.width(name));
        }
        return Math.min(widest, MOST_NAMES) + 10;
    }

    /** True if column names are written level, not upwards. */
    static boolean level(List<String> names, double cell) {
        return names.stream().allMatch(name -> Frame.width(name) <= cell - 2);
    }

    /** Right edge of the cells. */
    double right() {
        return left + columns * cell;
    }

    /** Bottom edge of the cells. */
    double bottom() {
        return top + rows * cell;
    }

    /** A cell of {@code ramp} ({@code h} or {@code d}) at {@code level}. */
    void cell(int row, int column, String ramp, int level, String text, String tip) {
        double x = left + column * cell;
        double y = top + row * cell;
        double gap = cell >= 14 ? 1 : 0;
        m.open("g", "class", "cell");
        m.leaf("title", tip);
        m.empty(
                "rect",
                "class",
                ramp + level,
                "x",
                x + gap / 2,
                "y",
                y + gap / 2,
                "width",
                cell - gap,
                "height",
                cell - gap);
        if (cell >= LEAST_NUMBER && Frame.width(text) <= cell - 2) {
            m.leaf("text", text, "class", "mid " + ramp + "t" + level, "x", x + cell / 2, "y", y + cell / 2 + 4);
        }
        m.close();
    }

    /** A cell without a value. */
    void blank(int row, int column) {
        m.empty(
                "rect",
                "class",
                "off",
                "x",
                left + column * cell,
                "y",
                top + row * cell,
                "width",
                cell,
                "height",
                cell);
    }

    /** Names beside the rows, and those under the columns; every n-th where there is no room for all. */
    void names(List<String> rowNames, List<String> columnNames) {
        int everyRow = (int) Math.ceil(13 / cell);
        for (int r = 0; r < rows; r += everyRow) {
            m.leaf(
                    "text",
                    Frame.fit(rowNames.get(r), MOST_NAMES),
                    "class",
                    "tick end",
                    "x",
                    left - 6,
                    "y",
                    top + (r + 0.5) * cell + 4);
        }
        boolean level = level(columnNames, cell);
        int everyColumn = level ? 1 : (int) Math.ceil(13 / cell);
        for (int c = 0; c < columns; c += everyColumn) {
            double x = left + (c + 0.5) * cell;
            if (level) {
                m.leaf("text", columnNames.get(c), "class", "tick mid", "x", x, "y", bottom() + 16);
            } else {
                m.leaf(
                        "text",
                        Frame.fit(columnNames.get(c), MOST_NAMES),
                        "class",
                        "tick end",
                        "transform",
                        "translate(" + Markup.coordinate(x + 4) + " " + Markup.coordinate(bottom() + 8)
                                + ") rotate(-90)");
            }
        }
    }

    /** The scale of the colours, upright at {@code x}; {@code labels} from low to high, evenly spaced. */
    static void colourBar(
            Markup m, String ramp, double x, double top, double height, List<String> labels, String title) {
        double step = height / Ramp.LEVELS;
        m.open("g", "class", "colourbar");
        for (int level = 0; level < Ramp.LEVELS; level++) {
            m.empty(
                    "rect",
                    "class",
                    ramp + level,
                    "x",
                    x,
                    "y",
                    top + height - (level + 1) * step,
                    "width",
                    12.0,
                    "height",
                    step + 0.3);
        }
        for (int i = 0; i < labels.size(); i++) {
            double at = top + height - height * i / (labels.size() - 1);
            m.leaf("text", labels.get(i), "class", "tick", "x", x + 18, "y", at + 4);
        }
        m.leaf(
                "text",
                title,
                "class",
                "axis mid",
                "transform",
                "translate(" + Markup.coordinate(x - 8) + " " + Markup.coordinate(top + height / 2) + ") rotate(-90)");
        m.close();
    }
}
