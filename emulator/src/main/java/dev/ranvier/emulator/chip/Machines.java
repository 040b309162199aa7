package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.compartment.CompartmentCore;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;

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
        };
    }
}
