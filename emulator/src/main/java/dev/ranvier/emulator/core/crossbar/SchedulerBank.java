package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.hw.MemorySpec;

/** The scheduler of one core as the host sees it: a row per entry. Owned by the chip's thread. */
record SchedulerBank(MemorySpec spec, CoreBlock block, int index) implements MemoryBank {
    private int at(int address) {
        return block.at(address / block.words, index) + address % block.words;
    }

    @Override
    public long read(int address) {
        return block.schedule[at(address)];
    }

    @Override
    public void write(int address, long word) {
        block.schedule[at(address)] = word;
    }
}
