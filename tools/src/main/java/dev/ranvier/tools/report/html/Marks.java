package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.TickMark;
import java.util.List;

/** Vertical hair lines at marked ticks, with labels where there is room for them. */
final class Marks {
    private Marks() {}

    /** True if a mark has a label. */
    static boolean labelled(List<TickMark> marks) {
        return marks.stream().anyMatch(mark -> !mark.label().isEmpty());
    }

    /** Draws the lines from {@code top} to {@code bottom}. */
    static void lines(Markup m, List<TickMark> marks, Scale x, double top, double bottom) {
        for (TickMark mark : marks) {
            if (inside(mark, x)) {
                double at = x.at(mark.tick());
                m.empty("line", "class", "mark", "x1", at, "x2", at, "y1", top, "y2", bottom);
            }
        }
    }

    /** Writes the labels with their feet at {@code y}, as many as do not overlap. */
    static void labels(Markup m, List<TickMark> marks, Scale x, double y) {
        double free = Double.NEGATIVE_INFINITY;
        for (TickMark mark : marks) {
            double at = x.at(mark.tick());
            // Labels are set a little smaller than the text that widths are estimated for.
            double width = 0.92 * Frame.width(mark.label());
            if (inside(mark, x) && !mark.label().isEmpty() && at >= free && at + width <= x.to() + 12) {
                m.leaf("text", mark.label(), "class", "tick", "x", at + 2, "y", y);
                free = at + width + 5;
            }
        }
    }

    private static boolean inside(TickMark mark, Scale x) {
        return mark.tick() >= x.low() && mark.tick() <= x.high();
    }
}
