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

    /** Adds the rows of {@code axons[0 .. count - 1]}; returns all blocks. */
    long add(int[] axons, int count) {
        refresh();
        java.util.Arrays.fill(sets, 0);
        java.util.Arrays.fill(present, false);
        int words = state.axonWords;
        for (int i = 0; i < count; i++) {
            int type = state.types[axons[i]];
            sets[type * words + (axons[i] >> 6)] |= 1L << axons[i];
            present[type] = true;
        }
        for (int type = 0; type < typeCount; type++) {
            if (present[type]) {
                addType(type);
            }
        }
        return state.blocks == Long.SIZE ? -1L : (1L << state.blocks) - 1;
    }

    private void addType(int type) {
        int[] potential = state.potential;
        int[] weights = state.weights;
        int base = state.base;
        int room = state.room;
        int ofType = type * room;
        for (int w = 0; w < state.axonWords; w++) {
            long set = sets[type * state.axonWords + w];
            if (set == 0) {
                continue;
            }
            int word = w * room;
            for (int n = 0; n < room; n++) {
                potential[base + n] += Long.bitCount(columns[word + n] & set) * weights[ofType + n];
            }
        }
    }
}
