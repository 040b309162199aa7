package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.emulator.fabric.packet.DestinationGroups;
import dev.ranvier.hw.RanvierException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Several equal networks side by side, as Loihi has two: packet n, counted from the reset, travels in plane n mod P.
 * With {@link Multicast#COPIES_AT_SOURCE} every copy for a member of a group is a packet of its own; with {@link
 * Multicast#TREE} the group's flit is one.
 *
 * <p>Owner: the chip that holds it; one thread at a time.
 */
public final class MeshPlanes implements Fabric {
    private static final int MAX_PLANES = 8;

    private final MeshNetwork[] planes;
    private final DestinationGroups groups;
    private final Arrivals[] drained;
    private final int[] taken;
    private long packetNumber;

    /**
     * Empty planes at cycle 0.
     *
     * @param config of every plane
     * @param count planes, 1..8
     */
    public MeshPlanes(MeshConfig config, int count) {
        if (count < 1 || count > MAX_PLANES) {
            throw new RanvierException("a fabric of " + count + " planes: allowed are 1.." + MAX_PLANES);
        }
        planes = new MeshNetwork[count];
        drained = new Arrivals[count];
        taken = new int[count];
        for (int k = 0; k < count; k++) {
            planes[k] = new MeshNetwork(config);
            drained[k] = new Arrivals();
        }
        groups = new DestinationGroups(config.nodes());
    }

    /** Number of planes. */
    public int count() {
        return planes.length;
    }

    /** One plane, to listen to its grants. */
    public MeshNetwork plane(int k) {
        return planes[k];
    }

    private MeshNetwork next() {
        return planes[(int) (packetNumber % planes.length)];
    }

    @Override
    public int nodes() {
        return planes[0].nodes();
    }

    @Override
    public int routersCrossed(int source, int destination) {
        return planes[0].routersCrossed(source, destination);
    }

    @Override
    public long cycle() {
        return planes[0].cycle();
    }

    @Override
    public long inFlight() {
        long sum = 0;
        for (MeshNetwork plane : planes) {
            sum += plane.inFlight();
        }
        return sum;
    }

    @Override
    public void offer(int source, int destination, int flits, long tag) {
        next().offer(source, destination, flits, tag);
        packetNumber++;
    }

    @Override
    public int group(int... destinations) {
        int group = groups.register(destinations);
        for (MeshNetwork plane : planes) {
            plane.group(destinations);
        }
        return group;
    }

    @Override
    public void offerGroup(int source, int group, long tag) {
        groups.check(group);
        if (planes[0].config().multicast() == Multicast.TREE) {
            next().offerGroup(source, group, tag);
            packetNumber++;
            return;
        }
        for (int k = 0; k < groups.size(group); k++) {
            offer(source, groups.member(group, k), 1, tag);
        }
    }

    @Override
    public boolean blocked(int node) {
        return next().blocked(node);
    }

    @Override
    public void stepTo(long cycle) {
        for (MeshNetwork plane : planes) {
            plane.stepTo(cycle);
        }
    }

    @Override
    public long stepUntilEmpty() {
        long end = cycle();
        for (MeshNetwork plane : planes) {
            end = Math.max(end, plane.stepUntilEmpty());
        }
        stepTo(end);
        return end;
    }

    /** {@inheritDoc} Within a cycle, plane after plane. */
    @Override
    public int drain(Arrivals into) {
        int count = 0;
        for (int k = 0; k < planes.length; k++) {
            drained[k].clear();
            taken[k] = 0;
            count += planes[k].drain(drained[k]);
        }
        for (int moved = 0; moved < count; moved++) {
            int earliest = -1;
            for (int k = 0; k < planes.length; k++) {
                boolean left = taken[k] < drained[k].size();
                if (left && (earliest < 0 || arrival(k) < arrival(earliest))) {
                    earliest = k;
                }
            }
            move(drained[earliest], taken[earliest]++, into);
        }
        return count;
    }

    private long arrival(int plane) {
        return drained[plane].arrived(taken[plane]);
    }

    private static void move(Arrivals from, int k, Arrivals into) {
        into.add(
                from.tag(k),
                from.source(k),
                from.destination(k),
                from.flits(k),
                from.generated(k),
                from.injected(k),
                from.headArrived(k),
                from.arrived(k));
    }

    @Override
    public FabricStatistics statistics() {
        List<LinkLoad> links = new ArrayList<>();
        List<QueueMark> queues = new ArrayList<>();
        Histogram latency = null;
        long offered = 0;
        long arrived = 0;
        long traversals = 0;
        long cycles = 0;
        for (int k = 0; k < planes.length; k++) {
            FabricStatistics of = planes[k].statistics(k);
            links.addAll(of.links());
            queues.addAll(of.queues());
            offered += of.offered();
            arrived += of.arrived();
            traversals += of.traversals();
            cycles = of.cycles();
            if (latency == null) {
                latency = of.latency();
            } else {
                latency.add(of.latency());
            }
        }
        return new FabricStatistics(cycles, offered, arrived, traversals, links, queues, latency);
    }

    @Override
    public void clearStatistics() {
        for (MeshNetwork plane : planes) {
            plane.clearStatistics();
        }
    }

    @Override
    public void reset() {
        packetNumber = 0;
        for (MeshNetwork plane : planes) {
            plane.reset();
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(planes.length);
        out.writeLong(packetNumber);
        groups.save(out);
        for (MeshNetwork plane : planes) {
            plane.save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        int count = in.readInt();
        if (count != planes.length) {
            throw new IOException("the saved fabric has " + count + " planes, this one " + planes.length
                    + ": load it into a fabric of the same configuration");
        }
        packetNumber = in.readLong();
        if (packetNumber < 0) {
            throw new IOException("the saved fabric has sent " + packetNumber + " packets; the state is damaged");
        }
        groups.load(in);
        for (MeshNetwork plane : planes) {
            plane.load(in);
        }
    }
}
