package dev.ranvier.emulator.core.crossbar;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The vector twin of {@link BitCounter.Plain}: 64-bit lanes (benchmark {@code CrossbarTick}). */
final class VectorBitCounter implements BitCounter {
    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public void count(long[] columns, long[] sets, int at, int words, long[] counts) {
        int neurons = counts.length;
        for (int n = 0; n < neurons; n += LANES) {
            LongVector count = LongVector.zero(SPECIES);
            for (int w = 0; w < words; w++) {
                LongVector reached =
                        LongVector.fromArray(SPECIES, columns, w * neurons + n).and(sets[at + w]);
                count = count.add(reached.lanewise(VectorOperators.BIT_COUNT));
            }
            count.intoArray(counts, n);
        }
    }
}
