package dev.ranvier.emulator.core.crossbar;

/**
 * Adds the weights of active axons to the potentials neuron by neuron: how many active axons of a type reach it, times
 * the weight of the type. The cost does not depend on activity, so it is for ticks in which many axons are active. It
 * holds the crossbar a second time, turned; made when first needed. Owned by its core.
 */
final class ColumnCounter {
    private final CrossbarState state;
    /** Axons 64w .. 64w + 63 that reach neuron n: {@code columns[w * room + n]}. */
    private final long[] columns;
    /** Active axons of type t: {@code sets[t * axonWords ..]}. */
    private final long[] sets;

    private final boolean[] present;
    private final int typeCount;
    private int version = -1;

    ColumnCounter(CrossbarState state) {
        this.state = state;
        columns = new long[state.axonWords * state.room];
        typeCount = state.weights.length / state.room;
        sets = new long[typeCount * state.axonWords];
        present = new boolean[typeCount];
    }

    private void refresh() {
        if (version == state.crossbarVersion()) {
            return;
        }
        version = state.crossbarVersion();
        java.util.Arrays.fill(columns, 0);
        for (int axon = 0; axon < state.axonWords * Long.SIZE; axon++) {
            int base = (axon >> 6) * state.room;
            for (int block = 0; block < state.blocks; block++) {
                long bits = state.rows[axon * state.blocks + block];
                for (; bits != 0; bits &= bits - 1) {
                    int n = block * CrossbarState.BLOCK + Long.numberOfTrailingZeros(bits);
                    columns[base + n] |= 1L << axon;
                }
            }
        }
    }

    /** Axons 64w .. 64w + 63 that reach {@code neuron}. */
    long column(int neuron, int w) {
        refresh();
        return columns[w * state.room + neuron];
    }

    /**
     * Adds the rows of {@code axons[from .. to - 1]}.
     *
     * @param counts room for a count per neuron, in whole words of neurons
     */
    void add(int[] axons, int from, int to, BitCounter counter, long[] counts) {
        refresh();
        java.util.Arrays.fill(sets, 0);
        java.util.Arrays.fill(present, false);
        int words = state.axonWords;
        for (int i = from; i < to; i++) {
            int type = state.types[axons[i]];
            sets[type * words + (axons[i] >> 6)] |= 1L << axons[i];
            present[type] = true;
        }
        for (int type = 0; type < typeCount; type++) {
            if (present[type]) {
                counter.count(columns, sets, type * words, words, counts);
                addType(type, counts);
            }
        }
    }

    private void addType(int type, long[] counts) {
        int[] potential = state.potential;
        int[] weights = state.weights;
        int base = state.base;
        int ofType = type * state.room;
        for (int n = 0; n < counts.length; n++) {
            potential[base + n] += (int) counts[n] * weights[ofType + n];
        }
    }
}
