package dev.ranvier.tools.nir;

import dev.ranvier.hw.RanvierException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs the rules over a draft and, when nothing is wrong, makes the immutable graph of it. */
final class GraphBuilder {

    private GraphBuilder() {}

    static NirGraph build(Map<String, NirNode> nodes, Collection<NirEdge> edges, String version) {
        NirFindings findings = new NirFindings();
        Draft draft = draft("", nodes, edges, findings);
        NirGraph graph = check(draft, version, NirOptions.DEFAULT, findings);
        if (findings.faulty()) {
            throw new RanvierException("not a usable NIR graph: "
                    + findings.faults().stream().map(NirFinding::toString).collect(Collectors.joining("; ")));
        }
        return graph;
    }

    private static Draft draft(
            String path, Map<String, NirNode> nodes, Collection<NirEdge> edges, NirFindings findings) {
        Draft draft = new Draft(path);
        new TreeMap<>(nodes).forEach((name, node) -> {
            String place = draft.qualified(name);
            if (name.isEmpty() || name.equals(".") || name.contains("/")) {
                findings.fault(NirReason.BAD_NODE_NAME, place, "a name is not empty, not \".\" and has no \"/\"");
            }
            if (node instanceof NirNode.Graph inner) {
                draft.graphs.put(
                        name, draft(place, inner.graph().nodes(), inner.graph().edges(), findings));
            } else if (ParameterRules.check(node, place, findings)) {
                draft.nodes.put(name, node);
            } else {
                draft.broken.add(name);
            }
        });
        draft.edges.addAll(edges);
        return draft;
    }

    /**
     * Checks and repairs a draft.
     *
     * @return the graph; null when there are faults, from here or from before
     */
    static NirGraph check(Draft draft, String version, NirOptions options, NirFindings findings) {
        boolean sound = EdgeRules.check(draft, findings);
        Cells cells = new Cells(draft);
        CycleRule.check(cells, findings);
        ShapeInference shapes = ShapeRules.check(cells, sound, options, findings);
        if (findings.faulty()) {
            return null;
        }
        Map<Draft, Map<String, Shape>> inputs = new HashMap<>();
        Map<Draft, Map<String, Shape>> outputs = new HashMap<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            if (cells.addedPort[cell]) {
                cells.nodes[cell] =
                        cells.isInput(cell) ? new NirNode.Input(shapes.out(cell)) : new NirNode.Output(shapes.in(cell));
            }
            Draft owner = cells.owner(cell);
            inputs.computeIfAbsent(owner, graph -> new HashMap<>()).put(cells.localName(cell), shapes.in(cell));
            outputs.computeIfAbsent(owner, graph -> new HashMap<>()).put(cells.localName(cell), shapes.out(cell));
        }
        cells.store();
        return graph(draft, version, inputs, outputs);
    }

    private static NirGraph graph(
            Draft draft,
            String version,
            Map<Draft, Map<String, Shape>> inputs,
            Map<Draft, Map<String, Shape>> outputs) {
        Map<String, NirNode> nodes = new TreeMap<>(draft.nodes);
        Map<String, Shape> in = new HashMap<>(inputs.getOrDefault(draft, Map.of()));
        Map<String, Shape> out = new HashMap<>(outputs.getOrDefault(draft, Map.of()));
        draft.graphs.forEach((name, inner) -> {
            NirGraph graph = graph(inner, version, inputs, outputs);
            nodes.put(name, new NirNode.Graph(graph));
            in.put(name, portShape(graph, graph.inputs(), true));
            out.put(name, portShape(graph, graph.outputs(), false));
        });
        return new NirGraph(version, nodes, draft.edges, in, out);
    }

    private static Shape portShape(NirGraph graph, List<String> ports, boolean input) {
        return input ? graph.inputShape(ports.getFirst()) : graph.outputShape(ports.getFirst());
    }
}
