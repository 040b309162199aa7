package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.Identity;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The page of {@code ranvier noc --report}. Stateless. */
public final class NocReport {
    private NocReport() {}

    /** The page of a load sweep. */
    public static RunReport of(NocSweep sweep, String command, String version) {
        List<ReportPart> parts = new ArrayList<>();
        parts.add(latency(sweep));
        parts.add(accepted(sweep));
        String load = String.format(Locale.ROOT, "%.4f", sweep.shown().offered());
        fabric(
                parts,
                sweep.network(),
                sweep.statistics(),
                "Links and queues at load " + load,
                "Deliveries within the measured window at load " + load + ".");
        parts.add(table(sweep));
        NocTraffic traffic = sweep.traffic();
        String pattern = traffic.pattern().name().toLowerCase(Locale.ROOT);
        return new RunReport(
                identity(
                        "Router network under " + pattern + " traffic",
                        "The network " + sweep.saturation().text() + ".",
                        sweep.network(),
                        traffic.seed(),
                        command,
                        version,
                        List.of(
                                new Fact("packets", traffic.flits() + (traffic.flits() == 1 ? " flit" : " flits")),
                                new Fact(
                                        "cycles",
                                        traffic.window() + " measured after " + traffic.warmUp() + " of warm-up"))),
                List.of(
                        new Headline(
                                "highest load carried", sweep.saturation().carried(), "", "packets per node and cycle"),
                        new Headline("most accepted", sweep.saturation().peak(), "", "packets per node and cycle"),
                        new Headline("mean latency", sweep.shown().latencyMean(), "cycles", "at load " + load),
                        new Headline(
                                "busiest link",
                                sweep.statistics().maxLinkFlits()
                                        / (double) sweep.statistics().cycles()
                                        / sweep.network().linkCapacity(),
                                Headline.FRACTION,
                                "of its capacity, at load " + load)),
                parts);
    }

    /** The page of a packet list. */
    public static RunReport of(NocNetwork network, PacketRun run, String list, String command, String version) {
        List<ReportPart> parts = new ArrayList<>();
        fabric(parts, network, run.statistics(), "Links and queues", "All deliveries.");
        return new RunReport(
                identity(
                        "Router network with " + list,
                        run.packets() + " packets, delivered by cycle " + run.endCycle() + ".",
                        network,
                        0,
                        command,
                        version,
                        List.of()),
                List.of(
                        new Headline("packets", run.packets(), "", run.flits() + " flits"),
                        new Headline("last arrival", run.endCycle() - 1, "cycles", ""),
                        new Headline("mean latency", run.statistics().latency().getMean(), "cycles", ""),
                        new Headline(
                                "busiest link",
                                run.endCycle() == 0
                                        ? 0
                                        : run.statistics().maxLinkFlits()
                                                / (double) run.endCycle()
                                                / network.linkCapacity(),
                                Headline.FRACTION,
                                "of its capacity")),
                parts);
    }

    private static void fabric(
            List<ReportPart> parts, NocNetwork network, FabricStatistics statistics, String title, String counted) {
        List<FabricView> views = List.of(FabricView.of(statistics, network.linkCapacity()));
        parts.add(FabricParts.map(title, network.columns(), network.rows(), views));
        parts.add(FabricParts.hotSpots(views));
        if (statistics.latency().getTotalCount() > 0) {
            parts.add(FabricParts.latencies(statistics.latency(), counted));
        }
    }

    private static Identity identity(
            String title,
            String summary,
            NocNetwork network,
            long seed,
            String command,
            String version,
            List<Fact> more) {
        boolean ranc = network instanceof NocNetwork.Ranc;
        return new Identity(
                title,
                summary,
                network.describe(),
                ranc
                        ? "cycle-exact to RANC's Verilog routers (golden set noc, cases r01 to r06)"
                        : "cycle-exact, packet by packet, to BookSim2's iq router (golden set noc)",
                true,
                "",
                "",
                "",
                "",
                seed,
                command,
                LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")),
                List.of(
                        new Fact("Ranvier", version),
                        new Fact("Java", Runtime.version().toString())),
                more);
    }

    private static PlotPart latency(NocSweep sweep) {
        List<LoadPoint> known = sweep.points().stream()
                .filter(point -> !Double.isNaN(point.latencyMean()))
                .toList();
        return new PlotPart(
                "Latency over offered load",
                "Cycles from generation, source queue included, to arrival. Where packets pile up without end there is"
                        + " no latency to show.",
                offered(),
                PlotPart.Axis.logarithmic("latency", "cycles"),
                known.isEmpty()
                        ? List.of()
                        : List.of(
                                series("p99", known, LoadPoint::latency99),
                                series("mean", known, LoadPoint::latencyMean),
                                series("median", known, LoadPoint::latencyMedian),
                                series("mean inside the network", known, LoadPoint::networkMean)));
    }

    private static PlotPart accepted(NocSweep sweep) {
        return new PlotPart(
                "Accepted over offered load",
                "Packets that arrive per node and cycle. Below saturation it follows what is offered; the node that"
                        + " receives least shows whether the load is shared fairly.",
                offered(),
                new PlotPart.Axis("accepted", "packets/node/cycle"),
                List.of(
                        series("offered", sweep.points(), LoadPoint::offered),
                        series("accepted, mean of nodes", sweep.points(), LoadPoint::accepted),
                        series("accepted, node with least", sweep.points(), LoadPoint::acceptedLeast)));
    }

    private static PlotPart.Axis offered() {
        return new PlotPart.Axis("offered load", "packets/node/cycle");
    }

    private static PlotPart.Series series(String name, List<LoadPoint> points, ToDoubleFunction<LoadPoint> value) {
        return new PlotPart.Series(
                name,
                PlotPart.Style.LINE_AND_POINTS,
                points.stream().mapToDouble(LoadPoint::offered).toArray(),
                points.stream().mapToDouble(value).toArray());
    }

    private static TablePart table(NocSweep sweep) {
        double lowest = new LoadTable(sweep.points()).lowestLatency();
        List<List<Object>> rows = new ArrayList<>();
        for (LoadPoint point : sweep.points()) {
            boolean known = !Double.isNaN(point.latencyMean());
            rows.add(List.of(
                    point.offered(),
                    point.accepted(),
                    point.acceptedLeast(),
                    point.packets(),
                    point.latencyMean(),
                    known ? point.latencyMedian() : Double.NaN,
                    known ? point.latency99() : Double.NaN,
                    known ? point.latencyMax() : Double.NaN,
                    point.networkMean(),
                    point.routersMean(),
                    point.saturated(lowest) ? "saturated" : ""));
        }
        return new TablePart(
                "All loads",
                "Rates in packets per node and cycle, latencies in cycles.",
                List.of(
                        TablePart.Column.of("offered"),
                        TablePart.Column.of("accepted"),
                        TablePart.Column.of("least"),
                        TablePart.Column.of("packets"),
                        TablePart.Column.of("mean latency"),
                        TablePart.Column.of("median"),
                        TablePart.Column.of("p99"),
                        TablePart.Column.of("max"),
                        TablePart.Column.of("in the network"),
                        TablePart.Column.of("routers"),
                        TablePart.Column.of("state")),
                rows);
    }
}
