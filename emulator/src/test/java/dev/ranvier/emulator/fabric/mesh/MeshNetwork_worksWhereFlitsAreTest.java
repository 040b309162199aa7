package dev.ranvier.emulator.fabric.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Arrivals;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("work")
class MeshNetwork_worksWhereFlitsAreTest {
    private static final int PACKETS = 20_000;
    private static final int HOPS = 7;

    /** Least CPU nanoseconds of several runs in which one packet after the other goes along a row. */
    private static double nanoseconds(MeshNetwork network, int rounds) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Arrivals arrivals = new Arrivals();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            network.reset();
            long before = threads.getCurrentThreadCpuTime();
            for (int k = 0; k < PACKETS; k++) {
                network.offer(0, HOPS, 1, k);
                network.stepUntilEmpty();
                arrivals.clear();
                network.drain(arrivals);
            }
            least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
            assertEquals((long) PACKETS * (HOPS + 1), network.statistics().traversals());
        }
        return least;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Pipeline.class)
    @DisplayName("a lone packet costs about the same among 64 and among 4,096 routers: idle routers are not visited")
    void proportionalToActiveRouters(Pipeline pipeline) {
        MeshNetwork small = new MeshNetwork(MeshConfig.mesh(8, 8).withPipeline(pipeline));
        MeshNetwork large = new MeshNetwork(MeshConfig.mesh(64, 64).withPipeline(pipeline));
        nanoseconds(small, 2); // compiles
        nanoseconds(large, 2);
        double ratio = nanoseconds(large, 5) / nanoseconds(small, 5);
        // 64 times the routers; what grows is the search for the words of the bit set that are not 0, 64 of them
        assertTrue(ratio < 16, () -> "64 times the routers cost " + ratio + " times as much");
    }
}
