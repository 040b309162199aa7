package dev.ranvier.emulator.memory;

import dev.ranvier.hw.MemorySpec;

/** A memory whose words are an array that the machine works on directly. Owned by the chip's thread. */
public final class ArrayBank implements MemoryBank {
    private final MemorySpec spec;
    private final long[] words;

    /** @param words one per address of {@code spec} */
    public ArrayBank(MemorySpec spec, long[] words) {
        if (words.length != spec.depth()) {
            throw new IllegalArgumentException(
                    "memory " + spec.name() + " has " + spec.depth() + " words, not " + words.length);
        }
        this.spec = spec;
        this.words = words;
    }

    @Override
    public MemorySpec spec() {
        return spec;
    }

    @Override
    public long read(int address) {
        return words[address];
    }

    @Override
    public void write(int address, long word) {
        words[address] = word;
    }
}
