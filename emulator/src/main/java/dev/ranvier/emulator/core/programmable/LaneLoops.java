package dev.ranvier.emulator.core.programmable;

/** The loops over lanes of the vector engine: one instruction for all units of a block. All forms give the same bits. */
interface LaneLoops {
    /**
     * The results of an instruction, regardless of its guard: {@code d[to + i] = x[xo + i] op y[yo + i]}, comparisons 0
     * or -1.
     */
    void compute(MicroStep step, Lanes lanes, int[] x, int xo, int[] y, int yo, int[] d, int to);

    /** {@code d[to + i] = value[from + i]} where {@code guard[i] ^ flip} is -1. */
    void blend(int[] value, int from, int[] d, int to, int[] guard, int flip, int count);

    /** Adds the products of x and y to the accumulators of the units whose guard holds; null = all. */
    void accumulate(Lanes lanes, int[] x, int xo, int[] y, int yo, int[] guard, int flip);
}
