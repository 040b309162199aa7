package dev.ranvier.emulator.fabric.mesh;

import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.assertSame;
import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.deliver;
import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.describe;
import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.restore;
import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.state;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshScenarios.Scenario;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(MeshScenarios.class)
@Label("a mesh network is deterministic")
class MeshNetwork_isDeterministicTest {
    @Property(tries = 150)
    @Label("no flit is lost, doubled or sent astray, and every flit crosses the routers of a shortest way")
    void nothingIsLost(@ForAll Scenario scenario) {
        MeshNetwork network = new MeshNetwork(scenario.config());
        PacketBatch packets = scenario.packets();
        Arrivals arrivals = deliver(network, packets);
        assertEquals(packets.size(), arrivals.size());
        assertEquals(0, network.inFlight());
        boolean[] seen = new boolean[packets.size()];
        long traversals = 0;
        for (int k = 0; k < arrivals.size(); k++) {
            int packet = (int) arrivals.tag(k);
            assertTrue(!seen[packet], "packet arrives once");
            seen[packet] = true;
            assertEquals(packets.source(packet), arrivals.source(k));
            assertEquals(packets.destination(packet), arrivals.destination(k));
            assertEquals(packets.flits(packet), arrivals.flits(k));
            assertEquals(packets.cycle(packet), arrivals.generated(k));
            assertTrue(arrivals.injected(k) >= arrivals.generated(k));
            assertTrue(arrivals.arrived(k) - arrivals.headArrived(k) >= arrivals.flits(k) - 1);
            traversals +=
                    (long) arrivals.flits(k) * network.routersCrossed(arrivals.source(k), arrivals.destination(k));
        }
        FabricStatistics counted = network.statistics();
        assertEquals(traversals, counted.traversals());
        assertEquals(
                traversals,
                counted.links().stream().mapToLong(link -> link.flits()).sum());
        assertEquals(packets.size(), counted.arrived());
        assertEquals(packets.size(), counted.latency().getTotalCount());
        int depth = scenario.config().bufferDepth();
        assertTrue(counted.queues().stream().allMatch(queue -> queue.highest() <= depth));
    }

    @Property(tries = 100)
    @Label("the order in which routers are visited inside a cycle does not matter")
    void routerOrderDoesNotMatter(@ForAll Scenario scenario) {
        PacketBatch packets = scenario.packets();
        MeshConfig config = scenario.config();
        int[] shuffled = new int[config.nodes()];
        Random random = new Random(scenario.seed());
        for (int k = 0; k < shuffled.length; k++) {
            int other = random.nextInt(k + 1);
            shuffled[k] = shuffled[other];
            shuffled[other] = k;
        }
        MeshGeometry geometry = new MeshGeometry(config, shuffled);
        MeshNetwork permuted = new MeshNetwork(geometry, SingleChannelRouters.covers(config));
        assertSame(describe(deliver(new MeshNetwork(config), packets)), describe(deliver(permuted, packets)));
    }

    @Property(tries = 100)
    @Label("the kernel of words and the general kernel give the same network")
    void kernelsAgree(@ForAll Scenario scenario) {
        MeshConfig config = scenario.config();
        MeshConfig simple = MeshConfig.mesh(config.columns(), config.rows())
                .withBuffers(1, config.bufferDepth())
                .withDelays(1, config.creditDelay())
                .withLinkLatency(config.linkLatencyX(), config.linkLatencyY())
                .withRouting(config.routing(), Multicast.COPIES_AT_SOURCE);
        PacketBatch packets = scenario.packets();
        MeshNetwork words = new MeshNetwork(new MeshGeometry(simple), true);
        MeshNetwork general = new MeshNetwork(new MeshGeometry(simple), false);
        assertSame(describe(deliver(words, packets)), describe(deliver(general, packets)));
        assertEquals(words.statistics().links(), general.statistics().links());
        assertEquals(words.statistics().queues(), general.statistics().queues());
    }

