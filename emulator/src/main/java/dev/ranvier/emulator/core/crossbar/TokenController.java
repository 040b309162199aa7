package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec.Widths;
import dev.ranvier.hw.RanvierException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Token controller, neuron block and scheduler of one core of the RANC hardware (RANC, specification B2, B4, B5), as a
 * machine that knows the next edge at which it does something. Between two such edges it only samples axons, which is
 * made good when the neuron is decided.
 *
 * <p>A neuron's axons are sampled one per edge, so a bit that arrives in the row in use is seen by axons not yet sampled:
 * {@link #missed} holds the bits that came too late for the neuron in progress. Owned by its machine.
 */
final class TokenController {
    private static final int IDLE = 0;
    private static final int STARTING = 1;
    private static final int SAMPLING = 2;
    private static final int STALLED = 3;
    private static final int CLEARING = 4;
    private static final int FINISHING = 5;

    final CrossbarState state;
    final CoreActivity activity = new CoreActivity();

    private final int node;
    private final CrossbarCoreSpec spec;
    private final CoreBlock block;
    private final int index;
    private final Widths widths;
    private final int neurons;
    private final int axons;
    private final int schedulerRows;
    private final EventLog log;
    private final ColumnCounter columns;
    /** Axons of each type: {@code typeSets[t * axonWords ..]}. */
    private final long[] typeSets;

    private long preparedVersion = -1;

    /** Next edge at which something happens; {@link Long#MAX_VALUE} if nothing does by itself. */
    long next = Long.MAX_VALUE;

    private int phase = IDLE;
    private int neuron;
    /** Edge at which axon 0 of the neuron in progress is sampled. */
    private long firstSample;
    /** Edge at which writes to the scheduler are lost. */
    private long clearEdge = -1;

    private final long[] missed;
    private boolean error;

    TokenController(CrossbarState state, int node, CrossbarCoreSpec spec, EventLog log) {
        this.state = state;
        block = state.block;
        index = state.index;
        this.node = node;
        this.spec = spec;
        this.log = log;
        widths = spec.widths();
        neurons = spec.neurons();
        axons = spec.axons();
        schedulerRows = spec.schedulerRows();
        columns = new ColumnCounter(state);
        typeSets = new long[spec.weightTypes() * state.axonWords];
        missed = new long[state.axonWords];
    }

    void prepare() {
        if (block.pointer[index] >= schedulerRows) {
            throw new RanvierException("core " + node + ": row_pointer is " + block.pointer[index] + ", allowed: 0.."
                    + (schedulerRows - 1));
        }
        if (preparedVersion == state.configurationVersion()) {
            return;
        }
        java.util.Arrays.fill(typeSets, 0);
        for (int axon = 0; axon < axons; axon++) {
            if (state.types[axon] >= spec.weightTypes()) {
                throw new RanvierException("core " + node + ": axon " + axon + " has type " + state.types[axon]
                        + ", allowed: 0.." + (spec.weightTypes() - 1));
            }
            typeSets[state.types[axon] * state.axonWords + (axon >> 6)] |= 1L << axon;
        }
        for (int n = 0; n < neurons; n++) {
            if (state.flags[n] > 1) {
                throw new RanvierException("core " + node + ": neuron " + n + " has reset mode " + state.flags[n]
                        + ", but the hardware's field has one bit: 0 absolute, 1 linear");
            }
        }
        preparedVersion = state.configurationVersion();
    }

    /** True once a tick came while the controller was busy. */
    boolean error() {
        return error;
    }

    void setError(boolean on) {
        error = on;
    }

    /** The tick pin is high at edge {@code now}. */
    void tick(long now) {
        if (phase == IDLE) {
            phase = STARTING;
            next = now + 1;
        } else if (!error) {
            error = true;
            log.add(now + 1, RancSignals.ERROR, node, 0);
        }
    }

    /**
     * What happens at edge {@code now}, which is {@link #next}.
     *
     * @param localFull either of the router's local FIFOs is full, as before the edge
     * @return true if the neuron in progress has fired: its packet enters the router at the next edge
     */
    boolean edge(long now, boolean localFull) {
        switch (phase) {
            case STARTING -> {
                log.add(now, RancSignals.STATE, node, RancSignals.STATE_START);
                begin(0, now + 1);
                // The row pointer moves between this edge and the next.
                next = now + 1;
                return false;
            }
            case SAMPLING -> {
                if (now == firstSample && neuron == 0) {
                    block.pointer[index] = (block.pointer[index] + 1) % schedulerRows;
                    next = firstSample + axons;
                    return false;
                }
                return decide(now, localFull);
            }
            case STALLED -> {
                return decide(now, localFull);
            }
            case CLEARING -> {
                log.add(now, RancSignals.STATE, node, RancSignals.STATE_CLEAR);
                phase = FINISHING;
                next = now + 1;
                return false;
            }
            default -> {
                log.add(now, RancSignals.STATE, node, RancSignals.STATE_IDLE);
                int current = block.at(block.pointer[index], index);
                java.util.Arrays.fill(block.schedule, current, current + block.words, 0);
                clearEdge = now;
                phase = IDLE;
                next = Long.MAX_VALUE;
                return false;
            }
        }
    }

    private void begin(int which, long sample) {
        neuron = which;
        firstSample = sample;
        phase = SAMPLING;
        java.util.Arrays.fill(missed, 0);
    }

    private boolean decide(long now, boolean localFull) {
        int n = neuron;
        long raw = sum(n) + narrow(state.leak[n], widths.leak());
        int v = wrap(raw, widths.potential());
        int positive = narrow(state.positive[n], widths.threshold());
        int negative = narrow(state.negative[n], widths.threshold());
        boolean fires = v >= positive;
        if (fires && localFull) {
            if (phase != STALLED) {
                log.add(now, RancSignals.STALL, node, n);
                phase = STALLED;
            }
            next = now + 1;
            return false;
        }
        if (phase == STALLED) {
            log.add(now, RancSignals.RESUME, node, n);
        }
        boolean linear = (state.flags[n] & 1) != 0;
        int reset = narrow(state.reset[n], widths.potential());
        long after = v;
        if (fires) {
            after = linear ? (long) v - positive : reset;
        } else if (v < negative) {
            after = linear ? (long) v - negative : -(long) reset;
        }
        count(n, fires, v != raw);
        state.potential[state.base + n] = wrap(after, widths.potential());
        if (log.records(RancSignals.WRITE_BACK)) {
            log.add(now + 1, RancSignals.WRITE_BACK, node, n | (long) state.potential[state.base + n] << 12);
        }
        if (n + 1 < neurons) {
            begin(n + 1, now + 2);
            next = firstSample + axons;
        } else {
            phase = CLEARING;
            next = now + 2;
        }
        return fires;
    }

    private void count(int n, boolean fires, boolean wraps) {
        activity.neuronUpdates++;
        activity.spikes += fires ? 1 : 0;
        activity.wraps += wraps ? 1 : 0;
        int base = block.at(block.pointer[index], index);
        for (int w = 0; w < state.axonWords; w++) {
            activity.sparseEvents += Long.bitCount(block.schedule[base + w] & ~missed[w] & columns.column(n, w));
        }
    }

    /** Potential and weights of the axons that neuron {@code n} has seen, before it wraps. */
    private long sum(int n) {
        long sum = narrow(state.potential[state.base + n], widths.potential());
        int base = block.at(block.pointer[index], index);
        for (int w = 0; w < state.axonWords; w++) {
            long seen = block.schedule[base + w] & ~missed[w];
            if (seen == 0) {
                continue;
            }
            seen &= columns.column(n, w);
            for (int type = 0; seen != 0 && type < spec.weightTypes(); type++) {
                int hits = Long.bitCount(seen & typeSets[type * state.axonWords + w]);
                sum += (long) hits * narrow(state.weights[type * state.room + n], widths.weight());
            }
        }
        return sum;
    }

    /** The value of a field of {@code bits} bits. */
    private static int narrow(int value, int bits) {
        int unused = Integer.SIZE - bits;
        return value << unused >> unused;
    }

    private static int wrap(long value, int bits) {
        return narrow((int) value, bits);
    }

    /** A packet at edge {@code now}: writes the scheduler, unless the edge clears the row in use. */
    void deliver(long now, int axon, int ticks) {
        int current = block.pointer[index];
        int row = block.row(index, ticks);
        boolean lost = clearEdge == now;
        if (log.records(RancSignals.DELIVERY)) {
            long value = axon | (long) ticks << 12 | (long) row << 20 | (long) current << 28 | (lost ? 1L << 36 : 0);
            log.add(now, RancSignals.DELIVERY, node, value);
        }
        if (lost || axon >= axons) {
            activity.dropped++;
            return;
        }
        activity.axonEvents++;
        int at = block.at(row, index) + (axon >> 6);
        long bit = 1L << axon;
        boolean isNew = (block.schedule[at] & bit) == 0;
        if (isNew && row == current && phase >= SAMPLING && now >= firstSample + axon) {
            missed[axon >> 6] |= bit;
        }
        block.schedule[at] |= bit;
    }

    /** The packet of the neuron that was decided at the edge before. */
    int lastFired() {
        return phase == CLEARING ? neuron : neuron - 1;
    }

    void clear() {
        state.clear();
        next = Long.MAX_VALUE;
        phase = IDLE;
        neuron = 0;
        firstSample = 0;
        clearEdge = -1;
        error = false;
        java.util.Arrays.fill(missed, 0);
    }

    void save(DataOutput out) throws IOException {
        state.save(out);
        activity.save(out);
        out.writeLong(next);
        out.writeInt(phase);
        out.writeInt(neuron);
        out.writeLong(firstSample);
        out.writeLong(clearEdge);
        out.writeBoolean(error);
        for (long word : missed) {
            out.writeLong(word);
        }
    }

    void load(DataInput in) throws IOException {
        state.load(in);
        activity.load(in);
        next = in.readLong();
        phase = in.readInt();
        neuron = in.readInt();
        firstSample = in.readLong();
        clearEdge = in.readLong();
        error = in.readBoolean();
        for (int w = 0; w < missed.length; w++) {
            missed[w] = in.readLong();
        }
        if (phase < IDLE || phase > FINISHING || neuron < 0 || neuron >= neurons) {
            throw new IOException("the saved controller of core " + node + " is in phase " + phase + " of neuron "
                    + neuron + "; the state is damaged");
        }
    }
}
