package dev.ranvier.tools.nir;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Takes the graphs inside a graph apart; see {@link NirGraph#flatten()}. */
final class GraphFlattener {

    private final NirGraph graph;
    private final TreeMap<String, NirNode> nodes = new TreeMap<>();
    private final Map<String, Shape> inputShapes = new HashMap<>();
    private final Map<String, Shape> outputShapes = new HashMap<>();
    private final Set<NirEdge> edges = new TreeSet<>();
    private final Set<String> innerPorts = new LinkedHashSet<>();

    GraphFlattener(NirGraph graph) {
        this.graph = graph;
    }

    NirGraph flat() {
        add(graph, "");
        innerPorts.forEach(this::remove);
        return new NirGraph(graph.version(), nodes, edges, inputShapes, outputShapes);
    }

    private void add(NirGraph level, String prefix) {
        Map<String, String> entries = new HashMap<>();
        Map<String, String> exits = new HashMap<>();
        level.nodes().forEach((name, node) -> {
            if (node instanceof NirNode.Graph inner) {
                String innerPrefix = prefix + name + ".";
                add(inner.graph(), innerPrefix);
                entries.put(name, portName(inner.graph().inputs(), innerPrefix));
                exits.put(name, portName(inner.graph().outputs(), innerPrefix));
                return;
            }
            String flat = prefix + name;
            while (nodes.containsKey(flat)) {
                flat = flat + "_2";
            }
            nodes.put(flat, node);
            inputShapes.put(flat, level.inputShape(name));
            outputShapes.put(flat, level.outputShape(name));
            entries.put(name, flat);
            exits.put(name, flat);
            boolean port = node instanceof NirNode.Input || node instanceof NirNode.Output;
            if (port && !prefix.isEmpty()) {
                innerPorts.add(flat);
            }
        });
        for (NirEdge edge : level.edges()) {
            edges.add(new NirEdge(exits.get(edge.source()), entries.get(edge.target())));
        }
    }

    private static String portName(List<String> ports, String prefix) {
        return prefix + ports.getFirst();
    }

    private void remove(String port) {
        List<NirEdge> before =
                edges.stream().filter(edge -> edge.target().equals(port)).toList();
        List<NirEdge> after =
                edges.stream().filter(edge -> edge.source().equals(port)).toList();
        Set<NirEdge> joined = new LinkedHashSet<>();
        for (NirEdge from : before) {
            for (NirEdge to : after) {
                joined.add(new NirEdge(from.source(), to.target()));
            }
        }
        if (joined.stream().anyMatch(edges::contains)) {
            nodes.put(port, new NirNode.Scale(NirTensor.filled(1, inputShapes.get(port))));
            return;
        }
        before.forEach(edges::remove);
        after.forEach(edges::remove);
        edges.addAll(joined);
        nodes.remove(port);
        inputShapes.remove(port);
        outputShapes.remove(port);
    }
}
