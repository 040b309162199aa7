package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.report.ReportWriter;
import dev.ranvier.tools.run.DigitsExample;
import dev.ranvier.tools.run.DigitsReport;
import dev.ranvier.tools.run.FileRun;
import dev.ranvier.tools.run.FileRunReport;
import dev.ranvier.tools.run.RancRun;
import dev.ranvier.tools.run.RancRunReport;
import dev.ranvier.tools.run.TimingReport;
import dev.ranvier.tools.session.SessionKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a network on an emulated chip: the example 'digits', a .nir file, a network file (.yaml), or",
            "RANC's own input file (.json) with its configuration.",
            "The chip is a device in this process, spoken to over a loopback port as a board would be."
        },
        footer = {
            "",
            "Examples: ranvier run digits",
            "          ranvier run net.nir --chip loihi --profile lava --dt 0.0001 --input spikes.csv --report out",
            "          ranvier run net.json --config config.json --chip ranc-sim --steps 100"
        })
public final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ChipOptions chip;

    @Mixin
    private TimingOptions timing;

    @Parameters(paramLabel = "WHAT", description = "digits, or a .nir, .yaml or RANC .json file")
    private String what;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "RANC's configuration; WHAT is RANC's input file, the chip ranc-sim (default) or ranc")
    private Path config;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "input spikes: CSV (tick,neuron), .npy, .npz, N-MNIST events (.bin, .bs2, zip entry a.zip!b)")
    private String input;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "ticks to run; default: what the input or the network file says")
    private Long steps;

    @Option(
            names = "--dt",
            paramLabel = "S",
            description =
                    "length of a tick in seconds (NIR); default: the one that the file's own time constants imply, else 0.001")
    private Double dt;

    @Option(
            names = "--semantics",
            paramLabel = "NAME",
            defaultValue = "nir-euler",
            description =
                    "how continuous time becomes ticks (NIR): nir-euler, nir-exact, snntorch, norse, spyx, ...; default ${DEFAULT-VALUE}")
    private String semantics;

    @Option(
            names = "--quantizer",
            paramLabel = "Q",
            defaultValue = "maxabs",
            description = "maxabs or pow2; default ${DEFAULT-VALUE}")
    private String quantizer;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "seed of the chip's random draws; default ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "threads of the emulator; results do not depend on it")
    private int threads;

    @Option(
            names = "--via",
            paramLabel = "HOW",
            defaultValue = "wire",
            description = "wire: through the device protocol; direct: without it")
    private SessionKind via;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "folder for report.html and report.json; default: reports/NAME")
    private Path report;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        if (threads < 1 || threads > 256) {
            throw new RanvierException("--threads is " + threads + ", allowed: 1..256");
        }
        if (config != null || what.endsWith(".json")) {
            return ranc();
        }
        return what.equals("digits") ? digits() : file();
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private String commandLine() {
        return "ranvier "
                + String.join(
                        " ", command.commandLine().getParent().getParseResult().originalArgs());
    }

    // --------------------------------------------------------------------------------------------------------- digits

    private int digits() {
        PrintWriter out = out();
        ChipSpec spec = chip.load();
        if (!json) {
            out.println(spec.identity());
            out.flush();
        }
        DigitsExample.Result result;
        try (SessionKind.Opener opener = via.opener(timing.timing(), threads);
                Progress progress = new Progress(out, "showing digits", json)) {
            result = new DigitsExample().run(spec, opener, progress::update);
        }
        Path folder = report == null ? Path.of("reports", "digits") : report;
        Path page = new ReportWriter().write(DigitsReport.of(result, commandLine(), Version.text()), folder);
        if (json) {
            out.println(Json.text(json(result, page)));
        } else {
            print(out, result, page, via);
        }
        out.flush();
        return 0;
    }

    private static ObjectNode json(DigitsExample.Result result, Path page) {
        ChipSpec spec = result.mapping().spec();
        Counters counters = result.counters();
        ObjectNode root = Json.object();
        root.put("chip", spec.name());
        root.put("profile", spec.core().profileName());
        root.put("exactness", spec.identity());
        ObjectNode inner = root.putObject("result");
        inner.put("images", result.images());
        inner.put("accuracy_chip", result.accuracyChip());
        inner.put("accuracy_float64", result.accuracyFloat64());
        inner.put("agreement", result.agreement());
        result.notes().forEach(root.putArray("notes")::add);
        counters(root, counters);
        TimingReport.json(root, spec, counters);
        root.put("wall_seconds", result.wallSeconds());
        root.put("images_per_second", result.images() / result.wallSeconds());
        root.put("report", page.toString());
        return root;
    }

    static void counters(ObjectNode root, Counters counters) {
        root.put("ticks", counters.ticks());
        root.put("spikes", counters.spikes());
        root.put("synaptic_events", counters.synapticEvents());
        root.put("neuron_updates", counters.neuronUpdates());
        root.put("messages", counters.messages());
        root.put("dropped", counters.dropped());
        root.put("wraps", counters.wraps());
        root.put("saturations", counters.saturations());
        root.put("chip_seconds", counters.nanoseconds() * 1e-9);
        root.put("energy_joule", counters.energyJoule());
        root.put("energy_model", counters.energyModel());
    }

    private static void print(PrintWriter out, DigitsExample.Result result, Path page, SessionKind via) {
        Counters c = result.counters();
        int n = result.images();
        out.println();
        result.notes().forEach(note -> out.println("note: " + note));
        out.println("handwritten digits, " + n + " test images of 8 x 8 pixels, 64 - 128 - 10 neurons");
        row(
                out,
                "accuracy on the chip",
                Numbers.percent(result.accuracyChip()),
                Math.round(result.accuracyChip() * n) + " of " + n);
        row(
                out,
                "accuracy in float64",
                Numbers.percent(result.accuracyFloat64()),
                Math.round(result.accuracyFloat64() * n) + " of " + n);
        row(out, "agreement", Numbers.percent(result.agreement()), "same answer, chip and float64");
        out.println();
        out.printf("  %-22s %14s %14s%n", "", "per image", "in all");
        both(out, "ticks", c.ticks(), n);
        both(out, "input spikes", c.hostEvents(), n);
        both(out, "spikes", c.spikes(), n);
        both(out, "synaptic events", c.synapticEvents(), n);
        bothSi(out, "chip time", c.nanoseconds() * 1e-9, n, "s");
        bothSi(out, "energy", c.energyJoule(), n, "J");
        TimingReport.lines(result.mapping().spec(), c).forEach(line -> out.println("  " + line));
        out.println("  time and energy: model " + c.energyModel() + " (figures, not measured on silicon)");
        out.println();
        result.inputLimit().ifPresent(limit -> headroom(out, "accumulator", result.largestInput(), limit));
        headroom(out, "voltage", result.largestVoltage(), result.voltageLimit());
        row(
                out,
                "wrapped or clipped",
                c.wraps() + c.saturations() == 0 ? "never" : Numbers.whole(c.wraps() + c.saturations()) + " updates",
                "in all images");
        out.println();
        row(
                out,
                "emulation",
                Numbers.si(n / result.wallSeconds(), "images/s"),
                (via == SessionKind.WIRE ? "over the wire, " : "in this process, ")
                        + Numbers.si(c.ticks() / result.wallSeconds(), "ticks/s") + ", "
                        + Numbers.si(c.synapticEvents() / result.wallSeconds(), "synaptic events/s"));
        row(out, "report", page.toString(), "");
    }

    private static void row(PrintWriter out, String what, String value, String note) {
        out.printf("  %-22s %14s   %s%n", what, value, note);
    }

    private static void both(PrintWriter out, String what, long all, int n) {
        out.printf("  %-22s %14s %14s%n", what, Numbers.whole(Math.round((double) all / n)), Numbers.whole(all));
    }

    private static void bothSi(PrintWriter out, String what, double all, int n, String unit) {
        out.printf("  %-22s %14s %14s%n", what, Numbers.si(all / n, unit), Numbers.si(all, unit));
    }

    private static void headroom(PrintWriter out, String what, long seen, long limit) {
        row(
                out,
                what + " at most",
                Numbers.percent((double) seen / limit),
                Numbers.whole(seen) + " of " + Numbers.whole(limit) + " before saturation");
    }

    // ----------------------------------------------------------------------------------------------------- RANC's
    // files

    private int ranc() {
        if (config == null) {
            throw new RanvierException(
                    what + " is taken for RANC's input, which needs RANC's configuration: --config FILE");
        }
        PrintWriter out = out();
        boolean chipGiven = command.commandLine().getParseResult().hasMatchedOption("--chip");
        RancRun run = RancRun.prepare(new RancRun.Settings(
                Path.of(what), config, chipGiven ? chip.chip : "ranc-sim", chip.overrides(), steps));
        if (!json) {
            out.println(run.spec().identity());
            out.flush();
        }
        RancRun.Result result;
        try (SessionKind.Opener opener = via.opener(timing.timing(), threads);
                Progress progress = new Progress(out, "running", json)) {
            result = run.run(opener, progress::update);
        }
        Path page = null;
        if (report != null) {
            page = new ReportWriter().write(RancRunReport.of(result, commandLine(), Version.text()), report);
            RancRunReport.writeOutputs(result, report.resolve("output.txt"));
        }
        if (json) {
            out.println(Json.text(RancRunPrinter.json(result, page)));
        } else {
            RancRunPrinter.print(out, result, page);
        }
        out.flush();
        return 0;
    }

    // ----------------------------------------------------------------------------------------------------------- files

    private int file() {
        PrintWriter out = out();
        FileRun.Settings settings = new FileRun.Settings(
                Path.of(what),
                chip.chip,
                chip.overrides(),
                command.commandLine().getParseResult().hasMatchedOption("--chip"),
                input,
                steps,
                dt,
                semantics,
                quantizer,
                seed);
        FileRun run = FileRun.prepare(settings);
        if (!json) {
            out.println(run.spec().identity());
            run.notes().forEach(note -> out.println("note: " + note));
            out.flush();
        }
        FileRun.Result result;
        try (SessionKind.Opener opener = via.opener(timing.timing(), threads);
                Progress progress = new Progress(out, "running", json)) {
            result = run.run(opener, progress::update);
        }
        Path page = report == null
                ? null
                : new ReportWriter().write(FileRunReport.of(result, commandLine(), Version.text()), report);
        if (json) {
            out.println(Json.text(json(result, page)));
        } else {
            print(out, result, page);
        }
        out.flush();
        return 0;
    }

    private static ObjectNode json(FileRun.Result result, Path page) {
        ObjectNode root = Json.object();
        ChipSpec spec = result.mapping().spec();
        root.put("chip", spec.name());
        root.put("profile", spec.core().profileName());
        root.put("exactness", spec.identity());
        root.put("network", result.mapping().network().name());
        root.put("image_digest", result.mapping().image().digest());
        result.notes().forEach(root.putArray("notes")::add);
        ObjectNode populations = root.putObject("populations");
        result.populations().forEach(p -> {
            ObjectNode node = populations.putObject(p.name());
            node.put("neurons", p.counts().length);
            node.put("output", p.output());
            node.put("spikes", p.spikes());
            if (p.output()) {
                var counts = node.putArray("spikes_per_neuron");
                for (int count : p.counts()) {
                    counts.add(count);
                }
            }
            if (p.reference() != null) {
                node.put("spikes_float64", p.referenceSpikes());
                var counts = node.putArray("spikes_per_neuron_float64");
                for (int count : p.reference()) {
                    counts.add(count);
                }
            }
        });
        counters(root, result.counters());
        TimingReport.json(root, spec, result.counters());
        root.put("wall_seconds", result.wallSeconds());
        root.put("report", page == null ? "" : page.toString());
        return root;
    }

    private static void print(PrintWriter out, FileRun.Result result, Path page) {
        Counters c = result.counters();
        out.println();
        out.printf("  %-22s %10s %12s %s%n", "population", "neurons", "spikes", result.hasReference() ? "float64" : "");
        for (FileRun.PopulationResult p : result.populations()) {
            out.printf(
                    "  %-22s %10d %12s %s%n",
                    p.name() + (p.output() ? " (output)" : ""),
                    p.counts().length,
                    Numbers.whole(p.spikes()),
                    p.reference() == null ? "" : Numbers.whole(p.referenceSpikes()));
        }
        List<FileRun.PopulationResult> small = result.populations().stream()
                .filter(p -> p.output() && p.counts().length <= 16)
                .toList();
        small.forEach(
                p -> out.println("  " + p.name() + " spikes per neuron: " + java.util.Arrays.toString(p.counts())));
        out.println();
        row(out, "ticks", Numbers.whole(c.ticks()), "");
        row(out, "synaptic events", Numbers.whole(c.synapticEvents()), "");
        row(out, "chip time", Numbers.si(c.nanoseconds() * 1e-9, "s"), "model " + c.energyModel());
        row(out, "energy", Numbers.si(c.energyJoule(), "J"), "model " + c.energyModel());
        row(out, "wrapped", Numbers.whole(c.wraps()), "updates in which an accumulator or a current wrapped");
        row(out, "clipped", Numbers.whole(c.saturations()), "updates in which a voltage met its upper limit");
        row(out, "dropped", Numbers.whole(c.dropped()), "spikes that arrived at an unused axon");
        TimingReport.lines(result.mapping().spec(), c).forEach(line -> out.println("  " + line));
        row(
                out,
                "wall time",
                Numbers.si(result.wallSeconds(), "s"),
                Numbers.si(c.ticks() / result.wallSeconds(), "ticks/s"));
        if (page != null) {
            row(out, "report", page.toString(), "");
        }
    }
}
