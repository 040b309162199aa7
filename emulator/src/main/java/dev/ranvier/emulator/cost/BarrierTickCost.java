package dev.ranvier.emulator.cost;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CostTable;

/**
 * Time and energy of a core whose tick ends with a barrier, by the chip's cost table (operations as SANA-FE's
 * arch/loihi.yaml names them).
 * Immutable.
 */
public final class BarrierTickCost implements TickCost {
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
    public BarrierTickCost(ChipSpec spec) {
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

    /** Input, synapses, neuron scan, output, one after the other. */
    @Override
    public double coreNanoseconds(CoreActivity activity, int neurons, int spikes, int messages) {
        return neurons * neuronNanoseconds
                + spikes * spikeNanoseconds
                + activity.tickAxonEvents * messageInNanoseconds
                + messages * messageOutNanoseconds
                + activity.tickDenseEvents * denseNanoseconds
                + activity.tickSparseEvents * sparseNanoseconds
                + activity.tickCycles * cycleNanoseconds;
    }

    @Override
    public double barrierNanoseconds(int tiles) {
        return table.barrierNanoseconds(tiles);
    }

    @Override
    public double tickNanoseconds(double slowestCore, double barrier) {
        return slowestCore + barrier;
    }

    @Override
    public double energyJoule(Work work) {
        double picojoules = work.neuronUpdates()
                        * (table.item("neuron_access").picojoules()
                                + table.item("neuron_update").picojoules())
                + work.spikes() * table.item("spike_out").picojoules()
                + work.messages() * table.item("message_out").picojoules()
                + work.denseEvents() * table.item("synapse_dense").picojoules()
                + work.sparseEvents() * table.item("synapse_sparse").picojoules()
                + work.hopsEastWest() * table.item("hop_east_west").picojoules()
                + work.hopsNorthSouth() * table.item("hop_north_south").picojoules();
        return picojoules * 1e-12;
    }

    @Override
    public String model() {
        return table.model();
    }
}