    @Property(tries = 200)
    @Label("any configuration equals a plain model of the rules, packet for packet")
    void equalsPlainModel(@ForAll Scenario scenario) {
        MeshConfig config = scenario.config();
        // where both ways round a torus are equally long the rules toss a coin, and ours is not the model's
        Assume.that(config.topology() == Topology.MESH || (config.columns() % 2 == 1 && config.rows() % 2 == 1));
        PacketBatch packets = scenario.packets();
        assertSame(new PlainMesh(config).run(packets), describe(deliver(new MeshNetwork(config), packets)));
    }

    @Property(tries = 100)
    @Label("batch and stepped form give the same arrivals, also if stepped one cycle at a time")
    void batchEqualsStepped(@ForAll Scenario scenario) {
        PacketBatch packets = scenario.packets();
        MeshNetwork stepped = new MeshNetwork(scenario.config());
        Arrivals arrivals = new Arrivals();
        int next = 0;
        while (next < packets.size() || stepped.inFlight() > 0) {
            while (next < packets.size() && packets.cycle(next) == stepped.cycle()) {
                offer(stepped, packets, next++);
            }
            stepped.stepTo(stepped.cycle() + 1);
            int before = arrivals.size();
            stepped.drain(arrivals);
            for (int k = before; k < arrivals.size(); k++) {
                assertEquals(stepped.cycle() - 1, arrivals.arrived(k), "an arrival is seen right after its cycle");
            }
        }
        MeshNetwork batch = new MeshNetwork(scenario.config());
        Arrivals delivered = deliver(batch, packets);
        assertSame(describe(delivered), describe(arrivals));
        assertEquals(stepped.cycle(), batch.cycle());
    }

    @Property(tries = 100)
    @Label("run(2n) equals run(n), save, load into a new network, run(n)")
    void saveAndLoad(@ForAll Scenario scenario) {
        PacketBatch packets = scenario.packets();
        MeshNetwork whole = new MeshNetwork(scenario.config());
        Arrivals wholeArrivals = new Arrivals();
        MeshNetwork first = new MeshNetwork(scenario.config());
        Arrivals parts = new Arrivals();
        int half = scenario.cycles() / 2;
        int next = 0;
        for (int cycle = 0; cycle < half; cycle++) {
            for (; next < packets.size() && packets.cycle(next) == cycle; next++) {
                offer(whole, packets, next);
                offer(first, packets, next);
            }
            whole.stepTo(cycle + 1);
            first.stepTo(cycle + 1);
        }
        MeshNetwork second = new MeshNetwork(scenario.config());
        byte[] saved = state(first);
        restore(second, saved);
        assertArrayEquals(saved, state(second));
        for (int cycle = half; cycle < scenario.cycles(); cycle++) {
            for (; next < packets.size() && packets.cycle(next) == cycle; next++) {
                offer(whole, packets, next);
                offer(second, packets, next);
            }
            whole.stepTo(cycle + 1);
            second.stepTo(cycle + 1);
        }
        assertArrayEquals(state(whole), state(second));
        whole.stepUntilEmpty();
        second.stepUntilEmpty();
        whole.drain(wholeArrivals);
        second.drain(parts);
        assertSame(describe(wholeArrivals), describe(parts));
        assertEquals(whole.statistics().links(), second.statistics().links());
        assertEquals(whole.statistics().latency(), second.statistics().latency());
    }

    @Property(tries = 50)
    @Label("after a reset a network does the same again")
    void resetForgets(@ForAll Scenario scenario) {
        PacketBatch packets = scenario.packets();
        MeshNetwork network = new MeshNetwork(scenario.config());
        Arrivals once = deliver(network, packets);
        network.reset();
        assertEquals(0, network.cycle());
        assertEquals(0, network.statistics().traversals());
        assertSame(describe(once), describe(deliver(network, packets)));
    }

    private static void offer(MeshNetwork network, PacketBatch packets, int k) {
        network.offer(packets.source(k), packets.destination(k), packets.flits(k), packets.tag(k));
    }
}
