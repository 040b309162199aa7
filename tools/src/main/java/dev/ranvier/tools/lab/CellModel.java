package dev.ranvier.tools.lab;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.cells.PhysicalNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The equations of the biophysical core in float64, in steps much finer than a tick: what the fixed-point chip is
 * measured against (biophysical core, section 1). A tick of the chip covers (t · dt, (t + 1) · dt]; events act at the
 * start of their tick, as on the chip. Not safe for several threads.
 */
public final class CellModel {
    private static final int CHANNELS = BiophysicalCoreSpec.CHANNELS;

    private final PhysicalNetwork network;
    private final int stepsPerTick;
    private final double step;
    private final int cells;
    private final KindConstants[] kinds;

    private final double[][] v;
    private final double[][] injected;
    private final boolean[][] held;
    private final double[][] a;
    private final double[][] b;
    private final double[][] synaptic;
    private final boolean[] fired;
    /** Steps since the last spike; negative = the cell is free. */
    private final long[] sinceSpike;

    private final SpineModel spines;
    /** Synapses by source: row i is {@code order[row[i] .. row[i + 1] - 1]}. */
    private final int[] order;

    private final int[] row;
    /** Arrivals per future step: the ring holds (synapse) lists. */
    private final ArrayDeque<Integer>[] due;

    private long now;

    /** A spike: step in which the soma crossed its threshold, and cell. */
    public record Spike(double timeMs, int cell) {}

    private final List<Spike> spikes = new ArrayList<>();

