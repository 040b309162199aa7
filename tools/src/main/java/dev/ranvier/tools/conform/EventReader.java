package dev.ranvier.tools.conform;

import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.session.ChipSession;
import java.util.ArrayList;
import java.util.List;

/** Reads the events that a board has recorded out of its memories. Stateless. */
final class EventReader {
    /** An event. */
    record Event(long time, int kind, int core, long value) {}

    private EventReader() {}

    /** Records from now on only the kinds whose bits are set. */
    static void record(ChipSession session, long kinds) {
        session.writeMemory(0, "event_control", 0, new long[] {~kinds & 0xFFFFFFFFL});
    }

    /** All events so far, in order; an error if some were lost. */
    static List<Event> read(ChipSession session) {
        MemorySpec layout = session.spec().memory("events");
        long[] control = session.readMemory(0, "event_control", 0, 3);
        if (control[2] != 0) {
            throw new RanvierException(
                    control[2] + " events were lost: raise core.events, which is " + layout.entries());
        }
        int count = (int) control[1];
        long[] words = count == 0 ? new long[0] : session.readMemory(0, "events", 0, count * layout.entryWords());
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long first = words[2 * i];
            long second = words[2 * i + 1];
            events.add(new Event(
                    layout.field("time").decode(first),
                    (int) layout.field("kind").decode(first),
                    (int) layout.field("core").decode(second),
                    layout.field("value").decode(second)));
        }
        return events;
    }
}
