package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.crossbar.ParameterColumns.Column;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin of {@link RowAdder.Plain}: masked weights, four vectors of potentials at a time, which stay in registers
 * while the rows go by (benchmark {@code CrossbarTick}).
 */
final class VectorRowAdder implements RowAdder {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public void add(CoreBlock block, int index, long words, int[] axons, int from, int to) {
        for (long left = words; left != 0; left &= left - 1) {
            int word = Long.numberOfTrailingZeros(left);
            for (int lane = 0; lane < CrossbarState.BLOCK; lane += 4 * LANES) {
                if (block.parameters[index].uniformWeights != null) {
                    uniform(block, index, word, lane, axons, from, to);
                } else {
                    general(block, index, word, lane, axons, from, to);
                }
            }
        }
    }

    /** All neurons of the core have the same weights. */
    private static void uniform(CoreBlock block, int index, int word, int lane, int[] axons, int from, int to) {
        int[] potentials = block.potentials;
        long[] crossbar = block.crossbars[index];
        byte[] types = block.types[index];
        int[] weights = block.parameters[index].uniformWeights;
        int neuronWords = block.neuronWords;
        int at = index * block.room + word * CrossbarState.BLOCK + lane;
        IntVector v0 = IntVector.fromArray(SPECIES, potentials, at);
        IntVector v1 = IntVector.fromArray(SPECIES, potentials, at + LANES);
        IntVector v2 = IntVector.fromArray(SPECIES, potentials, at + 2 * LANES);
        IntVector v3 = IntVector.fromArray(SPECIES, potentials, at + 3 * LANES);
        for (int k = from; k < to; k++) {
            int axon = axons[k];
            long bits = crossbar[axon * neuronWords + word] >>> lane;
            IntVector weight = IntVector.broadcast(SPECIES, weights[types[axon]]);
            v0 = v0.add(weight, mask(bits));
            v1 = v1.add(weight, mask(bits >>> LANES));
            v2 = v2.add(weight, mask(bits >>> 2 * LANES));
            v3 = v3.add(weight, mask(bits >>> 3 * LANES));
        }
        v0.intoArray(potentials, at);
        v1.intoArray(potentials, at + LANES);
        v2.intoArray(potentials, at + 2 * LANES);
        v3.intoArray(potentials, at + 3 * LANES);
    }

    private static void general(CoreBlock block, int index, int word, int lane, int[] axons, int from, int to) {
        int[] potentials = block.potentials;
        long[] crossbar = block.crossbars[index];
        byte[] types = block.types[index];
        Column[] weights = block.parameters[index].weights;
        int neuronWords = block.neuronWords;
        int first = word * CrossbarState.BLOCK;
        int at = index * block.room + first + lane;
        IntVector v0 = IntVector.fromArray(SPECIES, potentials, at);
        IntVector v1 = IntVector.fromArray(SPECIES, potentials, at + LANES);
        IntVector v2 = IntVector.fromArray(SPECIES, potentials, at + 2 * LANES);
        IntVector v3 = IntVector.fromArray(SPECIES, potentials, at + 3 * LANES);
        for (int k = from; k < to; k++) {
            int axon = axons[k];
            long bits = crossbar[axon * neuronWords + word] >>> lane;
            Column weight = weights[types[axon]];
            int[] values = weight.values();
            int w = weight.base() + weight.step() * first + lane;
            v0 = v0.add(IntVector.fromArray(SPECIES, values, w), mask(bits));
            v1 = v1.add(IntVector.fromArray(SPECIES, values, w + LANES), mask(bits >>> LANES));
            v2 = v2.add(IntVector.fromArray(SPECIES, values, w + 2 * LANES), mask(bits >>> 2 * LANES));
            v3 = v3.add(IntVector.fromArray(SPECIES, values, w + 3 * LANES), mask(bits >>> 3 * LANES));
        }
        v0.intoArray(potentials, at);
        v1.intoArray(potentials, at + LANES);
        v2.intoArray(potentials, at + 2 * LANES);
        v3.intoArray(potentials, at + 3 * LANES);
    }

    private static VectorMask<Integer> mask(long bits) {
        return VectorMask.fromLong(SPECIES, bits);
    }
}
