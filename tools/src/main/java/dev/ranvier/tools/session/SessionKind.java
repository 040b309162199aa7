package dev.ranvier.tools.session;

import dev.ranvier.hw.ChipSpec;
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

    /**
     * An opener.
     *
     * @param threads threads per chip
     */
    public Opener opener(int threads) {
        return switch (this) {
            case DIRECT ->
                new Opener() {
                    @Override
                    public ChipSession apply(ChipSpec spec) {
                        return new DirectSession(spec, threads);
                    }

                    @Override
                    public void close() {
                        // Nothing was started.
                    }
                };
            case WIRE -> new WireOpener(threads);
        };
    }
}
