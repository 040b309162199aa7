package dev.ranvier.tools.nir.sim;

import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirTensor;
import java.util.Arrays;

/**
 * I, IF, LI, LIF, CubaLI and CubaLIF under a profile. Everything that does not change while running is worked out in the
 * constructor; a step is the equations of {@link NirSemantics} and nothing else.
 */
final class NeuronUnit implements Unit {

    private final NirSemantics profile;
    private final Precision precision;
    private final boolean cuba;
    private final boolean integrator;
    private final boolean fires;
    private final NirSemantics.Reset resetWay;
    private final int size;
    /** Per neuron: dt/tau, what is left after a step, what an input adds; for v and for the current. */
    private final double[] share;

    private final double[] decay;
    private final double[] gain;
    private final double[] currentShare;
    private final double[] currentDecay;
    private final double[] currentGain;
    private final double[] resistance;
    private final double[] inputWeight;
    private final double[] leak;
    private final double[] threshold;
    private final double[] resetTo;
    private final double[] voltage;
    private final double[] current;
    private final double[] spikes;

    NeuronUnit(NirNode.Elementwise node, NirSemantics profile, double dtSeconds, Precision precision) {
        this.profile = profile;
        this.precision = precision;
        this.size = node.shape().size();
        this.cuba = node instanceof NirNode.CubaLI || node instanceof NirNode.CubaLIF;
        this.integrator = node instanceof NirNode.I || node instanceof NirNode.IF;
        this.fires = node.parameters().containsKey("v_threshold");
        this.resetWay = node instanceof NirNode.CubaLIF ? profile.cubaReset() : profile.reset();
        boolean usesR = cuba || profile.r() != NirSemantics.Policy.IGNORED;
        resistance = usesR ? rounded(node, "r", 1) : filled(1);
        leak = profile.leak() == NirSemantics.Policy.IGNORED ? filled(0) : rounded(node, "v_leak", 0);
        inputWeight = rounded(node, "w_in", 1);
        threshold = rounded(node, "v_threshold", 0);
        resetTo = profile.vReset() ? rounded(node, "v_reset", 0) : filled(0);
        double[] tau = rounded(node, cuba ? "tau_mem" : "tau", 1);
        double[] tauCurrent = rounded(node, "tau_syn", 1);
        share = shares(tau, dtSeconds);
        decay = decays(tau, share, dtSeconds);
        gain = gains(share, decay, resistance);
        currentShare = shares(tauCurrent, dtSeconds);
        currentDecay = decays(tauCurrent, currentShare, dtSeconds);
        currentGain = gains(currentShare, currentDecay, inputWeight);
        if (integrator) {
            for (int i = 0; i < size; i++) {
                gain[i] = profile.unitIntegrators() ? resistance[i] : precision.round(dtSeconds * resistance[i]);
            }
        } else if (profile.gain() == NirSemantics.Gain.THRESHOLD && fires) {
            moveGainIntoThreshold();
        }
        voltage = new double[size];
        current = new double[size];
        spikes = new double[size];
    }

    /** Inputs stay unscaled, and the threshold is divided by what would have scaled them. */
    private void moveGainIntoThreshold() {
        double[] scale = cuba ? currentGain : gain;
        for (int i = 0; i < size; i++) {
            // The quotient of float32 parameters is 1 only up to rounding; then it is meant to be 1.
            if (Math.abs(scale[i] - 1) > 1e-5) {
                threshold[i] = precision.round(threshold[i] / scale[i]);
            }
            gain[i] = 1;
            currentGain[i] = 1;
        }
    }

    private double[] rounded(NirNode.Elementwise node, String name, double missing) {
        NirTensor tensor = node.parameters().get(name);
        double[] values = tensor == null ? filled(missing) : tensor.data().clone();
        for (int i = 0; i < size; i++) {
            values[i] = precision.round(values[i]);
        }
        return values;
    }

    private double[] filled(double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }

    private double[] shares(double[] tau, double dt) {
        double[] shares = new double[size];
        for (int i = 0; i < size; i++) {
            shares[i] = precision.round(dt / tau[i]);
        }
        return shares;
    }

