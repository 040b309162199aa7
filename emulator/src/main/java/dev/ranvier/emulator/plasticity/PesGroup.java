package dev.ranvier.emulator.plasticity;

import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.hw.learning.LearningRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The PES rule of nengo-loihi (nengo_loihi/emulator/interface.py, SynapseState): one pre trace per axon, weights moved by
 * trace times error, both rounded stochastically. Draws: first one per axon at a trace update, then one per synapse at a
 * weight update, both in the order of the axons.
 */
public final class PesGroup implements LearningGroup {
    private static final int LEARN_FRACTION = 7;
    /** Bits by which trace (7) times error (7) with a 3-bit mantissa overflows 15 bits. */
    private static final int OVERFLOW_BITS = 7 * 2 + 3 - 15;

    private final LearningRule rule;
    private final PlasticRows rows;
    private final PlasticSynapses synapses;
    private final PreTraces traces;
    private final DrawStream draws;
    private final int[] errors;
    private final double keep;

    /** @param compartments compartments of the core */
    public PesGroup(
            LearningRule rule,
            PlasticRows rows,
            PlasticSynapses synapses,
            PreTraces traces,
            DrawStream draws,
            int compartments) {
        this.rule = rule;
        this.rows = rows;
        this.synapses = synapses;
        this.traces = traces;
        this.draws = draws;
        errors = new int[compartments];
        keep = rule.x1().tau() == 0
                ? 0
                : Math.exp(-rule.traceEpoch() / rule.x1().tau());
    }

    @Override
    public void preSpike(int row, int payload) {
        traces.hit[rows.axon(row)] = 1;
    }

    @Override
    public void error(int compartment, int value) {
        errors[compartment] = Math.max(-127, Math.min(127, value));
    }

    @Override
    public void learn(long tick, IntList fired) {
        if (tick % rule.traceEpoch() == 0) {
            updateTraces(tick);
        }
        if (tick % rule.epoch() == 0) {
            updateWeights(tick);
        }
        Arrays.fill(errors, 0);
    }

    private void updateTraces(long tick) {
        for (int row = 0; row < rows.count(); row++) {
            int axon = rows.axon(row);
            double z =
                    traces.x1[axon] * keep + (traces.hit[axon] != 0 ? rule.x1().impulse() : 0);
            double whole = Math.floor(z);
            int rounded = (int) whole + (z - whole > draws.uniform(tick, axon) ? 1 : 0);
            traces.x1[axon] = Math.min(127, rounded);
            traces.hit[axon] = 0;
        }
    }

    private void updateWeights(long tick) {
        int errorShift = LEARN_FRACTION + rule.rateExponent() - OVERFLOW_BITS;
        for (int row = 0; row < rows.count(); row++) {
            int trace = traces.x1[rows.axon(row)];
            PlasticRows.WeightFormat format = rows.format(row);
            int lowZeros = format.lowZeros();
            int most = (1 << (8 - lowZeros)) - 1;
            for (int s = rows.from(row); s < rows.to(row); s++) {
                long product = shift((long) trace * errors[synapses.target[s]] * rule.rateMantissa(), errorShift);
                long actual = (long) synapses.weight[s] << (6 + format.exponent());
                long accumulator = shift(actual, LEARN_FRACTION - (6 + format.exponent())) + product;
                double magnitude = Math.abs(accumulator) * Math.scalb(1.0, -LEARN_FRACTION - lowZeros);
                double whole = Math.floor(magnitude);
                int rounded = (int) whole + (magnitude - whole > draws.uniform(tick, (1L << 32) + s) ? 1 : 0);
                int limited = Math.min(rounded, most);
                synapses.weight[s] = (accumulator < 0 ? -limited : limited) << lowZeros;
            }
        }
    }

    private static long shift(long value, int by) {
        return by >= 0 ? value << by : value >> -by;
    }

    @Override
    public void clear() {
        Arrays.fill(errors, 0);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (int error : errors) {
            out.writeByte(error);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int i = 0; i < errors.length; i++) {
            errors[i] = in.readByte();
        }
    }
}
