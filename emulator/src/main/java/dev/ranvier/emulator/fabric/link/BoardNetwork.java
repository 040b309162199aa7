package dev.ranvier.emulator.fabric.link;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.LatencyHistogram;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.emulator.fabric.packet.DestinationGroups;
import dev.ranvier.emulator.fabric.packet.PacketPool;
import dev.ranvier.hw.FabricSpec.LinkSpec;
import dev.ranvier.hw.FabricSpec.Multicast;
import dev.ranvier.hw.GridSpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The networks of several chips, joined by links ({@link BoardRoute}). A packet for another chip travels to the tile at
 * the edge, waits for the link, is sent bit by bit, and enters the next chip as if it were generated there. A packet
 * for several tiles crosses a link once per chip that it has destinations on, if the chips' routers copy packets.
 *
 * <p>A link needs some cycles at least, so the chips are simulated that far one after the other without seeing each
 * other: the result is that of simulating them cycle by cycle.
 *
 * <p>Owner: the chip that holds it; one thread at a time.
 */
public final class BoardNetwork implements Fabric {
    private static final int STATE_VERSION = 1;
    private static final long LONGEST_WINDOW = 1L << 30;
    private static final String[] SIDE_NAMES = {"link +x", "link -x", "link +y", "link -y"};

    private final BoardRoute route;
    private final boolean tree;
    private final int tiles;
    private final int lookahead;
    private final Fabric[] chips;
    /** Link that leaves chip c by side s: {@code [c * 4 + s]}; null at the edge of the board. */
    private final ChipLink[] links;

    private final DestinationGroups groups;
    /** Per group and chip, the chip's own group of the members on it; -1 where it has none. */
    private int[][] parts = new int[16][];

    private int[][] partSizes = new int[16][];
    private final PacketPool packets = new PacketPool();
    private final Arrivals drained = new Arrivals();
    private final Arrivals window = new Arrivals();
    private final Arrivals ready = new Arrivals();
    private long[] order = new long[64];

    private long now;
    private long since;
    private long outstanding;
    /** Packets inside a chip on their way to a link. */
    private int leaving;

    private int onLinks;
    private long offered;
    private long arrived;
    private final LatencyHistogram latency = new LatencyHistogram();

    /**
     * An empty board at cycle 0.
     *
     * @param grid chips and their tiles
     * @param spec links between the chips
     * @param multicast what a spike for several tiles becomes, as in the chips' networks
     * @param chip makes the network of a chip
     */
    public BoardNetwork(GridSpec grid, LinkSpec spec, Multicast multicast, Supplier<Fabric> chip) {
        route = new BoardRoute(grid, spec);
        tree = multicast == Multicast.TREE;
        tiles = grid.tilesPerChip();
        lookahead = spec.cyclesPerPacket() + spec.latencyCycles();
        chips = new Fabric[grid.chips()];
        links = new ChipLink[chips.length * BoardRoute.SIDES];
        for (int c = 0; c < chips.length; c++) {
            chips[c] = chip.get();
            for (int side = 0; side < BoardRoute.SIDES; side++) {
                if (route.exists(c, side)) {
                    links[c * BoardRoute.SIDES + side] = new ChipLink(spec.cyclesPerPacket(), spec.latencyCycles());
                }
            }
        }
        groups = new DestinationGroups(nodes());
    }

    /** Network of one chip, to listen to its grants. */
    public Fabric chip(int c) {
        return chips[c];
    }

    @Override
    public int nodes() {
        return tiles * chips.length;
    }

    @Override
    public int routersCrossed(int source, int destination) {
        checkNode("source", source);
        checkNode("destination", destination);
        int[] sum = new int[1];
        route.visit(source, destination, (c, from, to) -> sum[0] += chips[c].routersCrossed(from, to));
        return sum[0];
    }

    @Override
    public long cycle() {
        return now;
    }

    @Override
    public long inFlight() {
        return outstanding;
    }

    private void checkNode(String what, int node) {
        if (node < 0 || node >= nodes()) {
            throw new IllegalArgumentException(what + " node " + node + " does not exist: a board of " + chips.length
                    + " chips with " + tiles + " tiles each has nodes 0.." + (nodes() - 1));
        }
    }

