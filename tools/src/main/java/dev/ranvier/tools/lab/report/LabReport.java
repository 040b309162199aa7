package dev.ranvier.tools.lab.report;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.cells.Quantisation;
import dev.ranvier.tools.lab.ExperimentRun;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.Observable;
import dev.ranvier.tools.lab.experiment.Preparation;
import dev.ranvier.tools.lab.experiment.Quantity;
import dev.ranvier.tools.lab.measure.Deviation;
import dev.ranvier.tools.lab.measure.Results;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.Identity;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages on experiments. Stateless. */
public final class LabReport {
    private LabReport() {}

    /**
     * The page of one experiment.
     *
     * @param command command line that repeats it
     * @param version of this software
     */
    public static RunReport of(ExperimentRun run, String command, String version) {
        Experiment experiment = run.experiment();
        List<ReportPart> parts = new ArrayList<>();
        parts.add(finding(run, "What was found"));
        if (!run.checks().isEmpty()) {
            parts.add(checks(run.checks()));
        }
        LabFigures figures = new LabFigures(run);
        experiment.figures().forEach(figure -> parts.addAll(figures.of(figure)));
        parts.addAll(values(run));
        if (!run.results().single().isEmpty()) {
            parts.add(single(run));
        }
        if (!run.verdicts().isEmpty()) {
            parts.add(verdicts(run));
        }
        if (run.mapping() != null) {
            parts.add(deviation(run));
            parts.add(registers(experiment));
        }
        return new RunReport(
                identity(
                        experiment.about().title(),
                        experiment.about().question(),
                        run.spec(),
                        experiment.about().name(),
                        run.mapping() == null ? "" : run.mapping().image().digest(),
                        command,
                        version),
                headlines(run),
                parts);
    }

    /** The page over several experiments: which mechanism is shown, and the first figure of each. */
    public static RunReport overview(List<ExperimentRun> runs, String command, String version) {
        MechanismTable table = MechanismTable.of(runs);
        List<ReportPart> parts = new ArrayList<>();
        parts.add(mechanisms(table));
        for (ExperimentRun run : runs) {
            parts.add(finding(run, run.experiment().about().title()));
            LabFigures figures = new LabFigures(run);
            run.experiment().figures().stream()
                    .findFirst()
                    .ifPresent(figure -> parts.add(figures.of(figure).getFirst()));
        }
        double seconds = runs.stream().mapToDouble(ExperimentRun::seconds).sum();
        long checks = runs.stream().mapToLong(r -> r.checks().size()).sum();
        long passed = runs.stream()
                .flatMap(r -> r.checks().stream())
                .filter(Results.Check::pass)
                .count();
        return new RunReport(
                identity(
                        "The laboratory: mechanisms of neurons on the chip",
                        "Every experiment runs on the emulated chip and in float64; a page of its own lies in the folder"
                                + " of its name, with tables as CSV.",
                        runs.getFirst().spec(),
                        "",
                        "",
                        command,
                        version),
                List.of(
                        new Headline(
                                "mechanisms shown",
                                table.passed(),
                                "",
                                "of " + table.rows().size()),
                        new Headline("numbers met", passed, "", "of " + checks),
                        new Headline("experiments", runs.size(), "", ""),
                        new Headline("wall time", seconds, "s", "chip and float64")),
                parts);
    }

    private static Identity identity(
            String title,
            String summary,
            ChipSpec spec,
            String network,
            String digest,
            String command,
            String version) {
        String exactness = spec.identity();
        return new Identity(
                title,
                summary,
                spec.name() + ", " + spec.title(),
                exactness,
                !exactness.endsWith("not proven"),
                network,
                "",
                digest,
                spec.digest(),
                0,
                command,
                LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")),
                List.of(
                        new Fact("Ranvier", version),
                        new Fact("Java", Runtime.version().toString())),
                List.of());
    }

    private static List<Headline> headlines(ExperimentRun run) {
        List<Headline> headlines = new ArrayList<>();
        long passed = run.checks().stream().filter(Results.Check::pass).count();
        if (!run.checks().isEmpty()) {
            headlines.add(
                    new Headline("numbers met", passed, "", "of " + run.checks().size()));
        }
        if (run.mapping() != null) {
            headlines.add(new Headline("cells", run.experiment().network().cells(), "", "on the chip at once"));
            headlines.add(new Headline(
                    "biological time",
                    run.experiment().durationMs() * 1e-3,
                    "s",
                    run.experiment().tickMs() + " ms per tick"));
            Deviation deviation = run.deviation();
            deviation.bySignal().entrySet().stream()
                    .findFirst()
                    .ifPresent(e -> headlines.add(new Headline(
                            "deviation from float64",
                            e.getValue().awayFromSpikes(),
                            e.getKey().unit(),
                            "largest, away from spikes")));
            headlines.add(new Headline("spikes", deviation.spikesChip(), "", "float64: " + deviation.spikesModel()));
        }
        return headlines;
    }

