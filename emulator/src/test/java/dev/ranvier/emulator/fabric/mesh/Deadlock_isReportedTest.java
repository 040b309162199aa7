package dev.ranvier.emulator.fabric.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.FabricStalledException;
import dev.ranvier.emulator.fabric.StallReport;
import dev.ranvier.hw.RanvierException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("deadlock")
class Deadlock_isReportedTest {
    private static MeshConfig unsafe(int channels) {
        return MeshConfig.torus(7, 1)
                .withRouting(Routing.X_FIRST_WITHOUT_CLASSES, Multicast.COPIES_AT_SOURCE)
                .withBuffers(channels, 2)
                .withWatchdog(2000);
    }

    /** Every node of a ring floods the node three further on with packets longer than the buffers. */
    private static MeshNetwork flooded(MeshConfig config) {
        MeshNetwork network = new MeshNetwork(config);
        for (int k = 0; k < 200; k++) {
            for (int node = 0; node < 7; node++) {
                network.offer(node, (node + 3) % 7, 6, k);
            }
        }
        return network;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Pipeline.class)
    @DisplayName("a ring of waiting buffers stops the run with a report instead of hanging it")
    void watchdog(Pipeline pipeline) {
        MeshNetwork network = flooded(unsafe(1).withPipeline(pipeline));
        FabricStalledException stalled = assertThrows(FabricStalledException.class, network::stepUntilEmpty);
        StallReport report = stalled.report();
        assertTrue(report.cycle() - report.lastMove() >= 2000);
        assertTrue(report.inFlight() > 0);
        List<StallReport.Wait> ring = report.deadlock();
        assertTrue(ring.size() >= 7, report.describe());
        for (int k = 0; k < ring.size(); k++) {
            assertEquals(ring.get((k + 1) % ring.size()).buffer(), ring.get(k).waitsFor());
        }
        assertTrue(stalled.getMessage().contains("deadlock"), stalled.getMessage());
        assertTrue(report.waits().containsAll(ring));
    }

    @Test
    @DisplayName("stepping to a cycle beyond the watchdog's patience reports as well; before it, it does not")
    void patience() {
        MeshNetwork network = flooded(unsafe(1));
        network.stepTo(1500);
        FabricStalledException stalled = assertThrows(FabricStalledException.class, () -> network.stepTo(1_000_000));
        assertTrue(network.cycle() < 10_000);
        assertTrue(stalled.report().cycle() == network.cycle());
    }

    @Test
    @DisplayName("the same traffic with channel classes arrives")
    void classesHelp() {
        MeshNetwork network = flooded(unsafe(2).withRouting(Routing.X_FIRST, Multicast.COPIES_AT_SOURCE));
        network.stepUntilEmpty();
        assertEquals(1400, network.statistics().arrived());
    }

    @Test
    @DisplayName("a network that was empty for long is not stalled when traffic comes")
    void emptyIsNotStalled() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(4, 4).withWatchdog(1024));
        network.stepTo(1_000_000);
        network.offer(0, 15, 1, 0);
        network.stepUntilEmpty();
        network.stepTo(2_000_000);
        assertEquals(0, network.inFlight());
    }

    @Test
    @DisplayName("the check of channel dependencies finds the ring of a torus without classes, and none elsewhere")
    void dependencies() {
        for (int size = 1; size <= 9; size++) {
            MeshConfig mesh = MeshConfig.mesh(size, 10 - size);
            assertEquals(List.of(), ChannelDependencies.ring(mesh));
            assertEquals(
                    List.of(), ChannelDependencies.ring(mesh.withRouting(Routing.Y_FIRST, Multicast.COPIES_AT_SOURCE)));
            MeshConfig torus = MeshConfig.torus(size, 10 - size);
            assertEquals(List.of(), ChannelDependencies.ring(torus));
            assertEquals(
                    List.of(),
                    ChannelDependencies.ring(torus.withRouting(Routing.Y_FIRST, Multicast.COPIES_AT_SOURCE)));
            MeshConfig unsafe = torus.withRouting(Routing.X_FIRST_WITHOUT_CLASSES, Multicast.COPIES_AT_SOURCE);
            assertFalse(ChannelDependencies.ring(unsafe).isEmpty(), "torus of " + size + " x " + (10 - size));
        }
        RanvierException refused = assertThrows(RanvierException.class, () -> ChannelDependencies.check(unsafe(1)));
        assertTrue(refused.getMessage().contains("can deadlock: router (0,0) output +x waits for router (1,0)"));
        assertTrue(refused.getMessage().contains("use routing X_FIRST"));
    }

    @Test
    @DisplayName("a chip of 64 x 64 routers is checked")
    void largeChip() {
        ChannelDependencies.check(MeshConfig.mesh(64, 64));
    }
}
