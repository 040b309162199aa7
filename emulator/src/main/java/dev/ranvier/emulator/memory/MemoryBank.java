package dev.ranvier.emulator.memory;

import dev.ranvier.hw.MemorySpec;

/**
 * A memory of a core as the host sees it: words. The law of every bank: after {@code write(a, w)}, {@code read(a)} is
 * {@code w}, for any word, until the machine itself changes it. Used by the chip's owner thread between ticks.
 */
public interface MemoryBank {
    /** Name, size and layout. */
    MemorySpec spec();

    /** The word at {@code address}, 0 .. depth - 1. */
    long read(int address);

    /** Sets the word at {@code address}, 0 .. depth - 1. */
    void write(int address, long word);
}
