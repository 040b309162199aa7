package dev.ranvier.tools.nir.sim;

/** One node at work: turns what enters in a step into what leaves. */
interface Unit {

    /**
     * One step.
     *
     * @param in the sum of all inputs, C order
     * @param out filled with the output, C order
     */
    void step(double[] in, double[] out);

    /** Back to the state before step 0. */
    default void reset() {}
}
