package dev.ranvier.emulator.cost;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CostTable;

/**
 * Ticks of one length, whatever the cores do. Energy is a static part, {@code core_tick} per core of the board and tick,
 * and a part per {@code synaptic_event}; a table that lacks an operation charges nothing for it.
 */
public final class FixedTickCost implements TickCost {
    private final String model;
    private final double tickNanoseconds;
    private final double corePicojoules;
    private final double eventPicojoules;

    /** Looks the operations up once. */
    public FixedTickCost(ChipSpec spec) {
        model = spec.costs().model();
        tickNanoseconds = spec.clock().tickCycles() * spec.clock().nanosecondsPerCycle();
        corePicojoules = spec.cores() * picojoules(spec.costs(), "core_tick");
        eventPicojoules = picojoules(spec.costs(), "synaptic_event");
    }

    private static double picojoules(CostTable table, String operation) {
        CostTable.Cost cost = table.items().get(operation);
        return cost == null ? 0 : cost.picojoules();
    }

    @Override
    public double coreNanoseconds(CoreActivity activity, int neurons, int spikes, int messages) {
        return 0;
    }

    @Override
    public double barrierNanoseconds(int tiles) {
        return 0;
    }

    @Override
    public double tickNanoseconds(double slowestCore, double barrier) {
        return tickNanoseconds;
    }

    @Override
    public double energyJoule(Work work) {
        return (work.ticks() * corePicojoules + (work.denseEvents() + work.sparseEvents()) * eventPicojoules) * 1e-12;
    }

    @Override
    public String model() {
        return model;
    }
}
