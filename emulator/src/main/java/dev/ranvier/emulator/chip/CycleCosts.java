package dev.ranvier.emulator.chip;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CostTable;

/**
 * What the operations of a core take in whole cycles: the cost table's times, each rounded up (Loihi specification,
 * 1.1). An operation that the table lacks takes no time.
 *
 * @param neuron access to and update of a neuron
 * @param spike making a spike
 * @param messageOut handing a packet to the router
 * @param messageIn taking a packet from the router
 * @param dense a synapse of a dense row
 * @param sparse a synapse of a sparse row
 * @param extra a cycle that the core family counts itself
 */
record CycleCosts(long neuron, long spike, long messageOut, long messageIn, long dense, long sparse, long extra) {
    static CycleCosts of(ChipSpec spec) {
        return new CycleCosts(
                cycles(spec, "neuron_access") + cycles(spec, "neuron_update"),
                cycles(spec, "spike_out"),
                spec.fabric().messageOutCycles(),
                spec.fabric().messageInCycles(),
                cycles(spec, "synapse_dense"),
                cycles(spec, "synapse_sparse"),
                cycles(spec, "cycle"));
    }

    private static long cycles(ChipSpec spec, String operation) {
        CostTable.Cost cost = spec.costs().items().get(operation);
        return cost == null ? 0 : roundUp(cost.nanoseconds(), spec);
    }

    /** Whole cycles for {@code nanoseconds}. */
    static long roundUp(double nanoseconds, ChipSpec spec) {
        // A tiny allowance, so that 6.5 ns of 0.5 ns per cycle are 13 cycles and not, by rounding of the quotient, 14.
        return (long) Math.ceil(nanoseconds / spec.clock().nanosecondsPerCycle() - 1e-9);
    }
}
