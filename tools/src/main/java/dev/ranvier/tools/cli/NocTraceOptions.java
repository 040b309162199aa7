package dev.ranvier.tools.cli;

import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.noc.NocNetwork;
import dev.ranvier.tools.trace.Activity;
import dev.ranvier.tools.trace.ActivityRecorder;
import dev.ranvier.tools.trace.FabricActivity;
import dev.ranvier.tools.trace.TraceFile;
import dev.ranvier.tools.trace.TraceShape;
import dev.ranvier.tools.trace.TraceWindow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The trace of {@code ranvier noc}: {@link #prepare} before the work, {@link #listen}, {@link #write} after it. */
final class NocTraceOptions {
    private static final int USUAL_CYCLES = 500;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "writes what the routers did, at the load shown: .vcd for GTKWave (with a .gtkw layout) or"
                    + " .json for ui.perfetto.dev")
    private Path file;

    @Option(
            names = "--trace-cycles",
            paramLabel = "A..B",
            description = "cycles that are traced; default: the first 500 measured ones")
    private String cycles;

    @Option(
            names = "--trace-tiles",
            paramLabel = "TILES",
            description = "routers that are traced: X,Y or X,Y..X,Y, several parted by ';'; default all")
    private String tiles;

    private TraceFile trace;
    private TraceShape shape;
    private ActivityRecorder recorder;

    /**
     * Checks the options, so that a mistake is told before the work.
     *
     * @param firstCycle first cycle that is traced if nothing else is said
     */
    void prepare(NocNetwork network, Fabric fabric, int firstCycle) {
        if (file == null) {
            if (cycles != null || tiles != null) {
                throw new RanvierException((cycles != null ? "--trace-cycles" : "--trace-tiles")
                        + " belongs to --trace: name a file there");
            }
            return;
        }
        trace = new TraceFile(file);
        shape = FabricActivity.shape(
                network.describe(), 1, network.columns(), network.rows(), 0, network.bufferDepth(), 1, fabric);
        String usual = firstCycle + ".." + (firstCycle + USUAL_CYCLES - 1);
        TraceWindow window = TraceWindow.all().withCycles(cycles == null ? usual : cycles);
        recorder = new ActivityRecorder(shape, tiles == null ? window : window.withTiles(tiles, shape));
    }

    /** Listens from now on, if a trace is asked for; the fabric's buffers are empty or about to be emptied. */
    void listen(Fabric fabric) {
        if (recorder != null) {
            FabricActivity.listen(fabric, 0, recorder);
        }
    }

    /** Writes what was heard, if a trace is asked for, and says so unless {@code quiet}. */
    void write(PrintWriter out, boolean quiet) {
        if (recorder == null) {
            return;
        }
        Activity activity = recorder.activity();
        List<Path> files = trace.write(shape, activity);
        if (!quiet) {
            out.printf(
                    "trace: %d events of cycles %d..%d, %s%n",
                    activity.size(),
                    activity.startCycle(),
                    activity.endCycle() - 1,
                    files.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
    }
}
