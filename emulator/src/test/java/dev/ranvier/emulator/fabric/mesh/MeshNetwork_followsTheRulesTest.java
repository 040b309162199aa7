package dev.ranvier.emulator.fabric.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.PacketBatch;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the mesh follows the router rules")
class MeshNetwork_followsTheRulesTest {
    @ParameterizedTest(name = "{0}")
    @EnumSource(Pipeline.class)
    @DisplayName("alone, n flits over H hops take 4 + (H+1)(A+X) + H(1+L) + n-1 cycles")
    void zeroLoadLatency(Pipeline pipeline) {
        int switchDelay = 2;
        MeshConfig config = MeshConfig.mesh(5, 3)
                .withPipeline(pipeline)
                .withDelays(switchDelay, 1)
                .withBuffers(1, 16)
                .withLinkLatency(2, 5);
        for (int destination = 0; destination < config.nodes(); destination++) {
            MeshNetwork network = new MeshNetwork(config);
            network.offer(7, destination, 1, 99);
            network.stepUntilEmpty();
            Arrivals arrivals = new Arrivals();
            network.drain(arrivals);
            int hopsX = Math.abs(destination % 5 - 2);
            int hopsY = Math.abs(destination / 5 - 1);
            int routers = hopsX + hopsY + 1;
            int links = hopsX * (1 + 2) + hopsY * (1 + 5);
            int expected = 4 + routers * (pipeline.emptyRouterCycles() + switchDelay) + links;
            assertEquals(expected, arrivals.latency(0), "to node " + destination);
            assertEquals(99, arrivals.tag(0));
        }
    }

