package dev.ranvier.emulator.core.compartment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The dendritic accumulators of a core: one row of ints per tick slot (slot-major, so that a tick's slot is one
 * contiguous block), in units of 64 (the low 6 bits of a Loihi weight are zero). A slot keeps its sums after its tick
 * until the next tick begins, so that they can be read. Blocks of 64 compartments that anything was added to are marked.
 * Owned by its core.
 */
final class AccumulatorRing {
    /** Compartments per block. */
    static final int BLOCK = 64;

    final int stride;
    final int slots;
    final int[] sums;
    /** Per slot: bit b is set if something was added to block b. */
    final long[] touched;

    /**
     * @param compartments compartments in use
     * @param maxDelay largest delay in ticks
     */
    AccumulatorRing(int compartments, int maxDelay) {
        stride = strideFor(compartments);
        slots = Integer.highestOneBit(maxDelay + 1) << 1;
        sums = new int[stride * slots];
        touched = new long[slots];
    }

    /** Compartments rounded up to a power of two, at least one block. */
    static int strideFor(int compartments) {
        return Math.max(BLOCK, compartments <= 1 ? 1 : Integer.highestOneBit(compartments - 1) << 1);
    }

    int slot(long tick) {
        return (int) (tick & (slots - 1));
    }

    int base(long tick) {
        return slot(tick) * stride;
    }

    /** Zeroes the slot of {@code tick}. */
    void clear(long tick) {
        int slot = slot(tick);
        long blocks = touched[slot];
        int base = slot * stride;
        while (blocks != 0) {
            int block = Long.numberOfTrailingZeros(blocks);
            blocks &= blocks - 1;
            Arrays.fill(sums, base + block * BLOCK, base + (block + 1) * BLOCK, 0);
        }
        touched[slot] = 0;
    }

    /** Takes over the sums of {@code old}, a ring of another shape, for ticks from {@code tick} on. */
    void copyPending(AccumulatorRing old, long tick) {
        int width = Math.min(stride, old.stride);
        for (long t = tick; t < tick + Math.min(slots, old.slots); t++) {
            System.arraycopy(old.sums, old.base(t), sums, base(t), width);
            touched[slot(t)] = old.touched[old.slot(t)];
        }
    }

    void clearAll() {
        Arrays.fill(sums, 0);
        Arrays.fill(touched, 0);
    }

    void save(DataOutput out) throws IOException {
        for (int slot = 0; slot < slots; slot++) {
            out.writeLong(touched[slot]);
            for (long blocks = touched[slot]; blocks != 0; blocks &= blocks - 1) {
                int from = slot * stride + Long.numberOfTrailingZeros(blocks) * BLOCK;
                for (int i = from; i < from + BLOCK; i++) {
                    out.writeInt(sums[i]);
                }
            }
        }
    }

    void load(DataInput in) throws IOException {
        clearAll();
        for (int slot = 0; slot < slots; slot++) {
            touched[slot] = in.readLong();
            for (long blocks = touched[slot]; blocks != 0; blocks &= blocks - 1) {
                int from = slot * stride + Long.numberOfTrailingZeros(blocks) * BLOCK;
                if (from + BLOCK > (slot + 1) * stride) {
                    throw new IOException("saved accumulators name a block beyond the core's compartments");
                }
                for (int i = from; i < from + BLOCK; i++) {
                    sums[i] = in.readInt();
                }
            }
        }
    }
}
