package dev.ranvier.tools.lab;

import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.cells.SpinePhysics;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Calcium and receptor traffic of the plastic spines in float64: the chip's order of operations (biophysical core,
 * section 6), swept in every integration step. Owned by its {@link CellModel}.
 */
final class SpineModel {
    private final PhysicalNetwork network;
    private final SpinePhysics physics;
    private final CellSynapses synapses;
    private final int[] plastic;
    private final double[] bound;
    private final double[] calcium;
    private final double[] ampa;
    /** Steps in which arrivals bind, and in which they let calcium in, per plastic synapse, ascending. */
    private final ArrayDeque<Long>[] bindings;

    private final ArrayDeque<Long>[] jumps;
    private final double[] drive;
    private final double stepMs;
    private final double boundDecay;
    private final double calciumDecay;
    private final double influx;
    private final double preJump;
    private final double postJump;
    private final long preDelaySteps;

    SpineModel(PhysicalNetwork network, double step, boolean midStep) {
        this.network = network;
        physics = network.spines();
        synapses = network.synapses();
        int n = synapses.count();
        bound = new double[n];
        calcium = new double[n];
        ampa = new double[n];
        Arrays.setAll(ampa, s -> synapses.receptors0()[s]);
        plastic = physics == null
                ? new int[0]
                : IntStream.range(0, n).filter(s -> synapses.plastic()[s]).toArray();
        bindings = queues(n);
        jumps = queues(n);
        drive = new double[network.cells()];
        stepMs = step;
        boundDecay = physics == null ? 1 : Math.exp(-step / physics.tauBound());
        calciumDecay = physics == null ? 1 : Math.exp(-step / physics.tauCalcium());
        double middle = midStep ? Math.sqrt(calciumDecay) : 1;
        double middleBound = midStep ? Math.sqrt(boundDecay) : 1;
        influx = physics == null ? 0 : physics.nmda() * middle * middleBound * step / 128;
        preJump = physics == null ? 0 : physics.preJump() * middle;
        postJump = physics == null ? 0 : physics.postJump() * middle;
        preDelaySteps = physics == null ? 0 : Math.round(physics.preDelay() / step);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private ArrayDeque<Long>[] queues(int count) {
        ArrayDeque<Long>[] queues = new ArrayDeque[count];
        for (int s : plastic) {
            queues[s] = new ArrayDeque<>(4);
        }
        return queues;
    }

    /** AMPA receptors that transmit now: a whole number. */
    double receptors(int s) {
        return Math.floor(ampa[s]);
    }

    double ampa(int s) {
        return ampa[s];
    }

    double calcium(int s) {
        return calcium[s];
    }

    /** The source of synapse {@code s} has spiked in step {@code atStep}; it arrives {@code delaySteps} later. */
    void send(int s, long atStep, long delaySteps) {
        if (bindings[s] != null) {
            bindings[s].add(atStep + delaySteps);
            jumps[s].add(atStep + delaySteps + preDelaySteps);
        }
    }

    /** Adds the drive of the step that begins: potentials as they are. */
    void beginStep(double[][] v) {
        if (plastic.length > 0) {
            for (int i = 0; i < drive.length; i++) {
                boolean two = network.kinds().get(network.kindOfCell()[i]).two();
                drive[i] = network.calcium().applyAsDouble(two ? v[1][i] : v[0][i]);
            }
        }
    }

    /** Ends step {@code now}; {@code fired} says which cells fired in it. */
    void endStep(long now, boolean[] fired) {
        for (int s : plastic) {
            spine(s, now, fired[synapses.post()[s]]);
        }
    }

    private void spine(int s, long now, boolean fired) {
        double n = bound[s] * boundDecay;
        if (due(bindings[s], now)) {
            n += physics.boundJump() * (1 - n);
        }
        double c = calcium[s] * calciumDecay
                + n * drive[synapses.post()[s]] * influx * synapses.receptors1()[s]
                + (due(jumps[s], now) ? preJump : 0)
                + (fired ? postJump : 0);
        double change = 0;
        if (c > physics.insertAbove()) {
            change += physics.insertRate() * (physics.mostReceptors() - ampa[s]);
        }
        if (c > physics.removeAbove()) {
            change -= physics.removeRate() * ampa[s];
        }
        bound[s] = n;
        calcium[s] = c;
        ampa[s] = Math.min(Math.max(ampa[s] + change * stepMs * 1e-3, 0), physics.mostReceptors());
    }

    private static boolean due(ArrayDeque<Long> queue, long now) {
        boolean due = false;
        while (!queue.isEmpty() && queue.peek() <= now) {
            queue.remove();
            due = true;
        }
        return due;
    }
}