    /**
     * A network at rest.
     *
     * @param network the network, in physical units
     * @param stepsPerTick integration steps per tick, 1 or more
     * @param midStep whether calcium increments are taken in the middle of a step, as the chip takes them: accurate to
     *     second order, which matters for coarse steps
     */
    public CellModel(PhysicalNetwork network, int stepsPerTick, boolean midStep) {
        this.network = network;
        this.stepsPerTick = stepsPerTick;
        step = network.tickMs() / stepsPerTick;
        cells = network.cells();
        kinds = new KindConstants[network.kinds().size()];
        Arrays.setAll(kinds, k -> new KindConstants(network.kinds().get(k), step));
        v = new double[2][cells];
        injected = new double[2][cells];
        held = new boolean[2][cells];
        synaptic = new double[2][cells];
        a = new double[CHANNELS][cells];
        b = new double[CHANNELS][cells];
        fired = new boolean[cells];
        sinceSpike = new long[cells];
        Arrays.fill(sinceSpike, -1);
        for (int i = 0; i < cells; i++) {
            CellKind kind = kind(i);
            v[0][i] = kind.rest()[0];
            v[1][i] = kind.rest()[1];
            for (var entry : kind.channels().entrySet()) {
                if (entry.getValue().source() == CellKind.Source.CONST) {
                    a[entry.getKey()][i] = entry.getValue().conductance();
                }
            }
        }
        CellSynapses synapses = network.synapses();
        spines = new SpineModel(network, step, midStep);
        row = new int[network.axons() + cells + 1];
        for (int s = 0; s < synapses.count(); s++) {
            row[synapses.source()[s] + 1]++;
        }
        for (int i = 0; i + 1 < row.length; i++) {
            row[i + 1] += row[i];
        }
        order = new int[synapses.count()];
        int[] next = row.clone();
        for (int s = 0; s < synapses.count(); s++) {
            order[next[synapses.source()[s]]++] = s;
        }
        due = queues(BiophysicalCoreSpec.DELAY_SLOTS * stepsPerTick + 1);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ArrayDeque<Integer>[] queues(int count) {
        ArrayDeque<Integer>[] queues = new ArrayDeque[count];
        Arrays.setAll(queues, i -> new ArrayDeque<>(0));
        return queues;
    }

    private CellKind kind(int cell) {
        return network.kinds().get(network.kindOfCell()[cell]);
    }

    /** Injects {@code picoamperes} into a compartment (0 soma, 1 dendrite) from now on. */
    public void inject(int cell, int compartment, double picoamperes) {
        injected[compartment][cell] = picoamperes;
    }

    /** Holds a compartment at {@code millivolts} from now on. */
    public void clamp(int cell, int compartment, double millivolts) {
        v[compartment][cell] = millivolts;
        held[compartment][cell] = true;
    }

    /** Lets a held compartment go. */
    public void release(int cell, int compartment) {
        held[compartment][cell] = false;
    }

    /**
     * Advances by a tick.
     *
     * @param axons external axons whose spikes carry the stamp of the tick before
     */
    public void tick(int[] axons) {
        for (int axon : axons) {
            // Stamp t - 1 plus the delay in ticks: relative to this tick's first step that is (delay - 1) ticks.
            send(axon, now - stepsPerTick);
        }
        for (int i = 0; i < stepsPerTick; i++) {
            advance();
        }
    }

    private void send(int source, long atStep) {
        for (int k = row[source]; k < row[source + 1]; k++) {
            int s = order[k];
            long delay = (long) network.synapses().delay()[s] * stepsPerTick;
            long arrival = atStep + delay;
            spines.send(s, atStep, delay);
            due[(int) (arrival % due.length)].add(s);
        }
    }

    private void advance() {
        ArrayDeque<Integer> arrivals = due[(int) (now % due.length)];
        for (int s : arrivals) {
            arrive(s);
        }
        arrivals.clear();
        spines.beginStep(v);
        for (int i = 0; i < cells; i++) {
            cell(i);
        }
        spines.endStep(now, fired);
        now++;
    }

    private void arrive(int s) {
        CellSynapses synapses = network.synapses();
        int source = synapses.source()[s];
        int transmitter = source < network.axons()
                ? network.transmitterOfAxon()[source].ordinal()
                : network.transmitterOfCell()[source - network.axons()].ordinal();
        int[] opens = network.channelsOfTransmitter()[transmitter];
        open(opens[0], synapses.post()[s], spines.receptors(s));
        open(opens[1], synapses.post()[s], synapses.receptors1()[s]);
    }

    private void open(int channel, int cell, double count) {
        CellKind.Channel c = kind(cell).channels().get(channel);
        if (c != null && c.source() == CellKind.Source.SYN) {
            double peak = count * c.conductance() * c.peakFactor();
            a[channel][cell] += peak;
            if (c.tauRise() > 0) {
                b[channel][cell] += peak;
            }
        }
    }

    private void cell(int i) {
        KindConstants constants = kinds[network.kindOfCell()[i]];
        CellKind kind = constants.kind;
        double soma = v[0][i];
        double dendrite = v[1][i];
        double currentSoma = kind.leak()[0] * (kind.rest()[0] - soma) + injected[0][i];
        double currentDendrite = kind.leak()[1] * (kind.rest()[1] - dendrite) + injected[1][i];
        double totalSoma = kind.leak()[0];
        double totalDendrite = kind.leak()[1];
        if (kind.two()) {
            currentSoma += kind.coupling() * (dendrite - soma);
            currentDendrite += kind.coupling() * (soma - dendrite);
            totalSoma += kind.coupling();
            totalDendrite += kind.coupling();
        }
        double synapticSoma = 0;
        double synapticDendrite = 0;
        for (int k : constants.channels) {
            double open = conductance(constants, k, i);
            if (open == 0) {
                continue;
            }
            boolean inDendrite = constants.inDendrite[k];
            double flow = open * (constants.reversal[k] - (inDendrite ? dendrite : soma));
            if (inDendrite) {
                currentDendrite += flow;
                totalDendrite += open;
                synapticDendrite += constants.synaptic[k] ? flow : 0;
            } else {
                currentSoma += flow;
                totalSoma += open;
                synapticSoma += constants.synaptic[k] ? flow : 0;
            }
        }
        synaptic[0][i] = synapticSoma;
        synaptic[1][i] = synapticDendrite;
        spike(constants, i, soma + delta(currentSoma, totalSoma, kind.capacitance()[0]));
        if (kind.two() && !held[1][i]) {
            v[1][i] = dendrite + delta(currentDendrite, totalDendrite, kind.capacitance()[1]);
        }
    }

    /** Exact step of a compartment whose conductances stand still. */
    private double delta(double current, double total, double capacitance) {
        double x = total * step / capacitance;
        double phi = x < 1e-9 ? 1 : -Math.expm1(-x) / x;
        return current * step / capacitance * phi;
    }

    /** Conductance of channel {@code k} in the middle of the step, nS; decays it to the end. */
    private double conductance(KindConstants constants, int k, int i) {
        if (constants.onSpike[k] && fired[i]) {
            a[k][i] += constants.perSpike[k];
            if (constants.rises[k]) {
                b[k][i] += constants.perSpike[k];
            }
        }
        double falling = a[k][i];
        double rising = b[k][i];
        if (falling == 0 && rising == 0) {
            return 0;
        }
        a[k][i] = falling * constants.decayA[k];
        b[k][i] = rising * constants.decayB[k];
        double open = Math.max(0, falling * constants.middleA[k] - rising * constants.middleB[k]);
        DoubleUnaryOperator gate = constants.gate[k] > 0 ? network.gates()[constants.gate[k] - 1] : null;
        if (gate != null) {
            open *= gate.applyAsDouble(constants.inDendrite[k] ? v[1][i] : v[0][i]);
        }
        return open;
    }

    private void spike(KindConstants constants, int i, double free) {
        CellKind kind = constants.kind;
        fired[i] = false;
        double next = free;
        if (sinceSpike[i] >= 0) {
            sinceSpike[i]++;
            next = sinceSpike[i] < constants.peakSteps ? kind.peak() : kind.reset();
            if (sinceSpike[i] >= constants.refractorySteps) {
                sinceSpike[i] = -1;
            }
        } else if (!held[0][i] && next >= kind.threshold()) {
            next = constants.peakSteps > 0 ? kind.peak() : kind.reset();
            sinceSpike[i] = 0;
            fired[i] = true;
            spikes.add(new Spike((now + 1) * step, i));
            send(network.axons() + i, now);
        }
        if (!held[0][i]) {
            v[0][i] = next;
        }
    }

    /** Potential of compartment {@code compartment} (0 soma, 1 dendrite) of {@code cell}, mV. */
    public double potential(int cell, int compartment) {
        return v[compartment][cell];
    }

    /** Synaptic current into a compartment in the last step, pA; inward is positive. */
    public double synapticCurrent(int cell, int compartment) {
        return synaptic[compartment][cell];
    }

    /** AMPA receptors of synapse {@code synapse}. */
    public double receptors(int synapse) {
        return spines.ampa(synapse);
    }

    /** Calcium of synapse {@code synapse}. */
    public double calcium(int synapse) {
        return spines.calcium(synapse);
    }

    /** Spikes so far, in the order of time. */
    public List<Spike> spikes() {
        return List.copyOf(spikes);
    }

    /** Time since the start, ms. */
    public double timeMs() {
        return now * step;
    }

    /** Constants of a kind of cell for one step length. */
    private static final class KindConstants {
        final CellKind kind;
        final int[] channels;
        final boolean[] inDendrite = new boolean[CHANNELS];
        final boolean[] synaptic = new boolean[CHANNELS];
        final boolean[] onSpike = new boolean[CHANNELS];
        final boolean[] rises = new boolean[CHANNELS];
        final int[] gate = new int[CHANNELS];
        final double[] reversal = new double[CHANNELS];
        final double[] perSpike = new double[CHANNELS];
        final double[] decayA = new double[CHANNELS];
        final double[] decayB = new double[CHANNELS];
        final double[] middleA = new double[CHANNELS];
        final double[] middleB = new double[CHANNELS];
        final long peakSteps;
        final long refractorySteps;

        KindConstants(CellKind kind, double step) {
            this.kind = kind;
            channels = kind.channels().keySet().stream().mapToInt(k -> k).toArray();
            for (int k : channels) {
                CellKind.Channel c = kind.channels().get(k);
                inDendrite[k] = kind.compartment(c) == 1;
                synaptic[k] = c.source() == CellKind.Source.SYN;
                onSpike[k] = c.source() == CellKind.Source.SPIKE;
                rises[k] = c.tauRise() > 0;
                gate[k] = c.gate();
                reversal[k] = c.reversal();
                perSpike[k] = c.conductance() * c.peakFactor();
                decayA[k] = c.tauDecay() > 0 ? Math.exp(-step / c.tauDecay()) : 1;
                decayB[k] = rises[k] ? Math.exp(-step / c.tauRise()) : 0;
                middleA[k] = c.tauDecay() > 0 ? Math.exp(-0.5 * step / c.tauDecay()) : 1;
                middleB[k] = rises[k] ? Math.exp(-0.5 * step / c.tauRise()) : 0;
            }
            peakSteps = Math.round(kind.peakTime() / step);
            refractorySteps = Math.max(1, Math.round(kind.refractoryTime() / step));
        }
    }
}
