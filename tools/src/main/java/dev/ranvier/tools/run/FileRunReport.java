package dev.ranvier.tools.run;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.tools.network.Probe;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import dev.ranvier.tools.report.model.TracePart;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The report of a run of a user's network. Stateless. */
public final class FileRunReport {
    private static final int MOST_CURVES = 12;

    private FileRunReport() {}

    /** What a page on {@code result} says. */
    public static RunReport of(FileRun.Result result, String command, String version) {
        Counters c = result.counters();
        long ticks = result.lastTick() - result.firstTick() + 1;
        List<Headline> headlines = List.of(
                new Headline("ticks", ticks, "", "tick " + result.firstTick() + " to " + result.lastTick()),
                new Headline("spikes", c.spikes(), "", "of all populations"),
                new Headline("synaptic events", c.synapticEvents(), "", "synapses gone through"),
                new Headline("chip time", c.nanoseconds() * 1e-9, "s", "model " + c.energyModel()),
                new Headline("energy", c.energyJoule(), "J", "model " + c.energyModel()),
                new Headline("wrapped or clipped", c.wraps() + c.saturations(), "", "compartment updates"),
                new Headline("emulation speed", ticks / result.wallSeconds(), "ticks/s", "wall time"));
        List<ReportPart> parts = new ArrayList<>();
        if (!result.notes().isEmpty()) {
            parts.add(new TextPart("Notes", "", TextPart.Kind.NOTE, result.notes()));
        }
        if (c.wraps() + c.saturations() + c.dropped() > 0) {
            parts.add(new TextPart(
                    "Saturation and loss",
                    "",
                    TextPart.Kind.WARNING,
                    List.of(c.wraps() + " updates in which an accumulator or current wrapped, " + c.saturations()
                            + " in which a voltage was clipped, " + c.dropped()
                            + " spikes that arrived at an unused axon.")));
        }
        parts.addAll(TimingReport.parts(result.mapping().spec(), c));
        parts.add(populations(result));
        if (!result.spikes().isEmpty()) {
            parts.add(raster(result));
        }
        for (FileRun.Series series : result.series()) {
            parts.addAll(of(series));
        }
        parts.add(ReportParts.placement(result.mapping()));
        parts.add(ReportParts.utilisation(result.mapping()));
        if (!result.quantization().projections().isEmpty()) {
            parts.add(ReportParts.quantization(result.quantization()));
            parts.add(ReportParts.neurons(result.quantization()));
        }
        if (!result.registers().isEmpty()) {
            parts.add(ReportParts.registers(result.registers()));
        }
        parts.add(ReportParts.cores(c));
        String name = result.mapping().network().name();
        return new RunReport(
                ReportParts.identity(
                        name + " on " + result.mapping().spec().name(),
                        ticks + " ticks of a network of " + result.mapping().coreOf().length + " neurons.",
                        result.mapping(),
                        command,
                        version,
                        List.of()),
                headlines,
                parts);
    }

    private static TablePart populations(FileRun.Result result) {
        List<List<Object>> rows = new ArrayList<>();
        for (FileRun.PopulationResult p : result.populations()) {
            rows.add(List.of(
                    p.name(),
                    p.counts().length,
                    p.output() ? "output" : "",
                    p.spikes(),
                    p.reference() == null ? (Object) "" : (Object) p.referenceSpikes()));
        }
        return new TablePart(
                "Spikes per population",
                result.hasReference() ? "float64: the reference simulator on the same input." : "",
                List.of(
                        TablePart.Column.of("population"),
                        TablePart.Column.of("neurons"),
                        TablePart.Column.of(""),
                        TablePart.Column.of("spikes"),
                        TablePart.Column.of(result.hasReference() ? "float64" : " ")),
                rows);
    }

    private static RasterPart raster(FileRun.Result result) {
        int first = (int) result.firstTick();
        int end = (int) result.lastTick() + 1;
        List<RasterPart.Layer> layers = new ArrayList<>();
        for (int p = 0; p < result.populations().size(); p++) {
            int population = p;
            List<int[]> spikes =
                    result.spikes().stream().filter(s -> s[1] == population).toList();
            layers.add(new RasterPart.Layer(
                    result.populations().get(p).name(),
                    result.populations().get(p).counts().length,
                    spikes.stream().mapToInt(s -> s[0]).toArray(),
                    spikes.stream().mapToInt(s -> s[2]).toArray()));
        }
        return new RasterPart("Spikes", "", first, end, layers, List.of());
    }

    private static List<ReportPart> of(FileRun.Series series) {
        return switch (series.probe()) {
            case Probe.Spikes spikes -> List.of();
            case Probe.State state -> List.of(trace(series, state));
            case Probe.Synapses synapses -> synapses(series, synapses);
        };
    }

    private static TracePart trace(FileRun.Series series, Probe.State state) {
        int[] ticks = series.ticks().stream().mapToInt(Long::intValue).toArray();
        List<TracePart.Series> curves = new ArrayList<>();
        int shown = Math.min(MOST_CURVES, state.neurons().length);
        for (int k = 0; k < shown; k++) {
            int element = k;
            double[] values = series.samples().stream()
                    .mapToDouble(s -> s[element] * series.unit().scale())
                    .toArray();
            curves.add(new TracePart.Series(state.of() + "[" + state.neurons()[k] + "]", ticks, values, new int[0]));
        }
        return new TracePart(
                state.variable() + " of " + state.of(),
                shown < state.neurons().length
                        ? "The first " + shown + " of " + state.neurons().length + " neurons."
                        : "",
                List.of(new TracePart.Panel(state.variable(), series.unit().name(), curves, OptionalDouble.empty())),
                List.of());
    }

    /** Values over time, and how much each synapse has changed. */
    private static List<ReportPart> synapses(FileRun.Series series, Probe.Synapses probe) {
        if (series.samples().isEmpty()) {
            return List.of();
        }
        String what = probe.variable().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        int n = series.samples().getFirst().length;
        double[] x = series.ticks().stream().mapToDouble(Long::doubleValue).toArray();
        List<PlotPart.Series> curves = new ArrayList<>();
        int shown = Math.min(MOST_CURVES, n);
        for (int k = 0; k < shown; k++) {
            int synapse = (int) ((long) k * n / shown);
            double[] y = series.samples().stream()
                    .mapToDouble(s -> s[synapse] * series.unit().scale())
                    .toArray();
            curves.add(new PlotPart.Series("synapse " + synapse, PlotPart.Style.STEPS, x, y));
        }
        double[] index = new double[n];
        double[] change = new double[n];
        for (int i = 0; i < n; i++) {
            index[i] = i;
            change[i] = (series.samples().getLast()[i] - series.samples().getFirst()[i])
                    * series.unit().scale();
        }
        return List.of(
                new PlotPart(
                        what + " of " + probe.of() + " over time",
                        shown < n ? shown + " of " + n + " synapses, evenly chosen." : "",
                        new PlotPart.Axis("tick", ""),
                        new PlotPart.Axis(what, series.unit().name()),
                        curves),
                new PlotPart(
                        "Change of the " + what + " of " + probe.of(),
                        "Last sample minus first, per synapse in the order of the network file.",
                        new PlotPart.Axis("synapse", ""),
                        new PlotPart.Axis("change of the " + what, series.unit().name()),
                        List.of(new PlotPart.Series("change", PlotPart.Style.POINTS, index, change))));
    }
}
