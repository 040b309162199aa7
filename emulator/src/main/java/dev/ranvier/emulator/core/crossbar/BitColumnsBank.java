package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.hw.MemorySpec;

/**
 * The crossbar as the host sees it, a row of axon bits per neuron, over the core's own order, a row of neuron bits per
 * axon. Owned by the chip's thread.
 */
final class BitColumnsBank implements MemoryBank {
    private final MemorySpec spec;
    private final long[] rows;
    private final int blocks;
    private int version;

    /** @param rows neurons per axon: bit n of {@code rows[a * blocks ..]}; axons in whole words */
    BitColumnsBank(MemorySpec spec, long[] rows, int blocks) {
        this.spec = spec;
        this.rows = rows;
        this.blocks = blocks;
    }

    @Override
    public MemorySpec spec() {
        return spec;
    }

    @Override
    public long read(int address) {
        int neuron = address / spec.entryWords();
        int at = address % spec.entryWords() * Long.SIZE * blocks + (neuron >> 6);
        long word = 0;
        for (int bit = 0; bit < Long.SIZE; bit++, at += blocks) {
            word |= (rows[at] >>> neuron & 1) << bit;
        }
        return word;
    }

    @Override
    public void write(int address, long word) {
        int neuron = address / spec.entryWords();
        int first = address % spec.entryWords() * Long.SIZE * blocks + (neuron >> 6);
        long changed = word ^ read(address);
        version += changed == 0 ? 0 : 1;
        for (; changed != 0; changed &= changed - 1) {
            rows[first + Long.numberOfTrailingZeros(changed) * blocks] ^= 1L << neuron;
        }
    }

    /** Changes when a synapse changes. */
    int version() {
        return version;
    }
}
