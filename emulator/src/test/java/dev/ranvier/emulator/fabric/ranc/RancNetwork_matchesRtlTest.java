package dev.ranvier.emulator.fabric.ranc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.StallReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Label("RANC's routers")
@DisplayName("RANC's routers")
class RancNetwork_matchesRtlTest {
    @Test
    @DisplayName("alone, a packet written at clock c reaches the scheduler at c + 6 + 2H")
    void zeroLoad() {
        for (int source = 0; source < 12; source++) {
            for (int destination = 0; destination < 12; destination++) {
                RancNetwork network = new RancNetwork(RancConfig.grid(4, 3));
                network.stepTo(5);
                network.offer(source, destination, 1, 77);
                network.stepUntilEmpty();
                Arrivals arrivals = new Arrivals();
                network.drain(arrivals);
                int hops = network.routersCrossed(source, destination) - 1;
                assertEquals(5, arrivals.injected(0));
                assertEquals(5 + 6 + 2 * hops, arrivals.arrived(0));
                assertEquals(hops + 1, network.statistics().traversals());
            }
        }
    }

    @Property(tries = 60)
    @Label("nothing is lost; run(2n) equals run(n), save, load, run(n); each merge takes one packet in two clocks")
    void nothingIsLost(
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 4) int depth,
            @ForAll long seed)
            throws IOException {
        RancConfig config = new RancConfig(columns, rows, depth, 8);
        Random random = new Random(seed);
        PacketBatch packets = new PacketBatch();
        for (int k = 0; k < 300; k++) {
            packets.add(k / 8, random.nextInt(config.nodes()), random.nextInt(config.nodes()), 1, k);
        }
        RancNetwork whole = new RancNetwork(config);
        Arrivals expected = new Arrivals();
        whole.deliver(packets, expected);
        assertEquals(300, expected.size());
        RancNetwork first = new RancNetwork(config);
        Arrivals got = new Arrivals();
        for (int k = 0; k < packets.size(); k++) {
            first.stepTo(packets.cycle(k));
            first.offer(packets.source(k), packets.destination(k), 1, packets.tag(k));
        }
        first.stepTo(60);
        first.drain(got);
        RancNetwork second = new RancNetwork(config);
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        first.save(new DataOutputStream(saved));
        second.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        second.stepUntilEmpty();
        second.drain(got);
        assertEquals(lines(expected), lines(got));
        assertEquals(whole.statistics().links(), second.statistics().links());
        long busiest = whole.statistics().maxLinkFlits();
        assertTrue(busiest <= (whole.cycle() + 1) / 2, busiest + " packets in " + whole.cycle() + " clocks");
    }

    private static List<String> lines(Arrivals arrivals) {
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < arrivals.size(); k++) {
            lines.add(arrivals.tag(k) + " to " + arrivals.destination(k) + " injected " + arrivals.injected(k)
                    + " arrived " + arrivals.arrived(k));
        }
        return lines;
    }

    @Test
    @DisplayName("a full local FIFO blocks the core whichever way it wants to send, and frees it when it drains")
    void localFull() {
        RancRouters routers = new RancRouters(RancConfig.grid(3, 1));
        int written = 0;
        boolean wasFull = false;
        for (int clock = 0; clock < 40; clock++) {
            boolean full = routers.localFull(0);
            wasFull |= full;
            if (!full) {
                routers.strobeLocal(0, 1, 0, written++);
            }
            routers.clock();
        }
        assertTrue(wasFull);
        int delivered = 0;
        for (int clock = 0; clock < 400 && !routers.idle(); clock++) {
            routers.clock();
            delivered += routers.delivered();
        }
        assertTrue(written >= 18, "one packet in two clocks leaves, " + written + " were written");
        assertTrue(delivered > 0 && routers.idle());
        assertFalse(routers.localFull(0));
    }

    @Test
    @DisplayName("a packet sent off the grid fills the last FIFO, and the jam spreads back to the core")
    void offGrid() {
        RancRouters routers = new RancRouters(RancConfig.grid(2, 1));
        int written = 0;
        for (int clock = 0; clock < 200; clock++) {
            if (!routers.localFull(0)) {
                routers.strobeLocal(0, 2, 0, written++);
            }
            routers.clock();
            assertEquals(0, routers.delivered());
        }
        assertTrue(routers.localFull(0));
        assertTrue(written <= 3 * 4 + 2 * 2, written + " packets fit into three FIFOs and two merges");
        List<StallReport.Wait> waits = new ArrayList<>();
        routers.waits(waits);
        assertEquals("router (0,0) forward-east", waits.get(0).buffer());
        assertEquals("router (1,0) forward-east", waits.get(0).waitsFor());
        assertEquals("the outside of the grid", waits.get(1).waitsFor());
    }

    @Test
    @DisplayName("the chip's input enters node 0 from the west and takes the same time as a core's packet")
    void chipInput() {
        RancRouters routers = new RancRouters(RancConfig.grid(3, 2));
        routers.strobeInput(2, 1, 42);
        int clock = 0;
        routers.clock();
        while (routers.delivered() == 0) {
            routers.clock();
            clock++;
        }
        assertEquals(6 + 2 * 3, clock);
        assertEquals(5, routers.deliveredNode(0));
        assertEquals(42, routers.deliveredPayload(0));
        assertFalse(routers.inputFull());
    }

    @Test
    @DisplayName("a foreign or damaged state, a packet of two flits and a wrong node are refused")
    void errors() throws IOException {
        RancNetwork network = new RancNetwork(RancConfig.grid(2, 2));
        assertThrows(IllegalArgumentException.class, () -> network.offer(0, 1, 2, 0));
        assertThrows(IllegalArgumentException.class, () -> network.offer(0, 4, 1, 0));
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        network.save(new DataOutputStream(saved));
        RancNetwork other = new RancNetwork(RancConfig.grid(1, 4));
        assertThrows(
                IOException.class,
                () -> other.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray()))));
        byte[] half = java.util.Arrays.copyOf(saved.toByteArray(), saved.size() / 2);
        assertThrows(IOException.class, () -> network.load(new DataInputStream(new ByteArrayInputStream(half))));
        assertArrayEquals(new int[] {2, 2}, new int[] {network.routersCrossed(0, 1), network.routersCrossed(3, 1)});
    }
}