    @Test
    @DisplayName("an ejection port behind a buffer of 4 serves 4 flits every 5 cycles")
    void ejectionRate() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(4, 4));
        PacketBatch packets = new PacketBatch();
        for (int k = 0; k < 100; k++) {
            for (int node = 0; node < 16; node++) {
                packets.add(0, node, 5, 1, k);
            }
        }
        Arrivals arrivals = new Arrivals();
        network.deliver(packets, arrivals);
        long first = arrivals.arrived(399);
        long last = arrivals.arrived(1199);
        assertEquals(1000, last - first, "800 flits");
    }

    @Test
    @DisplayName("packets from one node to another never overtake each other on one channel")
    void orderIsKept() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(6, 6).withBuffers(1, 2));
        PacketBatch packets = new PacketBatch();
        for (int k = 0; k < 2000; k++) {
            packets.add(k / 20, k * 7 % 36, 35 - k * 7 % 36, 1 + k % 3, k);
        }
        Arrivals arrivals = new Arrivals();
        network.deliver(packets, arrivals);
        long[] newest = new long[36];
        for (int k = 0; k < arrivals.size(); k++) {
            assertTrue(arrivals.tag(k) >= newest[arrivals.source(k)]);
            newest[arrivals.source(k)] = arrivals.tag(k);
        }
    }

    @Test
    @DisplayName("a full local buffer blocks the node, and no flit is lost")
    void blockedTerminal() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(2, 1).withBuffers(1, 1));
        assertFalse(network.blocked(0));
        network.offer(0, 1, 1, 1);
        assertTrue(network.blocked(0), "a packet waits");
        network.stepTo(1);
        assertTrue(network.blocked(0), "the only place is taken");
        network.stepTo(5);
        assertFalse(network.blocked(0), "the place is free again 4 cycles after the injection");
        assertEquals(1, network.inFlight());
        network.stepUntilEmpty();
        assertEquals(0, network.inFlight());
    }

    @Test
    @DisplayName("idle stretches are jumped over: 10^15 cycles take no time")
    void idleStretches() {
        for (Pipeline pipeline : Pipeline.values()) {
            MeshNetwork network = new MeshNetwork(MeshConfig.mesh(8, 8).withPipeline(pipeline));
            network.offer(0, 63, 1, 0);
            network.stepTo(1_000_000_000_000_000L);
            network.offer(63, 0, 1, 1);
            network.stepUntilEmpty();
            Arrivals arrivals = new Arrivals();
            network.drain(arrivals);
            assertEquals(2, arrivals.size());
            assertEquals(arrivals.latency(0), arrivals.latency(1));
        }
    }

    @Test
    @DisplayName("links, queues, latencies and hot spots are counted, and can be set to zero")
    void statistics() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(3, 1));
        for (int k = 0; k < 10; k++) {
            network.offer(0, 2, 1, k);
        }
        network.offer(1, 0, 1, 10);
        network.stepUntilEmpty();
        FabricStatistics counted = network.statistics();
        assertEquals(32, counted.traversals());
        assertEquals(11, counted.offered());
        assertEquals(11, counted.arrived());
        assertEquals(4 + 3, counted.links().size(), "4 links between routers, 3 to terminals");
        assertEquals(3, counted.hotSpots(3).size());
        assertEquals("+x", counted.hotSpots(3).get(0).port());
        assertEquals(10, counted.hotSpots(3).get(0).flits());
        assertEquals(10, counted.maxLinkFlits());
        assertEquals(8, counted.latency().getMinValue());
        network.clearStatistics();
        assertEquals(0, network.statistics().traversals());
        assertEquals(0, network.statistics().cycles());
        assertTrue(network.statistics().queues().stream().allMatch(queue -> queue.highest() == 0));
    }

    @Test
    @DisplayName("a batch out of order is sorted by cycle, packets of one cycle keep their order")
    void sorting() {
        PacketBatch packets = new PacketBatch();
        for (int k = 0; k < 1000; k++) {
            packets.add(k * 37 % 11, 0, 0, 1, k);
        }
        packets.sortByCycle();
        for (int k = 1; k < 1000; k++) {
            assertTrue(packets.cycle(k) > packets.cycle(k - 1)
                    || (packets.cycle(k) == packets.cycle(k - 1) && packets.tag(k) > packets.tag(k - 1)));
            assertEquals(packets.tag(k) * 37 % 11, packets.cycle(k));
        }
    }

    @Test
    @DisplayName("a bounded batch leaves late packets in flight; they arrive in the next call")
    void boundedBatch() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(8, 1));
        PacketBatch packets = new PacketBatch();
        packets.add(0, 0, 1, 1, 0);
        packets.add(5, 0, 7, 1, 1);
        Arrivals arrivals = new Arrivals();
        network.deliver(packets, 20, arrivals);
        assertEquals(1, arrivals.size());
        assertEquals(20, network.cycle());
        packets.clear();
        network.deliver(packets, 40, arrivals);
        assertEquals(2, arrivals.size());
        assertEquals(5 + 5 + 3 * 7, arrivals.arrived(1));
    }

    @Test
    @DisplayName("mistakes are named with value and range")
    void errors() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(4, 2));
        assertMessage("destination node 8 does not exist: a network of 4 x 2 routers has nodes 0..7", () -> {
            network.offer(0, 8, 1, 0);
        });
        assertMessage("0 flits: allowed are 1..", () -> network.offer(0, 1, 0, 0));
        network.stepTo(10);
        assertMessage("at cycle 10 and cannot step to cycle 9", () -> network.stepTo(9));
        PacketBatch late = new PacketBatch();
        late.add(9, 0, 1, 1, 0);
        assertMessage("emitted in cycle 9 but the fabric has already reached cycle 10", () -> {
            network.deliver(late, new Arrivals());
        });
        assertMessage("buffer depth of a mesh is 0: allowed are 1..4096", () -> {
            MeshConfig.mesh(4, 4).withBuffers(1, 0);
        });
        assertMessage(
                "even number of virtual channels", () -> MeshConfig.torus(4, 4).withBuffers(3, 4));
        assertMessage("tree multicast needs a mesh", () -> {
            MeshConfig.torus(4, 4).withRouting(Routing.X_FIRST, Multicast.TREE);
        });
    }

    private static void assertMessage(String part, Runnable action) {
        RuntimeException thrown = assertThrows(RuntimeException.class, action::run);
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }

    @Test
    @DisplayName("a damaged or foreign state is refused with a reason")
    void damagedState() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(4, 2));
        network.offer(0, 5, 1, 0);
        byte[] state = MeshScenarios.state(network);
        MeshNetwork other = new MeshNetwork(MeshConfig.mesh(2, 4));
        IOException foreign = assertThrows(IOException.class, () -> other.load(stream(state)));
        assertTrue(foreign.getMessage().contains("load it into a network of the same configuration"));
        for (int cut = 0; cut < state.length; cut += 97) {
            byte[] shorter = java.util.Arrays.copyOf(state, cut);
            MeshNetwork target = new MeshNetwork(MeshConfig.mesh(4, 2));
            assertThrows(IOException.class, () -> target.load(stream(shorter)));
        }
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
