package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.emulator.chip.Timing;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.run.FileRun;
import dev.ranvier.tools.run.TimingReport;
import dev.ranvier.tools.session.DirectSession;
import dev.ranvier.tools.trace.Activity;
import dev.ranvier.tools.trace.ActivityRecorder;
import dev.ranvier.tools.trace.ChipActivity;
import dev.ranvier.tools.trace.TraceFile;
import dev.ranvier.tools.trace.TraceShape;
import dev.ranvier.tools.trace.TraceWindow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier trace}. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a network with cycle timing and writes what cores and routers do, cycle by cycle: waveforms for GTKWave",
            "(.vcd, with a .gtkw layout beside it) or a timeline for ui.perfetto.dev (.json)."
        },
        footer = {
            "",
            "Examples: ranvier trace tools/examples/hotspot/hotspot.yaml -o hotspot.vcd --ticks 2..3 --tiles 3,3..5,5",
            "          ranvier trace net.nir --input spikes.csv -o net.json"
        })
public final class TraceCommand implements Callable<Integer> {
    private static final int USUAL_TICKS = 10;

    @Spec
    private CommandSpec command;

    @Mixin
    private ChipOptions chip;

    @Parameters(paramLabel = "NETWORK", description = "a .nir or .yaml file")
    private Path network;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "file to write: .vcd or .json")
    private Path output;

    @Option(
            names = "--ticks",
            paramLabel = "A..B",
            description = "ticks that are traced; default: the first " + USUAL_TICKS)
    private String ticks;

    @Option(
            names = "--cycles",
            paramLabel = "A..B",
            description = "cycles that are traced; default: all of these ticks")
    private String cycles;

    @Option(
            names = "--tiles",
            paramLabel = "TILES",
            description = "tiles that are traced: X,Y or X,Y..X,Y, several parted by ';', CHIP: before it; default all")
    private String tiles;

    @Option(names = "--input", paramLabel = "FILE", description = "input spikes, as for ranvier run")
    private String input;

    @Option(names = "--dt", paramLabel = "S", description = "length of a tick in seconds (NIR)")
    private Double dt;

    @Option(
            names = "--semantics",
            paramLabel = "NAME",
            defaultValue = "nir-euler",
            description = "how continuous time becomes ticks (NIR); default ${DEFAULT-VALUE}")
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

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    private TraceShape shape;
    private ActivityRecorder recorder;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        TraceFile file = new TraceFile(output);
        FileRun run = FileRun.prepare(new FileRun.Settings(
                network,
                chip.chip,
                chip.overrides(),
                command.commandLine().getParseResult().hasMatchedOption("--chip"),
                input,
                null,
                dt,
                semantics,
                quantizer,
                seed));
        if (!json) {
            out.println(run.spec().identity());
            run.notes().forEach(note -> out.println("note: " + note));
            out.flush();
        }
        FileRun.Result result;
        try (Progress progress = new Progress(out, "running", json)) {
            result = run.run(this::open, progress::update);
        }
        Activity activity = recorder.activity();
        if (activity.size() == 0) {
            throw new RanvierException("nothing happened in the window of the trace: the run had ticks "
                    + result.firstTick() + ".." + result.lastTick() + " and "
                    + result.counters().cycles()
                    + " cycles; choose --ticks, --cycles and --tiles within");
        }
        List<Path> files = file.write(shape, activity);
        if (json) {
            ObjectNode root = Json.object();
            root.put("chip", run.spec().name());
            root.put("events", activity.size());
            root.put("first_cycle", activity.startCycle());
            root.put("last_cycle", activity.endCycle() - 1);
            files.forEach(each -> root.withArray("files").add(each.toString()));
            TimingReport.json(root, run.spec(), result.counters());
            out.println(Json.text(root));
        } else {
            TimingReport.lines(run.spec(), result.counters()).forEach(line -> out.println("  " + line));
            out.printf(
                    "trace: %d events of cycles %d..%d, %s%n",
                    activity.size(),
                    activity.startCycle(),
                    activity.endCycle() - 1,
                    files.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        out.flush();
        return 0;
    }

    private DirectSession open(ChipSpec spec) {
        DirectSession session = new DirectSession(spec, Optional.of(Timing.CYCLE), 1);
        shape = ChipActivity.shape(session.chip(), network.getFileName() + " on " + spec.name());
        long first = session.tick() + 1;
        TraceWindow window =
                TraceWindow.all().withTicks(ticks == null ? first + ".." + (first + USUAL_TICKS - 1) : ticks);
        window = cycles == null ? window : window.withCycles(cycles);
        window = tiles == null ? window : window.withTiles(tiles, shape);
        recorder = new ActivityRecorder(shape, window);
        ChipActivity.listen(session.chip(), recorder);
        return session;
    }
}
