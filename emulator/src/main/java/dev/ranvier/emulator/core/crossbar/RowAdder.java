package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.crossbar.ParameterColumns.Column;

/**
 * Adds the weights of active axons to the potentials, axon by axon along the rows of the crossbar. Implementations give
 * the same bits: additions wrap in 32 bits, so their order does not matter. Stateless.
 */
interface RowAdder {
    /**
     * Adds the rows of {@code axons[from .. to - 1]} to the potentials of core {@code index} of {@code block}.
     *
     * @param words the words of 64 neurons to which anything is added
     */
    void add(CoreBlock block, int index, long words, int[] axons, int from, int to);

    /** The plain kernel: one addition per synapse. */
    final class Plain implements RowAdder {
        @Override
        public void add(CoreBlock block, int index, long words, int[] axons, int from, int to) {
            int[] potentials = block.potentials;
            long[] crossbar = block.crossbars[index];
            byte[] types = block.types[index];
            Column[] weights = block.parameters[index].weights;
            for (long left = words; left != 0; left &= left - 1) {
                int word = Long.numberOfTrailingZeros(left);
                int first = word * CrossbarState.BLOCK;
                int at = index * block.room + first;
                for (int k = from; k < to; k++) {
                    Column weight = weights[types[axons[k]]];
                    long bits = crossbar[axons[k] * block.neuronWords + word];
                    for (; bits != 0; bits &= bits - 1) {
                        int lane = Long.numberOfTrailingZeros(bits);
                        potentials[at + lane] += weight.at(first, lane);
                    }
                }
            }
        }
    }
}
