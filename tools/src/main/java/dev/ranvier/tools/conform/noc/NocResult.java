package dev.ranvier.tools.conform.noc;

import java.util.List;

/** Outcome of one conformance case. */
public sealed interface NocResult {
    /**
     * Everything that the case lists is as expected.
     *
     * @param notes what was seen but is not judged, for a report
     */
    record Equal(List<String> notes) implements NocResult {
        /** Copies the list. */
        public Equal {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The first difference.
     *
     * @param at cycle or clock, for example {@code cycle 17}, or a point of a curve
     * @param place what differs, for example {@code packet 3 inject_cycle}
     * @param expected value of the case
     * @param got value of the emulator
     */
    record Differ(String at, String place, String expected, String got) implements NocResult {}

    /**
     * The case cannot be run.
     *
     * @param why the reason
     */
    record Unsupported(String why) implements NocResult {}
}
