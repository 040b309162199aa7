package dev.ranvier.emulator.core.crossbar;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin of {@link RowAdder.Plain}: a block of masked weights at a time (benchmark {@code CrossbarTick}).
 */
final class VectorRowAdder implements RowAdder {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public long add(CrossbarState state, ParameterColumns.Column[] weights, int[] axons, int count) {
        int[] potential = state.potential;
        int base = state.base;
        long[] rows = state.rows;
        int blocks = state.blocks;
        long touched = 0;
        for (int i = 0; i < count; i++) {
            int axon = axons[i];
            ParameterColumns.Column weight = weights[state.types[axon]];
            int[] values = weight.values();
            for (int block = 0; block < blocks; block++) {
                long bits = rows[axon * blocks + block];
                if (bits == 0) {
                    continue;
                }
                touched |= 1L << block;
                int first = block * CrossbarState.BLOCK;
                int at = weight.base() + weight.step() * first;
                for (int lane = 0; lane < CrossbarState.BLOCK; lane += LANES) {
                    VectorMask<Integer> mask = VectorMask.fromLong(SPECIES, bits >>> lane);
                    IntVector.fromArray(SPECIES, potential, base + first + lane)
                            .add(IntVector.fromArray(SPECIES, values, at + lane), mask)
                            .intoArray(potential, base + first + lane);
                }
            }
        }
        return touched;
    }
}
