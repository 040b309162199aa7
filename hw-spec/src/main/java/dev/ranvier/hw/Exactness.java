package dev.ranvier.hw;

import java.util.List;

/**
 * What the emulation of a chip equals, and how one can check it.
 *
 * @param level bit, cycle or model
 * @param reference project and version that it equals
 * @param goldenSets names of the golden sets that prove it
 * @param notCovered what no reference covers
 */
public record Exactness(Level level, String reference, List<String> goldenSets, List<String> notCovered) {
    /** How far equality goes. */
    public enum Level {
        /** Every state variable after every tick is equal. */
        BIT,
        /** Every observable is equal in every clock cycle. */
        CYCLE,
        /** Follows published equations and figures; no runnable reference exists. */
        MODEL
    }

    /** Copies its lists. */
    public Exactness {
        goldenSets = List.copyOf(goldenSets);
        notCovered = List.copyOf(notCovered);
    }

    /** One sentence for people. */
    public String sentence() {
        String sets = goldenSets.isEmpty() ? "" : " (golden set " + String.join(", ", goldenSets) + ")";
        return switch (level) {
            case BIT -> "equals " + reference + " bit for bit" + sets;
            case CYCLE -> "equals " + reference + " cycle for cycle" + sets;
            case MODEL -> "follows " + reference + sets + "; no runnable reference";
        };
    }
}
