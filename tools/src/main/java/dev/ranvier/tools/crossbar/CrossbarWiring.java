package dev.ranvier.tools.crossbar;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec.Semantics;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.PhysicalModel;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.quantize.Discretization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network in physical units as crossbar cores see it: neurons and input channels in one row of sources, real weights per
 * tick by neuron and source. Immutable once made.
 */
final class CrossbarWiring {
    final Network network;
    final CrossbarCoreSpec core;
    final int neurons;
    /** Neurons and channels of inputs. */
    final int sources;

    final int[] populationOf;
    /** First neuron per population. */
    final int[] firstNeuron;

    /** Part of the potential that is lost per tick. */
    final double[] loss;
    /** Threshold, measured from the reset value. */
    final double[] threshold;
    /** Input that is there in every tick. */
    final double[] drive;
    /** Potential at the start, measured from the reset value. */
    final double[] start;

    /** Per neuron its weights, by source and delay ({@code source << 8 | delay}), ascending. */
    final List<TreeMap<Long, Double>> inputs = new ArrayList<>();

    CrossbarWiring(Network network, ChipSpec spec, Discretization time) {
        this.network = network;
        core = (CrossbarCoreSpec) spec.core();
        neurons = network.neurons();
        populationOf = new int[neurons];
        firstNeuron = new int[network.populations().size()];
        loss = new double[neurons];
        threshold = new double[neurons];
        drive = new double[neurons];
        start = new double[neurons];
        double[] gain = new double[neurons];
        int next = 0;
        Map<String, Integer> firstSource = new HashMap<>();
        for (int p = 0; p < firstNeuron.length; p++) {
            Population population = network.populations().get(p);
            firstNeuron[p] = next;
            firstSource.put(population.name(), next);
            PhysicalModel model = physical(population, spec);
            for (int i = 0; i < population.size(); i++, next++) {
                populationOf[next] = p;
                inputs.add(new TreeMap<>());
                dynamics(population.name(), model, i, next, time, gain);
            }
        }
        for (Input input : network.inputs()) {
            if (input.kind() != Input.Kind.SPIKES) {
                throw new RanvierException(
                        "input '" + input.name() + "' carries errors for a projection that learns; chip '" + spec.name()
                                + "' does not learn: take it out, or use loihi");
            }
            firstSource.put(input.name(), next);
            next += input.channels();
        }
        sources = next;
        network.projections().forEach(projection -> wire(projection, firstSource, gain));
    }

    private PhysicalModel physical(Population population, ChipSpec spec) {
        String name = population.name();
        if (!(population.model() instanceof PhysicalModel model)) {
            throw new RanvierException("population '" + name + "' has the parameters of another chip; cores of kind"
                    + " 'crossbar' take physical parameters (physical: kind if or lif)");
        }
        switch (model.kind()) {
            case IF -> {
                // V adds up, as the chip's does.
            }
            case LIF -> {
                if (core.semantics() != Semantics.TRUENORTH) {
                    throw new RanvierException("population '" + name + "' leaks towards its resting value, which chip '"
                            + spec.name() + "' cannot: use truenorth, or integrators (kind if)");
                }
            }
            default ->
                throw new RanvierException("population '" + name + "' is of kind " + model.kind()
                        + "; cores of kind 'crossbar' have neurons of"
                        + " kind if and lif: no synaptic current, no output but spikes");
        }
        return model;
    }

    private void dynamics(String name, PhysicalModel m, int i, int n, Discretization time, double[] gain) {
        boolean leaks = m.kind() == PhysicalModel.Kind.LIF;
        loss[n] = leaks ? time.loss(m.tauMem()[i]) : 0;
        if (leaks && !(loss[n] > 0 && loss[n] <= 1)) {
            throw new RanvierException("neuron " + name + "[" + i + "] has tau_mem = " + m.tauMem()[i]
                    + " s with ticks of " + time.dtSeconds() + " s: the decay per tick is " + loss[n]
                    + ", allowed: above 0, up to 1; choose a smaller --dt");
        }
        gain[n] = m.r()[i] * (leaks ? loss[n] : time.dtSeconds());
        drive[n] = gain[n] * m.bias()[i] + loss[n] * (m.vLeak()[i] - m.vReset()[i]);
        threshold[n] = m.vThreshold()[i] - m.vReset()[i];
        start[n] = -m.vReset()[i];
        if (threshold[n] < 0) {
            throw new RanvierException("neuron " + name + "[" + i + "] has a threshold of " + m.vThreshold()[i]
                    + ", below its reset value " + m.vReset()[i] + ": it would fire in every tick");
        }
        if (leaks && drive[n] != 0) {
            throw new RanvierException("neuron " + name + "[" + i + "] leaks and has a constant input (bias, or v_leak"
                    + " other than v_reset); a crossbar neuron has one leak for both: take one of them out");
        }
    }

    private void wire(Projection projection, Map<String, Integer> firstSource, double[] gain) {
        if (projection.learning().isPresent()
                || projection.synapse().weights() != SynapseSpec.Weights.PHYSICAL
                || !(projection.connectivity() instanceof Connectivity.Synapses synapses)) {
            throw new RanvierException("projection '" + projection.name()
                    + "' learns, or has the weights of another chip; cores of kind 'crossbar' take fixed physical weights"
                    + " (weights: physical)");
        }
        int from = firstSource.get(projection.source());
        int to = network.firstNeuron(projection.target());
        int longest = core.delayMax() - core.delayMin();
        for (int i = 0; i < synapses.count(); i++) {
            int delay = synapses.delayOf(i);
            if (delay > longest) {
                throw new RanvierException("projection '" + projection.name() + "', synapse " + i + ": delay " + delay
                        + ", allowed: 0.." + longest + " (core.scheduler_rows)");
            }
            int target = to + synapses.post()[i];
            double weight = synapses.weight()[i] * gain[target];
            if (weight != 0) {
                inputs.get(target).merge((long) (from + synapses.pre()[i]) << 8 | delay, weight, Double::sum);
            }
        }
    }

    /** Name and index of neuron {@code n}. */
    String place(int n) {
        int p = populationOf[n];
        return network.populations().get(p).name() + "[" + (n - firstNeuron[p]) + "]";
    }
}
