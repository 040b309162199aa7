package dev.ranvier.tools.nir.sim;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.nir.NirTensor;
import java.util.Arrays;

/**
 * Delay: y(t) = x(t - d), d = delay/dt rounded half to even (specs/nir.md section 5.5). When every element waits at least
 * one step, the output is known before the step's input: {@link #emit} then comes first and {@link #absorb} last.
 */
final class DelayUnit implements Unit {

    private final int[] steps;
    private final double[][] history;
    private final double largestError;
    private int step;

    DelayUnit(NirTensor delay, double dtSeconds) {
        steps = new int[delay.size()];
        double error = 0;
        int longest = 0;
        for (int i = 0; i < steps.length; i++) {
            double exact = delay.get(i) / dtSeconds;
            double rounded = Math.rint(exact);
            if (rounded > 1_000_000) {
                throw new RanvierException("a delay of " + delay.get(i) + " s is " + rounded + " steps of " + dtSeconds
                        + " s; at most 1,000,000 are simulated. Use a larger dt");
            }
            steps[i] = (int) rounded;
            longest = Math.max(longest, steps[i]);
            error = Math.max(error, Math.abs(rounded * dtSeconds - delay.get(i)));
        }
        largestError = error;
        history = new double[longest + 1][steps.length];
    }

    /** Whether every element waits at least one step. */
    boolean waits() {
        return Arrays.stream(steps).allMatch(count -> count >= 1);
    }

    /** Largest difference between a delay and the steps that stand for it, in seconds. */
    double largestError() {
        return largestError;
    }

    void emit(double[] out) {
        for (int i = 0; i < steps.length; i++) {
            out[i] = history[Math.floorMod(step - steps[i], history.length)][i];
        }
    }

    void absorb(double[] in) {
        System.arraycopy(in, 0, history[Math.floorMod(step, history.length)], 0, in.length);
        step++;
    }

    @Override
    public void step(double[] in, double[] out) {
        System.arraycopy(in, 0, history[Math.floorMod(step, history.length)], 0, in.length);
        emit(out);
        step++;
    }

    @Override
    public void reset() {
        step = 0;
        for (double[] row : history) {
            Arrays.fill(row, 0);
        }
    }
}
