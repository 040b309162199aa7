package dev.ranvier.tools.session;

import dev.ranvier.emulator.chip.Timing;
import dev.ranvier.hw.ChipSpec;
import java.util.Optional;
import java.util.function.Function;

/** How a command talks to its board. */
public enum SessionKind {
    /** The board is an object in this process. */
    DIRECT,
    /** The board is a device behind the protocol, served by this process on a loopback port. */
    WIRE;

    /** Opens boards; closing it stops what it has started. */
    public interface Opener extends Function<ChipSpec, ChipSession>, AutoCloseable {
        @Override
        void close();
    }

    /** An opener of boards with their default timing. */
    public Opener opener(int threads) {
        return opener(Optional.empty(), threads);
    }

    /**
     * An opener.
     *
     * @param timing timing of the chips; empty: each chip's default
     * @param threads threads per chip
     */
    public Opener opener(Optional<Timing> timing, int threads) {
        return switch (this) {
            case DIRECT ->
                new Opener() {
                    @Override
                    public ChipSession apply(ChipSpec spec) {
                        return new DirectSession(spec, timing, threads);
                    }

                    @Override
                    public void close() {
                        // Nothing was started.
                    }
                };
            case WIRE -> new WireOpener(timing, threads);
        };
    }
}
