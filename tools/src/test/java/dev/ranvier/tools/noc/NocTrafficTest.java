package dev.ranvier.tools.noc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("traffic for the network alone")
class NocTrafficTest {
    @ParameterizedTest(name = "{0} sends node {1} of {2} x {3} to node {4}")
    @CsvSource({
        "transpose, 6, 4, 4, 9",
        "bit-complement, 6, 4, 4, 9",
        "bitrev, 6, 4, 4, 6",
        "bitrev, 1, 8, 8, 32",
        "shuffle, 9, 4, 4, 3",
        "neighbour, 15, 4, 4, 0",
        "neighbor, 7, 4, 3, 8",
        "tornado, 0, 8, 8, 27",
        "tornado, 0, 7, 7, 24",
    })
    @DisplayName("patterns send where their definition says")
    void patterns(String name, int source, int columns, int rows, int destination) {
        TrafficPattern pattern = TrafficPattern.named(name);
        pattern.check(columns, rows);
        assertEquals(destination, pattern.destination(source, 12345, columns, rows));
    }

    @Test
    @DisplayName("a hot spot gets floor(N/4) of floor(N/4) + N - 1 packets, uniform traffic goes everywhere")
    void shares() {
        int[] hot = new int[16];
        int[] even = new int[16];
        int draws = 1 << 16;
        for (long k = 0; k < draws; k++) {
            hot[TrafficPattern.HOTSPOT.destination(3, k << 16, 4, 4)]++;
            even[TrafficPattern.UNIFORM.destination(3, k << 16, 4, 4)]++;
        }
        assertEquals(draws * 4.0 / 19, hot[10], 1);
        assertEquals(draws / 19.0, hot[0], 1);
        assertEquals(draws / 19.0, hot[15], 1);
        for (int node = 0; node < 16; node++) {
            assertEquals(draws / 16, even[node]);
        }
    }

    @Test
    @DisplayName("a pattern that is not defined on a grid, an unknown one and an impossible rate are refused")
    void refusals() {
        assertThrows(RanvierException.class, () -> TrafficPattern.TRANSPOSE.check(4, 3));
        assertThrows(RanvierException.class, () -> TrafficPattern.BITREV.check(3, 3));
        RanvierException unknown = assertThrows(RanvierException.class, () -> TrafficPattern.named("weather"));
        assertTrue(unknown.getMessage().contains("use one of uniform, transpose"));
        assertThrows(RanvierException.class, () -> new BernoulliTraffic(TrafficPattern.UNIFORM, 4, 4, 1.5, 1, 0));
    }

    @Test
    @DisplayName("traffic is a function of its seed, and as dense as asked for")
    void seeds() {
        BernoulliTraffic traffic = new BernoulliTraffic(TrafficPattern.UNIFORM, 8, 8, 0.1, 1, 5);
        PacketBatch once = traffic.list(1000);
        PacketBatch again = traffic.list(1000);
        PacketBatch other = new BernoulliTraffic(TrafficPattern.UNIFORM, 8, 8, 0.1, 1, 6).list(1000);
        assertEquals(6400, once.size(), 300);
        assertEquals(once.size(), again.size());
        boolean differs = once.size() != other.size();
        for (int k = 0; k < once.size(); k++) {
            assertEquals(once.destination(k), again.destination(k));
            differs |= k < other.size() && once.destination(k) != other.destination(k);
        }
        assertTrue(differs);
    }

    @Test
    @DisplayName("a sweep shows zero-load latency first, then more, then saturation at two flits per five cycles")
    void sweep() {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(4, 4).withBuffers(1, 2));
        LoadSweep sweep = new LoadSweep(network, 4, 4, TrafficPattern.NEIGHBOR, 1, 500, 2000);
        LoadTable table = new LoadTable(sweep.run(new double[] {0.01, 0.2, 0.3, 0.6}, 1));
        List<LoadPoint> points = table.points();
        assertEquals(14, points.get(0).latencyMean(), 0.5);
        assertTrue(points.get(2).latencyMean() > points.get(1).latencyMean());
        assertFalse(points.get(2).saturated(table.lowestLatency()));
        assertTrue(points.get(3).saturated(table.lowestLatency()));
        assertEquals(0.4, points.get(3).accepted(), 0.001, "two flits per five cycles");
        Saturation saturation = Saturation.of(points);
        assertEquals(0.3, saturation.carried());
        assertEquals(0.6, saturation.saturated());
        assertEquals(0.4, saturation.peak(), 0.001);
        assertEquals(5, table.text().lines().count());
        assertTrue(table.text().contains("saturated"));
    }

    @Test
    @DisplayName("the speed workloads give the hashes of the specification")
    void workloads() {
        List<String> hashes = List.of(
                "12421040868672461306",
                "3910350866841418373",
                "15336457444832979035",
                "7405964194139094917",
                "16180123019150840155");
        for (int k = 0; k < hashes.size(); k++) {
            NocWorkload.Outcome outcome = NocWorkload.ALL.get(k).run();
            assertEquals(hashes.get(k), Long.toUnsignedString(outcome.hash()));
        }
    }

    @Test
    @DisplayName("a packet list is read from CSV and runs; mistakes are named with their line")
    void packetList(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("packets.csv");
        Files.writeString(file, "cycle,src,dst,flits\n4,0,3,2\n1,1,1,1\n");
        PacketBatch packets = new PacketListFile(file).read(4);
        Arrivals arrivals = new Arrivals();
        new MeshNetwork(MeshConfig.mesh(2, 2)).deliver(packets, arrivals);
        assertEquals(1 + 5, arrivals.arrived(0));
        assertEquals(1, arrivals.tag(0));
        assertEquals(4 + 5 + 6 + 1, arrivals.arrived(1));
        Files.writeString(file, "cycle,src,dst\n4,0,4\n");
        RanvierException range = assertThrows(RanvierException.class, () -> new PacketListFile(file).read(4));
        assertTrue(range.getMessage().contains("line 2 column dst is 4: allowed are 0..3"), range.getMessage());
        Files.writeString(file, "cycle,from,to\n");
        assertThrows(RanvierException.class, () -> new PacketListFile(file).read(4));
        Files.writeString(file, "cycle,src,dst\n4,0\n");
        assertThrows(RanvierException.class, () -> new PacketListFile(file).read(4));
        assertThrows(RanvierException.class, () -> new PacketListFile(folder.resolve("none.csv")).read(4));
    }
}
