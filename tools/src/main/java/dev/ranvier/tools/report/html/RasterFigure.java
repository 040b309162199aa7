package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.reduce.RasterSample;
import dev.ranvier.tools.report.reduce.RateHistogram;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Spikes over time, one band per layer, and the firing rates of all layers below. */
final class RasterFigure {
    private static final double LEFT = 140;
    private static final double RIGHT = Figure.WIDTH - 26;
    private static final double BAND_GAP = 8;
    private static final double MOST_BANDS = 620;
    private static final double RATES = 96;
    /** Dots are placed on a grid of half pixels; two dots in one cell would draw the same. */
    private static final double CELLS_PER_PIXEL = 2;

    private final Markup m;
    private final RasterPart part;
    private final RasterSample sample;
    private final Scale x;

    RasterFigure(Markup m, RasterPart part) {
        this.m = m;
        this.part = part;
        sample = RasterSample.of(part, RasterSample.MOST_SPIKES);
        x = new Scale(part.firstTick(), part.endTick(), LEFT, RIGHT);
    }

    void draw() {
        double[] heights = heights();
        double top = Marks.labelled(part.marks()) ? 22 : 8;
        double ratesTop = top + 16;
        for (double height : heights) {
            ratesTop += height + BAND_GAP;
        }
        double bottom = ratesTop + RATES;
        Figure.open(m, Figure.WIDTH, bottom + 44, summary());
        Marks.labels(m, part.marks(), x, top - 5);
        double bandTop = top;
        for (int i = 0; i < heights.length; i++) {
            band(i, bandTop, heights[i]);
            bandTop += heights[i] + BAND_GAP;
        }
        rates(ratesTop, bottom);
        Marks.lines(m, part.marks(), x, top, bottom);
        Figure.close(m);
        if (sample.thinned()) {
            Figure.notice(
                    m,
                    "Thinned: " + NumberText.count(sample.shown()) + " of " + NumberText.count(sample.total())
                            + " spikes are drawn, each with the same chance; the rates count all of them.");
        }
    }

    private String summary() {
        return "Raster of " + NumberText.count(sample.total()) + " spikes of "
                + part.layers().size() + " layers, ticks " + part.firstTick() + " to " + (part.endTick() - 1);
    }

    /** Small layers get more room per neuron, so that single neurons can be told apart. */
    private double[] heights() {
        double[] heights = new double[part.layers().size()];
        double sum = 0;
        for (int i = 0; i < heights.length; i++) {
            int neurons = part.layers().get(i).neurons();
            heights[i] = Math.max(20, Math.max(Math.min(4.5 * neurons, 54), Math.min(1.6 * neurons, 240)));
            sum += heights[i];
        }
        if (sum > MOST_BANDS) {
            for (int i = 0; i < heights.length; i++) {
                heights[i] = Math.max(12, heights[i] * MOST_BANDS / sum);
            }
        }
        return heights;
    }