    private static TextPart finding(ExperimentRun run, String title) {
        Experiment.About about = run.experiment().about();
        List<String> paragraphs = new ArrayList<>();
        if (!about.finding().isEmpty()) {
            paragraphs.add(about.finding());
        }
        paragraphs.addAll(about.notes());
        if (run.mapping() != null) {
            paragraphs.add("Chip: fixed point, ticks of " + run.experiment().tickMs()
                    + " ms. Float64: the same equations, " + run.stepsPerTick() + " steps per tick.");
        }
        return new TextPart(title, about.question(), TextPart.Kind.NOTE, paragraphs);
    }

    private static TablePart mechanisms(MechanismTable table) {
        List<List<Object>> rows = new ArrayList<>();
        for (MechanismTable.Row row : table.rows()) {
            for (MechanismTable.Shown shown : row.shown()) {
                Results.Check check = shown.check();
                boolean first = shown == row.shown().getFirst();
                rows.add(List.of(
                        first ? row.mechanism().id() : "",
                        first ? row.mechanism().mechanism() : "",
                        shown.experiment(),
                        LabFigures.words(check.expectation().value().text()),
                        check.measured(),
                        check.expectation().expected(),
                        check.expectation().tolerance(),
                        check.unit(),
                        check.pass() ? "yes" : "NO"));
            }
        }
        return new TablePart(
                "The mechanisms",
                "Each with the numbers that show it: measured on the chip, and expected.",
                List.of(
                        TablePart.Column.of("id"),
                        TablePart.Column.of("mechanism"),
                        TablePart.Column.of("experiment"),
                        TablePart.Column.of("value"),
                        TablePart.Column.of("measured"),
                        TablePart.Column.of("expected"),
                        TablePart.Column.of("tolerance"),
                        TablePart.Column.of("unit"),
                        TablePart.Column.of("met")),
                rows);
    }

    private static TablePart checks(List<Results.Check> checks) {
        List<List<Object>> rows = new ArrayList<>();
        for (Results.Check check : checks) {
            rows.add(List.of(
                    check.expectation().mechanism(),
                    LabFigures.words(check.expectation().value().text()),
                    check.measured(),
                    check.expectation().expected(),
                    check.expectation().tolerance(),
                    check.unit(),
                    check.pass() ? "yes" : "NO",
                    check.expectation().source()));
        }
        return new TablePart(
                "Measured and expected",
                "Measured on the chip.",
                List.of(
                        TablePart.Column.of("mechanism"),
                        TablePart.Column.of("value"),
                        TablePart.Column.of("measured"),
                        TablePart.Column.of("expected"),
                        TablePart.Column.of("tolerance"),
                        TablePart.Column.of("unit"),
                        TablePart.Column.of("met"),
                        TablePart.Column.of("source")),
                rows);
    }

    /** A row per preparation, chip and float64 side by side; groups that measure the same share a table. */
    private static List<TablePart> values(ExperimentRun run) {
        Map<List<String>, List<Preparation>> tables = new LinkedHashMap<>();
        for (Preparation preparation : run.experiment().preparations()) {
            List<String> measured = observables(run, preparation).stream()
                    .map(o -> o.name() + " " + o.unit())
                    .toList();
            tables.computeIfAbsent(measured, m -> new ArrayList<>()).add(preparation);
        }
        List<TablePart> parts = new ArrayList<>();
        tables.forEach((measured, preparations) -> {
            if (!measured.isEmpty()) {
                parts.add(values(run, preparations, tables.size() > 1));
            }
        });
        return parts;
    }

    private static List<Observable> observables(ExperimentRun run, Preparation preparation) {
        return run.experiment().observables().stream()
                .filter(o -> o.group().equals(preparation.group()))
                .toList();
    }

