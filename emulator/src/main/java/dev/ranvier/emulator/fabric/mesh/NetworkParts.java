package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.StallReport;
import dev.ranvier.emulator.fabric.packet.ArrivalQueue;
import dev.ranvier.emulator.fabric.packet.DestinationGroups;
import dev.ranvier.emulator.fabric.packet.PacketPool;
import dev.ranvier.emulator.fabric.packet.SourceQueues;

/**
 * What a kernel shares with the network around it: the packets, their queues at both ends, the links and the counters.
 *
 * <p>Owner: one network.
 */
final class NetworkParts {
    /** Cycles of the longest delay that do not depend on L and C. */
    static final int FIXED_DELAY = 5;

    final MeshConfig config;
    final MeshGeometry geometry;
    final PacketPool packets = new PacketPool();
    final SourceQueues sources;
    final ArrivalQueue arrivals = new ArrivalQueue();
    final FlitWheel wheel;
    final MeshCounters counters;
    final DestinationGroups groups;
    final MulticastTree tree;
    /** Sees switch grants, or null. */
    GrantListener listener;
    /** Deliveries that no router has decided yet. */
    long outstanding;

    NetworkParts(MeshGeometry geometry) {
        this.geometry = geometry;
        config = geometry.config;
        sources = new SourceQueues(geometry.nodes, packets);
        wheel = new FlitWheel(longestDelay(config), geometry.nodes * Port.COUNT);
        counters = new MeshCounters(geometry.nodes);
        groups = new DestinationGroups(geometry.nodes);
        tree = new MulticastTree(geometry);
    }

    /**
     * The longest time between a decision and its effect, in cycles: a flit's 2 + L, or the credit of an ejected flit,
     * 5 + C, or of a link, 1 + L + C (A.3).
     */
    static int longestDelay(MeshConfig config) {
        return FIXED_DELAY + Math.max(config.linkLatencyX(), config.linkLatencyY()) + config.creditDelay();
    }

    /** Books a flit that the terminal of a router will take at {@code cycle}. */
    void ejected(long flit, int router, long cycle) {
        int packet = Flit.packet(flit);
        if ((flit & Flit.HEAD) != 0) {
            packets.setHeadArrived(packet, cycle);
        }
        if ((flit & Flit.TAIL) != 0) {
            arrivals.add(packet, geometry.nodeOf[router], cycle);
            counters.latency.record(cycle - packets.generated(packet));
            counters.delivered++;
            outstanding--;
        }
    }

    /**
     * Takes the next flit of the first packet of a source queue, without a port; removes the packet with its tail.
     * Whether the queue is empty afterwards: ask it.
     */
    long takeFlit(int router, long cycle) {
        int packet = sources.first(router);
        int waiting = packets.flitsWaiting(packet);
        long flit = packets.body(packet);
        if (waiting == packets.flits(packet)) {
            packets.setInjected(packet, cycle);
            flit |= Flit.HEAD;
        }
        packets.flitInjected(packet);
        if (waiting == 1) {
            sources.removeFirst(router);
            flit |= Flit.TAIL;
        }
        return flit;
    }

    /**
     * What a blocked front flit waits for.
     *
     * @param router where it is
     * @param input its input port
     * @param channel its channel there
     * @param output the output it wants
     * @param outChannel the channel it wants there
     * @param holder input port whose packet is passing through that channel, or -1 if there is none to be seen
     * @param holderChannel the channel of that packet at its input
     * @param packet number of the flit's packet
     */
    StallReport.Wait blocked(
            int router, int input, int channel, int output, int outChannel, int holder, int holderChannel, int packet) {
        String through = "output " + Port.name(output) + " channel " + outChannel;
        String waiting = buffer(router, input, channel);
        if (holder >= 0) {
            String reason = "another packet is passing through " + through;
            return new StallReport.Wait(waiting, buffer(router, holder, holderChannel), reason, packets.tag(packet));
        }
        String behind = output == Port.TERMINAL
                ? geometry.name(router) + " terminal"
                : buffer(geometry.neighbour[router * 8 + output], output ^ 1, outChannel);
        return new StallReport.Wait(waiting, behind, "no credit for " + through, packets.tag(packet));
    }

    private String buffer(int router, int port, int channel) {
        return geometry.name(router) + " input " + Port.name(port) + " channel " + channel;
    }
}
