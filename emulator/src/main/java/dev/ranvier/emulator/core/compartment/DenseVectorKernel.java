package dev.ranvier.emulator.core.compartment;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin of {@link DenseKernel.Plain}: sums a column block of all rows in 16-bit lanes, which is exact for up
 * to 256 rows of 8-bit weights, and adds it once (benchmark {@code SynapticIntegration}).
 */
final class DenseVectorKernel implements DenseKernel {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int WIDTH = SHORTS.length();
    private static final int EXACT_ROWS = 256;

    @Override
    public void addRows(int[] sums, int base, byte[] weights, int[] rows, int count, int stride, int shift) {
        for (int from = 0; from < count; from += EXACT_ROWS) {
            int to = Math.min(count, from + EXACT_ROWS);
            add(sums, base, weights, rows, from, to, stride, shift);
        }
    }

    /** True if the lanes of this machine divide a block of 64 compartments and are wide enough to win. */
    static boolean serves() {
        return INTS.length() >= 8 && 2 * WIDTH <= AccumulatorRing.BLOCK;
    }

    /** Two column blocks at a time. */
    private static void add(int[] sums, int base, byte[] weights, int[] rows, int from, int to, int stride, int shift) {
        for (int j = 0; j < stride; j += 2 * WIDTH) {
            ShortVector a = ShortVector.zero(SHORTS);
            ShortVector b = ShortVector.zero(SHORTS);
            for (int i = from; i < to; i++) {
                int at = rows[i] * stride + j;
                a = a.add((ShortVector) ByteVector.fromArray(BYTES, weights, at).castShape(SHORTS, 0));
                b = b.add((ShortVector)
                        ByteVector.fromArray(BYTES, weights, at + WIDTH).castShape(SHORTS, 0));
            }
            store(sums, base + j, a, shift);
            store(sums, base + j + WIDTH, b, shift);
        }
    }

    private static void store(int[] sums, int at, ShortVector part, int shift) {
        for (int half = 0; half < 2; half++) {
            int o = at + half * INTS.length();
            IntVector wide = (IntVector) part.castShape(INTS, half);
            IntVector.fromArray(INTS, sums, o)
                    .add(wide.lanewise(VectorOperators.LSHL, shift))
                    .intoArray(sums, o);
        }
    }
}
