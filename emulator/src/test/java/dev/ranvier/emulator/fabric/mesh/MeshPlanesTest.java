package dev.ranvier.emulator.fabric.mesh;

import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.assertSame;
import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.describe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshScenarios.Scenario;
import dev.ranvier.hw.RanvierException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("planes")
class MeshPlanesTest {
    private static final MeshConfig CONFIG = MeshConfig.mesh(5, 4).withLinkLatency(2, 5);

    @Test
    @DisplayName(
            "packet n travels in plane n mod P, as if each plane were alone, and arrivals come in the order of cycles")
    void independent() {
        PacketBatch packets = new Scenario(CONFIG, 3, 0.1, 1, 200).packets();
        MeshPlanes both = new MeshPlanes(CONFIG, 2);
        Arrivals arrivals = MeshScenarios.deliver(both, packets);
        Arrivals apart = new Arrivals();
        for (int plane = 0; plane < 2; plane++) {
            PacketBatch own = new PacketBatch();
            for (int k = plane; k < packets.size(); k += 2) {
                own.add(packets.cycle(k), packets.source(k), packets.destination(k), 1, packets.tag(k));
            }
            new MeshNetwork(CONFIG).deliver(own, apart);
        }
        assertSame(describe(apart), describe(arrivals));
        for (int k = 1; k < arrivals.size(); k++) {
            assertTrue(arrivals.arrived(k) >= arrivals.arrived(k - 1));
        }
        FabricStatistics counted = both.statistics();
        assertEquals(packets.size(), counted.arrived());
        assertEquals(packets.size(), counted.latency().getTotalCount());
        assertEquals(1, counted.links().get(counted.links().size() - 1).plane());
        assertEquals(
                counted.traversals(),
                counted.links().stream().mapToLong(link -> link.flits()).sum());
    }

    @Test
    @DisplayName("saved and loaded planes go on as before; groups and the next plane are kept")
    void saved() {
        MeshPlanes planes = new MeshPlanes(CONFIG, 3);
        int group = planes.group(1, 7, 19);
        planes.offerGroup(0, group, 1);
        planes.offer(0, 3, 1, 2);
        planes.stepTo(9);
        MeshPlanes copy = new MeshPlanes(CONFIG, 3);
        MeshScenarios.restore(copy, MeshScenarios.state(planes));
        for (MeshPlanes each : new MeshPlanes[] {planes, copy}) {
            each.offerGroup(4, group, 3);
            each.stepUntilEmpty();
        }
        Arrivals first = new Arrivals();
        Arrivals second = new Arrivals();
        planes.drain(first);
        copy.drain(second);
        assertEquals(7, first.size());
        assertSame(describe(first), describe(second));
        assertThrows(
                AssertionError.class,
                () -> MeshScenarios.restore(new MeshPlanes(CONFIG, 2), MeshScenarios.state(planes)));
        assertThrows(RanvierException.class, () -> new MeshPlanes(CONFIG, 0));
    }
}
