package dev.ranvier.emulator.plasticity;

import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.hw.learning.LearningRule.Trace;
import dev.ranvier.hw.learning.Product;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * The plastic synapses of brian2_loihi (LoihiSynapses): every synapse has traces of its own that decay linearly every
 * tick; the rule is evaluated in real numbers every tick, and its change is rounded up in magnitude, then stochastically
 * to a step of 2^lowZeros. Draws per tick: for every synapse in order the weight's, then those of its traces x1, x2, y1,
 * y2, y3 as far as they exist.
 */
public final class Brian2Group implements LearningGroup {
    private static final MathContext FIFTEEN_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

    private final LearningRule rule;
    private final PlasticRows rows;
    private final PlasticSynapses synapses;
    private final DrawStream draws;
    private final Trace[] kinds;
    private final double[] keep = new double[PlasticSynapses.TRACES];
    /** Rows with a pre spike in the tick under way. */
    private final boolean[] rowHit;

    private final boolean[] postFired;

    /** @param compartments compartments of the core */
    public Brian2Group(
            LearningRule rule, PlasticRows rows, PlasticSynapses synapses, DrawStream draws, int compartments) {
        this.rule = rule;
        this.rows = rows;
        this.synapses = synapses;
        this.draws = draws;
        kinds = new Trace[] {rule.x1(), rule.x2(), rule.y1(), rule.y2(), rule.y3()};
        for (int k = 0; k < kinds.length; k++) {
            keep[k] = kinds[k].tau() == 0
                    ? 0
                    : new BigDecimal(1 - 1 / kinds[k].tau())
                            .round(FIFTEEN_DIGITS)
                            .doubleValue();
        }
        rowHit = new boolean[rows.count()];
        postFired = new boolean[compartments];
    }

    @Override
    public void preSpike(int row, int payload) {
        rowHit[row] = true;
        for (int s = rows.from(row); s < rows.to(row); s++) {
            add(0, s);
            add(1, s);
        }
    }

    @Override
    public void error(int compartment, int value) {
        // No rule of this profile has an error input.
    }

    private void add(int which, int s) {
        int[] trace = synapses.trace[which];
        trace[s] = (int) Math.max(0, Math.min(127, trace[s] + kinds[which].impulse()));
    }

    @Override
    public void learn(long tick, IntList fired) {
        for (int i = 0; i < fired.size(); i++) {
            postFired[fired.get(i)] = true;
        }
        for (int row = 0; row < rows.count(); row++) {
            boolean pre = rowHit[row];
            for (int s = rows.from(row); s < rows.to(row); s++) {
                boolean post = postFired[synapses.target[s]];
                if (post) {
                    add(2, s);
                    add(3, s);
                    add(4, s);
                }
                change(tick, s, pre, post, rows.format(row));
                decay(tick, s);
            }
        }
        Arrays.fill(rowHit, false);
        for (int i = 0; i < fired.size(); i++) {
            postFired[fired.get(i)] = false;
        }
    }

    private void change(long tick, int s, boolean pre, boolean post, PlasticRows.WeightFormat format) {
        double delta = value(rule.dw(), s, tick, pre, post);
        double magnitude = Math.ceil(Math.abs(delta));
        int sign = delta < 0 ? -1 : 1;
        int step = 1 << format.lowZeros();
        double steps = Math.floor(magnitude / step);
        double rest = (magnitude - steps * step) / step;
        double draw = draws.uniform(tick, s * 8L);
        long units = sign * (long) steps + (rest > draw ? sign : 0);
        int low = format.signMode() == 2 ? 0 : -256;
        int high = format.signMode() == 3 ? 0 : format.signMode() == 2 ? 255 : 254;
        synapses.weight[s] = (int) Math.max(low, Math.min(high, synapses.weight[s] + units * step));
    }

    private double value(List<Product> products, int s, long tick, boolean pre, boolean post) {
        double sum = 0;
        for (Product product : products) {
            boolean acts =
                    switch (product.dependency()) {
                        case X0 -> pre;
                        case Y0 -> post;
                        case U -> tick % (1L << product.decimate()) == 0;
                    };
            if (!acts) {
                continue;
            }
            double m = Math.scalb((double) product.mantissa(), product.exponent());
            for (Product.Factor factor : product.factors()) {
                double value = factor.constant()
                        + switch (factor.variable()) {
                            case X0 -> pre ? 1 : 0;
                            case Y0 -> post ? 1 : 0;
                            case X1 -> synapses.trace[0][s];
                            case X2 -> synapses.trace[1][s];
                            case Y1 -> synapses.trace[2][s];
                            case Y2 -> synapses.trace[3][s];
                            case Y3 -> synapses.trace[4][s];
                            case W -> synapses.weight[s];
                            case D, T, CONSTANT -> 0;
                        };
                m *= factor.sign() ? Math.signum(value) : value;
            }
            sum += m;
        }
        return sum;
    }

    private void decay(long tick, int s) {
        for (int k = 0; k < kinds.length; k++) {
            if (kinds[k].tau() == 0) {
                continue;
            }
            int[] trace = synapses.trace[k];
            double z = trace[s] * keep[k];
            double whole = Math.floor(z);
            trace[s] = (int) whole + (z - whole > draws.uniform(tick, s * 8L + 1 + k) ? 1 : 0);
        }
    }

    @Override
    public void clear() {
        Arrays.fill(rowHit, false);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (boolean hit : rowHit) {
            out.writeBoolean(hit);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int row = 0; row < rowHit.length; row++) {
            rowHit[row] = in.readBoolean();
        }
    }
}
