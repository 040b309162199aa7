package dev.ranvier.tools.nir.sim;

import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirTensor;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights as a simulation uses them: in its precision, and for profiles that say so rounded to 8 bits toward zero, with
 * one scale for everything that enters a population (specs/nir.md section 4, rule 7: the input and the recurrent matrix
 * share the largest absolute weight).
 */
final class WeightRounding {

    private static final int LARGEST = 127;

    private final NirGraph graph;
    private final NirSemantics profile;
    private final Precision precision;
    private final Map<String, Double> largest = new HashMap<>();

    WeightRounding(NirGraph graph, NirSemantics profile, Precision precision) {
        this.graph = graph;
        this.profile = profile;
        this.precision = precision;
        graph.nodes().forEach((name, node) -> {
            NirTensor weight = weight(node);
            if (weight != null) {
                double most = Math.max(Math.abs(weight.min()), Math.abs(weight.max()));
                largest.merge(scaleOwner(name), most, Math::max);
            }
        });
    }

    /** The population that a weight node feeds, or the node itself when it feeds none or several. */
    private String scaleOwner(String name) {
        if (graph.successors(name).size() == 1) {
            String next = graph.successors(name).getFirst();
            if (graph.node(next) instanceof NirNode.Elementwise elements && elements.neuron()) {
                return next;
            }
        }
        return name;
    }

    private static NirTensor weight(NirNode node) {
        return switch (node) {
            case NirNode.Dense dense -> dense.weight();
            case NirNode.Convolution convolution -> convolution.weight();
            default -> null;
        };
    }

    /** The weights of a node, a new array in C order. */
    double[] of(String name) {
        double[] values = weight(graph.node(name)).data().clone();
        double most = largest.get(scaleOwner(name));
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (profile.int8Weights() && most > 0) {
                double units = value * LARGEST / most;
                value = (units < 0 ? Math.ceil(units) : Math.floor(units)) / LARGEST * most;
            }
            values[i] = precision.round(value);
        }
        return values;
    }
}
