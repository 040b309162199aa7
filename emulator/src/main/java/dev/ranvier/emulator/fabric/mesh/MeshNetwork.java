package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStalledException;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.emulator.fabric.StallReport;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A mesh or torus of spike routers, exact to the packet and cycle to the rules of the spike-router specification, part
 * A.
 *
 * <p>Every packet crosses at least its own router; a terminal takes one flit per cycle at once; nothing is ever
 * dropped. A packet of one cycle enters its node's unbounded source queue in the order of offers. On a torus with an
 * even number of routers in a dimension, a packet whose two ways are equally long goes up or down by a coin that is a
 * function of the packet's number since the reset.
 *
 * <p>Owner: the chip that holds it; one thread at a time.
 */
public final class MeshNetwork implements Fabric {
    private static final int MAX_FLITS = 1 << 20;
    private static final int STATE_VERSION = 1;

    private final MeshGeometry geometry;
    private final NetworkParts parts;
    private final RouterKernel routers;
    private long now;
    private long lastMove;
    private long packetNumber;

    /**
     * An empty network at cycle 0. Whether its routing can deadlock is not asked here but by {@link
     * ChannelDependencies}.
     */
    public MeshNetwork(MeshConfig config) {
        this(new MeshGeometry(config), SingleChannelRouters.covers(config));
    }

    /** A network with chosen router numbering and kernel, for tests that show that neither matters. */
    MeshNetwork(MeshGeometry geometry, boolean single) {
        this.geometry = geometry;
        parts = new NetworkParts(geometry);
        routers = single ? new SingleChannelRouters(parts) : new VirtualChannelRouters(parts);
    }

    /** What this network is. */
    public MeshConfig config() {
        return geometry.config;
    }

    @Override
    public int nodes() {
        return geometry.nodes;
    }

    @Override
    public int routersCrossed(int source, int destination) {
        checkNode("source", source);
        checkNode("destination", destination);
        return geometry.routersCrossed(source, destination);
    }

    @Override
    public long cycle() {
        return now;
    }

    @Override
    public long inFlight() {
        return parts.outstanding + parts.arrivals.notBefore(now);
    }

    /** Lets somebody see every switch grant from now on; null: nobody. */
    public void listen(GrantListener listener) {
        parts.listener = listener;
    }

    @Override
    public void offer(int source, int destination, int flits, long tag) {
        checkNode("source", source);
        checkNode("destination", destination);
        if (flits < 1 || flits > MAX_FLITS) {
            throw new IllegalArgumentException("a packet from node " + source + " to node " + destination + " has "
                    + flits + " flits: allowed are 1.." + MAX_FLITS);
        }
        int packet = parts.packets.take(now, source, destination, flits, 1, tag);
        parts.packets.setBody(packet, body(packet, source, destination));
        append(source, packet, 1);
    }

    private long body(int packet, int source, int destination) {
        int x = geometry.x(source);
        int y = geometry.y(source);
        int dx = geometry.offset(x, geometry.x(destination), geometry.columns, coin(0));
        int dy = geometry.offset(y, geometry.y(destination), geometry.rows, coin(1));
        int classes = (crossesRim(x + dx, geometry.columns) ? Flit.CLASS_X : 0)
                | (crossesRim(y + dy, geometry.rows) ? Flit.CLASS_Y : 0);
        return Flit.body(packet, dx, dy, classes);
    }

    private static boolean crossesRim(int end, int size) {
        return end < 0 || end >= size;
    }

    /**
     * BookSim tosses a coin where both ways around a torus are equally long; ours is a function of the packet's number,
     * so that runs can be repeated.
     */
    private boolean coin(int dimension) {
        long mixed = (2 * packetNumber + dimension + 1) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        return (mixed ^ (mixed >>> 32)) << 63 != 0;
    }

    @Override
    public int group(int... destinations) {
        int group = parts.groups.register(destinations);
        parts.tree.prepare(parts.groups);
        return group;
    }

    @Override
    public void offerGroup(int source, int group, long tag) {
        checkNode("source", source);
        parts.groups.check(group);
        int members = parts.groups.size(group);
        if (config().multicast() == Multicast.COPIES_AT_SOURCE || members == 1) {
            for (int k = 0; k < members; k++) {
                offer(source, parts.groups.member(group, k), 1, tag);
            }
            return;
        }
        int packet = parts.packets.take(now, source, group, 1, members, tag);
        parts.packets.setBody(packet, Flit.group(packet, 0, members));
        append(source, packet, members);
    }

    private void append(int source, int packet, int deliveries) {
        int router = geometry.routerOf[source];
        if (parts.outstanding == 0) {
            lastMove = Math.max(lastMove, now); // the watchdog's patience begins with the first packet
        }
        packetNumber++;
        parts.counters.offered += deliveries;
        parts.outstanding += deliveries;
        if (parts.sources.append(router, packet)) {
            routers.packetWaits(router);
        }
    }

    private void checkNode(String what, int node) {
        if (node < 0 || node >= geometry.nodes) {
            throw new IllegalArgumentException(what + " node " + node + " does not exist: a network of "
                    + geometry.columns + " x " + geometry.rows + " routers has nodes 0.." + (geometry.nodes - 1));
        }
    }

