package dev.ranvier.tools.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.cost.FabricCounters;
import dev.ranvier.emulator.cost.TickLengths;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FabricSpec;
import dev.ranvier.hw.GridSpec;
import dev.ranvier.tools.noc.FabricParts;
import dev.ranvier.tools.noc.FabricView;
import dev.ranvier.tools.noc.HotSpot;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What cycle timing has shown of a run: where ticks spend their time, and which links and cores hold them up. */
public final class TimingReport {
    private static final int LINKS_IN_JSON = 10;
    private static final int LATE_SHOWN = 10;
    /** Packets per cycle that a link of RANC's routers carries at most. */
    private static final double RANC_CAPACITY = 0.5;

    private final ChipSpec spec;
    private final FabricCounters fabric;
    private final List<FabricView> chips;

    private TimingReport(ChipSpec spec, FabricCounters fabric) {
        this.spec = spec;
        this.fabric = fabric;
        chips = views();
    }

    /** Sections of a report; none if the run had functional timing. */
    public static List<ReportPart> parts(ChipSpec spec, Counters counters) {
        return counters.fabric()
                .map(fabric -> new TimingReport(spec, fabric).parts())
                .orElse(List.of());
    }

    /** Lines for a terminal; none if the run had functional timing. */
    public static List<String> lines(ChipSpec spec, Counters counters) {
        return counters.fabric()
                .map(fabric -> new TimingReport(spec, fabric).findings())
                .orElse(List.of());
    }

    /** Adds the object {@code timing} if the run had cycle timing. */
    public static void json(ObjectNode root, ChipSpec spec, Counters counters) {
        counters.fabric().ifPresent(fabric -> new TimingReport(spec, fabric).json(root.putObject("timing")));
    }

    /** The board's counts chip by chip, without the links between chips. */
    private List<FabricView> views() {
        GridSpec grid = spec.grid();
        FabricStatistics network = fabric.network();
        double capacity = spec.fabric().router() == FabricSpec.Router.RANC ? RANC_CAPACITY : 1;
        List<FabricView> list = new ArrayList<>();
        for (int chip = 0; chip < grid.chips(); chip++) {
            int first = chip * grid.tilesPerChip();
            int end = first + grid.tilesPerChip();
            List<LinkLoad> links = new ArrayList<>();
            for (LinkLoad link : network.links()) {
                if (link.router() >= first && link.router() < end && !betweenChips(link.port())) {
                    int tile = link.router() - first;
                    links.add(new LinkLoad(
                            link.plane(),
                            tile,
                            tile % grid.columns(),
                            tile / grid.columns(),
                            link.port(),
                            link.flits()));
                }
            }
            List<QueueMark> queues = new ArrayList<>();
            for (QueueMark queue : network.queues()) {
                if (queue.router() >= first && queue.router() < end && !betweenChips(queue.buffer())) {
                    int tile = queue.router() - first;
                    queues.add(new QueueMark(
                            queue.plane(),
                            tile,
                            tile % grid.columns(),
                            tile / grid.columns(),
                            queue.buffer(),
                            queue.highest(),
                            queue.capacity()));
                }
            }
            list.add(new FabricView(chip, workingCycles(), capacity, links, queues));
        }
        return list;
    }

    /** Cycles in which the routers could be at work: all but those of barriers. */
    private long workingCycles() {
        TickLengths ticks = fabric.ticks();
        return Math.max(
                1,
                ticks.tickCycles() > 0 ? fabric.network().cycles() : ticks.cores() + ticks.network() + ticks.input());
    }

    private static boolean betweenChips(String port) {
        return port.startsWith("link ");
    }

    // ------------------------------------------------------------------------------------------------------- findings

    private String tile(int tile) {
        GridSpec grid = spec.grid();
        String chip = grid.chips() > 1 ? "chip " + tile / grid.tilesPerChip() + " " : "";
        int local = tile % grid.tilesPerChip();
        return chip + "tile (" + local % grid.columns() + "," + local / grid.columns() + ")";
    }