    private static TablePart values(ExperimentRun run, List<Preparation> preparations, boolean several) {
        List<TablePart.Column> columns = new ArrayList<>();
        columns.add(TablePart.Column.of("preparation"));
        for (Observable observable : observables(run, preparations.getFirst())) {
            columns.add(new TablePart.Column(LabFigures.words(observable.name()), observable.unit()));
            columns.add(new TablePart.Column("float64", observable.unit()));
        }
        boolean groups =
                preparations.stream().map(Preparation::group).distinct().count() > 1;
        List<List<Object>> rows = new ArrayList<>();
        for (Preparation preparation : preparations) {
            List<Object> row = new ArrayList<>();
            row.add(
                    groups && !preparation.at().isEmpty()
                            ? LabFigures.words(preparation.group()) + ", " + preparation.label()
                            : LabFigures.words(preparation.label()));
            for (Results.Value value : run.results().values()) {
                if (value.preparation() == preparation) {
                    row.add(value.pair().chip());
                    row.add(value.pair().model());
                }
            }
            rows.add(row);
        }
        String title =
                several ? "Values: " + LabFigures.words(preparations.getFirst().group()) : "Values";
        return new TablePart(title, "Chip, and float64 beside it.", columns, rows);
    }

    private static TablePart single(ExperimentRun run) {
        List<List<Object>> rows = new ArrayList<>();
        run.results().single().forEach((name, pair) -> {
            String how = run.experiment().quantities().stream()
                    .filter(q -> q.name().equals(name))
                    .map(Quantity::how)
                    .findFirst()
                    .orElse("");
            String unit = run.results().unit(new dev.ranvier.tools.lab.experiment.Reference(name, "", Map.of()));
            rows.add(List.of(LabFigures.words(name), pair.chip(), pair.model(), unit, how));
        });
        return new TablePart(
                "Derived values",
                "",
                List.of(
                        TablePart.Column.of("value"),
                        TablePart.Column.of("chip"),
                        TablePart.Column.of("float64"),
                        TablePart.Column.of("unit"),
                        TablePart.Column.of("from")),
                rows);
    }

    private static TablePart verdicts(ExperimentRun run) {
        List<List<Object>> rows = new ArrayList<>();
        run.verdicts().forEach((name, verdict) -> rows.add(List.of(LabFigures.words(name), verdict)));
        return new TablePart(
                "Loads and what became of them",
                "1 above stands for accepted, 0 for refused.",
                List.of(TablePart.Column.of("load"), TablePart.Column.of("verdict")),
                rows);
    }

    private static TablePart deviation(ExperimentRun run) {
        List<List<Object>> rows = new ArrayList<>();
        run.deviation()
                .bySignal()
                .forEach((signal, difference) -> rows.add(List.of(
                        signal.title(),
                        signal.unit(),
                        difference.awayFromSpikes(),
                        difference.largest(),
                        difference.rootMeanSquare())));
        Deviation deviation = run.deviation();
        String spikes = deviation.spikesChip() + deviation.spikesModel() == 0
                ? ""
                : " Spikes: " + deviation.spikesChip() + " on the chip, " + deviation.spikesModel()
                        + " in float64; largest shift between cells that fired equally often: "
                        + LabFigures.number(deviation.spikeShiftMs(), "ms") + ".";
        return new TablePart(
                "Chip against float64",
                "Over all samples of all recorded cells and synapses." + spikes,
                List.of(
                        TablePart.Column.of("signal"),
                        TablePart.Column.of("unit"),
                        TablePart.Column.of("largest, away from spikes"),
                        TablePart.Column.of("largest"),
                        TablePart.Column.of("root mean square")),
                rows);
    }

    private static TablePart registers(Experiment experiment) {
        PhysicalNetwork network = experiment.network();
        List<List<Object>> rows = new ArrayList<>();
        for (Quantisation.Row row : registers(network, experiment.kindNames())) {
            rows.add(List.of(
                    row.of(),
                    row.quantity(),
                    row.value(),
                    row.unit(),
                    row.register(),
                    row.onChip(),
                    row.error(),
                    row.relative()));
        }
        return new TablePart(
                "Registers and quantisation error",
                "What the chip holds for each physical value.",
                List.of(
                        TablePart.Column.of("of"),
                        TablePart.Column.of("quantity"),
                        TablePart.Column.of("value"),
                        TablePart.Column.of("unit"),
                        TablePart.Column.of("register"),
                        TablePart.Column.of("on the chip"),
                        TablePart.Column.of("error"),
                        TablePart.Column.of("relative")),
                rows);
    }

    /** Registers of all kinds of cell of a network, and of its spines. */
    public static List<Quantisation.Row> registers(PhysicalNetwork network, List<String> kindNames) {
        List<Quantisation.Row> rows = new ArrayList<>();
        for (int k = 0; k < network.kinds().size(); k++) {
            String name = kindNames.get(k) + (network.kinds().size() > 1 ? " " + k : "");
            rows.addAll(Quantisation.of(name, network.kinds().get(k), network.tickMs()));
        }
        if (network.spines() != null) {
            rows.addAll(Quantisation.of(network.spines(), network.tickMs()));
        }
        return rows;
    }
}
