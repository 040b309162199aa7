package dev.ranvier.emulator.plasticity;

import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.hw.learning.LearningRule.Trace;
import dev.ranvier.hw.learning.Product;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Lava's bit-approximate learning connection (lava/magma/core/model/py/connection.py): epochs of T ticks, the last spike
 * of each side per epoch, trace histories inside the epoch, sum-of-products rules on weight, tag and learned delay. Its
 * off-by-one bounds (-32769, -257) and its half-effective impulse fractions are part of it.
 *
 * <p>Draws are scalars shared by the whole connection. Order per tick: y impulse for repeated post spikes, x decay, x
 * impulse, y decay, y impulse; then, at the end of an epoch, the synapse draw.
 */
public final class LavaGroup implements LearningGroup {
    private static final int ACCUMULATOR_LOW = -(1 << 15) - 1;
    private static final int ACCUMULATOR_HIGH = (1 << 15) - 1;
    private static final int FRACTION_BITS = 7;

    private final LearningRule rule;
    private final PlasticRows rows;
    private final PlasticSynapses synapses;
    private final PreTraces traces;
    private final PostTraces post;
    private final DrawStream draws;
    private final int firstTick;
    /** True for compartments that a row of the group reaches. */
    private final boolean[] isPost;

    private final IntList hitRows = new IntList(16);
    private final IntList hitPayloads = new IntList(16);
    private final double[] xKeep;
    private final double[] yKeep;
    private final Trace[] xTraces;
    private final Trace[] yTraces;
    /** Histories inside the epoch: [trace][row or compartment][0..T]. */
    private final int[][][] xHistory;

    private final int[][][] yHistory;

    /** @param compartments compartments of the core */
    public LavaGroup(
            LearningRule rule,
            PlasticRows rows,
            PlasticSynapses synapses,
            PreTraces traces,
            PostTraces post,
            DrawStream draws,
            int firstTick,
            int compartments) {
        this.rule = rule;
        this.rows = rows;
        this.synapses = synapses;
        this.traces = traces;
        this.post = post;
        this.draws = draws;
        this.firstTick = firstTick;
        isPost = new boolean[compartments];
        for (int row = 0; row < rows.count(); row++) {
            for (int s = rows.from(row); s < rows.to(row); s++) {
                isPost[synapses.target[s]] = true;
            }
        }
        xTraces = new Trace[] {rule.x1(), rule.x2()};
        yTraces = new Trace[] {rule.y1(), rule.y2(), rule.y3()};
        xKeep = keeps(xTraces);
        yKeep = keeps(yTraces);
        xHistory = new int[2][rows.count()][rule.epoch() + 1];
        yHistory = new int[3][compartments][];
        for (int k = 0; k < 3; k++) {
            for (int c = 0; c < compartments; c++) {
                yHistory[k][c] = isPost[c] ? new int[rule.epoch() + 1] : null;
            }
        }
    }

    private static double[] keeps(Trace[] list) {
        double[] keep = new double[list.length];
        for (int k = 0; k < list.length; k++) {
            keep[k] = list[k].tau() == 0 ? 0 : Math.exp(-1 / list[k].tau());
        }
        return keep;
    }

    @Override
    public void preSpike(int row, int payload) {
        hitRows.add(row);
        hitPayloads.add(payload);
    }

    @Override
    public void error(int compartment, int value) {
        // No rule of this profile has an error input.
    }

    @Override
    public void learn(long tick, IntList fired) {
        long done = tick - firstTick + 1;
        int within = (int) ((done - 1) % rule.epoch()) + 1;
        for (int i = 0; i < hitRows.size(); i++) {
            countPre(rows.axon(hitRows.get(i)), hitPayloads.get(i), within);
        }
        hitRows.clear();
        hitPayloads.clear();
        int repeatedImpulse = draws.whole(tick, 0, 128);
        for (int i = 0; i < fired.size(); i++) {
            if (isPost[fired.get(i)]) {
                postSpike(fired.get(i), repeatedImpulse, within);
            }
        }
        double xDecay = draws.uniform(tick, 1);
        int xImpulse = draws.whole(tick, 2, 128);
        double yDecay = draws.uniform(tick, 3);
        int yImpulse = draws.whole(tick, 4, 128);
        if (within == rule.epoch()) {
            endEpoch(done / rule.epoch(), xDecay, xImpulse, yDecay, yImpulse, draws.uniform(tick, 5));
        }
    }