    // ------------------------------------------------------------------------------------------------------- offering

    @Override
    public void offer(int source, int destination, int flits, long tag) {
        checkNode("source", source);
        checkNode("destination", destination);
        count(1);
        int packet = packets.take(now, source, destination, flits, 1, tag);
        enter(packet, route.chip(source), source % tiles);
    }

    private void count(int deliveries) {
        offered += deliveries;
        outstanding += deliveries;
    }

    @Override
    public int group(int... destinations) {
        int group = groups.register(destinations);
        if (group == parts.length) {
            parts = Arrays.copyOf(parts, group * 2);
            partSizes = Arrays.copyOf(partSizes, group * 2);
        }
        parts[group] = new int[chips.length];
        partSizes[group] = new int[chips.length];
        for (int c = 0; c < chips.length; c++) {
            int chip = c;
            int[] members = Arrays.stream(destinations)
                    .filter(node -> route.chip(node) == chip)
                    .map(node -> node % tiles)
                    .toArray();
            partSizes[group][c] = members.length;
            parts[group][c] = members.length == 0 ? -1 : chips[c].group(members);
        }
        return group;
    }

    @Override
    public void offerGroup(int source, int group, long tag) {
        checkNode("source", source);
        groups.check(group);
        if (!tree) {
            for (int k = 0; k < groups.size(group); k++) {
                offer(source, groups.member(group, k), 1, tag);
            }
            return;
        }
        for (int c = 0; c < chips.length; c++) {
            int members = partSizes[group][c];
            if (members > 0) {
                count(members);
                int packet = packets.take(now, source, ~group, 1, members, tag);
                packets.setBody(packet, c);
                enter(packet, route.chip(source), source % tiles);
            }
        }
    }

    /** Chip that a packet goes to. */
    private int target(int packet) {
        int destination = packets.destination(packet);
        return destination < 0 ? (int) packets.body(packet) : route.chip(destination);
    }

    /** Hands a packet to the network of a chip, for its destination or for the link that leads there. */
    private void enter(int packet, int chip, int tile) {
        int target = target(packet);
        if (target != chip) {
            leaving++;
            chips[chip].offer(tile, route.gate(route.side(chip, target)), packets.flits(packet), packet);
        } else if (packets.destination(packet) < 0) {
            chips[chip].offerGroup(tile, parts[~packets.destination(packet)][chip], packet);
        } else {
            chips[chip].offer(tile, packets.destination(packet) % tiles, packets.flits(packet), packet);
        }
    }

    @Override
    public boolean blocked(int node) {
        checkNode("source", node);
        return chips[route.chip(node)].blocked(node % tiles);
    }

    // ------------------------------------------------------------------------------------------------------- stepping

    @Override
    public void stepTo(long cycle) {
        if (cycle < now) {
            throw new IllegalArgumentException("the board is at cycle " + now + " and cannot step to cycle " + cycle
                    + ": give a cycle that is not in the past");
        }
        while (now < cycle) {
            advance(cycle);
        }
    }

    @Override
    public long stepUntilEmpty() {
        while (leaving > 0 || onLinks > 0) {
            advance(Long.MAX_VALUE);
        }
        long end = now;
        for (Fabric chip : chips) {
            end = Math.max(end, chip.stepUntilEmpty());
        }
        toCycle(end);
        return now;
    }

    /**
     * Simulates up to {@code limit}, or as far as the chips cannot see each other: while a packet is on its way to a
     * link, for as long as the link needs; while packets are on links only, until the first comes out.
     */
    private void advance(long limit) {
        long end = Math.min(limit, now + LONGEST_WINDOW);
        if (leaving > 0) {
            end = Math.min(end, now + lookahead);
        } else if (onLinks > 0) {
            long first = Long.MAX_VALUE;
            for (ChipLink link : links) {
                first = link == null || link.isEmpty() ? first : Math.min(first, link.nextCycle());
            }
            if (first == now) {
                feed(now + 1);
                return;
            }
            end = Math.min(end, first);
        }
        feed(end);
        toCycle(end);
    }

