package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.plasticity.DrawStream;

/**
 * The whole TrueNorth neuron, one at a time (specification of TrueNorth, section 2): for cores in which a synapse, a leak
 * or a threshold is stochastic, or a leak depends on the potential's sign.
 *
 * <p>Draws of a neuron are asked for in the order synapses by ascending axon, leak, threshold, neurons ascending. Owned by
 * its core.
 */
final class StochasticScan {
    private static final int BYTE_VALUES = 256;
    private static final int THRESHOLD_VALUES = 1 << 18;

    private final CrossbarState state;
    private final DrawStream draws;
    private final int drawsPerNeuron;

    StochasticScan(CrossbarState state, int node) {
        this.state = state;
        draws = new DrawStream(state.random(), DrawStream.NOISE_STREAM, node);
        drawsPerNeuron = state.axons + 2;
    }

    /** A tick of all neurons in use, with the axons {@code active[from .. to - 1]}, ascending. */
    void tick(long tick, int[] active, int from, int to, NeuronScan.Frame frame, ColumnCounter columns) {
        ScanParameters parameters = frame.parameters;
        java.util.Arrays.fill(frame.fired, frame.firedAt, frame.firedAt + state.blocks, 0);
        for (int n = 0; n < parameters.neurons; n++) {
            int v = state.potential[state.base + n] + synapses(n, tick, active, from, to, columns);
            int leaked = leak(n, v, tick);
            int clipped = Math.min(Math.max(leaked, parameters.lowest), parameters.highest);
            frame.saturations += clipped == leaked ? 0 : 1;
            update(n, clipped, leaked > parameters.highest, tick, frame);
        }
    }

    private int synapses(int n, long tick, int[] active, int from, int to, ColumnCounter columns) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            int axon = active[i];
            if ((columns.column(n, axon >> 6) >>> axon & 1) != 0) {
                int type = state.types[axon];
                int weight = state.weights[type * state.room + n];
                sum += TrueNorthFlags.stochasticSynapse(state.flags[n], type)
                        ? unit(weight, draw(tick, n, axon, BYTE_VALUES))
                        : weight;
            }
        }
        return sum;
    }

    private int leak(int n, int v, long tick) {
        int flags = state.flags[n];
        int leak = state.leak[n];
        if (TrueNorthFlags.stochasticLeak(flags)) {
            leak = unit(leak, draw(tick, n, state.axons, BYTE_VALUES));
        }
        if (!TrueNorthFlags.reverses(flags)) {
            return v + leak;
        }
        int leaked = v + Integer.signum(v) * leak;
        // A leak towards zero stops there (NeMo: no ringing).
        return Integer.signum(leaked) == -Integer.signum(v) ? 0 : leaked;
    }

    /** F(s, rho) · sgn(s): the sign of {@code s} with a probability of (|s| + 1) / 256. */
    private static int unit(int s, int rho) {
        return Math.abs(s) >= rho ? Integer.signum(s) : 0;
    }

    private void update(int n, int v, boolean aboveCeiling, long tick, NeuronScan.Frame frame) {
        int flags = state.flags[n];
        int mask = TrueNorthFlags.thresholdMask(flags);
        int eta = mask == 0 ? 0 : draw(tick, n, state.axons + 1, THRESHOLD_VALUES) & mask;
        int gamma = TrueNorthFlags.gamma(flags);
        boolean saturates = TrueNorthFlags.saturates(flags);
        int threshold = state.positive[n] + eta;
        int floor = state.negative[n] + (saturates ? 0 : eta);
        int after = v;
        if (v >= threshold || aboveCeiling) {
            frame.fired[frame.firedAt + (n >> 6)] |= 1L << n;
            after = gamma == 0 ? state.reset[n] : gamma == 1 ? v - threshold : v;
        } else if (v < -floor) {
            after = saturates ? -state.negative[n] : gamma == 0 ? -state.reset[n] : gamma == 1 ? v + floor : v;
        }
        state.potential[state.base + n] = after;
    }

    private int draw(long tick, int neuron, int index, int values) {
        return draws.whole(tick, (long) neuron * drawsPerNeuron + index, values);
    }
}
