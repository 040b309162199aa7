package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import java.util.List;

/**
 * One of the fixed speed workloads w1..w5 (workloads specification, section noc): pipeline PB, mesh, 1 channel, depth
 * 8, single-flit packets to uniform destinations. The result hash proves that the same work was done.
 *
 * @param name w1 .. w5
 * @param side routers along x and along y
 * @param rate packets per node and cycle
 * @param generationCycles cycles in which packets are emitted
 */
public record NocWorkload(String name, int side, double rate, int generationCycles) {
    /** The five workloads. */
    public static final List<NocWorkload> ALL = List.of(
            new NocWorkload("w1", 8, 0.02, 20_000),
            new NocWorkload("w2", 8, 0.34, 5_000),
            new NocWorkload("w3", 16, 0.02, 5_000),
            new NocWorkload("w4", 16, 0.17, 1_500),
            new NocWorkload("w5", 8, 0.0005, 200_000));

    private static final int DEPTH = 8;
    private static final long HASH_START = 0xCBF2_9CE4_8422_2325L; // 14695981039346656037
    private static final long HASH_FACTOR = 1_099_511_628_211L;

    /**
     * What a run gave.
     *
     * @param packets packets delivered
     * @param endCycle cycle after the last arrival
     * @param traversals flits times routers crossed
     * @param hash over the arrival cycles in packet order, unsigned
     * @param seconds CPU time of the thread for delivering the list, the making of the list excluded
     */
    public record Outcome(long packets, long endCycle, long traversals, long hash, double seconds) {}

    /** The network that the workload runs on. */
    public MeshConfig config() {
        return MeshConfig.mesh(side, side).withBuffers(1, DEPTH);
    }

    /** The packet list; tag = packet number. */
    public PacketBatch packets() {
        PacketBatch packets = new PacketBatch();
        int nodes = side * side;
        long threshold = (long) (rate * 0x1p32);
        long state = 1;
        for (int cycle = 0; cycle < generationCycles; cycle++) {
            for (int source = 0; source < nodes; source++) {
                state = next(state);
                if (state >>> 32 < threshold) {
                    state = next(state);
                    int destination = (int) (((state >>> 32) * nodes) >>> 32);
                    packets.add(cycle, source, destination, 1, packets.size());
                }
            }
        }
        return packets;
    }

    private static long next(long state) {
        return state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    }

    /** Runs the workload once on a new network. */
    public Outcome run() {
        return run(new MeshNetwork(config()), packets(), new Arrivals());
    }

    /**
     * Runs the workload once, for callers that repeat it: the network is reset, the list of arrivals cleared.
     *
     * @param network of {@link #config()}
     * @param packets {@link #packets()}
     * @param arrivals holds the arrivals afterwards
     */
    public Outcome run(MeshNetwork network, PacketBatch packets, Arrivals arrivals) {
        network.reset();
        arrivals.clear();
        long before = ThreadTime.nanoseconds();
        long end = network.deliver(packets, arrivals);
        double seconds = (ThreadTime.nanoseconds() - before) / 1e9;
        long[] arrival = new long[packets.size()];
        for (int k = 0; k < arrivals.size(); k++) {
            arrival[(int) arrivals.tag(k)] = arrivals.arrived(k);
        }
        long hash = HASH_START;
        for (long cycle : arrival) {
            hash = (hash ^ cycle) * HASH_FACTOR;
        }
        return new Outcome(arrivals.size(), end, network.statistics().traversals(), hash, seconds);
    }
}
