package dev.ranvier.tools.nir.sim;

import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirTensor;

/** Makes the unit that does what a node says, under a profile. */
final class UnitFactory {

    private final NirGraph graph;
    private final NirSemantics profile;
    private final double dtSeconds;
    private final Precision precision;
    private final WeightRounding weights;

    UnitFactory(NirGraph graph, NirSemantics profile, double dtSeconds, Precision precision) {
        this.graph = graph;
        this.profile = profile;
        this.dtSeconds = dtSeconds;
        this.precision = precision;
        this.weights = new WeightRounding(graph, profile, precision);
    }

    /** The unit of a node; {@code inFeedback} says that it only sees the step before, which some profiles treat apart. */
    Unit unit(String name, boolean inFeedback) {
        boolean withBias = !inFeedback || profile.recurrentBias() != NirSemantics.RecurrentBias.NEVER;
        return switch (graph.node(name)) {
            case NirNode.Dense dense -> new DenseUnit(dense, weights.of(name), withBias, precision);
            case NirNode.Convolution convolution ->
                WindowUnit.convolution(
                        convolution,
                        graph.inputShape(name),
                        graph.outputShape(name),
                        weights.of(name),
                        withBias,
                        precision);
            case NirNode.Pooling pooling ->
                WindowUnit.pool(pooling, graph.inputShape(name), graph.outputShape(name), precision);
            case NirNode.Scale scale -> scale(scale.scale());
            case NirNode.Threshold threshold -> threshold(threshold.threshold());
            case NirNode.Delay delay -> new DelayUnit(delay.delay(), dtSeconds);
            case NirNode.Elementwise neuron -> new NeuronUnit(neuron, profile, dtSeconds, precision);
            case NirNode.Input input -> UnitFactory::pass;
            case NirNode.Output output -> UnitFactory::pass;
            case NirNode.Flatten flatten -> UnitFactory::pass;
            case NirNode.Graph inner -> throw new IllegalArgumentException("'" + name + "' is a graph; flatten first");
        };
    }

    private Unit scale(NirTensor factors) {
        return (in, out) -> {
            for (int i = 0; i < out.length; i++) {
                out[i] = precision.round(precision.round(factors.get(i)) * in[i]);
            }
        };
    }

    private Unit threshold(NirTensor limits) {
        return (in, out) -> {
            for (int i = 0; i < out.length; i++) {
                out[i] = in[i] > precision.round(limits.get(i)) ? 1 : 0;
            }
        };
    }

    /** Ports and Flatten change the shape only: the order of elements stays. */
    private static void pass(double[] in, double[] out) {
        System.arraycopy(in, 0, out, 0, out.length);
    }
}