    /** Brings every packet that comes out of a link before {@code end} into the chip behind it, in its cycle. */
    private void feed(long end) {
        if (onLinks == 0) {
            return;
        }
        for (int c = 0; c < chips.length; c++) {
            int side = next(c, end);
            while (side >= 0) {
                ChipLink link = incoming(c, side);
                chips[c].stepTo(link.nextCycle());
                onLinks--;
                enter(link.take(), c, route.gate(side));
                side = next(c, end);
            }
        }
    }

    /** The link into {@code chip} by {@code side}; null at the edge of the board. */
    private ChipLink incoming(int chip, int side) {
        return route.exists(chip, side) ? links[route.neighbour(chip, side) * BoardRoute.SIDES + (side ^ 1)] : null;
    }

    /** Side whose link has the next packet for {@code chip} before {@code end}; -1 if there is none. */
    private int next(int chip, long end) {
        int found = -1;
        long first = end;
        for (int side = 0; side < BoardRoute.SIDES; side++) {
            ChipLink link = incoming(chip, side);
            if (link != null && !link.isEmpty() && link.nextCycle() < first) {
                found = side;
                first = link.nextCycle();
            }
        }
        return found;
    }

    private void toCycle(long end) {
        window.clear();
        for (int c = 0; c < chips.length; c++) {
            chips[c].stepTo(end);
            drained.clear();
            chips[c].drain(drained);
            for (int k = 0; k < drained.size(); k++) {
                arrive(c, k);
            }
        }
        sortInto(ready);
        now = end;
    }

    private void arrive(int chip, int k) {
        int packet = (int) drained.tag(k);
        int target = target(packet);
        if (packets.headArrived(packet) == 0) {
            // Its first chip: the source queue was there.
            packets.setInjected(packet, drained.injected(k));
            packets.setHeadArrived(packet, 1);
        }
        if (target != chip) {
            leaving--;
            onLinks++;
            links[chip * BoardRoute.SIDES + route.side(chip, target)].send(
                    packet, packets.flits(packet), drained.arrived(k));
            return;
        }
        window.add(
                packets.tag(packet),
                packets.source(packet),
                chip * tiles + drained.destination(k),
                packets.flits(packet),
                packets.generated(packet),
                packets.injected(packet),
                drained.headArrived(k),
                drained.arrived(k));
        latency.record(drained.arrived(k) - packets.generated(packet));
        arrived++;
        outstanding--;
        packets.delivered(packet);
    }

    /** Moves the arrivals of the window to {@code into}, by cycle and within a cycle by chip. */
    private void sortInto(Arrivals into) {
        int count = window.size();
        if (order.length < count) {
            order = new long[Math.max(count, order.length * 2)];
        }
        for (int k = 0; k < count; k++) {
            order[k] = (window.arrived(k) - now) << 32 | k;
        }
        Arrays.sort(order, 0, count);
        for (int i = 0; i < count; i++) {
            int k = (int) order[i];
            into.add(
                    window.tag(k),
                    window.source(k),
                    window.destination(k),
                    window.flits(k),
                    window.generated(k),
                    window.injected(k),
                    window.headArrived(k),
                    window.arrived(k));
        }
    }

    @Override
    public int drain(Arrivals into) {
        int count = ready.size();
        for (int k = 0; k < count; k++) {
            into.add(
                    ready.tag(k),
                    ready.source(k),
                    ready.destination(k),
                    ready.flits(k),
                    ready.generated(k),
                    ready.injected(k),
                    ready.headArrived(k),
                    ready.arrived(k));
        }
        ready.clear();
        return count;
    }

    // ------------------------------------------------------------------------------------------------ statistics,
    // state

