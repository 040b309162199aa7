package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.MeshPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.TablePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Sections of a report on a fabric: its map, its hot spots, its latencies, the lengths of ticks. Every method makes one
 * section of plain numbers; the callers are {@code ranvier noc} and reports of runs with cycle timing. Stateless.
 */
public final class FabricParts {
    /** Links that a list of hot spots has. */
    public static final int HOT_SPOTS = 10;

    private static final int LATENCY_BINS = 90;

    private FabricParts() {}

    /**
     * The map of one or several chips.
     *
     * @param title heading
     * @param columns tiles of a chip along x
     * @param rows tiles of a chip along y
     * @param chips what each chip's fabric counted, at least one
     */
    public static MeshPart map(String title, int columns, int rows, List<FabricView> chips) {
        Map<List<Object>, double[]> sums = new LinkedHashMap<>(); // planes of a link lie over each other
        Map<List<Object>, MeshPart.Queue> marks = new LinkedHashMap<>();
        for (FabricView view : chips) {
            for (LinkLoad link : view.links()) {
                double[] sum = sums.computeIfAbsent(
                        List.of(view.chip(), link.x(), link.y(), FabricView.direction(link.port())),
                        key -> new double[3]);
                sum[0] += link.flits();
                sum[1] += view.load(link);
                sum[2]++;
            }
            for (QueueMark mark : view.queues()) {
                MeshPart.Queue queue = new MeshPart.Queue(
                        view.chip(), mark.x(), mark.y(), mark.buffer(), mark.highest(), mark.capacity());
                marks.merge(
                        List.of(view.chip(), mark.x(), mark.y()),
                        queue,
                        (a, b) -> (long) a.highest() * b.capacity() >= (long) b.highest() * a.capacity() ? a : b);
            }
        }
        List<MeshPart.Link> links = new ArrayList<>();
        sums.forEach((key, sum) -> links.add(new MeshPart.Link(
                (int) key.get(0),
                (int) key.get(1),
                (int) key.get(2),
                (MeshPart.Direction) key.get(3),
                (long) sum[0],
                sum[1] / sum[2])));
        boolean planes = chips.stream().flatMap(view -> view.links().stream()).anyMatch(link -> link.plane() > 0);
        return new MeshPart(
                title,
                "Arrows are links, coloured and as wide as the used part of their capacity; the left edge of a tile is the link to"
                        + " its cores. A tile is filled to the high-water mark of its fullest queue (flits/capacity). "
                        + (planes ? "Loads are means over the planes." : "Numbers are ranks in the list of hot spots."),
                columns,
                rows,
                chips.stream().mapToInt(view -> view.chip() + 1).max().orElse(1),
                planes ? 0 : HOT_SPOTS,
                links,
                List.copyOf(marks.values()));
    }

    /** The busiest links as a table. */
    public static TablePart hotSpots(List<FabricView> chips) {
        boolean several = chips.size() > 1;
        List<TablePart.Column> columns = new ArrayList<>(List.of(TablePart.Column.of("rank")));
        if (several) {
            columns.add(TablePart.Column.of("chip"));
        }
        columns.add(new TablePart.Column("load", "fraction"));
        columns.add(TablePart.Column.of("flits"));
        columns.add(TablePart.Column.of("link"));
        columns.add(TablePart.Column.of("fullest queue there"));
        List<List<Object>> rows = new ArrayList<>();
        for (HotSpot spot : HotSpot.of(chips, HOT_SPOTS)) {
            List<Object> row = new ArrayList<>(List.of((long) rows.size() + 1));
            if (several) {
                row.add((long) spot.chip());
            }
            row.addAll(List.of(spot.load(), spot.link().flits(), spot.where(), spot.waiting()));
            rows.add(row);
        }
        return new TablePart(
                "Hot spots",
                rows.isEmpty()
                        ? "No link carried anything."
                        : "Links by load; what waits for a link waits in its router.",
                columns,
                rows);
    }

    /**
     * Latencies of deliveries as a histogram with logarithmic axes.
     *
     * @param latency cycles per delivery; at least one value
     * @param caption what was counted
     */
    public static HistogramPart latencies(Histogram latency, String caption) {
        long low = Math.max(1, latency.getMinValue());
        long high = Math.max(low, latency.getMaxValue());
        List<Double> edges = new ArrayList<>(List.of((double) low));
        double step = Math.pow((high + 1.0) / low, 1.0 / LATENCY_BINS);
        for (double edge = low; edges.getLast() <= high; ) {
            edge *= step;
            double whole = Math.rint(edge); // latencies are whole cycles, and so are the bins' edges
            if (whole > edges.getLast()) {
                edges.add(whole);
            }
        }
        long[] counts = new long[edges.size() - 1];
        int bin = 0;
        for (var value : latency.recordedValues()) {
            while (bin < counts.length - 1 && value.getValueIteratedTo() >= edges.get(bin + 1)) {
                bin++;
            }
            counts[bin] += value.getCountAtValueIteratedTo();
        }
        return new HistogramPart(
                "Latency",
                caption,
                PlotPart.Axis.logarithmic("latency", "cycles"),
                "deliveries",
                true,
                edges.stream().mapToDouble(Double::doubleValue).toArray(),
                counts,
                List.of(
                        new HistogramPart.Level("median", latency.getValueAtPercentile(50)),
                        new HistogramPart.Level("p99", latency.getValueAtPercentile(99)),
                        new HistogramPart.Level("max", latency.getMaxValue())));
    }

    /**
     * Length of every tick, the longest one marked.
     *
     * @param firstTick tick of the first values
     * @param cycles cycles that each tick took, at least one tick
     * @param computing cycles until the last core had finished its neurons, as many; null if not known. What lies
     *     between it and the tick's length is the network's and the barrier's
     */
    public static PlotPart tickLengths(long firstTick, long[] cycles, long[] computing) {
        double[] ticks = new double[cycles.length];
        double[] lengths = new double[cycles.length];
        int longest = 0;
        for (int k = 0; k < cycles.length; k++) {
            ticks[k] = firstTick + k;
            lengths[k] = cycles[k];
            longest = cycles[k] > cycles[longest] ? k : longest;
        }
        List<PlotPart.Series> series = new ArrayList<>();
        series.add(new PlotPart.Series("tick", PlotPart.Style.LINE, ticks, lengths));
        if (computing != null) {
            double[] cores = new double[computing.length];
            for (int k = 0; k < cores.length; k++) {
                cores[k] = computing[k];
            }
            series.add(new PlotPart.Series("until the cores are done", PlotPart.Style.LINE, ticks, cores));
        }
        series.add(new PlotPart.Series(
                String.format(Locale.ROOT, "longest: tick %d, %,d cycles", firstTick + longest, cycles[longest]),
                PlotPart.Style.POINTS,
                new double[] {ticks[longest]},
                new double[] {lengths[longest]}));
        return new PlotPart(
                "Tick length",
                computing == null
                        ? "Cycles that each tick took."
                        : "Cycles that each tick took; above the lower line the cores had finished and waited for spikes"
                                + " to arrive and for the barrier.",
                new PlotPart.Axis("tick", ""),
                new PlotPart.Axis("length", "cycles"),
                series);
    }
}
