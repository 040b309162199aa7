package dev.ranvier.emulator.trace;

import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * What a board has seen, in the order in which it occurred: warnings of a chip with ticks, signals of a chip with a
 * clock. It lies in two memories of the board, {@code events} and {@code event_control}, so that any host can read it.
 * When it is full, further events are counted as lost. Owned by the chip's thread.
 */
public final class EventLog {
    private static final int IGNORED = 0;
    private static final int RECORDED = 1;
    private static final int LOST = 2;
    private static final int ENTRY_WORDS = 2;

    private final WordBank events;
    private final WordBank control;
    private final FieldSpec timeField;
    private final FieldSpec kindField;
    private final FieldSpec coreField;
    private final FieldSpec valueField;
    private final int room;
    private long time;

    /**
     * @param events memory {@code events}: two words per entry, with fields time and kind in the first, core and value
     *     in the second
     * @param control memory {@code event_control}: kinds ignored, events recorded, events lost
     */
    public EventLog(MemorySpec events, MemorySpec control) {
        this.events = new WordBank(events);
        this.control = new WordBank(control);
        timeField = events.field("time");
        kindField = events.field("kind");
        coreField = events.field("core");
        valueField = events.field("value");
        room = events.entries();
    }

    /** The two memories. */
    public List<MemoryBank> memories() {
        return List.of(events, control);
    }

    /** Events that follow belong to this tick, or cycle. */
    public void time(long now) {
        time = now;
    }

    /** False if events of {@code kind}, 0..31, are not recorded. */
    public boolean records(int kind) {
        return (control.read(IGNORED) >>> kind & 1) == 0;
    }

    /** Records an event of the present time. */
    public void add(int kind, int core, long value) {
        add(time, kind, core, value);
    }

    /** Records an event, unless its kind is ignored. */
    public void add(long when, int kind, int core, long value) {
        if (!records(kind)) {
            return;
        }
        long count = control.read(RECORDED) & 0xFFFFFFFFL;
        if (count >= room) {
            control.write(LOST, control.read(LOST) + 1);
            return;
        }
        int at = (int) count * ENTRY_WORDS;
        events.write(at, timeField.encodeWrapped(when) | kindField.encodeWrapped(kind));
        events.write(at + 1, coreField.encodeWrapped(core) | valueField.encodeWrapped(value));
        control.write(RECORDED, count + 1);
    }

    /** Ignores {@code kinds} (bit k: kind k) and forgets all events. */
    public void reset(long kinds) {
        control.write(IGNORED, kinds);
        clear();
    }

    /** Forgets all events. */
    public void clear() {
        control.write(RECORDED, 0);
        control.write(LOST, 0);
    }

    /** Writes the complete state. */
    public void save(DataOutput out) throws IOException {
        out.writeLong(time);
        events.save(out);
        control.save(out);
    }

    /** Reads a state that {@link #save} wrote. */
    public void load(DataInput in) throws IOException {
        time = in.readLong();
        events.load(in);
        control.load(in);
    }
}
