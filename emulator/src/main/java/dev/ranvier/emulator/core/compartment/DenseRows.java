package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.memory.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of synapses that reach so many compartments that a full row of 8-bit weights is faster than a list
 * (performance: benchmark {@code SynapticIntegration}). Rows of equal scale and delay form a class; the rows that a tick
 * needs are collected per class and added together. Owned by its core.
 */
final class DenseRows {
    /** Rows with weight = byte · 2^shift (in units of 64) and one delay. */
    static final class RowClass {
        final int shift;
        final int delay;
        final IntList pending = new IntList(64);
        byte[] weights = new byte[0];
        int rows;
        long blocks;

        RowClass(int shift, int delay) {
            this.shift = shift;
            this.delay = delay;
        }
    }

    private final int stride;
    private final List<RowClass> classes = new ArrayList<>();
    private RowClass[] array = new RowClass[0];

    DenseRows(int stride) {
        this.stride = stride;
    }

    /**
     * Tries to add a row.
     *
     * @param weights weight per compartment in units of 64, {@code stride} of them
     * @param delay delay in ticks
     * @param blocks blocks of 64 compartments that the row reaches
     * @return class number · 2^20 + row number, or -1 if the weights do not fit 8 bits at one scale
     */
    int add(int[] weights, int delay, long blocks) {
        int bits = 0;
        for (int weight : weights) {
            bits |= weight;
        }
        int shift = bits == 0 ? 0 : Integer.numberOfTrailingZeros(bits);
        for (int weight : weights) {
            if (weight >> shift != (byte) (weight >> shift)) {
                return -1;
            }
        }
        int which = 0;
        while (which < classes.size() && (classes.get(which).shift != shift || classes.get(which).delay != delay)) {
            which++;
        }
        if (which == 2048) {
            return -1;
        }
        if (which == classes.size()) {
            classes.add(new RowClass(shift, delay));
            array = classes.toArray(RowClass[]::new);
        }
        RowClass rows = classes.get(which);
        if (rows.rows == 1 << 20 || (long) (rows.rows + 1) * stride > Integer.MAX_VALUE - 64) {
            return -1;
        }
        int needed = (rows.rows + 1) * stride;
        if (needed > rows.weights.length) {
            rows.weights = Arrays.copyOf(
                    rows.weights, (int) Math.min(Integer.MAX_VALUE - 64L, Math.max(needed, 2L * rows.weights.length)));
        }
        for (int i = 0; i < stride; i++) {
            rows.weights[rows.rows * stride + i] = (byte) (weights[i] >> shift);
        }
        rows.blocks |= blocks;
        return which << 20 | rows.rows++;
    }

    /** Remembers that the tick needs {@code row} (as {@link #add} returned it). */
    void request(int row) {
        array[row >>> 20].pending.add(row & 0xFFFFF);
    }

    /** Adds all requested rows to the ring: a row of delay d goes to the slot of {@code tick + d}. */
    void flush(AccumulatorRing ring, long tick, DenseKernel kernel) {
        for (RowClass rows : array) {
            int count = rows.pending.size();
            if (count > 0) {
                int slot = ring.slot(tick + rows.delay);
                kernel.addRows(ring.sums, slot * stride, rows.weights, rows.pending.array(), count, stride, rows.shift);
                ring.touched[slot] |= rows.blocks;
                rows.pending.clear();
            }
        }
    }
}
