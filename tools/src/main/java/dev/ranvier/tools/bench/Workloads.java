package dev.ranvier.tools.bench;

import dev.ranvier.hw.RanvierException;
import java.util.List;

/** The workloads by name. Stateless. */
public final class Workloads {
    private Workloads() {}

    /** All workloads. */
    public static List<Workload> all() {
        return List.of(new LoihiRecurrent(), new Sparse(), new RancGrid(), new TrueNorthChip(), new Noc());
    }

    /** The workload called {@code name}; an error that lists them if there is none. */
    public static Workload byName(String name) {
        return all().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RanvierException("workload '" + name + "' does not exist; there are "
                        + all().stream().map(Workload::name).toList()));
    }
}
