package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.core.biophysical.BiophysicalCore;
import dev.ranvier.emulator.core.compartment.CompartmentCore;
import dev.ranvier.emulator.core.crossbar.CrossbarCores;
import dev.ranvier.emulator.core.crossbar.RancMachine;
import dev.ranvier.emulator.core.programmable.EngineStore;
import dev.ranvier.emulator.core.programmable.ProgrammableCore;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.ProgrammableCoreSpec;
import java.util.Optional;
import java.util.function.IntFunction;

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
            case CompartmentCoreSpec compartment -> ticking(spec, core -> new CompartmentCore(spec, core), threads);
            case BiophysicalCoreSpec biophysical -> ticking(spec, core -> new BiophysicalCore(spec, core), threads);
            case ProgrammableCoreSpec programmable -> {
                EngineStore store = new EngineStore();
                yield ticking(spec, core -> new ProgrammableCore(spec, core, store), threads);
            }
            case CrossbarCoreSpec crossbar -> crossbarChip(spec, crossbar, threads);
        };
    }

    private static Chip ticking(ChipSpec spec, IntFunction<TickCore> core, int threads) {
        return new TickChip(spec, () -> CoreSet.of(spec.cores(), core), Optional.empty(), threads);
    }

    private static Chip crossbarChip(ChipSpec spec, CrossbarCoreSpec crossbar, int threads) {
        if (crossbar.semantics() == CrossbarCoreSpec.Semantics.RANC_RTL) {
            return new ClockedChip(spec, () -> new RancMachine(spec));
        }
        EventLog log = new EventLog(spec.memory("events"), spec.memory("event_control"));
        return new TickChip(spec, () -> new CrossbarCores(spec, log), Optional.of(log), threads);
    }
}
