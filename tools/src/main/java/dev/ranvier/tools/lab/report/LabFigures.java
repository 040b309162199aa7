package dev.ranvier.tools.lab.report;

import dev.ranvier.tools.lab.ExperimentRun;
import dev.ranvier.tools.lab.Laboratory;
import dev.ranvier.tools.lab.experiment.FigureSpec;
import dev.ranvier.tools.lab.experiment.Preparation;
import dev.ranvier.tools.lab.experiment.Reference;
import dev.ranvier.tools.lab.experiment.Signal;
import dev.ranvier.tools.lab.measure.Recording;
import dev.ranvier.tools.lab.measure.Results;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.TracePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures of an experiment: the chip over float64, the deviation below. Stateless. */
final class LabFigures {
    private static final String MODEL = "float64";
    private static final int MOST_CURVES = 8;
    private static final Pattern AXIS = Pattern.compile("(.*) \\((.*)\\)");
    /** Around a spike a shift by one tick is worth the height of the spike: the deviation is left out there. */
    private static final double SPIKE_WINDOW_MS = 5;

    private final ExperimentRun run;

    LabFigures(ExperimentRun run) {
        this.run = run;
    }

    /** The parts of a figure. */
    List<ReportPart> of(FigureSpec figure) {
        return switch (figure.kind()) {
            case TRACES -> List.of(traces(figure));
            case CURVE -> curve(figure);
            case RASTER -> List.of(raster(figure));
        };
    }

    // ---------------------------------------------------------------------------------------------------------- traces