    /** {@inheritDoc} Places are those of the whole board; a link between chips is a port of the tile that it begins at. */
    @Override
    public FabricStatistics statistics() {
        List<LinkLoad> loads = new ArrayList<>();
        List<QueueMark> marks = new ArrayList<>();
        long traversals = 0;
        for (int c = 0; c < chips.length; c++) {
            FabricStatistics of = chips[c].statistics();
            traversals += of.traversals();
            int base = c * tiles;
            for (LinkLoad load : of.links()) {
                int node = base + load.router();
                loads.add(new LinkLoad(
                        load.plane(), node, route.boardX(node), route.boardY(node), load.port(), load.flits()));
            }
            for (QueueMark mark : of.queues()) {
                int node = base + mark.router();
                marks.add(new QueueMark(
                        mark.plane(),
                        node,
                        route.boardX(node),
                        route.boardY(node),
                        mark.buffer(),
                        mark.highest(),
                        mark.capacity()));
            }
            for (int side = 0; side < BoardRoute.SIDES; side++) {
                ChipLink link = links[c * BoardRoute.SIDES + side];
                if (link != null) {
                    int node = base + route.gate(side);
                    int x = route.boardX(node);
                    int y = route.boardY(node);
                    loads.add(new LinkLoad(0, node, x, y, SIDE_NAMES[side], link.flits()));
                    marks.add(new QueueMark(0, node, x, y, SIDE_NAMES[side], link.highest(), Integer.MAX_VALUE));
                }
            }
        }
        return new FabricStatistics(now - since, offered, arrived, traversals, loads, marks, latency.copy());
    }

    @Override
    public void clearStatistics() {
        for (Fabric chip : chips) {
            chip.clearStatistics();
        }
        for (ChipLink link : links) {
            if (link != null) {
                link.clearStatistics();
            }
        }
        clearCounts();
        since = now;
    }

    private void clearCounts() {
        offered = 0;
        arrived = 0;
        latency.clear();
    }

    @Override
    public void reset() {
        for (Fabric chip : chips) {
            chip.reset();
        }
        for (ChipLink link : links) {
            if (link != null) {
                link.reset();
            }
        }
        packets.clear();
        ready.clear();
        clearCounts();
        now = 0;
        since = 0;
        outstanding = 0;
        leaving = 0;
        onLinks = 0;
    }

    /** {@inheritDoc} Arrivals that were not drained are not part of it: drain first. */
    @Override
    public void save(DataOutput out) throws IOException {
        if (ready.size() > 0) {
            throw new IllegalStateException(ready.size() + " arrivals wait to be drained: drain before saving");
        }
        out.writeInt(STATE_VERSION);
        out.writeInt(chips.length);
        out.writeLong(now);
        out.writeLong(since);
        out.writeLong(outstanding);
        out.writeInt(leaving);
        out.writeInt(onLinks);
        out.writeLong(offered);
        out.writeLong(arrived);
        latency.save(out);
        groups.save(out);
        packets.save(out);
        for (int c = 0; c < chips.length; c++) {
            chips[c].save(out);
            for (int side = 0; side < BoardRoute.SIDES; side++) {
                if (links[c * BoardRoute.SIDES + side] != null) {
                    links[c * BoardRoute.SIDES + side].save(out);
                }
            }
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        int version = in.readInt();
        int count = in.readInt();
        if (version != STATE_VERSION || count != chips.length) {
            throw new IOException("the saved board has state version " + version + " and " + count
                    + " chips: this one reads version " + STATE_VERSION + " and has " + chips.length + " chips");
        }
        now = in.readLong();
        since = in.readLong();
        outstanding = in.readLong();
        leaving = in.readInt();
        onLinks = in.readInt();
        offered = in.readLong();
        arrived = in.readLong();
        latency.load(in);
        groups.load(in);
        packets.load(in);
        for (int c = 0; c < chips.length; c++) {
            chips[c].load(in);
            for (int side = 0; side < BoardRoute.SIDES; side++) {
                if (links[c * BoardRoute.SIDES + side] != null) {
                    links[c * BoardRoute.SIDES + side].load(in, packets.capacity());
                }
            }
        }
        ready.clear();
        numberParts();
    }

    /** The chips number their groups in the order of registration, so the saved groups tell the chips' own. */
    private void numberParts() {
        int[] next = new int[chips.length];
        parts = new int[Math.max(16, groups.count())][];
        partSizes = new int[parts.length][];
        for (int group = 0; group < groups.count(); group++) {
            parts[group] = new int[chips.length];
            partSizes[group] = new int[chips.length];
            for (int k = 0; k < groups.size(group); k++) {
                partSizes[group][route.chip(groups.member(group, k))]++;
            }
            for (int c = 0; c < chips.length; c++) {
                parts[group][c] = partSizes[group][c] == 0 ? -1 : next[c]++;
            }
        }
    }
}
