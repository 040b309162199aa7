package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.lab.ExperimentRun;
import dev.ranvier.tools.lab.Laboratory;
import dev.ranvier.tools.lab.Mechanism;
import dev.ranvier.tools.lab.ReadyExperiments;
import dev.ranvier.tools.lab.experiment.Expectation;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.ExperimentFile;
import dev.ranvier.tools.lab.measure.Results;
import dev.ranvier.tools.lab.report.LabJson;
import dev.ranvier.tools.lab.report.LabReport;
import dev.ranvier.tools.lab.report.LabTables;
import dev.ranvier.tools.lab.report.MechanismTable;
import dev.ranvier.tools.report.ReportWriter;
import dev.ranvier.tools.session.SessionKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier lab}. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = {
            "Runs an experiment on cells: on the biophysical cores of chip ranvier, and in float64 beside it.",
            "Prints what was measured, writes CSV and JSON, and draws the chip over float64 into a report.",
            "Exit code 0 only if every expected number is met."
        },
        footer = {
            "",
            "Examples: ranvier lab --list",
            "          ranvier lab silent-synapse",
            "          ranvier lab all --json",
            "          ranvier lab show stdp-window > mine.yaml && ranvier lab mine.yaml --report out"
        },
        subcommands = {LabNernstCommand.class, LabRegistersCommand.class, LabConvertCommand.class, LabShowCommand.class
        })