    private void countPre(int axon, int payload, int within) {
        boolean repeated = traces.time[axon] > 0;
        switch (rule.graded()) {
            case OFF -> {
                if (repeated) {
                    traces.x1[axon] = impulse(traces.x1[axon], xTraces[0].impulse(), 0);
                    traces.x2[axon] = impulse(traces.x2[axon], xTraces[1].impulse(), 0);
                }
            }
            case OVERWRITE -> {
                traces.x1[axon] = half(payload);
                repeatX2(axon, repeated);
            }
            case ADD_SATURATE -> {
                traces.x1[axon] = Math.min(127, (traces.x1[axon] + half(payload)) & 0xFF);
                repeatX2(axon, repeated);
            }
            case ADD_OVERFLOW -> {
                int sum = (traces.x1[axon] + half(payload)) & 0xFF;
                traces.x1[axon] = sum > 127 ? sum - 127 : sum;
                if (sum <= 127) {
                    return;
                }
                repeatX2(axon, repeated);
            }
        }
        traces.time[axon] = within;
    }

    private void repeatX2(int axon, boolean repeated) {
        if (repeated) {
            traces.x2[axon] = impulse(traces.x2[axon], xTraces[1].impulse(), 0);
        }
    }

    private static int half(int payload) {
        return (int) Math.rint(payload / 2.0) & 0xFF;
    }

    private void postSpike(int compartment, int repeatedImpulse, int within) {
        if (post.time[compartment] > 0) {
            for (int k = 0; k < 3; k++) {
                post.y[k][compartment] = impulse(post.y[k][compartment], yTraces[k].impulse(), repeatedImpulse);
            }
        }
        post.time[compartment] = within;
    }

    /** A fraction f acts if the draw (0..127) is below 256 f: with probability min(1, 2 f). */
    private static int impulse(int value, double amount, int draw) {
        double whole = Math.floor(amount);
        int extra = draw < Math.rint((amount - whole) * 256) ? 1 : 0;
        return Math.max(0, Math.min(127, value + (int) whole + extra));
    }

    private static int decay(int value, double keep, double draw) {
        double z = value * keep;
        double whole = Math.floor(z);
        return (int) whole + (draw < z - whole ? 1 : 0);
    }

    private static void history(
            int[] out, int start, Trace trace, double keep, int time, double decayDraw, int impulseDraw) {
        out[0] = start;
        for (int n = 1; n < out.length; n++) {
            int value = trace.tau() == 0 ? 0 : decay(out[n - 1], keep, decayDraw);
            out[n] = time == n ? impulse(value, trace.impulse(), impulseDraw) : value;
        }
    }

    private void endEpoch(long epoch, double xDecay, int xImpulse, double yDecay, int yImpulse, double draw) {
        int last = rule.epoch();
        for (int row = 0; row < rows.count(); row++) {
            int axon = rows.axon(row);
            history(xHistory[0][row], traces.x1[axon], xTraces[0], xKeep[0], traces.time[axon], xDecay, xImpulse);
            history(xHistory[1][row], traces.x2[axon], xTraces[1], xKeep[1], traces.time[axon], xDecay, xImpulse);
        }
        for (int c = 0; c < isPost.length; c++) {
            for (int k = 0; isPost[c] && k < 3; k++) {
                history(yHistory[k][c], post.y[k][c], yTraces[k], yKeep[k], post.time[c], yDecay, yImpulse);
            }
        }
        for (int row = 0; row < rows.count(); row++) {
            int sign = rows.format(row).signMode();
            for (int s = rows.from(row); s < rows.to(row); s++) {
                update(s, row, sign, epoch, draw);
            }
        }
        for (int row = 0; row < rows.count(); row++) {
            int axon = rows.axon(row);
            traces.x1[axon] = xHistory[0][row][last];
            traces.x2[axon] = xHistory[1][row][last];
            traces.time[axon] = 0;
        }
        for (int c = 0; c < isPost.length; c++) {
            if (isPost[c]) {
                for (int k = 0; k < 3; k++) {
                    post.y[k][c] = yHistory[k][c][last];
                }
                post.time[c] = 0;
            }
        }
    }

