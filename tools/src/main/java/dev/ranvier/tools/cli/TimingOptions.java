package dev.ranvier.tools.cli;

import dev.ranvier.emulator.chip.Timing;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How time inside a tick is treated: shared by the commands that make a chip. */
public final class TimingOptions {
    /** Chosen timing; null: the chip's default. */
    @Option(
            names = "--timing",
            paramLabel = "T",
            description =
                    "functional: packets arrive in their tick; cycle: every packet goes through the routers, cycle by"
                            + " cycle; default: functional, unless ticks have a fixed length in which packets can be late")
    Timing timing;

    /** The timing asked for; empty: the chip's default. */
    Optional<Timing> timing() {
        return Optional.ofNullable(timing);
    }
}
