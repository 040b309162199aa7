package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.hw.RanvierException;
import java.util.Objects;

/**
 * Everything that defines a mesh network (spike-router specification, A.1 and A.2).
 *
 * @param topology mesh or torus
 * @param columns routers along x, 1..512
 * @param rows routers along y, 1..512
 * @param virtualChannels V, FIFOs per input port, 1..32; a torus with classes needs an even number
 * @param bufferDepth D, flits per FIFO, 1..4096
 * @param pipeline router pipeline
 * @param switchDelay X, cycles a flit spends in the switch, 1..32; above 1 flits pass in batches (A.7)
 * @param creditDelay C, extra cycles before a returned credit counts, 0..64
 * @param linkLatencyX L of links along x, for flits and credits, in cycles, 1..256
 * @param linkLatencyY L of links along y, likewise
 * @param routing routing function
 * @param multicast what becomes of packets for groups
 * @param watchdogCycles cycles without any movement after which a network with packets in flight counts as stalled,
 *     1024..2^30
 */
public record MeshConfig(
        Topology topology,
        int columns,
        int rows,
        int virtualChannels,
        int bufferDepth,
        Pipeline pipeline,
        int switchDelay,
        int creditDelay,
        int linkLatencyX,
        int linkLatencyY,
        Routing routing,
        Multicast multicast,
        int watchdogCycles) {
    private static final int MAX_SIDE = 512;
    private static final int MAX_CHANNELS = 32;
    private static final int MAX_DEPTH = 4096;
    private static final int MAX_SWITCH_DELAY = 32;
    private static final int MAX_CREDIT_DELAY = 64;
    private static final int MAX_LINK_LATENCY = 256;
    private static final int MIN_WATCHDOG = 1024;
    private static final int MAX_NODES = 1 << 16;
    private static final long MAX_BUFFERED_FLITS = 1L << 26;

    /** Checks every value and what they need of each other. */
    public MeshConfig {
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(routing, "routing");
        Objects.requireNonNull(multicast, "multicast");
        check("columns", columns, 1, MAX_SIDE);
        check("rows", rows, 1, MAX_SIDE);
        check("virtual channels", virtualChannels, 1, MAX_CHANNELS);
        check("buffer depth", bufferDepth, 1, MAX_DEPTH);
        check("switch delay", switchDelay, 1, MAX_SWITCH_DELAY);
        check("credit delay", creditDelay, 0, MAX_CREDIT_DELAY);
        check("link latency along x", linkLatencyX, 1, MAX_LINK_LATENCY);
        check("link latency along y", linkLatencyY, 1, MAX_LINK_LATENCY);
        check("watchdog cycles", watchdogCycles, MIN_WATCHDOG, 1 << 30);
        check("routers (columns x rows)", columns * rows, 1, MAX_NODES);
        long flits = (long) columns * rows * Port.COUNT * virtualChannels * bufferDepth;
        if (flits > MAX_BUFFERED_FLITS) {
            throw new RanvierException("the network's buffers hold " + flits + " flits (routers x 5 ports x "
                    + virtualChannels + " channels x " + bufferDepth + "): allowed are " + MAX_BUFFERED_FLITS
                    + "; use fewer routers, channels or less depth");
        }
        int longest = Math.max(linkLatencyX, linkLatencyY) + creditDelay + NetworkParts.FIXED_DELAY;
        long onLinks = (long) columns * rows * Port.COUNT * FlitWheel.slots(longest);
        if (onLinks > MAX_BUFFERED_FLITS) {
            throw new RanvierException("the network's links hold " + onLinks + " flits (routers x 5 ports x up to "
                    + FlitWheel.slots(longest) + " cycles of delay): allowed are " + MAX_BUFFERED_FLITS
                    + "; use fewer routers or lower latencies");
        }
        if (topology == Topology.TORUS && routing.classes() && virtualChannels % 2 != 0) {
            throw new RanvierException("a torus with channel classes needs an even number of virtual channels,"
                    + " one half per class, but has " + virtualChannels
                    + ": give it 2 or more, or use routing X_FIRST_WITHOUT_CLASSES, which can deadlock");
        }
        if (multicast == Multicast.TREE
                && (topology != Topology.MESH
                        || pipeline != Pipeline.PB
                        || virtualChannels != 1
                        || switchDelay != 1
                        || bufferDepth > SingleChannelRouters.MAX_DEPTH)) {
            throw new RanvierException("tree multicast needs a mesh with pipeline PB, 1 virtual channel, switch"
                    + " delay 1 and buffer depth 1.." + SingleChannelRouters.MAX_DEPTH + ", but this is a " + topology
                    + " with pipeline " + pipeline + ", " + virtualChannels + " virtual channels, switch delay "
                    + switchDelay + " and buffer depth " + bufferDepth
                    + ": change these or use multicast COPIES_AT_SOURCE");
        }
    }

    private static void check(String what, int value, int low, int high) {
        if (value < low || value > high) {
            throw new RanvierException(what + " of a mesh is " + value + ": allowed are " + low + ".." + high);
        }
    }

    /** The simple spike router: pipeline PB, 1 channel, depth 4, X = 1, C = 0, L = 1, x first, copies at the source. */
    public static MeshConfig mesh(int columns, int rows) {
        return new MeshConfig(
                Topology.MESH,
                columns,
                rows,
                1,
                4,
                Pipeline.PB,
                1,
                0,
                1,
                1,
                Routing.X_FIRST,
                Multicast.COPIES_AT_SOURCE,
                10_000);
    }

    /** A torus with two channels (one per class) and links of latency 2, otherwise as {@link #mesh}. */
    public static MeshConfig torus(int columns, int rows) {
        return new MeshConfig(
                Topology.TORUS,
                columns,
                rows,
                2,
                4,
                Pipeline.PB,
                1,
                0,
                2,
                2,
                Routing.X_FIRST,
                Multicast.COPIES_AT_SOURCE,
                10_000);
    }

    /** This with another pipeline. */
    public MeshConfig withPipeline(Pipeline value) {
        return new MeshConfig(
                topology,
                columns,
                rows,
                virtualChannels,
                bufferDepth,
                value,
                switchDelay,
                creditDelay,
                linkLatencyX,
                linkLatencyY,
                routing,
                multicast,
                watchdogCycles);
    }

    /** This with another number of channels and another depth of each. */
    public MeshConfig withBuffers(int channels, int depth) {
        return new MeshConfig(
                topology,
                columns,
                rows,
                channels,
                depth,
                pipeline,
                switchDelay,
                creditDelay,
                linkLatencyX,
                linkLatencyY,
                routing,
                multicast,
                watchdogCycles);
    }

    /** This with other switch and credit delays, in cycles. */
    public MeshConfig withDelays(int ofSwitch, int ofCredit) {
        return new MeshConfig(
                topology,
                columns,
                rows,
                virtualChannels,
                bufferDepth,
                pipeline,
                ofSwitch,
                ofCredit,
                linkLatencyX,
                linkLatencyY,
                routing,
                multicast,
                watchdogCycles);
    }

    /** This with other link latencies, in cycles. */
    public MeshConfig withLinkLatency(int alongX, int alongY) {
        return new MeshConfig(
                topology,
                columns,
                rows,
                virtualChannels,
                bufferDepth,
                pipeline,
                switchDelay,
                creditDelay,
                alongX,
                alongY,
                routing,
                multicast,
                watchdogCycles);
    }

    /** This with another routing function and another kind of multicast. */
    public MeshConfig withRouting(Routing function, Multicast groups) {
        return new MeshConfig(
                topology,
                columns,
                rows,
                virtualChannels,
                bufferDepth,
                pipeline,
                switchDelay,
                creditDelay,
                linkLatencyX,
                linkLatencyY,
                function,
                groups,
                watchdogCycles);
    }

    /** This with another patience of the watchdog, in cycles. */
    public MeshConfig withWatchdog(int cycles) {
        return new MeshConfig(
                topology,
                columns,
                rows,
                virtualChannels,
                bufferDepth,
                pipeline,
                switchDelay,
                creditDelay,
                linkLatencyX,
                linkLatencyY,
                routing,
                multicast,
                cycles);
    }

    /** Number of routers and of nodes. */
    public int nodes() {
        return columns * rows;
    }

    /** Latency of the link at a port, in cycles: L of its dimension, 1 for the terminal's links (A.2). */
    public int linkLatency(int port) {
        return port < Port.NORTH ? linkLatencyX : port < Port.TERMINAL ? linkLatencyY : 1;
    }
}
