package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;

/**
 * Neurons in physical units, as NIR has them; quantisation makes chip parameters of them. All arrays have one value per
 * neuron.
 *
 * @param kind equations
 * @param tauMem membrane time constant, s; unused by integrators
 * @param tauSyn synaptic time constant, s; used by current-based kinds
 * @param r resistance: factor of the input
 * @param vLeak resting value
 * @param vThreshold fires above; unused by kinds without spikes
 * @param vReset value after a spike
 * @param wIn factor of the input of the synaptic current
 * @param bias constant input in every tick
 */
public record PhysicalModel(
        Kind kind,
        double[] tauMem,
        double[] tauSyn,
        double[] r,
        double[] vLeak,
        double[] vThreshold,
        double[] vReset,
        double[] wIn,
        double[] bias)
        implements NeuronModel {
    /** Checks that all arrays are of one length. */
    public PhysicalModel {
        for (double[] values : new double[][] {tauMem, tauSyn, vLeak, vThreshold, vReset, wIn, bias}) {
            if (values.length != r.length) {
                throw new RanvierException("physical parameters are given for " + r.length + " and for " + values.length
                        + " neurons; every parameter needs one value per neuron");
            }
        }
    }

    /** Which equations (NIR, primitives). */
    public enum Kind {
        /** Integrator: output v. */
        I,
        /** Integrate and fire. */
        IF,
        /** Leaky integrator: output v. */
        LI,
        /** Leaky integrate and fire. */
        LIF,
        /** Current-based leaky integrator: output v. */
        CUBA_LI,
        /** Current-based leaky integrate and fire. */
        CUBA_LIF,
        /** No memory: fires where the input of the tick is above the threshold. */
        THRESHOLD
    }

    @Override
    public int size() {
        return r.length;
    }

    /** True for kinds that fire. */
    public boolean spikes() {
        return kind == Kind.IF || kind == Kind.LIF || kind == Kind.CUBA_LIF || kind == Kind.THRESHOLD;
    }
}