public final class LabCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "WHAT",
            description = "experiment files (.yaml), names of ready experiments, or all")
    private List<String> what = new ArrayList<>();

    @Option(names = "--list", description = "print the mechanisms and the experiments that show them")
    private boolean list;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "folder for the report, CSV and JSON; default: reports/lab")
    private Path report;

    @Option(names = "--no-report", description = "write no files")
    private boolean noReport;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "change one value of the chip's description; may be repeated")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--via",
            paramLabel = "HOW",
            defaultValue = "wire",
            description = "wire: through the device protocol; direct: without it")
    private SessionKind via;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "threads of the emulator; results do not depend on it")
    private int threads;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        if (list) {
            return list();
        }
        if (what.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "name an experiment, a file, or all; ranvier lab --list shows what there is");
        }
        if (threads < 1 || threads > 256) {
            throw new RanvierException("--threads is " + threads + ", allowed: 1..256");
        }
        List<Experiment> experiments = new ArrayList<>();
        for (String name : what) {
            if (name.equals("all")) {
                ReadyExperiments.NAMES.forEach(ready -> experiments.add(ReadyExperiments.of(ready)));
            } else {
                experiments.add(experiment(name));
            }
        }
        return run(experiments);
    }

    /** The experiment of a file, or the ready one of that name. */
    static Experiment experiment(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml")
                ? ExperimentFile.read(Path.of(name))
                : ReadyExperiments.of(name);
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    // ------------------------------------------------------------------------------------------------------------ list

    private int list() {
        Map<String, List<String>> shown = new LinkedHashMap<>();
        List<Experiment> ready =
                ReadyExperiments.NAMES.stream().map(ReadyExperiments::of).toList();
        for (Experiment experiment : ready) {
            for (Expectation expectation : experiment.expectations()) {
                List<String> names = shown.computeIfAbsent(expectation.mechanism(), m -> new ArrayList<>());
                if (!names.contains(experiment.about().name())) {
                    names.add(experiment.about().name());
                }
            }
        }
        if (json) {
            ObjectNode root = Json.object();
            ArrayNode mechanisms = root.putArray("mechanisms");
            for (Mechanism mechanism : Mechanism.all()) {
                ObjectNode node = mechanisms.addObject();
                node.put("id", mechanism.id());
                node.put("mechanism", mechanism.mechanism());
                node.put("feature", mechanism.feature());
                shown.getOrDefault(mechanism.id(), List.of()).forEach(node.putArray("experiments")::add);
            }
            ArrayNode experiments = root.putArray("experiments");
            for (Experiment experiment : ready) {
                ObjectNode node = experiments.addObject();
                node.put("name", experiment.about().name());
                node.put("title", experiment.about().title());
            }
            out().println(Json.text(root));
        } else {
            out().printf("%-4s %-72s %s%n", "id", "mechanism", "experiments");
            for (Mechanism mechanism : Mechanism.all()) {
                out().printf(
                                "%-4s %-72s %s%n",
                                mechanism.id(),
                                mechanism.mechanism(),
                                String.join(", ", shown.getOrDefault(mechanism.id(), List.of())));
            }
            out().println();
            out().printf("%-22s %s%n", "experiment", "");
            ready.forEach(
                    e -> out().printf("%-22s %s%n", e.about().name(), e.about().title()));
        }
        out().flush();
        return 0;
    }

    // ------------------------------------------------------------------------------------------------------------- run

    private int run(List<Experiment> experiments) {
        List<ExperimentRun> runs = new ArrayList<>();
        try (SessionKind.Opener opener = via.opener(threads)) {
            Laboratory laboratory = new Laboratory(opener, overrides);
            if (!json) {
                out().println(laboratory.chip().identity());
                out().flush();
            }
            for (Experiment experiment : experiments) {
                try (Progress progress =
                        new Progress(out(), "running " + experiment.about().name(), json)) {
                    runs.add(laboratory.run(experiment, progress::update));
                }
                if (!json) {
                    print(runs.getLast(), experiments.size() > 1);
                    out().flush();
                }
            }
        }
        boolean passed = runs.stream().allMatch(ExperimentRun::passed);
        Path page = noReport ? null : write(runs);
        if (json) {
            ObjectNode root = LabJson.of(runs);
            root.put("report", page == null ? "" : page.toString());
            out().println(Json.text(root));
        } else {
            summary(runs, page);
        }
        out().flush();
        return passed ? 0 : 1;
    }

    private Path write(List<ExperimentRun> runs) {
        Path folder = report == null ? Path.of("reports", "lab") : report;
        ReportWriter writer = new ReportWriter();
        String line = "ranvier "
                + String.join(
                        " ", command.commandLine().getParent().getParseResult().originalArgs());
        Path page = null;
        for (ExperimentRun run : runs) {
            Path own = runs.size() == 1
                    ? folder
                    : folder.resolve(run.experiment().about().name());
            page = writer.write(LabReport.of(run, line, Version.text()), own);
            LabTables.write(run, own);
        }
        LabJson.write(runs, folder);
        return runs.size() == 1 ? page : writer.write(LabReport.overview(runs, line, Version.text()), folder);
    }

    private void print(ExperimentRun run, boolean brief) {
        Experiment experiment = run.experiment();
        long met = run.checks().stream().filter(Results.Check::pass).count();
        if (brief) {
            String verdict = run.checks().isEmpty()
                    ? "no expected numbers"
                    : met + " of " + run.checks().size() + " numbers met";
            out().printf(
                            Locale.ROOT,
                            "%-22s %-22s %6.1f s%n",
                            experiment.about().name(),
                            verdict,
                            run.seconds());
            run.checks().stream().filter(c -> !c.pass()).forEach(this::print);
            return;
        }
        out().println();
        out().println(experiment.about().title());
        if (!experiment.about().finding().isEmpty()) {
            out().println("  " + experiment.about().finding());
        }
        experiment.about().notes().forEach(note -> out().println("  note: " + note));
        out().println();
        out().printf("  %-38s %-24s %14s %14s %-9s%n", "preparation", "value", "chip", "float64", "unit");
        for (Results.Value value : run.results().values()) {
            String where = value.preparation().at().isEmpty()
                    ? value.preparation().group()
                    : value.preparation().group() + ", " + value.preparation().label();
            row(
                    where,
                    value.observable().name(),
                    value.pair(),
                    value.observable().unit());
        }
        run.results().single().forEach((name, pair) -> row("", name, pair, ""));
        run.verdicts().forEach((name, verdict) -> out().println("  load " + name + ": " + verdict));
        out().println();
        run.deviation().bySignal().forEach((signal, difference) -> out().printf(
                        Locale.ROOT,
                        "  %-26s chip - float64: largest %.3g %s away from spikes, %.3g over all%n",
                        signal.title(),
                        difference.awayFromSpikes(),
                        signal.unit(),
                        difference.largest()));
        out().println();
        run.checks().forEach(this::print);
    }

    private void row(String where, String name, Results.Pair pair, String unit) {
        out().printf(
                        Locale.ROOT,
                        "  %-38s %-24s %14.4f %14.4f %-9s%n",
                        where,
                        name,
                        pair.chip() + 0.0,
                        pair.model() + 0.0,
                        unit);
    }

    private void print(Results.Check check) {
        Expectation expectation = check.expectation();
        out().printf(
                        Locale.ROOT,
                        "  %-4s %-4s %-44s %.4f %s, expected %s within %s%s%n",
                        check.pass() ? "ok" : "NO",
                        expectation.mechanism(),
                        expectation.value().text(),
                        check.measured(),
                        check.unit(),
                        expectation.expected(),
                        expectation.tolerance(),
                        expectation.source().isEmpty() ? "" : " (" + expectation.source() + ")");
    }

    private void summary(List<ExperimentRun> runs, Path page) {
        MechanismTable table = MechanismTable.of(runs);
        out().println();
        if (!table.rows().isEmpty()) {
            String failed = String.join(
                    ", ",
                    table.rows().stream()
                            .filter(row -> !row.pass())
                            .map(row -> row.mechanism().id())
                            .toList());
            out().println("mechanisms: " + table.passed() + " of "
                    + table.rows().size() + " shown" + (failed.isEmpty() ? "" : ", not met: " + failed));
        }
        if (page != null) {
            out().println("report: " + page);
        }
    }
}