    /** Most important first. */
    private List<String> findings() {
        List<String> list = new ArrayList<>();
        TickLengths ticks = fabric.ticks();
        TickLengths.Tick longest = ticks.longest();
        if (longest != null) {
            list.add("longest: tick " + longest.tick() + " with " + whole(longest.cycles()) + " cycles"
                    + (ticks.tickCycles() > 0 ? " of " + whole(ticks.tickCycles()) : "") + ": " + why(longest));
            long all = Math.max(1, ticks.cores() + ticks.network() + ticks.input() + ticks.barrier());
            list.add("of all ticks: cores " + percent(ticks.cores(), all) + ", network " + percent(ticks.network(), all)
                    + ", taking packets in " + percent(ticks.input(), all)
                    + (ticks.tickCycles() > 0 ? "" : ", barrier " + percent(ticks.barrier(), all)));
        }
        List<HotSpot> spots = HotSpot.of(chips, 1);
        if (!spots.isEmpty()) {
            HotSpot spot = spots.getFirst();
            list.add("busiest link: " + (chips.size() > 1 ? "chip " + spot.chip() + " " : "") + spot.where() + ", "
                    + percent(Math.round(spot.load() * 1e6), 1_000_000) + " of its capacity"
                    + (ticks.tickCycles() > 0 ? "" : " outside of barriers") + "; fullest queue"
                    + " there: " + spot.waiting());
        }
        if (fabric.network().latency().getTotalCount() > 0) {
            var latency = fabric.network().latency();
            list.add("packets: " + whole(fabric.network().arrived()) + ", latency median "
                    + latency.getValueAtPercentile(50) + ", p99 " + latency.getValueAtPercentile(99) + ", most "
                    + latency.getMaxValue() + " cycles; a core had at most " + whole(fabric.mostWaiting())
                    + " to send");
        }
        if (ticks.tickCycles() > 0) {
            list.add("late spikes: " + whole(fabric.delayed()) + " acted in a later tick, " + whole(fabric.lost())
                    + " were lost; cores not done when their tick ended: " + whole(ticks.overruns()));
        }
        return list;
    }

    private String why(TickLengths.Tick tick) {
        List<String> parts = new ArrayList<>();
        parts.add(whole(tick.cores()) + " until core " + tick.slowestCore() + " at "
                + tile(tick.slowestCore() / spec.grid().coresPerTile()) + " was done");
        if (tick.network() > 0) {
            parts.add(whole(tick.network()) + " more until the last packet reached " + tile(tick.lastTile()));
        }
        if (tick.input() > 0) {
            parts.add(whole(tick.input()) + " more until core " + tick.lastInput() + " at "
                    + tile(tick.lastInput() / spec.grid().coresPerTile()) + " had taken its packets in");
        }
        if (tick.barrier() > 0) {
            parts.add(whole(tick.barrier()) + " for the barrier");
        }
        return String.join(", ", parts);
    }

