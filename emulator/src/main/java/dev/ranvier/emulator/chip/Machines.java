package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.compartment.CompartmentCore;
import dev.ranvier.emulator.core.crossbar.CrossbarCore;
import dev.ranvier.emulator.core.crossbar.RancMachine;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import java.util.Optional;
import java.util.stream.IntStream;

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
                new TickChip(spec, core -> new CompartmentCore(spec, core), Optional.empty(), threads);
            case CrossbarCoreSpec crossbar -> crossbarChip(spec, crossbar, threads);
        };
    }

    private static Chip crossbarChip(ChipSpec spec, CrossbarCoreSpec crossbar, int threads) {
        if (crossbar.semantics() == CrossbarCoreSpec.Semantics.RANC_RTL) {
            return new ClockedChip(spec, () -> new RancMachine(spec));
        }
        EventLog log = new EventLog(spec.memory("events"), spec.memory("event_control"));
        int[] identity = IntStream.rangeClosed(0, Math.max(crossbar.neurons(), crossbar.outputs()))
                .toArray();
        return new TickChip(spec, core -> new CrossbarCore(spec, core, identity, log), Optional.of(log), threads);
    }
}
