package dev.ranvier.tools.nir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What edges may do (specs/nir.md section 9, codes 12 to 14, repairs add_ports and merge_duplicate_edges): within one
 * graph each, without looking at shapes.
 */
final class EdgeRules {

    private final NirFindings findings;
    private boolean sound = true;

    private EdgeRules(NirFindings findings) {
        this.findings = findings;
    }

    /**
     * Checks the edges of a graph and of all graphs in it, merges duplicates, adds missing ports. Edges that cannot be
     * used are removed.
     *
     * @return whether every edge could be used and every node built: only then the graph is as its writer meant it
     */
    static boolean check(Draft top, NirFindings findings) {
        EdgeRules rules = new EdgeRules(findings);
        rules.graph(top);
        return rules.sound && !top.damaged();
    }

    private void graph(Draft graph) {
        graph.graphs.values().forEach(this::graph);
        mergeDuplicates(graph);
        boolean known = dropUnknown(graph);
        dropIntoPorts(graph);
        if (!graph.path.isEmpty()) {
            countPorts(graph);
        }
        // With edges or nodes missing, what is unconnected now may be connected in the writer's graph.
        if (known && !graph.incomplete && graph.broken.isEmpty()) {
            connect(graph);
        }
    }

    private void mergeDuplicates(Draft graph) {
        Map<NirEdge, Integer> counts = new LinkedHashMap<>();
        for (NirEdge edge : graph.edges) {
            counts.merge(edge, 1, Integer::sum);
        }
        counts.forEach((edge, count) -> {
            if (count > 1) {
                findings.repair(
                        NirRepair.Kind.MERGE_DUPLICATE_EDGES,
                        graph.qualified(edge.source()) + " -> " + graph.qualified(edge.target()),
                        count + " times",
                        "once (a factor belongs into a weight)");
            }
        });
        graph.edges.clear();
        graph.edges.addAll(counts.keySet());
    }

    private boolean dropUnknown(Draft graph) {
        List<String> names = graph.names();
        List<NirEdge> unknown = new ArrayList<>();
        for (NirEdge edge : graph.edges) {
            Set<String> ends = new LinkedHashSet<>(List.of(edge.source(), edge.target()));
            ends.removeIf(graph::has);
            if (!ends.isEmpty()) {
                unknown.add(edge);
            }
            for (String end : ends) {
                String near = NearestName.of(end, names)
                        .map(name -> "; did it mean '" + name + "'?")
                        .orElse("");
                findings.fault(
                        NirReason.UNKNOWN_NODE,
                        "edge " + edge,
                        (graph.path.isEmpty() ? "the graph" : "graph '" + graph.path + "'") + " has no node '" + end
                                + "'" + near + " Its nodes are " + shortened(names));
            }
        }
        graph.edges.removeAll(new HashSet<>(unknown));
        sound &= unknown.isEmpty();
        return unknown.isEmpty();
    }

    private static String shortened(List<String> names) {
        return names.size() <= 20 ? names.toString() : names.subList(0, 20) + " and " + (names.size() - 20) + " more";
    }

    private void dropIntoPorts(Draft graph) {
        List<NirEdge> bad = new ArrayList<>();
        for (NirEdge edge : graph.edges) {
            if (graph.nodes.get(edge.target()) instanceof NirNode.Input) {
                bad.add(edge);
                badPort("edge " + edge, "it enters the Input '" + edge.target() + "'; an Input has no predecessor");
            } else if (graph.nodes.get(edge.source()) instanceof NirNode.Output) {
                bad.add(edge);
                badPort("edge " + edge, "it leaves the Output '" + edge.source() + "'; an Output has no successor");
            }
        }
        graph.edges.removeAll(new HashSet<>(bad));
    }

    private void countPorts(Draft graph) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        graph.nodes.forEach((name, node) -> {
            if (node instanceof NirNode.Input) {
                inputs.add(name);
            } else if (node instanceof NirNode.Output) {
                outputs.add(name);
            }
        });
        // A broken node may be the port that is missing.
        if ((inputs.size() != 1 || outputs.size() != 1) && graph.broken.isEmpty() && !graph.incomplete) {
            badPort(
                    "graph '" + graph.path + "'",
                    "it has " + inputs.size() + " Inputs " + inputs + " and " + outputs.size() + " Outputs " + outputs
                            + "; a graph in a graph has exactly one of each");
        }
    }

    private void badPort(String place, String message) {
        sound = false;
        findings.fault(NirReason.BAD_PORT, place, message);
    }

    private void connect(Draft graph) {
        Set<String> entered = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (NirEdge edge : graph.edges) {
            left.add(edge.source());
            entered.add(edge.target());
        }
        if (graph.names().isEmpty() && graph.path.isEmpty()) {
            unconnected("the graph", "it has no nodes: it would do nothing");
        }
        for (String name : new TreeSet<>(graph.names())) {
            NirNode node = graph.nodes.get(name);
            if (node instanceof NirNode.Input) {
                if (!left.contains(name)) {
                    unconnected(graph.qualified(name), "this Input leads nowhere: add an edge from it, or remove it");
                }
            } else if (node instanceof NirNode.Output) {
                if (!entered.contains(name)) {
                    unconnected(graph.qualified(name), "nothing reaches this Output: add an edge to it, or remove it");
                }
            } else {
                if (!entered.contains(name)) {
                    addPort(graph, name, true);
                }
                if (!left.contains(name)) {
                    addPort(graph, name, false);
                }
            }
        }
    }

    private void unconnected(String place, String message) {
        findings.fault(NirReason.UNCONNECTED_PORT, place, message);
    }

    private void addPort(Draft graph, String node, boolean input) {
        String kind = input ? "Input" : "Output";
        String lacks = input ? "predecessor" : "successor";
        if (!graph.path.isEmpty()) {
            // A port of an inner graph that nobody outside sees: its signal is 0, or goes nowhere.
            findings.repair(
                    NirRepair.Kind.ADD_PORTS,
                    graph.qualified(node),
                    "no " + lacks,
                    input ? "an input of 0: the graph around it has one Input" : "an output that nothing reads");
            return;
        }
        String wanted = (input ? "input_" : "output_") + node;
        String name = wanted;
        for (int copy = 2; graph.has(name); copy++) {
            name = wanted + "_" + copy;
        }
        graph.nodes.put(name, input ? new NirNode.Input(Shape.SCALAR) : new NirNode.Output(Shape.SCALAR));
        graph.addedPorts.add(name);
        graph.edges.add(input ? new NirEdge(name, node) : new NirEdge(node, name));
        findings.repair(NirRepair.Kind.ADD_PORTS, node, "no " + lacks, kind + " '" + name + "'");
    }
}
