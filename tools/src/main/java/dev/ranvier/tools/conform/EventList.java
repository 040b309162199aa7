package dev.ranvier.tools.conform;

import dev.ranvier.tools.session.ChipSession;
import java.util.Comparator;
import java.util.List;

/** Hands a case's input to a board. Stateless. */
final class EventList {
    private EventList() {}

    /** Injects events of {stamp, channel, value}, sorted by stamp. */
    static void inject(ChipSession session, List<long[]> events) {
        List<long[]> sorted = events.stream()
                .sorted(Comparator.comparingLong((long[] e) -> e[0]))
                .toList();
        if (sorted.isEmpty()) {
            return;
        }
        session.inject(
                sorted.stream().mapToLong(e -> e[0]).toArray(),
                sorted.stream().mapToInt(e -> (int) e[1]).toArray(),
                sorted.stream().mapToInt(e -> (int) e[2]).toArray());
    }
}
