package dev.ranvier.emulator.cost;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CostTable;

/**
 * Time and energy of a core by the chip's cost table (operations as SANA-FE's arch/loihi.yaml names them).
 * Immutable.
 */
public final class TickCost {
    private final CostTable table;
    private final double neuronNanoseconds;
    private final double spikeNanoseconds;
    private final double messageInNanoseconds;
    private final double messageOutNanoseconds;
    private final double denseNanoseconds;
    private final double sparseNanoseconds;
    /** 0 where the family's table has no cycles. */
    private final double cycleNanoseconds;

    /** Looks the operations up once. */
    public TickCost(ChipSpec spec) {
        table = spec.costs();
        neuronNanoseconds = table.item("neuron_access").nanoseconds()
                + table.item("neuron_update").nanoseconds();
        spikeNanoseconds = table.item("spike_out").nanoseconds();
        messageInNanoseconds = table.item("message_in").nanoseconds();
        messageOutNanoseconds = table.item("message_out").nanoseconds();
        denseNanoseconds = table.item("synapse_dense").nanoseconds();
        sparseNanoseconds = table.item("synapse_sparse").nanoseconds();
        cycleNanoseconds =
                table.items().containsKey("cycle") ? table.item("cycle").nanoseconds() : 0;
    }

    /** Time that a core needs for its last tick, in ns: input, synapses, neuron scan, output, one after the other. */
    public double coreNanoseconds(CoreActivity activity, int neurons, int spikes, int messages) {
        return neurons * neuronNanoseconds
                + spikes * spikeNanoseconds
                + activity.tickAxonEvents * messageInNanoseconds
                + messages * messageOutNanoseconds
                + activity.tickDenseEvents * denseNanoseconds
                + activity.tickSparseEvents * sparseNanoseconds
                + activity.tickCycles * cycleNanoseconds;
    }

    /** Time of the barrier, in ns, for {@code tiles} tiles in use. */
    public double barrierNanoseconds(int tiles) {
        return table.barrierNanoseconds(tiles);
    }

    /** Energy in J of what the totals say. */
    public double energyJoule(
            long neuronUpdates,
            long spikes,
            long messages,
            long denseEvents,
            long sparseEvents,
            long hopsEastWest,
            long hopsNorthSouth) {
        double picojoules = neuronUpdates
                        * (table.item("neuron_access").picojoules()
                                + table.item("neuron_update").picojoules())
                + spikes * table.item("spike_out").picojoules()
                + messages * table.item("message_out").picojoules()
                + denseEvents * table.item("synapse_dense").picojoules()
                + sparseEvents * table.item("synapse_sparse").picojoules()
                + hopsEastWest * table.item("hop_east_west").picojoules()
                + hopsNorthSouth * table.item("hop_north_south").picojoules();
        return picojoules * 1e-12;
    }

    /** Name of the cost table. */
    public String model() {
        return table.model();
    }
}
