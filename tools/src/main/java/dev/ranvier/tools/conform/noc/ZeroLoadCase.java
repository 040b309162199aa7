package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import java.util.List;

/** Latency and routers of every ordered pair of nodes, alone in a network at reset. */
final class ZeroLoadCase {
    private final CaseFolder files;
    private final MeshNetwork network;

    ZeroLoadCase(CaseFolder files) {
        this.files = files;
        network = new MeshNetwork(MeshCaseConfig.of(files.config()));
    }

    NocResult check() {
        CsvTable expected = files.table("expected");
        int[] source = expected.ints("src");
        int[] destination = expected.ints("dst");
        long[] latency = expected.longs("latency");
        long[] routers = expected.longs("routers");
        Arrivals arrivals = new Arrivals();
        for (int row = 0; row < source.length; row++) {
            network.reset();
            arrivals.clear();
            network.offer(source[row], destination[row], 1, row);
            network.stepUntilEmpty();
            network.drain(arrivals);
            String pair = "pair " + source[row] + " to " + destination[row];
            if (arrivals.latency(0) != latency[row]) {
                return differ(arrivals.arrived(0), pair + " latency", latency[row], arrivals.latency(0));
            }
            long crossed = network.statistics().traversals();
            if (crossed != routers[row]) {
                return differ(arrivals.arrived(0), pair + " routers", routers[row], crossed);
            }
        }
        return new NocResult.Equal(List.of());
    }

    private static NocResult differ(long cycle, String place, long expected, long got) {
        return new NocResult.Differ("cycle " + cycle, place, String.valueOf(expected), String.valueOf(got));
    }
}
