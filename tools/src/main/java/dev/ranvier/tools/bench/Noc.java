package dev.ranvier.tools.bench;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.noc.NocWorkload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The router network alone: five fixed packet lists whose arrival cycles are hashed. The cost of a traversal is also
 * given in units of one random read-modify-write of the same run ({@link ReadModifyWrite}), beside its limit. Stateless.
 */
public final class Noc implements Workload {
    private static final Map<String, String> HASHES = Map.of(
            "w1", "12421040868672461306",
            "w2", "3910350866841418373",
            "w3", "15336457444832979035",
            "w4", "7405964194139094917",
            "w5", "16180123019150840155");

    /** Units per traversal that must not be exceeded, all counters on. */
    private static final Map<String, Double> LIMITS =
            Map.of("w1", 230.0, "w2", 170.0, "w3", 200.0, "w4", 155.0, "w5", 350.0);

    @Override
    public String name() {
        return "noc";
    }

    @Override
    public String title() {
        return "the mesh of routers alone, 8 x 8 and 16 x 16, light to saturated (--variant w1 .. w5)";
    }

    @Override
    public List<Result> run(Map<String, String> options, int threads, double seconds) {
        for (String key : options.keySet()) {
            if (!key.equals("variant")) {
                throw new RanvierException(
                        "workload '" + name() + "' has no option '" + key + "'; it has variant (w1..w5)");
            }
        }
        String wanted = options.getOrDefault("variant", "");
        List<Result> results = NocWorkload.ALL.stream()
                .filter(workload -> wanted.isEmpty() || workload.name().equals(wanted))
                .map(workload -> measure(workload, seconds))
                .toList();
        if (results.isEmpty()) {
            throw new RanvierException("variant is '" + wanted + "', allowed: w1, w2, w3, w4, w5");
        }
        return results;
    }

    private static Result measure(NocWorkload workload, double seconds) {
        MeshNetwork network = new MeshNetwork(workload.config());
        PacketBatch packets = workload.packets();
        Arrivals arrivals = new Arrivals();
        ReadModifyWrite unit = new ReadModifyWrite();
        double best = Double.POSITIVE_INFINITY;
        double bestUnit = Double.POSITIVE_INFINITY;
        double total = 0;
        NocWorkload.Outcome outcome = workload.run(network, packets, arrivals);
        for (int runs = 0; total < seconds || runs < 3; runs++) {
            outcome = workload.run(network, packets, arrivals);
            best = Math.min(best, outcome.seconds());
            total += outcome.seconds();
            bestUnit = Math.min(bestUnit, unit.nanoseconds()); // side by side, so that both see the same machine
        }
        List<Check> checks = List.of(new Check(
                "hash of arrival cycles", HASHES.get(workload.name()), Long.toUnsignedString(outcome.hash())));
        double nanoseconds = best * 1e9 / outcome.traversals();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("packets", (double) outcome.packets());
        figures.put("cycles_per_second", outcome.endCycle() / best);
        figures.put("traversals_per_second", outcome.traversals() / best);
        figures.put("nanoseconds_per_traversal", nanoseconds);
        figures.put("unit_nanoseconds", bestUnit);
        figures.put("units_per_traversal", nanoseconds / bestUnit);
        figures.put("units_limit", LIMITS.get(workload.name()));
        figures.put("seconds", best);
        return new Result("noc " + workload.name(), checks.stream().allMatch(Check::right), checks, figures);
    }
}