    @Override
    public boolean blocked(int node) {
        checkNode("source", node);
        int router = geometry.routerOf[node];
        return !parts.sources.isEmpty(router) || !routers.canInject(router);
    }

    @Override
    public void stepTo(long cycle) {
        if (cycle < now) {
            throw new IllegalArgumentException("the network is at cycle " + now + " and cannot step to cycle " + cycle
                    + ": give a cycle that is not in the past");
        }
        while (now < cycle) {
            advance(cycle);
        }
    }

    @Override
    public long stepUntilEmpty() {
        while (parts.outstanding > 0) {
            advance(Long.MAX_VALUE);
        }
        if (parts.arrivals.notBefore(now) > 0) {
            stepTo(parts.arrivals.lastCycle() + 1);
        }
        return now;
    }

    /** Simulates one cycle, or jumps over cycles in which nothing happens, up to {@code limit}. */
    private void advance(long limit) {
        if (routers.quiet()) {
            long next = Math.min(routers.nextEvent(now), limit);
            if (next > now) {
                if (parts.outstanding > 0 && next - lastMove > config().watchdogCycles()) {
                    now = Math.max(now, lastMove + config().watchdogCycles());
                    stalled();
                }
                now = next;
                return;
            }
        }
        if (routers.step(now) > 0) {
            lastMove = now;
        } else if (parts.outstanding > 0 && now - lastMove > config().watchdogCycles()) {
            stalled();
        }
        now++;
    }

    private void stalled() {
        List<StallReport.Wait> waits = new ArrayList<>();
        routers.waits(waits);
        throw new FabricStalledException(StallReport.of(now, lastMove, parts.outstanding, waits));
    }

    @Override
    public int drain(Arrivals into) {
        int count = 0;
        while (parts.arrivals.hasBefore(now)) {
            int packet = parts.arrivals.headPacket();
            long cycle = parts.arrivals.headCycle();
            int flits = parts.packets.flits(packet);
            into.add(
                    parts.packets.tag(packet),
                    parts.packets.source(packet),
                    parts.arrivals.headNode(),
                    flits,
                    parts.packets.generated(packet),
                    parts.packets.injected(packet),
                    flits == 1 ? cycle : parts.packets.headArrived(packet),
                    cycle);
            parts.arrivals.removeHead();
            parts.packets.delivered(packet);
            count++;
        }
        return count;
    }

    @Override
    public FabricStatistics statistics() {
        return statistics(0);
    }

    /** Statistics whose links and queues name this network as a plane of several. */
    FabricStatistics statistics(int plane) {
        List<LinkLoad> links = new ArrayList<>();
        List<QueueMark> queues = new ArrayList<>();
        for (int node = 0; node < geometry.nodes; node++) {
            int router = geometry.routerOf[node];
            int x = geometry.x(node);
            int y = geometry.y(node);
            for (int port = 0; port < Port.COUNT; port++) {
                if (port == Port.TERMINAL || geometry.neighbour[router * 8 + port] >= 0) {
                    long flits = parts.counters.linkFlits[router * 8 + port];
                    links.add(new LinkLoad(plane, node, x, y, Port.name(port), flits));
                    int highest = routers.highWater(router, port);
                    queues.add(new QueueMark(
                            plane, node, x, y, "input " + Port.name(port), highest, config().bufferDepth()));
                }
            }
        }
        MeshCounters counters = parts.counters;
        return new FabricStatistics(
                now - counters.since,
                counters.offered,
                counters.delivered - parts.arrivals.notBefore(now),
                counters.traversals,
                links,
                queues,
                counters.latency.copy());
    }

    @Override
    public void clearStatistics() {
        parts.counters.clear(now);
        parts.counters.delivered = parts.arrivals.notBefore(now);
        routers.clearHighWater();
    }

    @Override
    public void reset() {
        now = 0;
        lastMove = 0;
        packetNumber = 0;
        parts.outstanding = 0;
        parts.packets.clear();
        parts.sources.clear();
        parts.arrivals.clear();
        parts.counters.clear(0);
        routers.reset();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(STATE_VERSION);
        out.writeUTF(config().toString());
        out.writeLong(now);
        out.writeLong(lastMove);
        out.writeLong(packetNumber);
        out.writeLong(parts.outstanding);
        parts.groups.save(out);
        parts.packets.save(out);
        parts.sources.save(out);
        parts.arrivals.save(out);
        parts.counters.save(out);
        parts.wheel.save(out);
        routers.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        int version = in.readInt();
        if (version != STATE_VERSION) {
            throw new IOException(
                    "the saved network has state version " + version + ": this program reads version " + STATE_VERSION);
        }
        String saved = in.readUTF();
        if (!saved.equals(config().toString())) {
            throw new IOException("the saved network is " + saved + " but this one is " + config()
                    + ": load it into a network of the same configuration");
        }
        now = in.readLong();
        lastMove = in.readLong();
        packetNumber = in.readLong();
        parts.outstanding = in.readLong();
        parts.groups.load(in);
        parts.tree.clear();
        parts.tree.prepare(parts.groups);
        parts.packets.load(in);
        parts.sources.load(in);
        parts.arrivals.load(in, parts.packets.capacity(), geometry.nodes);
        parts.counters.load(in);
        parts.wheel.load(in, geometry.nodes * 8 * config().virtualChannels());
        routers.load(in);
    }
}
