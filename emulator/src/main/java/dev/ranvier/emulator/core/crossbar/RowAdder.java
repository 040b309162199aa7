package dev.ranvier.emulator.core.crossbar;

/**
 * Adds the weights of active axons to the potentials, axon by axon along the rows of the crossbar. Implementations give
 * the same bits: additions wrap in 32 bits, so their order does not matter. Stateless.
 */
interface RowAdder {
    /**
     * Adds the rows of {@code axons[0 .. count - 1]}.
     *
     * @return blocks that anything was added to
     */
    long add(CrossbarState state, int[] axons, int count);

    /** The plain kernel: one addition per synapse. */
    final class Plain implements RowAdder {
        @Override
        public long add(CrossbarState state, int[] axons, int count) {
            int[] potential = state.potential;
            int[] weights = state.weights;
            long[] rows = state.rows;
            int blocks = state.blocks;
            long touched = 0;
            for (int i = 0; i < count; i++) {
                int axon = axons[i];
                int ofType = state.types[axon] * state.room;
                for (int block = 0; block < blocks; block++) {
                    long bits = rows[axon * blocks + block];
                    touched |= bits == 0 ? 0 : 1L << block;
                    int first = block * CrossbarState.BLOCK;
                    for (; bits != 0; bits &= bits - 1) {
                        int n = first + Long.numberOfTrailingZeros(bits);
                        potential[n] += weights[ofType + n];
                    }
                }
            }
            return touched;
        }
    }
}
