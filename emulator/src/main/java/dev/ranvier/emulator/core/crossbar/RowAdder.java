package dev.ranvier.emulator.core.crossbar;

/**
 * Adds the weights of active axons to the potentials, axon by axon along the rows of the crossbar. Implementations give
 * the same bits: additions wrap in 32 bits, so their order does not matter. Stateless.
 */
interface RowAdder {
    /**
     * Adds the rows of {@code axons[0 .. count - 1]}.
     *
     * @param weights per axon type
     * @return blocks that anything was added to
     */
    long add(CrossbarState state, ParameterColumns.Column[] weights, int[] axons, int count);

    /** The plain kernel: one addition per synapse. */
    final class Plain implements RowAdder {
        @Override
        public long add(CrossbarState state, ParameterColumns.Column[] weights, int[] axons, int count) {
            int[] potential = state.potential;
            long[] rows = state.rows;
            int blocks = state.blocks;
            long touched = 0;
            for (int i = 0; i < count; i++) {
                int axon = axons[i];
                ParameterColumns.Column weight = weights[state.types[axon]];
                for (int block = 0; block < blocks; block++) {
                    long bits = rows[axon * blocks + block];
                    touched |= bits == 0 ? 0 : 1L << block;
                    int first = block * CrossbarState.BLOCK;
                    for (; bits != 0; bits &= bits - 1) {
                        int lane = Long.numberOfTrailingZeros(bits);
                        potential[state.base + first + lane] += weight.at(first, lane);
                    }
                }
            }
            return touched;
        }
    }
}
