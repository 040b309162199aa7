package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.biophysical.BiophysicalCore;
import dev.ranvier.emulator.core.compartment.CompartmentCore;
import dev.ranvier.emulator.core.programmable.ProgrammableCore;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.ProgrammableCoreSpec;

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
                new TickChip(spec, core -> new CompartmentCore(spec, core), threads);
            case BiophysicalCoreSpec biophysical ->
                new TickChip(spec, core -> new BiophysicalCore(spec, core), threads);
            case ProgrammableCoreSpec programmable ->
                new TickChip(spec, core -> new ProgrammableCore(spec, core), threads);
        };
    }
}
