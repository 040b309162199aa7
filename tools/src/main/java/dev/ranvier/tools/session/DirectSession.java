package dev.ranvier.tools.session;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.chip.Timing;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import java.util.Optional;

/** A board in this process. */
public final class DirectSession implements ChipSession {
    private final Chip chip;

    /** An empty board of {@code spec} with its default timing. */
    public DirectSession(ChipSpec spec, int threads) {
        this(spec, Optional.empty(), threads);
    }

    /** An empty board of {@code spec}; timing as in {@link SessionKind#opener(Optional, int)}. */
    public DirectSession(ChipSpec spec, Optional<Timing> timing, int threads) {
        chip = Machines.create(spec, timing, threads);
    }

    /** The board itself. */
    public Chip chip() {
        return chip;
    }

    @Override
    public ChipSpec spec() {
        return chip.spec();
    }

    @Override
    public void load(ChipImage image) {
        chip.load(image);
    }

    @Override
    public long tick() {
        return chip.tick();
    }

    @Override
    public void advance(long ticks) {
        chip.advance(ticks);
    }

    @Override
    public void inject(long[] stamps, int[] channels, int[] values) {
        for (int i = 0; i < stamps.length; i++) {
            if (!chip.inject(stamps[i], channels[i], values == null ? 1 : values[i])) {
                throw new RanvierException("event " + i + " is stamped " + stamps[i] + ", but tick " + chip.tick()
                        + " is over: inject events before the ticks in which they act");
            }
        }
    }

    @Override
    public long[] readState(String variable, int[] sources) {
        long[] out = new long[sources.length];
        chip.readState(variable, sources, out);
        return out;
    }

    @Override
    public long[] readMemory(int core, String memory, int address, int count) {
        MemoryBank bank = chip.memory(core, memory);
        bank.spec().checkRange("core " + core, address, count);
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = bank.read(address + i);
        }
        return words;
    }

    @Override
    public void writeMemory(int core, String memory, int address, long[] words) {
        MemoryBank bank = chip.memory(core, memory);
        bank.spec().checkRange("core " + core, address, words.length);
        for (int i = 0; i < words.length; i++) {
            bank.write(address + i, words[i]);
        }
    }

    @Override
    public void collectSpikes() {
        chip.spikeLog().enable(true);
    }

    @Override
    public void takeSpikes(SpikeConsumer consumer) {
        SpikeLog log = chip.spikeLog();
        int next = 0;
        for (int i = 0; i < log.ticks(); i++) {
            for (int k = 0; k < log.count(i); k++, next++) {
                consumer.spike(log.firstTick() + i, log.source(next), log.value(next));
            }
        }
        log.clear();
    }

    @Override
    public void resetState() {
        chip.reset(Chip.ResetScope.STATE);
    }

    @Override
    public Counters counters() {
        return chip.counters();
    }

    @Override
    public void close() {
        chip.close();
    }
}
