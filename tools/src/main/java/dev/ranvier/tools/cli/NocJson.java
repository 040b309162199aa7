package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.tools.noc.LoadPoint;
import dev.ranvier.tools.noc.LoadTable;
import dev.ranvier.tools.noc.NocNetwork;
import dev.ranvier.tools.noc.NocSweep;
import dev.ranvier.tools.noc.PacketRun;
import java.util.Locale;

/** What {@code ranvier noc --json} prints. Stateless. */
final class NocJson {
    private static final int HOT_SPOTS = 10;

    private NocJson() {}

    static ObjectNode of(NocSweep sweep) {
        ObjectNode root = network(sweep.network());
        root.putObject("traffic")
                .put("pattern", sweep.traffic().pattern().name().toLowerCase(Locale.ROOT))
                .put("flits", sweep.traffic().flits())
                .put("warmup_cycles", sweep.traffic().warmUp())
                .put("measured_cycles", sweep.traffic().window())
                .put("seed", sweep.traffic().seed());
        var points = root.putArray("points");
        double lowest = new LoadTable(sweep.points()).lowestLatency();
        for (LoadPoint point : sweep.points()) {
            points.add(point(point).put("saturated", point.saturated(lowest)));
        }
        ObjectNode saturation = root.putObject("saturation");
        number(saturation, "highest_carried", sweep.saturation().carried());
        number(saturation, "lowest_saturated", sweep.saturation().saturated());
        number(saturation, "peak_accepted", sweep.saturation().peak());
        ObjectNode shown = root.putObject("shown");
        shown.put("offered", sweep.shown().offered());
        statistics(shown, sweep.network(), sweep.statistics());
        return root;
    }

    static ObjectNode of(NocNetwork network, PacketRun run) {
        ObjectNode root = network(network);
        ObjectNode list = root.putObject("packets");
        list.put("packets", run.packets());
        list.put("flits", run.flits());
        list.put("end_cycle", run.endCycle());
        number(list, "network_mean", run.networkMean());
        statistics(list, network, run.statistics());
        return root;
    }

    private static ObjectNode network(NocNetwork network) {
        ObjectNode root = Json.object();
        root.putObject("network")
                .put("columns", network.columns())
                .put("rows", network.rows())
                .put("description", network.describe())
                .put("link_capacity_flits_per_cycle", network.linkCapacity());
        return root;
    }

    private static ObjectNode point(LoadPoint point) {
        ObjectNode node = Json.object();
        number(node, "offered", point.offered());
        number(node, "drawn", point.drawn());
        number(node, "accepted", point.accepted());
        number(node, "accepted_least", point.acceptedLeast());
        node.put("packets", point.packets());
        number(node, "latency_mean", point.latencyMean());
        boolean known = !Double.isNaN(point.latencyMean());
        number(node, "latency_p50", known ? point.latencyMedian() : Double.NaN);
        number(node, "latency_p99", known ? point.latency99() : Double.NaN);
        number(node, "latency_max", known ? point.latencyMax() : Double.NaN);
        number(node, "network_mean", point.networkMean());
        number(node, "routers_mean", point.routersMean());
        return node;
    }

    private static void statistics(ObjectNode node, NocNetwork network, FabricStatistics statistics) {
        node.put("cycles", statistics.cycles());
        node.put("arrived", statistics.arrived());
        node.put("traversals", statistics.traversals());
        var latency = node.putArray("latency_histogram");
        for (var value : statistics.latency().recordedValues()) {
            latency.addArray().add(value.getValueIteratedTo()).add(value.getCountAtValueIteratedTo());
        }
        var hot = node.putArray("hot_spots");
        statistics.hotSpots(HOT_SPOTS).forEach(link -> hot.add(link(network, link, statistics.cycles())));
        var links = node.putArray("links");
        statistics.links().forEach(link -> links.add(link(network, link, statistics.cycles())));
        var queues = node.putArray("queues");
        for (QueueMark mark : statistics.queues()) {
            queues.addObject()
                    .put("plane", mark.plane())
                    .put("x", mark.x())
                    .put("y", mark.y())
                    .put("buffer", mark.buffer())
                    .put("highest", mark.highest())
                    .put("capacity", mark.capacity());
        }
    }

    private static ObjectNode link(NocNetwork network, LinkLoad link, long cycles) {
        ObjectNode node = Json.object();
        node.put("plane", link.plane()).put("x", link.x()).put("y", link.y()).put("port", link.port());
        node.put("flits", link.flits());
        number(node, "load", link.utilisation(cycles) / network.linkCapacity());
        return node;
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
