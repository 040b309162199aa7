package dev.ranvier.emulator.plasticity;

import dev.ranvier.emulator.memory.IntList;

/**
 * The rows of a learning group: row i belongs to input axon {@code axon(i)} and holds the plastic synapses {@code
 * from(i) .. to(i) - 1}. Rows are in ascending order of their axons. Owned by the group.
 */
public final class PlasticRows {
    /**
     * What the rows' synapse format says about weights.
     *
     * @param exponent weight = mantissa · 2^(6 + exponent)
     * @param lowZeros low mantissa bits that are zero
     * @param signMode 1 mixed, 2 excitatory, 3 inhibitory
     */
    public record WeightFormat(int exponent, int lowZeros, int signMode) {}

    private final IntList axons = new IntList(16);
    private final IntList from = new IntList(16);
    private final IntList to = new IntList(16);
    private final java.util.List<WeightFormat> formats = new java.util.ArrayList<>();

    /** Appends a row and returns its number. */
    public int add(int axon, int first, int end, WeightFormat format) {
        axons.add(axon);
        from.add(first);
        to.add(end);
        formats.add(format);
        return formats.size() - 1;
    }

    /** Number of rows. */
    public int count() {
        return formats.size();
    }

    /** Input axon of a row. */
    public int axon(int row) {
        return axons.get(row);
    }

    /** First synapse of a row. */
    public int from(int row) {
        return from.get(row);
    }

    /** One past the last synapse of a row. */
    public int to(int row) {
        return to.get(row);
    }

    /** Weight format of a row. */
    public WeightFormat format(int row) {
        return formats.get(row);
    }
}