    private void update(int s, int row, int sign, long epoch, double draw) {
        int w = synapses.weight[s];
        int d = synapses.delayTag[s];
        int t = synapses.tag[s];
        if (!rule.dw().isEmpty()) {
            int sum = sum(rule.dw(), w, s, row, epoch, w, d, t);
            int low = sign == 2 ? 0 : sign == 3 ? -255 : -256;
            int high = sign == 3 ? 0 : 255;
            int bounded = sign == 2 ? Math.max(sum, 0) : sign == 3 ? Math.min(sum, 0) : sum;
            synapses.weight[s] = Math.max(low, Math.min(high, round(bounded, draw)));
        }
        if (!rule.dd().isEmpty()) {
            int sum = Math.max(0, sum(rule.dd(), d, s, row, epoch, w, d, t));
            synapses.delayTag[s] = Math.max(0, Math.min(255, round(sum, draw)));
        }
        if (!rule.dt().isEmpty()) {
            int sum = sum(rule.dt(), t, s, row, epoch, w, d, t);
            synapses.tag[s] = Math.max(-257, Math.min(255, round(sum, draw)));
        }
    }

    /** A host may have written a spike time beyond the epoch: it counts as its last tick. */
    private int withinEpoch(int time) {
        return Math.max(0, Math.min(rule.epoch(), time));
    }

    private static int round(int accumulator, double draw) {
        int whole = accumulator >> FRACTION_BITS;
        double fraction = (accumulator - (whole << FRACTION_BITS)) / (double) (1 << FRACTION_BITS);
        return whole + (draw < fraction ? 1 : 0);
    }

    private int sum(List<Product> products, int variable, int s, int row, long epoch, int w, int d, int t) {
        int axon = rows.axon(row);
        int compartment = synapses.target[s];
        int preTime = withinEpoch(traces.time[axon]);
        int postTime = withinEpoch(post.time[compartment]);
        int accumulator = variable << FRACTION_BITS;
        for (Product product : products) {
            int at =
                    switch (product.dependency()) {
                        case X0 -> preTime;
                        case Y0 -> postTime;
                        case U -> epoch % (1L << product.decimate()) == 0 ? rule.epoch() : 0;
                    };
            long m = at > 0 ? 1 : 0;
            int bits = 0;
            for (Product.Factor factor : product.factors()) {
                int value = factor.constant()
                        + switch (factor.variable()) {
                            case X0 -> preTime > 0 ? 1 : 0;
                            case Y0 -> postTime > 0 ? 1 : 0;
                            case X1 -> xHistory[0][row][at];
                            case X2 -> xHistory[1][row][at];
                            case Y1 -> yHistory[0][compartment][at];
                            case Y2 -> yHistory[1][compartment][at];
                            case Y3 -> yHistory[2][compartment][at];
                            case W -> w;
                            case D -> d;
                            case T -> t;
                            case CONSTANT -> 0;
                        };
                if (factor.sign()) {
                    value = Integer.signum(value);
                }
                int width = width(factor.variable());
                bits += width;
                m *= Math.max(-(1 << width), Math.min((1 << width) - 1, value));
            }
            m *= product.mantissa();
            m >>= Math.max(0, bits + 4 - 15);
            m = shift(m, product.exponent() + FRACTION_BITS);
            m = Math.max(ACCUMULATOR_LOW, Math.min(ACCUMULATOR_HIGH, m));
            accumulator = (int) Math.max(ACCUMULATOR_LOW, Math.min(ACCUMULATOR_HIGH, accumulator + m));
        }
        return accumulator;
    }

    private static long shift(long value, int by) {
        return by >= 0 ? value << Math.min(by, 40) : value >> Math.min(-by, 63);
    }

    private static int width(Product.Variable variable) {
        return switch (variable) {
            case X0, Y0 -> 1;
            case X1, X2, Y1, Y2, Y3 -> 7;
            case W, D, T -> 9;
            case CONSTANT -> 8;
        };
    }

    @Override
    public void clear() {
        hitRows.clear();
        hitPayloads.clear();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        hitRows.save(out);
        hitPayloads.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        hitRows.loadIndices(in, rows.count());
        hitPayloads.load(in);
        if (hitRows.size() != hitPayloads.size()) {
            throw new IOException(
                    "saved spikes have " + hitRows.size() + " rows and " + hitPayloads.size() + " payloads");
        }
    }
}
