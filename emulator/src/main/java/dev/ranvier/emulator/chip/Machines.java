package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.core.biophysical.BiophysicalCore;
import dev.ranvier.emulator.core.compartment.CompartmentCore;
import dev.ranvier.emulator.core.crossbar.CrossbarCores;
import dev.ranvier.emulator.core.crossbar.RancMachine;
import dev.ranvier.emulator.core.programmable.EngineStore;
import dev.ranvier.emulator.core.programmable.ProgrammableCore;
import dev.ranvier.emulator.fabric.Fabrics;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.hw.RanvierException;
import java.util.Optional;
import java.util.function.IntFunction;

/** Makes the machine that a description asks for. Stateless. */
public final class Machines {
    private Machines() {}

    private static Timing timing(ChipSpec spec, Optional<Timing> wanted) {
        return wanted.orElseGet(() -> Timing.defaultFor(spec));
    }

    /**
     * Refuses what {@link #create(ChipSpec, Optional, int)} would refuse, for those who create the chip later.
     *
     * @throws RanvierException if the routers cannot be built, their routing can deadlock, or the machine does not have the
     *     timing
     */
    public static void check(ChipSpec spec, Optional<Timing> wanted) {
        Fabrics.check(spec);
        if (isClocked(spec)) {
            if (wanted.equals(Optional.of(Timing.FUNCTIONAL))) {
                throw new RanvierException("chip '" + spec.name() + "' is emulated clock by clock, function and timing"
                        + " in one: --timing functional does not exist there; use chip 'ranc-sim'");
            }
        } else if (timing(spec, wanted) == Timing.CYCLE) {
            Fabrics.create(spec);
        }
    }

    private static boolean isClocked(ChipSpec spec) {
        return spec.core() instanceof CrossbarCoreSpec crossbar
                && crossbar.semantics() == CrossbarCoreSpec.Semantics.RANC_RTL;
    }

    /** An empty chip for {@code spec} with its default timing. */
    public static Chip create(ChipSpec spec, int threads) {
        return create(spec, Optional.empty(), threads);
    }

    /**
     * An empty chip for {@code spec}.
     *
     * @param wanted how time inside a tick is treated; empty: {@link Timing#defaultFor}
     * @param threads threads that may work on it, 1 or more; results do not depend on it
     */
    public static Chip create(ChipSpec spec, Optional<Timing> wanted, int threads) {
        check(spec, wanted);
        Timing timing = timing(spec, wanted);
        return switch (spec.core()) {
            case CompartmentCoreSpec compartment ->
                ticking(spec, core -> new CompartmentCore(spec, core), timing, threads);
            case BiophysicalCoreSpec biophysical ->
                ticking(spec, core -> new BiophysicalCore(spec, core), timing, threads);
            case ProgrammableCoreSpec programmable -> {
                EngineStore store = new EngineStore();
                yield ticking(spec, core -> new ProgrammableCore(spec, core, store), timing, threads);
            }
            case CrossbarCoreSpec crossbar -> crossbarChip(spec, timing, threads);
        };
    }

    private static Chip ticking(ChipSpec spec, IntFunction<TickCore> core, Timing timing, int threads) {
        return new TickChip(spec, () -> CoreSet.of(spec.cores(), core), Optional.empty(), timing, threads);
    }

    private static Chip crossbarChip(ChipSpec spec, Timing timing, int threads) {
        if (isClocked(spec)) {
            return new ClockedChip(spec, () -> new RancMachine(spec));
        }
        EventLog log = new EventLog(spec.memory("events"), spec.memory("event_control"));
        return new TickChip(spec, () -> new CrossbarCores(spec, log), Optional.of(log), timing, threads);
    }
}
