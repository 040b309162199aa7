package dev.ranvier.tools.quantize;

/**
 * How continuous time becomes ticks.
 *
 * @param dtSeconds length of a tick
 * @param integrator Euler: a = dt/tau; exact: a = 1 - exp(-dt/tau)
 */
public record Discretization(double dtSeconds, Integrator integrator) {
    /** Integrators (NIR back-ends, discretisation table). */
    public enum Integrator {
        /** v += dt/tau · (...). */
        EULER,
        /** Exponential decay, input constant over the tick. */
        EXACT
    }

    /** The fraction lost per tick of a time constant {@code tau} in seconds. */
    public double loss(double tau) {
        double ratio = dtSeconds / tau;
        return integrator == Integrator.EULER ? ratio : -Math.expm1(-ratio);
    }

    /** The time constant in seconds that loses {@code fraction} per tick; infinite if nothing is lost. */
    public double tau(double fraction) {
        if (fraction <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        return integrator == Integrator.EULER ? dtSeconds / fraction : -dtSeconds / Math.log1p(-fraction);
    }
}