    private void band(int i, double top, double height) {
        RasterPart.Layer layer = sample.layers().get(i);
        int neurons = layer.neurons();
        m.open("g");
        m.empty("rect", "class", "ground", "x", LEFT, "y", top, "width", RIGHT - LEFT, "height", height);
        m.leaf("text", Frame.fit(layer.name(), LEFT - 42), "class", "label", "x", 2, "y", top + 12);
        if (height >= 30) {
            m.leaf(
                    "text",
                    NumberText.count(neurons) + (neurons == 1 ? " neuron" : " neurons"),
                    "class",
                    "tick",
                    "x",
                    2,
                    "y",
                    top + 27);
        }
        if (height >= 26 && neurons > 1) {
            m.leaf("text", NumberText.count(neurons - 1), "class", "tick end", "x", LEFT - 6, "y", top + 9);
            m.leaf("text", "0", "class", "tick end", "x", LEFT - 6, "y", top + height);
        }
        double thickness = Math.clamp(height / neurons * 0.8, 1, 4);
        m.empty("path", "class", "dots " + Legend.colour(i), "stroke-width", thickness, "d", dots(layer, top, height));
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
                height,
                "data-raster",
                layer.name(),
                "data-neurons",
                neurons,
                "data-first",
                part.firstTick(),
                "data-end",
                part.endTick());
        m.close().line();
    }

    /** Short strokes; neighbours in a row become one. */
    private String dots(RasterPart.Layer layer, double top, double height) {
        double pixelsPerTick = (RIGHT - LEFT) / (part.endTick() - (double) part.firstTick());
        int columns = (int) ((RIGHT - LEFT) * CELLS_PER_PIXEL);
        int rows = (int) Math.min(layer.neurons(), Math.ceil(height * CELLS_PER_PIXEL));
        BitSet cells = new BitSet(rows * columns);
        for (int s = 0; s < layer.spikes(); s++) {
            int column = (int) ((layer.ticks()[s] - (double) part.firstTick()) * pixelsPerTick * CELLS_PER_PIXEL);
            int row = (int) ((long) layer.indices()[s] * rows / layer.neurons());
            cells.set(row * columns + Math.min(column, columns - 1));
        }
        double dot = Math.clamp(pixelsPerTick * 0.8, 1.2, 4);
        StringBuilder path = new StringBuilder();
        for (int cell = cells.nextSetBit(0); cell >= 0; ) {
            int row = cell / columns;
            int end = Math.min(cells.nextClearBit(cell), (row + 1) * columns);
            double y = top + height - (row + 0.5) * height / rows;
            path.append('M')
                    .append(Markup.coordinate(LEFT + (cell - row * columns) / CELLS_PER_PIXEL))
                    .append(' ')
                    .append(Markup.coordinate(y))
                    .append('h')
                    .append(Markup.coordinate(dot + (end - cell - 1) / CELLS_PER_PIXEL));
            cell = cells.nextSetBit(end);
        }
        return path.toString();
    }

    private void rates(double top, double bottom) {
        RateHistogram rates = RateHistogram.of(part);
        Scale y = Scale.over(0, rates.highest() == 0 ? 1 : rates.highest() * 1.05, bottom, top);
        Frame frame = new Frame(m, x, y);
        frame.ground();
        frame.vertical("", "", 5, false);
        m.leaf("text", "Firing rate", "class", "label", "x", 2, "y", top + 12);
        m.leaf("text", "per neuron", "class", "tick", "x", 2, "y", top + 27);
        m.leaf("text", "and tick", "class", "tick", "x", 2, "y", top + 41);
        frame.horizontal("tick", "", 10, true, false);
        for (int i = 0; i < rates.rates().size(); i++) {
            m.empty("path", "class", "ln " + Legend.colour(i), "d", steps(rates, i, y));
        }
        for (int b = 0; b < rates.bins(); b++) {
            m.tipped(
                    "rect",
                    tip(rates, b),
                    "class",
                    "hit",
                    "x",
                    x.at(rates.start(b)),
                    "y",
                    top,
                    "width",
                    x.at(rates.end(b)) - x.at(rates.start(b)),
                    "height",
                    bottom - top);
        }
    }

    private String steps(RateHistogram rates, int layer, Scale y) {
        StringBuilder path = new StringBuilder();
        for (int b = 0; b < rates.bins(); b++) {
            String height = Markup.coordinate(y.at(rates.rates().get(layer)[b]));
            if (b == 0) {
                path.append('M').append(Markup.coordinate(LEFT)).append(' ').append(height);
            } else {
                path.append('V').append(height);
            }
            path.append('H').append(Markup.coordinate(x.at(rates.end(b))));
        }
        return path.toString();
    }

    private String tip(RateHistogram rates, int b) {
        List<String> lines = new ArrayList<>();
        int last = rates.end(b) - 1;
        lines.add(
                rates.start(b) == last
                        ? "tick " + NumberText.count(last)
                        : "ticks " + NumberText.count(rates.start(b)) + "–" + NumberText.count(last));
        for (int i = 0; i < rates.rates().size(); i++) {
            lines.add(part.layers().get(i).name() + ": "
                    + NumberText.plain(rates.rates().get(i)[b]) + " per neuron and tick");
        }
        return String.join("\n", lines);
    }
}
