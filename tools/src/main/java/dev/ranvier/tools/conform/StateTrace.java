package dev.ranvier.tools.conform;

import dev.ranvier.hw.RanvierException;

/** A recorded trace: one row per tick, a column per element. Compares row by row. Not safe for several threads. */
final class StateTrace {
    private final Csv csv;
    private final int elements;
    private int next;

    /** @param elements columns after the tick */
    StateTrace(Csv csv, int elements) {
        this.csv = csv;
        this.elements = elements;
        if (csv.header().size() != elements + 1) {
            throw new RanvierException(
                    csv.file() + " has " + (csv.header().size() - 1) + " columns after the tick, needed: " + elements);
        }
    }

    /** Compares the row of {@code tick}, which must be the next one, with {@code got}. */
    void check(long tick, long[] got) {
        if (next >= csv.size()) {
            throw new Difference("tick " + tick + " " + csv.file(), "no more rows", "a row");
        }
        long rowTick = csv.whole(next, 0);
        if (rowTick != tick) {
            throw new Difference("row " + (next + 1) + " " + csv.file(), "tick " + rowTick, "tick " + tick);
        }
        for (int i = 0; i < elements; i++) {
            Difference.check(
                    csv.whole(next, i + 1),
                    got[i],
                    csv.file(),
                    tick,
                    csv.header().get(i + 1));
        }
        next++;
    }

    /** Requires that all rows have been compared. */
    void end() {
        if (next != csv.size()) {
            throw new Difference(
                    "row " + (next + 1) + " " + csv.file(), "compared", "not reached: the run ended before");
        }
    }
}
