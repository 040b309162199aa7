package dev.ranvier.emulator.cost;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.hw.ChipSpec;

/** What a tick costs by the chip's cost table. Immutable; operations are looked up once. */
public sealed interface TickCost permits BarrierTickCost, FixedTickCost {
    /** Totals that energy is charged for. */
    record Work(
            long ticks,
            long neuronUpdates,
            long spikes,
            long messages,
            long denseEvents,
            long sparseEvents,
            long hopsEastWest,
            long hopsNorthSouth) {}

    /** The cost model of {@code spec}: what ends a tick decides which. */
    static TickCost of(ChipSpec spec) {
        return switch (spec.clock().policy()) {
            case BARRIER -> new BarrierTickCost(spec);
            case FIXED, EVENT -> new FixedTickCost(spec);
        };
    }

    /** Time in ns that a core needs for its last tick. */
    double coreNanoseconds(CoreActivity activity, int neurons, int spikes, int messages);

    /** Time in ns that ending a tick takes for {@code tiles} tiles in use. */
    double barrierNanoseconds(int tiles);

    /** Length in ns of a tick whose slowest core needed {@code slowestCore} ns, and its end {@code barrier} ns. */
    double tickNanoseconds(double slowestCore, double barrier);

    /** Energy in J of what the totals say. */
    double energyJoule(Work work);

    /** Name of the cost table. */
    String model();
}
