package dev.ranvier.emulator.fabric.ranc;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStalledException;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.LatencyHistogram;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.emulator.fabric.StallReport;
import dev.ranvier.emulator.fabric.packet.ArrivalQueue;
import dev.ranvier.emulator.fabric.packet.DestinationGroups;
import dev.ranvier.emulator.fabric.packet.PacketPool;
import dev.ranvier.emulator.fabric.packet.SourceQueues;
import dev.ranvier.emulator.fabric.packet.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * RANC's routers as a {@link Fabric}: an unbounded source queue before each node. A cycle is one clock, numbered by its
 * rising edge. Before each rising edge a node offers its oldest packet if neither of its two local FIFOs is full; it is
 * written at that edge, which is its injection. The arrival is the rising edge at which the destination's scheduler
 * write enable is on. Packets have one flit.
 *
 * <p>The hardware knows no groups; a packet for a group becomes one packet per member.
 *
 * <p>Owner: the chip that holds it; one thread at a time.
 */
public final class RancNetwork implements Fabric {
    private static final int STATE_VERSION = 1;
    private static final int WATCHDOG_CLOCKS = 10_000;
    private static final int DIRECTIONS = 5;
    private static final String[] LINKS = {"east", "west", "north", "south", "local"};
    /** Furthest that a distance of 9 bits reaches, to the west or south one more. */
    private static final int REACH = 255;

    private final RancConfig config;
    private final RancRouters routers;
    private final PacketPool packets = new PacketPool();
    private final SourceQueues sources;
    private final ArrivalQueue arrivals = new ArrivalQueue();
    private final DestinationGroups groups;
    private final LatencyHistogram latency = new LatencyHistogram();
    private final long[] waiting; // nodes whose source queue is not empty
    private long now;
    private long lastMove;
    private long outstanding;
    private long offered;
    private long delivered;
    private long since;

    /** An empty network at clock 0. */
    public RancNetwork(RancConfig config) {
        this.config = config;
        routers = new RancRouters(config);
        sources = new SourceQueues(config.nodes(), packets);
        groups = new DestinationGroups(config.nodes());
        waiting = new long[(config.nodes() + 63) >>> 6];
    }

    @Override
    public int nodes() {
        return config.nodes();
    }

    @Override
    public int routersCrossed(int source, int destination) {
        checkNode("source", source);
        checkNode("destination", destination);
        return 1 + Math.abs(dx(source, destination)) + Math.abs(dy(source, destination));
    }

    /**
     * Lets somebody see every packet that moves through a FIFO from now on, during {@link #cycle()}; null: nobody. What
     * comes in with a packet there is its number, of which {@link #tag} knows the tag.
     */
    public void listen(HopListener listener) {
        routers.listen(listener);
    }

    /** Tag of a packet in flight, by the number that a {@link HopListener} is told. */
    public long tag(int packet) {
        return packets.tag(packet);
    }

    private int dx(int source, int destination) {
        return destination % config.columns() - source % config.columns();
    }

    private int dy(int source, int destination) {
        return destination / config.columns() - source / config.columns();
    }

    private void checkNode(String what, int node) {
        if (node < 0 || node >= config.nodes()) {
            throw new IllegalArgumentException(what + " node " + node + " does not exist: a grid of " + config.columns()
                    + " x " + config.rows() + " has nodes 0.." + (config.nodes() - 1));
        }
    }

    @Override
    public long cycle() {
        return now;
    }

    @Override
    public long inFlight() {
        return outstanding;
    }

    @Override
    public void offer(int source, int destination, int flits, long tag) {
        checkNode("source", source);
        checkNode("destination", destination);
        if (flits != 1) {
            throw new IllegalArgumentException("a packet from node " + source + " to node " + destination + " has "
                    + flits + " flits: RANC's packets have 1");
        }
        int dx = dx(source, destination);
        int dy = dy(source, destination);
        if (dx > REACH || dy > REACH || dx < -REACH - 1 || dy < -REACH - 1) {
            throw new IllegalArgumentException(
                    "node " + destination + " is " + dx + " columns and " + dy + " rows from node " + source
                            + ": a packet's distances have 9 bits, -256..255; use a node between");
        }
        int packet = packets.take(now, source, destination, 1, 1, tag);
        sources.append(source, packet);
        waiting[source >>> 6] |= 1L << source;
        lastMove = outstanding == 0 ? now : lastMove;
        outstanding++;
        offered++;
    }

    @Override
    public int group(int... destinations) {
        return groups.register(destinations);
    }

    @Override
    public void offerGroup(int source, int group, long tag) {
        groups.check(group);
        for (int k = 0; k < groups.size(group); k++) {
            offer(source, groups.member(group, k), 1, tag);
        }
    }

    @Override
    public boolean blocked(int node) {
        checkNode("source", node);
        return !sources.isEmpty(node) || routers.localFull(node);
    }

