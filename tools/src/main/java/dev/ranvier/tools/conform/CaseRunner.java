package dev.ranvier.tools.conform;

/** Runs the cases of one golden set. */
interface CaseRunner {
    /** Name of the set. */
    String set();

    /**
     * Runs {@code golden} and compares everything that it lists.
     *
     * @throws Difference at the first difference
     * @throws UnsupportedCase if the case is of a kind that this set's runner does not know
     */
    void run(GoldenCase golden, Boards boards);
}
