package dev.ranvier.tools.report.html;

import java.util.List;
import java.util.function.DoubleConsumer;

/** The outside of a figure: an SVG element with an accessible name, and the notices under it. */
final class Figure {
    /** Width of a full figure in pixels; the page never draws it larger. */
    static final double WIDTH = 954;

    private Figure() {}

    /** Opens the SVG of a figure; {@code summary} is what a screen reader says of it. Closed by {@link #close}. */
    static void open(Markup m, double width, double height, String summary) {
        m.open("div", "class", "scroll");
        m.open(
                "svg",
                "class",
                width == WIDTH ? "wide" : null,
                "viewBox",
                "0 0 " + Markup.coordinate(width) + " " + Markup.coordinate(height),
                "width",
                width,
                "height",
                height,
                "role",
                "img",
                "aria-label",
                summary);
    }

    /** Closes the SVG. */
    static void close(Markup m) {
        m.close().close().line();
    }

    /** Says what the figure leaves out. */
    static void notice(Markup m, String text) {
        m.leaf("p", text, "class", "notice").line();
    }

    /** A line through points as path data; what is not finite makes a gap. */
    static String path(double[] x, double[] y, Scale across, Scale up) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(y[i])) {
                pen = false;
                continue;
            }
            path.append(pen ? 'L' : 'M')
                    .append(Markup.coordinate(across.at(x[i])))
                    .append(' ')
                    .append(Markup.coordinate(up.at(y[i])));
            pen = true;
        }
        return path.toString();
    }

    /** Calls {@code use} with every finite value. */
    static void finite(List<double[]> arrays, DoubleConsumer use) {
        for (double[] array : arrays) {
            for (double value : array) {
                if (Double.isFinite(value)) {
                    use.accept(value);
                }
            }
        }
    }
}
