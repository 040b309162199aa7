package dev.ranvier.tools.conform;

import java.util.List;
import java.util.function.LongFunction;

/** Compares lists of times and places. Stateless. */
final class Rows {
    private Rows() {}

    /**
     * Requires two lists of {time, place} to be equal, in order.
     *
     * @param time what the first number is, e.g. tick
     * @param place a place for people
     */
    static void check(String file, String time, List<long[]> expected, List<long[]> got, LongFunction<String> place) {
        for (int r = 0; r < Math.max(expected.size(), got.size()); r++) {
            boolean both = r < expected.size() && r < got.size();
            if (both && java.util.Arrays.equals(expected.get(r), got.get(r))) {
                continue;
            }
            long when = r < expected.size() ? expected.get(r)[0] : got.get(r)[0];
            throw new Difference(
                    time + " " + when + " " + file + " row " + (r + 2),
                    text(expected, r, time, place),
                    text(got, r, time, place));
        }
    }

    private static String text(List<long[]> list, int row, String time, LongFunction<String> place) {
        return row < list.size()
                ? place.apply(list.get(row)[1]) + " in " + time + " " + list.get(row)[0]
                : "no more rows";
    }
}
