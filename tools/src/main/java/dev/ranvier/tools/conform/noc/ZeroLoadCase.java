package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.tools.conform.Csv;
import dev.ranvier.tools.conform.GoldenCase;
import java.util.List;

/** Latency and routers of every ordered pair of nodes, alone in a network at reset. */
final class ZeroLoadCase {
    private final GoldenCase golden;
    private final MeshNetwork network;

    ZeroLoadCase(GoldenCase golden) {
        this.golden = golden;
        network = new MeshNetwork(MeshCaseConfig.of(golden.get("config")));
    }

    NocResult check() {
        Csv expected = golden.file("expected");
        Arrivals arrivals = new Arrivals();
        for (int row = 0; row < expected.size(); row++) {
            int source = Math.toIntExact(expected.whole(row, "src"));
            int destination = Math.toIntExact(expected.whole(row, "dst"));
            long latency = expected.whole(row, "latency");
            long routers = expected.whole(row, "routers");
            network.reset();
            arrivals.clear();
            network.offer(source, destination, 1, row);
            network.stepUntilEmpty();
            network.drain(arrivals);
            String pair = "pair " + source + " to " + destination;
            if (arrivals.latency(0) != latency) {
                return differ(arrivals.arrived(0), pair + " latency", latency, arrivals.latency(0));
            }
            long crossed = network.statistics().traversals();
            if (crossed != routers) {
                return differ(arrivals.arrived(0), pair + " routers", routers, crossed);
            }
        }
        return new NocResult.Equal(List.of());
    }

    private static NocResult differ(long cycle, String place, long expected, long got) {
        return new NocResult.Differ("cycle " + cycle, place, String.valueOf(expected), String.valueOf(got));
    }
}