    @Override
    public void stepTo(long cycle) {
        if (cycle < now) {
            throw new IllegalArgumentException("the network is at clock " + now + " and cannot step to clock " + cycle
                    + ": give a clock that is not in the past");
        }
        while (now < cycle) {
            if (outstanding == 0 && routers.idle()) {
                now = cycle;
            } else {
                clock();
            }
        }
    }

    @Override
    public long stepUntilEmpty() {
        while (outstanding > 0) {
            clock();
        }
        return now;
    }

    private void clock() {
        routers.fall();
        int moves = 0;
        for (int word = 0; word < waiting.length; word++) {
            for (long bits = waiting[word]; bits != 0; bits &= bits - 1) {
                moves += inject((word << 6) + Long.numberOfTrailingZeros(bits));
            }
        }
        moves += routers.rise();
        for (int k = 0; k < routers.delivered(); k++) {
            int packet = routers.deliveredPayload(k);
            arrivals.add(packet, routers.deliveredNode(k), now);
            latency.record(now - packets.generated(packet));
            delivered++;
            outstanding--;
        }
        if (moves > 0) {
            lastMove = now;
        } else if (outstanding > 0 && now - lastMove > WATCHDOG_CLOCKS) {
            List<StallReport.Wait> waits = new ArrayList<>();
            routers.waits(waits);
            throw new FabricStalledException(StallReport.of(now, lastMove, outstanding, waits));
        }
        now++;
    }

    private int inject(int node) {
        if (routers.localFull(node)) {
            return 0;
        }
        int packet = sources.first(node);
        int destination = packets.destination(packet);
        routers.strobeLocal(node, dx(node, destination), dy(node, destination), packet);
        packets.setInjected(packet, now);
        if (sources.removeFirst(node)) {
            waiting[node >>> 6] &= ~(1L << node);
        }
        return 1;
    }

    @Override
    public int drain(Arrivals into) {
        int count = 0;
        while (arrivals.hasBefore(now)) {
            int packet = arrivals.headPacket();
            long cycle = arrivals.headCycle();
            into.add(
                    packets.tag(packet),
                    packets.source(packet),
                    arrivals.headNode(),
                    1,
                    packets.generated(packet),
                    packets.injected(packet),
                    cycle,
                    cycle);
            arrivals.removeHead();
            packets.delivered(packet);
            count++;
        }
        return count;
    }

    @Override
    public FabricStatistics statistics() {
        List<LinkLoad> links = new ArrayList<>();
        List<QueueMark> queues = new ArrayList<>();
        long traversals = 0;
        for (int node = 0; node < config.nodes(); node++) {
            int x = node % config.columns();
            int y = node / config.columns();
            boolean[] exists = {x < config.columns() - 1, x > 0, y < config.rows() - 1, y > 0, true};
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                long carried = routers.carried(node, direction);
                traversals += carried;
                if (exists[direction]) {
                    links.add(new LinkLoad(0, node, x, y, LINKS[direction], carried));
                }
            }
            for (int fifo = 0; fifo < Fifo.COUNT; fifo++) {
                int highest = routers.highWater(node, fifo);
                queues.add(new QueueMark(0, node, x, y, Fifo.name(fifo), highest, config.bufferDepth()));
            }
        }
        return new FabricStatistics(now - since, offered, delivered, traversals, links, queues, latency.copy());
    }

    @Override
    public void clearStatistics() {
        routers.clearCounters();
        latency.clear();
        offered = 0;
        delivered = 0;
        since = now;
    }

    @Override
    public void reset() {
        routers.reset();
        packets.clear();
        sources.clear();
        arrivals.clear();
        Arrays.fill(waiting, 0);
        now = 0;
        lastMove = 0;
        outstanding = 0;
        clearStatistics();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(STATE_VERSION);
        out.writeUTF(config.toString());
        out.writeLong(now);
        out.writeLong(lastMove);
        out.writeLong(outstanding);
        out.writeLong(offered);
        out.writeLong(delivered);
        out.writeLong(since);
        groups.save(out);
        packets.save(out);
        sources.save(out);
        arrivals.save(out);
        latency.save(out);
        StateArrays.save(out, waiting);
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
        if (!saved.equals(config.toString())) {
            throw new IOException("the saved network is " + saved + " but this one is " + config
                    + ": load it into a network of the same configuration");
        }
        now = in.readLong();
        lastMove = in.readLong();
        outstanding = in.readLong();
        offered = in.readLong();
        delivered = in.readLong();
        since = in.readLong();
        groups.load(in);
        packets.load(in);
        sources.load(in);
        arrivals.load(in, packets.capacity(), config.nodes());
        latency.load(in);
        StateArrays.load(in, waiting);
        routers.load(in);
    }
}
