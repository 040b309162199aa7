package dev.ranvier.tools.cli;

import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.noc.FabricView;
import dev.ranvier.tools.noc.HotSpot;
import dev.ranvier.tools.noc.LoadList;
import dev.ranvier.tools.noc.LoadPoint;
import dev.ranvier.tools.noc.LoadSweep;
import dev.ranvier.tools.noc.LoadTable;
import dev.ranvier.tools.noc.NocNetwork;
import dev.ranvier.tools.noc.NocReport;
import dev.ranvier.tools.noc.NocSweep;
import dev.ranvier.tools.noc.NocTraffic;
import dev.ranvier.tools.noc.PacketListFile;
import dev.ranvier.tools.noc.PacketRun;
import dev.ranvier.tools.noc.Saturation;
import dev.ranvier.tools.noc.TrafficPattern;
import dev.ranvier.tools.report.ReportWriter;
import dev.ranvier.tools.report.model.RunReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ranvier noc}. */
@Command(
        name = "noc",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the router network alone, cycle by cycle: latency and throughput against offered load,",
            "or a list of packets. Loads are in packets per node and cycle, latencies in cycles from generation",
            "(source queue included) to arrival."
        },
        footer = {
            "",
            "Examples: ranvier noc --pattern hotspot --report out",
            "          ranvier noc --size 16x16 --pipeline base --depth 8 --load 0.02..0.2:0.02",
            "          ranvier noc --packets packets.csv --size 4x4 --json"
        })
public final class NocCommand implements Callable<Integer> {
    private static final int HALVINGS = 3;
    private static final int HOT_SPOTS = 5;

    @Spec
    private CommandSpec command;

    @Mixin
    private NocOptions options;

    @Mixin
    private NocTraceOptions trace;

    @Option(
            names = "--pattern",
            paramLabel = "NAME",
            description =
                    "uniform, transpose, bit-complement, bit-reverse, shuffle, hotspot, neighbour or tornado; default uniform")
    private String pattern;

    @Option(
            names = "--packets",
            paramLabel = "FILE",
            description =
                    "instead of a pattern: CSV with columns cycle,source,destination[,flits]; node = y * columns + x")
    private Path packets;

    @Option(
            names = "--load",
            paramLabel = "LOADS",
            description = "0.2, a list 0.1,0.2,0.4, or a range LOW..HIGH[:STEP]; default 0.05..0.5")
    private String load;

    @Option(
            names = "--show",
            paramLabel = "LOAD",
            description = "load whose links, queues and latencies are shown; default: the highest that is carried")
    private String show;

    @Option(names = "--flits", paramLabel = "N", description = "flits per packet; default 1")
    private Integer flits;

    @Option(names = "--warmup", paramLabel = "N", description = "cycles before the measured ones; default 1000")
    private Integer warmUp;

    @Option(names = "--cycles", paramLabel = "N", description = "measured cycles; default 4000")
    private Integer cycles;

    @Option(names = "--seed", paramLabel = "N", description = "seed of the traffic; default 1")
    private Long seed;

    @Option(names = "--report", paramLabel = "DIR", description = "folder for report.html and report.json")
    private Path report;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        NocNetwork network = options.network();
        if (packets == null) {
            sweep(network);
        } else {
            list(network);
        }
        command.commandLine().getOut().flush();
        return 0;
    }

    private void sweep(NocNetwork network) {
        NocTraffic traffic = new NocTraffic(
                TrafficPattern.named(pattern == null ? "uniform" : pattern),
                or(flits, 1),
                or(warmUp, 1000),
                or(cycles, 4000),
                seed == null ? 1 : seed);
        traffic.pattern().check(network.columns(), network.rows());
        double[] rates = LoadList.parse(load == null ? "0.05..0.5" : load);
        PrintWriter out = command.commandLine().getOut();
        Fabric fabric = network.build();
        LoadSweep sweep = traffic.sweep(network, fabric);
        double chosen = show == null ? Double.NaN : LoadList.parse(show)[0];
        trace.prepare(network, fabric, traffic.warmUp());
        List<LoadPoint> points = new ArrayList<>();
        try (Progress progress = new Progress(out, "cycles", json)) {
            long each = (long) traffic.warmUp() + traffic.window();
            long[] done = {0, (rates.length + HALVINGS) * each};
            sweep.onProgress(cycle -> progress.update(done[0] + cycle, done[1]));
            for (double rate : rates) {
                points.add(sweep.point(rate, traffic.seed()));
                done[0] += each;
            }
            points = Saturation.refine(points, rates.length > 1 ? HALVINGS : 0, rate -> {
                LoadPoint point = sweep.point(rate, traffic.seed());
                done[0] += each;
                return point;
            });
        }
        Saturation saturation = Saturation.of(points);
        double shown = Double.isNaN(chosen) ? NocSweep.usual(points, saturation) : chosen;
        sweep.onProgress(cycle -> {});
        trace.listen(fabric);
        LoadPoint point = sweep.point(shown, traffic.seed());
        NocSweep result = new NocSweep(network, traffic, points, saturation, point, sweep.windowStatistics());
        if (json) {
            out.println(Json.text(NocJson.of(result)));
        } else {
            out.println(network.describe());
            out.printf(
                    Locale.ROOT,
                    "%s traffic, packets of %d flits, %d cycles after %d of warm-up, seed %d%n",
                    traffic.pattern().name().toLowerCase(Locale.ROOT),
                    traffic.flits(),
                    traffic.window(),
                    traffic.warmUp(),
                    traffic.seed());
            out.print(new LoadTable(points).text());
            out.println("the network " + saturation.text());
            out.printf(Locale.ROOT, "%nat load %.4f:%n", shown);
            hotSpots(out, result.statistics(), network);
        }
        trace.write(out, json);
        report(NocReport.of(result, commandLine(), Version.text()), out);
    }

    private void list(NocNetwork network) {
        refuse("--pattern", pattern);
        refuse("--load", load);
        refuse("--show", show);
        refuse("--flits", flits);
        refuse("--warmup", warmUp);
        refuse("--cycles", cycles);
        refuse("--seed", seed);
        PacketBatch batch = new PacketListFile(packets).read(network.nodes());
        Fabric fabric = network.build();
        trace.prepare(network, fabric, 0);
        trace.listen(fabric);
        PacketRun run = PacketRun.of(fabric, batch);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(Json.text(NocJson.of(network, run)));
        } else {
            out.println(network.describe());
            out.print(run.text());
            hotSpots(out, run.statistics(), network);
        }
        trace.write(out, json);
        report(NocReport.of(network, run, packets.getFileName().toString(), commandLine(), Version.text()), out);
    }

    private static void hotSpots(PrintWriter out, FabricStatistics statistics, NocNetwork network) {
        List<FabricView> views = List.of(FabricView.of(statistics, network.linkCapacity()));
        out.print(HotSpot.text(HotSpot.of(views, HOT_SPOTS), false));
    }

    private void report(RunReport page, PrintWriter out) {
        if (report != null) {
            Path file = new ReportWriter().write(page, report);
            if (!json) {
                out.println("report: " + file);
            }
        }
    }

    private String commandLine() {
        return "ranvier "
                + String.join(
                        " ", command.commandLine().getParent().getParseResult().originalArgs());
    }

    private static void refuse(String option, Object value) {
        if (value != null) {
            throw new RanvierException(
                    option + " belongs to generated traffic and --packets gives a list: leave one of them out");
        }
    }

    private static int or(Integer value, int usual) {
        return value == null ? usual : value;
    }
}