    private double[] decays(double[] tau, double[] shares, double dt) {
        double[] decays = new double[size];
        for (int i = 0; i < size; i++) {
            decays[i] = precision.round(
                    profile.integrator() == NirSemantics.Integrator.EXPONENTIAL
                            ? Math.exp(-dt / tau[i])
                            : 1 - shares[i]);
        }
        return decays;
    }

    private double[] gains(double[] shares, double[] decays, double[] factor) {
        double[] gains = new double[size];
        for (int i = 0; i < size; i++) {
            double plain = profile.gain() == NirSemantics.Gain.EXACT ? precision.round(1 - decays[i]) : shares[i];
            gains[i] = precision.round(plain * factor[i]);
        }
        return gains;
    }

    @Override
    public void step(double[] in, double[] out) {
        for (int i = 0; i < size; i++) {
            double drive = in[i];
            if (cuba) {
                double before = current[i];
                current[i] = nextCurrent(i, in[i]);
                drive = profile.oldCurrent() ? before : current[i];
            }
            boolean wasAbove = voltage[i] > threshold[i];
            double v = nextVoltage(i, drive);
            if (fires) {
                v = fire(i, v, wasAbove);
                out[i] = spikes[i];
            } else {
                out[i] = v;
            }
            voltage[i] = v;
        }
    }

    private double nextCurrent(int i, double x) {
        if (profile.integrator() == NirSemantics.Integrator.EULER_INCREMENT) {
            double drive = precision.round(inputWeight[i] * x);
            return precision.round(current[i] + precision.round(currentShare[i] * precision.round(drive - current[i])));
        }
        return precision.round(precision.round(currentDecay[i] * current[i]) + precision.round(currentGain[i] * x));
    }

    private double nextVoltage(int i, double drive) {
        double v = voltage[i];
        if (integrator) {
            return precision.round(v + precision.round(gain[i] * drive));
        }
        if (profile.integrator() == NirSemantics.Integrator.EULER_INCREMENT) {
            double toward = precision.round(leak[i] - v);
            double pull = precision.round(toward + precision.round(resistance[i] * drive));
            return precision.round(v + precision.round(share[i] * pull));
        }
        double left = precision.round(decay[i] * v);
        if (leak[i] != 0) {
            left = precision.round(left + precision.round(precision.round(1 - decay[i]) * leak[i]));
        }
        return precision.round(left + precision.round(gain[i] * drive));
    }

    /** Decides whether neuron {@code i} fires and returns v after that. */
    private double fire(int i, double integrated, boolean wasAbove) {
        double limit = threshold[i];
        double v = integrated;
        double pending = 0;
        if (resetWay == NirSemantics.Reset.SUBTRACT_NEXT || resetWay == NirSemantics.Reset.SUBTRACT_SNNTORCH) {
            pending = wasAbove ? limit : 0;
            v = precision.round(v - pending);
        }
        boolean above = profile.firesAtThreshold() ? v >= limit : v > limit;
        spikes[i] = above ? 1 : 0;
        if (above && profile.severalSpikes() && limit > 0) {
            spikes[i] = Math.floor(precision.round(v / limit));
        }
        switch (resetWay) {
            case TO_VALUE -> v = above ? resetTo[i] : v;
            case SUBTRACT -> v = above ? precision.round(v - precision.round(spikes[i] * limit)) : v;
            case SUBTRACT_NEXT -> {}
            case SUBTRACT_SNNTORCH -> v = precision.round(v - (precision.round(spikes[i] * limit) - pending));
        }
        if (integrator && profile.clipsIntegrators()) {
            v = Math.max(v, -limit);
        }
        return v;
    }

    /** v after the last step, reset included; the array is the unit's own. */
    double[] voltage() {
        return voltage;
    }

    /** The synaptic current after the last step; zeros for neurons without one. */
    double[] current() {
        return current;
    }

    @Override
    public void reset() {
        Arrays.fill(voltage, 0);
        Arrays.fill(current, 0);
        Arrays.fill(spikes, 0);
    }
}
