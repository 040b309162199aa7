package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.reduce.MergedBins;

/** How often values occurred, as bars, with levels such as the mean pointed at. */
final class HistogramFigure {
    private static final double LEFT = 76;
    private static final double RIGHT = Figure.WIDTH - 26;
    private static final double HEIGHT = 240;

    private final Markup m;
    private final HistogramPart part;
    private final MergedBins bins;

    HistogramFigure(Markup m, HistogramPart part) {
        this.m = m;
        this.part = part;
        bins = MergedBins.of(part, MergedBins.MOST_BINS);
    }

    void draw() {
        double top = 10 + Math.min(part.levels().size(), 3) * 15;
        double bottom = top + HEIGHT;
        long highest = 1;
        for (long count : bins.counts()) {
            highest = Math.max(highest, count);
        }
        double low = bins.edges()[0];
        double high = bins.edges()[bins.counts().length];
        Scale x = part.value().log() ? Scale.logarithmic(low, high, LEFT, RIGHT) : Scale.over(low, high, LEFT, RIGHT);
        // half a count is the foot of a logarithmic axis, so that single counts have a height
        Scale y = part.logCounts()
                ? Scale.logarithmic(0.5, highest * 1.3, bottom, top)
                : new Scale(0, highest * 1.05, bottom, top);
        Figure.open(
                m,
                Figure.WIDTH,
                bottom + 44,
                "Histogram of " + part.value().label() + " over " + NumberText.count(part.total()) + " "
                        + part.counted());
        Frame frame = new Frame(m, x, y);
        frame.ground();
        frame.vertical(part.counted(), "", 5, true);
        for (int b = 0; b < bins.counts().length; b++) {
            bar(b, x, y);
        }
        frame.horizontal(part.value().label(), part.value().unit(), 10, false, false);
        levels(x, top, bottom);
        Figure.close(m);
        if (bins.merged() > 1) {
            Figure.notice(
                    m,
                    "Each bar adds up " + bins.merged() + " of " + NumberText.count(part.counts().length) + " bins.");
        }
    }

    private void bar(int b, Scale x, Scale y) {
        double left = x.at(bins.edges()[b]);
        double width = x.at(bins.edges()[b + 1]) - left;
        double gap = width > 5 ? 1 : 0;
        double bar = y.at(Math.max(y.low(), bins.counts()[b]));
        String unit =
                part.value().unit().isEmpty() ? "" : "\u00A0" + part.value().unit();
        m.open("g", "class", "bar");
        m.leaf(
                "title",
                NumberText.exact(bins.edges()[b]) + " to " + NumberText.exact(bins.edges()[b + 1]) + unit + "\n"
                        + part.counted() + ": " + NumberText.count(bins.counts()[b]));
        m.empty("rect", "class", "hit", "x", left, "y", y.to(), "width", width, "height", y.from() - y.to());
        m.empty(
                "rect",
                "class",
                "fl s0",
                "x",
                left + gap / 2,
                "y",
                bar,
                "width",
                Math.max(0.5, width - gap),
                "height",
                y.from() - bar);
        m.close();
    }

    /** Labels in up to three rows, so that neighbours do not overlap. */
    private void levels(Scale x, double top, double bottom) {
        for (int i = 0; i < part.levels().size(); i++) {
            HistogramPart.Level level = part.levels().get(i);
            if (!(level.value() >= x.low() && level.value() <= x.high())) {
                continue;
            }
            double at = x.at(level.value());
            double y = top - 6 - 15 * (i % 3);
            String unit =
                    part.value().unit().isEmpty() ? "" : "\u00A0" + part.value().unit();
            String text = level.label() + " " + NumberText.plain(level.value()) + unit;
            boolean leftwards = at + Frame.width(text) > RIGHT;
            m.empty("line", "class", "level", "x1", at, "x2", at, "y1", y - 8, "y2", bottom);
            m.leaf("text", text, "class", leftwards ? "tick end" : "tick", "x", leftwards ? at - 5 : at + 5, "y", y);
        }
    }
}
