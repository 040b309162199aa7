package dev.ranvier.emulator.core.crossbar;

/** Counts how many members of a set of axons reach each neuron. Implementations give the same counts. Stateless. */
interface BitCounter {
    /**
     * Sets {@code counts[n]} for all neurons.
     *
     * @param columns axons 64w .. 64w + 63 that reach neuron n: {@code columns[w * counts.length + n]}
     * @param sets the set, from word {@code at} on
     * @param words words of the set
     */
    void count(long[] columns, long[] sets, int at, int words, long[] counts);

    /** The plain kernel. */
    final class Plain implements BitCounter {
        @Override
        public void count(long[] columns, long[] sets, int at, int words, long[] counts) {
            java.util.Arrays.fill(counts, 0);
            for (int w = 0; w < words; w++) {
                long set = sets[at + w];
                for (int n = 0; set != 0 && n < counts.length; n++) {
                    counts[n] += Long.bitCount(columns[w * counts.length + n] & set);
                }
            }
        }
    }
}