    private static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String percent(long part, long all) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
    }

    // --------------------------------------------------------------------------------------------------------- report

    private List<ReportPart> parts() {
        GridSpec grid = spec.grid();
        List<ReportPart> parts = new ArrayList<>();
        boolean late = fabric.delayed() + fabric.lost() > 0;
        parts.add(new TextPart(
                "Where the time went",
                "Cycle timing: every packet went through the routers. "
                        + spec.clock().note(),
                late ? TextPart.Kind.WARNING : TextPart.Kind.NOTE,
                findings()));
        if (!fabric.ticks().series().isEmpty()) {
            parts.add(tickLengths());
        }
        parts.add(FabricParts.map("Routers and links", grid.columns(), grid.rows(), chips));
        parts.add(FabricParts.hotSpots(chips));
        if (grid.chips() > 1) {
            parts.add(chipLinks());
        }
        if (fabric.network().latency().getTotalCount() > 0) {
            parts.add(FabricParts.latencies(
                    fabric.network().latency(), "Cycles from the offer of a packet to its router to its arrival."));
        }
        if (late) {
            parts.add(lateCores());
            parts.add(lateSpikes());
        }
        return parts;
    }

    private PlotPart tickLengths() {
        List<TickLengths.Bin> bins = fabric.ticks().series();
        double[] ticks = bins.stream().mapToDouble(TickLengths.Bin::firstTick).toArray();
        double[] most = bins.stream().mapToDouble(TickLengths.Bin::most).toArray();
        double[] mean = bins.stream()
                .mapToDouble(bin -> (double) bin.sum() / bin.ticks())
                .toArray();
        boolean binned = bins.getFirst().ticks() > 1;
        List<PlotPart.Series> series = new ArrayList<>();
        series.add(new PlotPart.Series(binned ? "longest of a bin" : "tick", PlotPart.Style.STEPS, ticks, most));
        if (binned) {
            series.add(new PlotPart.Series("mean of a bin", PlotPart.Style.STEPS, ticks, mean));
        }
        TickLengths.Tick longest = fabric.ticks().longest();
        series.add(new PlotPart.Series(
                "longest: tick " + longest.tick() + ", " + whole(longest.cycles()) + " cycles",
                PlotPart.Style.POINTS,
                new double[] {longest.tick()},
                new double[] {longest.cycles()}));
        long limit = fabric.ticks().tickCycles();
        if (limit > 0) {
            series.add(new PlotPart.Series(
                    "length of a tick",
                    PlotPart.Style.LINE,
                    new double[] {ticks[0], ticks[ticks.length - 1]},
                    new double[] {limit, limit}));
        }
        return new PlotPart(
                "Tick length",
                (limit > 0
                                ? "Cycles that the work of each tick needed; what lies above the line is late."
                                : "Cycles that each tick took, its barrier included.")
                        + (binned ? " Bins of " + bins.getFirst().ticks() + " ticks." : ""),
                new PlotPart.Axis("tick", ""),
                new PlotPart.Axis("length", "cycles"),
                series);
    }

    private TablePart chipLinks() {
        GridSpec grid = spec.grid();
        int perPacket = spec.fabric().links().cyclesPerPacket();
        List<List<Object>> rows = new ArrayList<>();
        for (LinkLoad link : fabric.network().links()) {
            if (betweenChips(link.port())) {
                int most = fabric.network().queues().stream()
                        .filter(queue -> queue.router() == link.router()
                                && queue.buffer().equals(link.port()))
                        .mapToInt(QueueMark::highest)
                        .max()
                        .orElse(0);
                rows.add(List.of(
                        (long) link.router() / grid.tilesPerChip(),
                        link.port().substring("link ".length()),
                        link.flits(),
                        Math.min(1, link.utilisation(workingCycles()) * perPacket),
                        (long) most));
            }
        }
        return new TablePart(
                "Links between chips",
                "A packet occupies a link for " + perPacket + " cycles and is under way for "
                        + spec.fabric().links().latencyCycles() + " more.",
                List.of(
                        TablePart.Column.of("chip"),
                        TablePart.Column.of("side"),
                        TablePart.Column.of("packets"),
                        new TablePart.Column("load", "fraction"),
                        TablePart.Column.of("most waiting")),
                rows);
    }

    private TablePart lateCores() {
        List<List<Object>> rows = new ArrayList<>();
        for (FabricCounters.CoreLate core : fabric.lateByCore()) {
            rows.add(List.of(
                    (long) core.core(), tile(core.core() / spec.grid().coresPerTile()), core.delayed(), core.lost()));
        }
        return new TablePart(
                "Cores that spikes came to too late",
                "",
                List.of(
                        TablePart.Column.of("core"),
                        TablePart.Column.of("tile"),
                        TablePart.Column.of("acted later"),
                        TablePart.Column.of("lost")),
                rows);
    }

    private TablePart lateSpikes() {
        List<List<Object>> rows = new ArrayList<>();
        for (FabricCounters.LateSpike spike : fabric.firstLate()
                .subList(0, Math.min(LATE_SHOWN, fabric.firstLate().size()))) {
            rows.add(List.of(
                    spike.tick(),
                    (long) spike.from(),
                    (long) spike.to(),
                    (long) spike.axon(),
                    spike.cycles(),
                    spike.lost() ? "lost" : "acted later"));
        }
        return new TablePart(
                "The first late spikes",
                "",
                List.of(
                        TablePart.Column.of("fired in tick"),
                        TablePart.Column.of("from core"),
                        TablePart.Column.of("to core"),
                        TablePart.Column.of("axon"),
                        TablePart.Column.of("cycles late"),
                        TablePart.Column.of("")),
                rows);
    }

    // ----------------------------------------------------------------------------------------------------------- json

    private void json(ObjectNode node) {
        counts(node, fabric);
        ArrayNode hot = node.putArray("hot_spots");
        for (HotSpot spot : HotSpot.of(chips, LINKS_IN_JSON)) {
            ObjectNode link = hot.addObject();
            link.put("chip", spot.chip());
            link.put("x", spot.link().x());
            link.put("y", spot.link().y());
            link.put("port", spot.link().port());
            link.put("flits", spot.link().flits());
            link.put("load", spot.load());
        }
        findings().forEach(node.putArray("findings")::add);
    }

    /** Adds lengths of ticks and what became of packets. */
    public static void counts(ObjectNode node, FabricCounters fabric) {
        TickLengths ticks = fabric.ticks();
        ObjectNode length = node.putObject("ticks");
        length.put("cycles_cores", ticks.cores());
        length.put("cycles_network", ticks.network());
        length.put("cycles_input", ticks.input());
        length.put("cycles_barrier", ticks.barrier());
        length.put("fixed_cycles", ticks.tickCycles());
        length.put("overruns", ticks.overruns());
        if (ticks.longest() != null) {
            ObjectNode longest = length.putObject("longest");
            longest.put("tick", ticks.longest().tick());
            longest.put("cycles", ticks.longest().cycles());
            longest.put("cores", ticks.longest().cores());
            longest.put("network", ticks.longest().network());
            longest.put("input", ticks.longest().input());
            longest.put("barrier", ticks.longest().barrier());
            longest.put("slowest_core", ticks.longest().slowestCore());
            longest.put("last_tile", ticks.longest().lastTile());
            longest.put("last_input_core", ticks.longest().lastInput());
        }
        ObjectNode packets = node.putObject("packets");
        packets.put("arrived", fabric.network().arrived());
        packets.put("flit_router_traversals", fabric.network().traversals());
        var latency = fabric.network().latency();
        if (latency.getTotalCount() > 0) {
            packets.put("latency_p50", latency.getValueAtPercentile(50));
            packets.put("latency_p99", latency.getValueAtPercentile(99));
            packets.put("latency_max", latency.getMaxValue());
        }
        packets.put("most_waiting_at_a_core", fabric.mostWaiting());
        packets.put("late_delayed", fabric.delayed());
        packets.put("late_lost", fabric.lost());
    }
}
