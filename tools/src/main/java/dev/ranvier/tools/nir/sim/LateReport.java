package dev.ranvier.tools.nir.sim;

import java.util.ArrayDeque;

/** What a recorder sees of a signal that reaches it some steps late: zeros first. */
final class LateReport {

    private final ArrayDeque<double[]> waiting = new ArrayDeque<>();
    private final int delay;
    private final int size;

    LateReport(int delay, int size) {
        this.delay = delay;
        this.size = size;
        reset();
    }

    /** Takes the values of a step; the report moves on by one. */
    void add(double[] values) {
        waiting.add(values.clone());
        waiting.remove();
    }

    /** The values that the recorder sees in this step (a copy). */
    double[] seen() {
        return waiting.getFirst().clone();
    }

    void reset() {
        waiting.clear();
        for (int step = 0; step <= delay; step++) {
            waiting.add(new double[size]);
        }
    }
}
