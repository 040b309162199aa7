package dev.ranvier.bench;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.tools.bench.ReadModifyWrite;
import dev.ranvier.tools.noc.NocWorkload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of one flit-router traversal of the mesh on the workloads w1..w5, with all counters on, beside one random
 * read-modify-write: nanoseconds per traversal and per event of the same run, to be divided by each other.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class NocBenchmark {
    /** The unit. */
    @State(Scope.Thread)
    public static class Unit {
        private final ReadModifyWrite unit = new ReadModifyWrite();
    }

    /** w1: 8 x 8, light load. */
    @State(Scope.Thread)
    public static class W1 {
        private final Load load = new Load(0);
    }

    /** w2: 8 x 8, near saturation. */
    @State(Scope.Thread)
    public static class W2 {
        private final Load load = new Load(1);
    }

    /** w3: 16 x 16, light load. */
    @State(Scope.Thread)
    public static class W3 {
        private final Load load = new Load(2);
    }

    /** w4: 16 x 16, near saturation. */
    @State(Scope.Thread)
    public static class W4 {
        private final Load load = new Load(3);
    }

    /** w5: 8 x 8, mostly idle. */
    @State(Scope.Thread)
    public static class W5 {
        private final Load load = new Load(4);
    }

    /** A workload with its network and packet list. */
    private static final class Load {
        private final MeshNetwork network;
        private final PacketBatch packets;
        private final Arrivals arrivals = new Arrivals();

        Load(int number) {
            NocWorkload workload = NocWorkload.ALL.get(number);
            network = new MeshNetwork(workload.config());
            packets = workload.packets();
        }

        long run() {
            network.reset();
            arrivals.clear();
            return network.deliver(packets, arrivals);
        }
    }

    /** The unit: one load and one addition to a random place of 256 kB. */
    @Benchmark
    @OperationsPerInvocation(ReadModifyWrite.EVENTS)
    public int[] readModifyWrite(Unit state) {
        return state.unit.run();
    }

    /** Workload w1, per traversal. */
    @Benchmark
    @OperationsPerInvocation(160_031)
    public long w1(W1 state) {
        return state.load.run();
    }

    /** Workload w2, per traversal. */
    @Benchmark
    @OperationsPerInvocation(680_974)
    public long w2(W2 state) {
        return state.load.run();
    }

    /** Workload w3, per traversal. */
    @Benchmark
    @OperationsPerInvocation(297_673)
    public long w3(W3 state) {
        return state.load.run();
    }

    /** Workload w4, per traversal. */
    @Benchmark
    @OperationsPerInvocation(758_820)
    public long w4(W4 state) {
        return state.load.run();
    }

    /** Workload w5, per traversal. */
    @Benchmark
    @OperationsPerInvocation(39_623)
    public long w5(W5 state) {
        return state.load.run();
    }
}
