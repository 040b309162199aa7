package dev.ranvier.tools.nir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All nodes of a draft and of the graphs in it as one numbered list, ports of inner graphs included, with edges between
 * them. Numbers go by the order of the graphs and the names in them, so that findings come in a fixed order.
 */
final class Cells {

    final List<String> names = new ArrayList<>();
    final NirNode[] nodes;
    final boolean[] top;
    final boolean[] addedPort;
    final int[][] predecessors;
    final int[][] successors;
    private final List<Draft> owners = new ArrayList<>();
    private final List<String> localNames = new ArrayList<>();

    Cells(Draft draft) {
        Map<Draft, Map<String, Integer>> numbers = new HashMap<>();
        List<Draft> graphs = new ArrayList<>();
        collect(draft, numbers, graphs);
        int count = names.size();
        nodes = new NirNode[count];
        top = new boolean[count];
        addedPort = new boolean[count];
        for (int cell = 0; cell < count; cell++) {
            Draft owner = owners.get(cell);
            nodes[cell] = owner.nodes.get(localNames.get(cell));
            top[cell] = owner.path.isEmpty();
            addedPort[cell] = owner.addedPorts.contains(localNames.get(cell));
        }
        List<List<Integer>> before = lists(count);
        List<List<Integer>> after = lists(count);
        for (Draft graph : graphs) {
            for (NirEdge edge : graph.edges) {
                int from = end(graph, edge.source(), numbers, NirNode.Output.class);
                int to = end(graph, edge.target(), numbers, NirNode.Input.class);
                if (from >= 0 && to >= 0) {
                    before.get(to).add(from);
                    after.get(from).add(to);
                }
            }
        }
        predecessors = arrays(before);
        successors = arrays(after);
    }

    private void collect(Draft graph, Map<Draft, Map<String, Integer>> numbers, List<Draft> graphs) {
        graphs.add(graph);
        Map<String, Integer> own = new HashMap<>();
        numbers.put(graph, own);
        for (String name : graph.names()) {
            Draft inner = graph.graphs.get(name);
            if (inner != null) {
                collect(inner, numbers, graphs);
            } else if (graph.nodes.containsKey(name)) {
                own.put(name, names.size());
                names.add(graph.qualified(name));
                owners.add(graph);
                localNames.add(name);
            }
        }
    }

    /** The cell at an end of an edge: for an inner graph its port; -1 when it is broken. */
    private static int end(
            Draft graph, String name, Map<Draft, Map<String, Integer>> numbers, Class<? extends NirNode> port) {
        Draft inner = graph.graphs.get(name);
        if (inner == null) {
            return numbers.get(graph).getOrDefault(name, -1);
        }
        for (Map.Entry<String, NirNode> node : inner.nodes.entrySet()) {
            if (port.isInstance(node.getValue())) {
                return numbers.get(inner).get(node.getKey());
            }
        }
        return -1;
    }

    private static List<List<Integer>> lists(int count) {
        List<List<Integer>> lists = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static int[][] arrays(List<List<Integer>> lists) {
        int[][] arrays = new int[lists.size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] =
                    lists.get(i).stream().mapToInt(Integer::intValue).sorted().toArray();
        }
        return arrays;
    }

    int count() {
        return nodes.length;
    }

    boolean isInput(int cell) {
        return nodes[cell] instanceof NirNode.Input;
    }

    boolean isOutput(int cell) {
        return nodes[cell] instanceof NirNode.Output;
    }

    /** The edge between two cells as messages write it. */
    String edge(int from, int to) {
        return "edge " + names.get(from) + " -> " + names.get(to);
    }

    /** Writes repaired nodes back into the draft. */
    void store() {
        for (int cell = 0; cell < nodes.length; cell++) {
            owners.get(cell).nodes.put(localNames.get(cell), nodes[cell]);
        }
    }

    /** The graph that a cell belongs to. */
    Draft owner(int cell) {
        return owners.get(cell);
    }

    /** The name of a cell within its graph. */
    String localName(int cell) {
        return localNames.get(cell);
    }
}
