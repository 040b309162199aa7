package dev.ranvier.tools.report.html;

import java.util.List;

/** A plot area in a figure: its box, grid lines, axis labels. */
final class Frame {
    /** Average width of a letter of the figures' 12-pixel text. */
    private static final double LETTER = 6.7;

    private final Markup m;
    private final Scale x;
    private final Scale y;

    /**
     * @param x horizontal axis, from the left edge to the right edge
     * @param y vertical axis, from the bottom edge (larger pixel) to the top edge
     */
    Frame(Markup m, Scale x, Scale y) {
        this.m = m;
        this.x = x;
        this.y = y;
    }

    /** Width of {@code text} in pixels, estimated. */
    static double width(String text) {
        return text.codePointCount(0, text.length()) * LETTER;
    }

    /** {@code text}, cut to about {@code pixels}. */
    static String fit(String text, double pixels) {
        int letters = Math.max(2, (int) (pixels / LETTER));
        if (text.codePointCount(0, text.length()) <= letters) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, letters - 1)) + "…";
    }

    /** An axis title: {@code label (unit)}, with the power of ten that the labels leave out. */
    static String title(String label, String unit, int power) {
        String factor = power == 0 ? "" : NumberText.power(power);
        String inner = factor.isEmpty() || unit.isEmpty() ? factor + unit : factor + " " + unit;
        return inner.isEmpty() ? label : label + " (" + inner + ")";
    }

    /** The background of the plot area. */
    void ground() {
        m.empty("rect", "class", "ground", "x", x.from(), "y", y.to(), "width", x.to() - x.from(), "height", height());
    }

    /** Grid lines and labels of the vertical axis, with its title turned upwards. */
    void vertical(String label, String unit, int about, boolean whole) {
        List<Double> ticks = y.ticks(about, whole);
        Scale.Labels labels = y.labels(ticks, y.step(about, whole));
        for (int i = 0; i < ticks.size(); i++) {
            double at = y.at(ticks.get(i));
            m.empty(
                    "line",
                    "class",
                    ticks.get(i) == 0 ? "zero" : "grid",
                    "x1",
                    x.from(),
                    "x2",
                    x.to(),
                    "y1",
                    at,
                    "y2",
                    at);
            m.leaf("text", labels.texts().get(i), "class", "tick end", "x", x.from() - 7, "y", at + 4);
        }
        verticalTitle(title(label, unit, labels.power()), 14);
    }

    /** Title of the vertical axis, {@code at} pixels from the left edge of the figure. */
    void verticalTitle(String title, double at) {
        String text = fit(title, Math.max(height() + 24, 90));
        double middle = (y.from() + y.to()) / 2;
        m.leaf(
                "text",
                text,
                "class",
                "axis mid",
                "transform",
                "translate(" + Markup.coordinate(at) + " " + Markup.coordinate(middle) + ") rotate(-90)");
    }

    /** Tick lines and labels of the horizontal axis, with its title below. */
    void horizontal(String label, String unit, int about, boolean whole, boolean grid) {
        List<Double> ticks = x.ticks(about, whole);
        Scale.Labels labels = x.labels(ticks, x.step(about, whole));
        for (int i = 0; i < ticks.size(); i++) {
            double at = x.at(ticks.get(i));
            if (grid) {
                String kind = ticks.get(i) == 0 ? "zero" : "grid";
                m.empty("line", "class", kind, "x1", at, "x2", at, "y1", y.from(), "y2", y.to());
            }
            m.empty("line", "class", "axisline", "x1", at, "x2", at, "y1", y.from(), "y2", y.from() + 4);
            m.leaf("text", labels.texts().get(i), "class", "tick mid", "x", at, "y", y.from() + 17);
        }
        m.empty("line", "class", "axisline", "x1", x.from(), "x2", x.to(), "y1", y.from(), "y2", y.from());
        String title = title(label, unit, labels.power());
        m.leaf("text", title, "class", "axis mid", "x", (x.from() + x.to()) / 2, "y", y.from() + 35);
    }

    private double height() {
        return y.from() - y.to();
    }
}