    private TracePart traces(FigureSpec figure) {
        Recording chip = run.chip();
        int first = chip.at(figure.fromMs());
        int last = chip.at(figure.toMs());
        int[] ticks = new int[last - first + 1];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (first + i) * run.experiment().schedule().sampleTicks();
        }
        List<TracePart.Series> values = new ArrayList<>();
        List<TracePart.Series> deviations = new ArrayList<>();
        double largest = 0;
        boolean masked = false;
        for (Preparation preparation : shown(figure)) {
            Recording.Probe probe = Laboratory.probe(figure, preparation);
            double[] onChip = slice(chip.values(probe), first, last);
            double[] inModel = slice(run.model().values(probe), first, last);
            double[] difference = new double[ticks.length];
            int cell = cellOf(probe);
            for (int i = 0; i < difference.length; i++) {
                boolean spike = figure.signal() != Signal.RECEPTORS && nearSpike(cell, chip.time(first + i));
                masked |= spike;
                difference[i] = spike ? Double.NaN : onChip[i] - inModel[i];
                largest = spike ? largest : Math.max(largest, Math.abs(difference[i]));
            }
            String name = name(preparation, figure);
            if (figure.relative()) {
                onChip = since(onChip);
                inModel = since(inModel);
            }
            values.add(new TracePart.Series(name, ticks, onChip, new int[0]));
            values.add(new TracePart.Series(MODEL, ticks, inModel, new int[0], true));
            deviations.add(new TracePart.Series(name, ticks, difference, new int[0]));
        }
        String caption = figure.caption()
                + String.format(
                        Locale.ROOT,
                        " Line: chip; wide and pale: float64. Largest deviation: %s.",
                        number(largest, figure.signal().unit()));
        if (masked) {
            caption += " Within " + (int) SPIKE_WINDOW_MS
                    + " ms of a spike no deviation is drawn: there one tick of shift is worth up to the height of the"
                    + " spike.";
        }
        Signal signal = figure.signal();
        String quantity = (figure.relative() ? "change of the " : "") + signal.title();
        return new TracePart(
                figure.title(),
                caption.strip(),
                List.of(
                        new TracePart.Panel(quantity, signal.unit(), values, OptionalDouble.empty()),
                        new TracePart.Panel("chip - float64", signal.unit(), deviations, OptionalDouble.empty())),
                List.of(),
                new TracePart.Clock("time", "ms", run.experiment().tickMs()));
    }

    /** Values less the first of them. */
    private static double[] since(double[] values) {
        return java.util.Arrays.stream(values).map(v -> v - values[0]).toArray();
    }

    private int cellOf(Recording.Probe probe) {
        return probe.signal().ofSynapse()
                ? run.experiment().network().synapses().post()[probe.index()]
                : probe.index();
    }

    private boolean nearSpike(int cell, double ms) {
        return near(run.chip().spikes(cell), ms) || near(run.model().spikes(cell), ms);
    }

    private static boolean near(List<Double> spikes, double ms) {
        return spikes.stream().anyMatch(s -> Math.abs(s - ms) < SPIKE_WINDOW_MS);
    }

    private static double[] slice(double[] values, int first, int last) {
        return java.util.Arrays.copyOfRange(values, first, last + 1);
    }

    private List<Preparation> shown(FigureSpec figure) {
        List<Preparation> shown = new ArrayList<>();
        for (Reference reference : figure.show()) {
            run.experiment().preparations().stream()
                    .filter(p -> reference.matches(p) && !shown.contains(p))
                    .forEach(shown::add);
        }
        return shown.subList(0, Math.min(MOST_CURVES, shown.size()));
    }

    private String name(Preparation preparation, FigureSpec figure) {
        boolean oneGroup =
                shown(figure).stream().map(Preparation::group).distinct().count() == 1;
        String group = words(preparation.group());
        return preparation.at().isEmpty() ? group : oneGroup ? preparation.label() : group + ", " + preparation.label();
    }

    static String words(String name) {
        return name.replace('_', ' ');
    }

    // ---------------------------------------------------------------------------------------------------------- curves

    private List<ReportPart> curve(FigureSpec figure) {
        List<PlotPart.Series> series = new ArrayList<>();
        List<PlotPart.Series> deviations = new ArrayList<>();
        String unit = "";
        double largest = 0;
        for (Reference reference : figure.show()) {
            List<Results.Value> values = run.results().of(reference).stream()
                    .sorted(Comparator.comparingDouble(v -> x(v, figure)))
                    .toList();
            double[] x = values.stream().mapToDouble(v -> x(v, figure)).toArray();
            double[] chip = values.stream().mapToDouble(v -> v.pair().chip()).toArray();
            double[] model = values.stream().mapToDouble(v -> v.pair().model()).toArray();
            double[] difference = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                difference[i] = chip[i] - model[i];
                largest = Math.max(largest, Math.abs(difference[i]));
            }
            unit = values.getFirst().observable().unit();
            String name = curveName(reference, figure);
            series.add(new PlotPart.Series(name, PlotPart.Style.POINTS, x, chip));
            series.add(new PlotPart.Series(MODEL, PlotPart.Style.REFERENCE, x, model));
            deviations.add(new PlotPart.Series(name, PlotPart.Style.LINE_AND_POINTS, x, difference));
        }
        String observable = words(figure.show().getFirst().observable());
        PlotPart.Axis x = axis(figure.xLabel());
        return List.of(
                new PlotPart(
                        figure.title(),
                        figure.caption() + " Dots: chip; wide and pale: float64. Largest deviation: "
                                + number(largest, unit) + ".",
                        x,
                        new PlotPart.Axis(observable, unit),
                        series),
                new PlotPart(
                        figure.title() + ": deviation",
                        "Chip less float64.",
                        x,
                        new PlotPart.Axis("chip - float64", unit),
                        deviations));
    }

    private static double x(Results.Value value, FigureSpec figure) {
        return value.preparation().at().get(figure.over());
    }

    private static String curveName(Reference reference, FigureSpec figure) {
        StringBuilder name = new StringBuilder(words(reference.group()));
        reference.at().forEach((variable, value) -> name.append(name.isEmpty() ? "" : ", ")
                .append(words(variable))
                .append(' ')
                .append(Preparation.plain(value)));
        boolean several = figure.show().size() > 1;
        boolean groups = figure.show().stream().map(Reference::group).distinct().count() > 1;
        if (several
                && !groups
                && !reference.at().isEmpty()
                && !reference.group().isEmpty()) {
            return name.substring(reference.group().length() + 2);
        }
        return name.isEmpty() ? "chip" : name.toString();
    }

    private static PlotPart.Axis axis(String label) {
        Matcher matcher = AXIS.matcher(label);
        return matcher.matches()
                ? new PlotPart.Axis(matcher.group(1), matcher.group(2))
                : new PlotPart.Axis(words(label), "");
    }

    // ---------------------------------------------------------------------------------------------------------- raster

    private RasterPart raster(FigureSpec figure) {
        Preparation preparation = run.experiment().preparations().getFirst();
        List<RasterPart.Layer> layers = new ArrayList<>();
        preparation.cells().forEach((name, block) -> {
            layers.add(layer(words(name), block, run.chip()));
            layers.add(layer(MODEL, block, run.model()));
        });
        int ticks = (int) run.experiment().schedule().ticks();
        return new RasterPart(
                figure.title(),
                figure.caption() + " Below the cells of the chip the same cells in float64. A tick is "
                        + run.experiment().tickMs() + " ms.",
                0,
                ticks,
                layers,
                List.of());
    }

    private RasterPart.Layer layer(String name, Preparation.Block block, Recording recording) {
        List<int[]> spikes = new ArrayList<>();
        int ticks = (int) run.experiment().schedule().ticks();
        for (int i = 0; i < block.count(); i++) {
            for (double time : recording.spikes(block.first() + i)) {
                int tick = (int) Math.round(time / run.experiment().tickMs()) - 1;
                spikes.add(new int[] {Math.min(Math.max(tick, 0), ticks - 1), i});
            }
        }
        return new RasterPart.Layer(
                name,
                block.count(),
                spikes.stream().mapToInt(s -> s[0]).toArray(),
                spikes.stream().mapToInt(s -> s[1]).toArray());
    }

    /** Three digits and a unit. */
    static String number(double value, String unit) {
        String text = value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
        return unit.isEmpty() ? text : text + " " + unit;
    }
}
