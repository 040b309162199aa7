package dev.ranvier.conform;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;

/** A board on which one field of one memory entry of core 0 reads one more than what was loaded: a chip with a defect. */
final class DefectiveSession implements ChipSession {
    private final ChipSession board;
    private final String memory;
    private final int entry;
    private final String field;

    DefectiveSession(ChipSpec spec, String memory, int entry, String field) {
        board = new DirectSession(spec, 1);
        this.memory = memory;
        this.entry = entry;
        this.field = field;
    }

    @Override
    public ChipSpec spec() {
        return board.spec();
    }

    @Override
    public void load(ChipImage image) {
        board.load(image);
        MemorySpec layout = board.spec().memory(memory);
        FieldSpec where = layout.field(field);
        int address = entry * layout.entryWords() + where.word();
        long word = board.readMemory(0, memory, address, 1)[0];
        long value = where.decode(word);
        long other = value < where.max() ? value + 1 : value - 1;
        board.writeMemory(0, memory, address, new long[] {where.with(word, other)});
    }

    @Override
    public long tick() {
        return board.tick();
    }

    @Override
    public void advance(long ticks) {
        board.advance(ticks);
    }

    @Override
    public void inject(long[] stamps, int[] channels, int[] values) {
        board.inject(stamps, channels, values);
    }

    @Override
    public long[] readState(String variable, int[] sources) {
        return board.readState(variable, sources);
    }

    @Override
    public long[] readMemory(int core, String name, int address, int count) {
        return board.readMemory(core, name, address, count);
    }

    @Override
    public void writeMemory(int core, String name, int address, long[] words) {
        board.writeMemory(core, name, address, words);
    }

    @Override
    public void collectSpikes() {
        board.collectSpikes();
    }

    @Override
    public void takeSpikes(SpikeConsumer consumer) {
        board.takeSpikes(consumer);
    }

    @Override
    public void resetState() {
        board.resetState();
    }

    @Override
    public Counters counters() {
        return board.counters();
    }

    @Override
    public void close() {
        board.close();
    }
}
