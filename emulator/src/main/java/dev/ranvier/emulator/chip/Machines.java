package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.compartment.CompartmentCore;
import dev.ranvier.emulator.core.crossbar.CrossbarCores;
import dev.ranvier.emulator.core.crossbar.RancMachine;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import java.util.Optional;

/** Makes the machine that a description asks for. Stateless. */
public final class Machines {
    private Machines() {}

    /**
     * An empty chip for {@code spec}.
     *
     * @param threads threads that may work on it, 1 or more; results do not depend on it
     */
    public static Chip create(ChipSpec spec, int threads) {
        return switch (spec.core()) {
            case CompartmentCoreSpec compartment ->
                new TickChip(
                        spec,
                        () -> CoreSet.of(spec.cores(), core -> new CompartmentCore(spec, core)),
                        Optional.empty(),
                        threads);
            case CrossbarCoreSpec crossbar -> crossbarChip(spec, crossbar, threads);
        };
    }

    private static Chip crossbarChip(ChipSpec spec, CrossbarCoreSpec crossbar, int threads) {
        if (crossbar.semantics() == CrossbarCoreSpec.Semantics.RANC_RTL) {
            return new ClockedChip(spec, () -> new RancMachine(spec));
        }
        EventLog log = new EventLog(spec.memory("events"), spec.memory("event_control"));
        return new TickChip(spec, () -> new CrossbarCores(spec, log), Optional.of(log), threads);
    }
}
