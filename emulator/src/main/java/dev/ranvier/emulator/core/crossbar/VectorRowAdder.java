package dev.ranvier.emulator.core.crossbar;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin of {@link RowAdder.Plain}: a block's potentials stay in registers while the masked weights of all active
 * axons are added (benchmark {@code CrossbarTick}).
 */
final class VectorRowAdder implements RowAdder {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public long add(CrossbarState state, int[] axons, int count) {
        int[] potential = state.potential;
        int[] weights = state.weights;
        byte[] types = state.types;
        long[] rows = state.rows;
        int blocks = state.blocks;
        int room = state.room;
        long touched = 0;
        for (int block = 0; block < blocks; block++) {
            int first = block * CrossbarState.BLOCK;
            long any = 0;
            for (int lane = 0; lane < CrossbarState.BLOCK; lane += LANES) {
                IntVector v = IntVector.fromArray(SPECIES, potential, first + lane);
                for (int i = 0; i < count; i++) {
                    int axon = axons[i];
                    long bits = rows[axon * blocks + block];
                    any |= bits;
                    VectorMask<Integer> mask = VectorMask.fromLong(SPECIES, bits >>> lane);
                    v = v.add(IntVector.fromArray(SPECIES, weights, types[axon] * room + first + lane), mask);
                }
                v.intoArray(potential, first + lane);
            }
            touched |= any == 0 ? 0 : 1L << block;
        }
        return touched;
    }
}
