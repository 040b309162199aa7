package dev.ranvier.emulator.core.compartment;

/** Adds rows of 8-bit weights to accumulators: the inner loop of dense synaptic integration. Stateless. */
interface DenseKernel {
    /**
     * {@code sums[base + j] += Σ weights[rows[i] · stride + j] · 2^shift} for j in 0 .. stride - 1 and i in 0 ..
     * count - 1.
     *
     * @param stride a multiple of 64
     */
    void addRows(int[] sums, int base, byte[] weights, int[] rows, int count, int stride, int shift);

    /** The plain twin of the vector kernel. */
    final class Plain implements DenseKernel {
        @Override
        public void addRows(int[] sums, int base, byte[] weights, int[] rows, int count, int stride, int shift) {
            for (int i = 0; i < count; i++) {
                int row = rows[i] * stride;
                for (int j = 0; j < stride; j++) {
                    sums[base + j] += weights[row + j] << shift;
                }
            }
        }
    }
}
