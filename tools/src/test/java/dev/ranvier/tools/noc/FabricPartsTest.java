package dev.ranvier.tools.noc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.emulator.fabric.mesh.MeshPlanes;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.emulator.fabric.ranc.RancNetwork;
import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.MeshPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.TablePart;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Pictures of a fabric")
class FabricPartsTest {
    /** Everybody sends four packets to node 5 = (1,1) of a 4 x 4 grid. */
    private static FabricStatistics toOne(Fabric fabric) {
        for (int node = 0; node < 16; node++) {
            for (int k = 0; k < 4; k++) {
                fabric.offer(node, 5, 1, 0);
            }
        }
        fabric.stepUntilEmpty();
        return fabric.statistics();
    }

    private static MeshPart.Link link(MeshPart map, int x, int y, MeshPart.Direction direction) {
        return map.links().stream()
                .filter(l -> l.chip() == 0 && l.x() == x && l.y() == y && l.direction() == direction)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("the map has every link once with its load, and the fullest queue of every tile")
    void map() {
        FabricStatistics statistics = toOne(new MeshNetwork(MeshConfig.mesh(4, 4)));
        MeshPart map = FabricParts.map("m", 4, 4, List.of(FabricView.of(statistics, 1)));
        assertEquals(2 * 2 * 3 * 4 + 16, map.links().size());
        assertEquals(16, map.queues().size());
        assertEquals(64, link(map, 1, 1, MeshPart.Direction.LOCAL).flits());
        assertEquals(64.0 / statistics.cycles(), map.highestLoad(), 1e-12);
        // x first: the rows above and below, four columns each, come in along y
        assertEquals(32, link(map, 1, 2, MeshPart.Direction.SOUTH).flits());
        assertEquals(16, link(map, 1, 0, MeshPart.Direction.NORTH).flits());
        MeshPart.Queue hot = map.queues().stream()
                .filter(q -> q.x() == 1 && q.y() == 1)
                .findFirst()
                .orElseThrow();
        assertEquals(4, hot.highest());
        assertEquals(4, hot.capacity());
    }

    @Test
    @DisplayName("hot spots are ranked by load, name their link and the queue that waits")
    void hotSpots() {
        FabricStatistics statistics = toOne(new MeshNetwork(MeshConfig.mesh(4, 4)));
        TablePart table = FabricParts.hotSpots(List.of(FabricView.of(statistics, 1)));
        assertEquals(FabricParts.HOT_SPOTS, table.rows().size());
        List<Object> first = table.rows().getFirst();
        assertEquals(1L, first.get(0));
        assertEquals(64L, first.get(2));
        assertEquals("(1,1) terminal to its cores", first.get(3));
        assertTrue(first.get(4).toString().endsWith(": 4 of 4"), first.get(4).toString());
        assertEquals("(1,2) -y to south neighbour", table.rows().get(1).get(3));
        for (int k = 1; k < table.rows().size(); k++) {
            assertTrue((double) table.rows().get(k).get(1)
                    <= (double) table.rows().get(k - 1).get(1));
        }
        assertEquals(0, FabricParts.hotSpots(List.of()).rows().size());
    }

    @Test
    @DisplayName(
            "planes are laid over each other, chips stand side by side, RANC's links carry half a packet per clock")
    void otherFabrics() {
        FabricStatistics planes = toOne(new MeshPlanes(MeshConfig.mesh(4, 4), 2));
        MeshPart map = FabricParts.map("m", 4, 4, List.of(FabricView.of(planes, 1)));
        assertEquals(2 * 2 * 3 * 4 + 16, map.links().size());
        assertEquals(64, link(map, 1, 1, MeshPart.Direction.LOCAL).flits());
        assertEquals(32.0 / planes.cycles(), map.highestLoad(), 1e-12);
        assertEquals(0, map.numbered());

        FabricStatistics one = toOne(new MeshNetwork(MeshConfig.mesh(4, 4)));
        MeshPart board = FabricParts.map(
                "m",
                4,
                4,
                List.of(FabricView.of(one, 1), new FabricView(2, one.cycles(), 1, one.links(), one.queues())));
        assertEquals(3, board.chips());
        assertEquals(2 * 64, board.links().size());
        List<Object> row = FabricParts.hotSpots(
                        List.of(FabricView.of(one, 1), new FabricView(2, one.cycles(), 1, one.links(), one.queues())))
                .rows()
                .get(1);
        assertEquals(List.of(2L, 2L), row.subList(0, 2));

        FabricStatistics ranc = toOne(new RancNetwork(RancConfig.grid(4, 4)));
        MeshPart grid = FabricParts.map("m", 4, 4, List.of(FabricView.of(ranc, 0.5)));
        assertEquals(64, link(grid, 1, 1, MeshPart.Direction.LOCAL).flits());
        assertEquals(2.0 * 64 / ranc.cycles(), grid.highestLoad(), 1e-12);
        assertTrue(grid.highestLoad() <= 1);
    }

    @Test
    @DisplayName("the latency histogram counts every delivery, in bins of whole cycles")
    void latencies() {
        FabricStatistics statistics = toOne(new MeshNetwork(MeshConfig.mesh(4, 4)));
        HistogramPart part = FabricParts.latencies(statistics.latency(), "");
        assertEquals(64, part.total());
        assertEquals(5, part.edges()[0], "nobody is faster than the packet of node 5 to itself");
        assertTrue(part.edges()[part.counts().length] > statistics.latency().getMaxValue());
        for (double edge : part.edges()) {
            assertEquals(Math.rint(edge), edge);
        }
        long most = 0;
        for (int b = 0; b < part.counts().length; b++) {
            double low = part.edges()[b];
            double high = part.edges()[b + 1] - 1;
            long expected = statistics.latency().getCountBetweenValues((long) low, (long) high);
            assertEquals(expected, part.counts()[b], "bin " + b);
            most = Math.max(most, expected);
        }
        assertTrue(most > 0);
        assertTrue(part.value().log() && part.logCounts());
    }

    @Test
    @DisplayName("tick lengths mark the longest tick, the first of equals")
    void tickLengths() {
        PlotPart plot = FabricParts.tickLengths(10, new long[] {5, 90, 7, 90}, new long[] {4, 6, 6, 6});
        assertEquals(3, plot.series().size());
        PlotPart.Series longest = plot.series().get(2);
        assertNotNull(longest);
        assertEquals("longest: tick 11, 90 cycles", longest.name());
        assertEquals(11, longest.x()[0]);
        assertEquals(90, longest.y()[0]);
        assertEquals(
                2, FabricParts.tickLengths(0, new long[] {5}, null).series().size());
    }
}
