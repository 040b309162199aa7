package dev.ranvier.tools.nir;

import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A checked NIR graph: every edge ends at a node, all parameters of a node have one shape, every edge joins equal shapes,
 * every cycle has state. Immutable; tensors are shared and not to be changed.
 *
 * <p>Neither the order of nodes nor that of edges means anything; both are kept sorted by name, so that everything made
 * from a graph comes out in the same order every time.
 */
public final class NirGraph {

    private final String version;
    private final Map<String, NirNode> nodes;
    private final Set<NirEdge> edges;
    private final Map<String, Shape> inputShapes;
    private final Map<String, Shape> outputShapes;
    private final Map<String, List<String>> predecessors = new HashMap<>();
    private final Map<String, List<String>> successors = new HashMap<>();

    NirGraph(
            String version,
            Map<String, NirNode> nodes,
            Collection<NirEdge> edges,
            Map<String, Shape> inputShapes,
            Map<String, Shape> outputShapes) {
        this.version = version;
        this.nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        this.edges = Collections.unmodifiableSet(new TreeSet<>(edges));
        this.inputShapes = Map.copyOf(inputShapes);
        this.outputShapes = Map.copyOf(outputShapes);
        for (NirEdge edge : this.edges) {
            successors.computeIfAbsent(edge.source(), name -> new ArrayList<>()).add(edge.target());
            predecessors
                    .computeIfAbsent(edge.target(), name -> new ArrayList<>())
                    .add(edge.source());
        }
    }

    /**
     * A graph made in code, checked and repaired by the same rules as a file with default options.
     *
     * @param nodes nodes by name
     * @param edges edges; duplicates count once
     * @throws RanvierException when a file with this content would be refused; the message lists the faults
     */
    public static NirGraph of(Map<String, NirNode> nodes, Collection<NirEdge> edges) {
        return GraphBuilder.build(nodes, edges, "");
    }

    /** Version of the package that wrote the file; empty when unknown. */
    public String version() {
        return version;
    }

    /** Nodes by name, sorted by name. */
    public Map<String, NirNode> nodes() {
        return nodes;
    }

    /** One node. @throws RanvierException when there is none of this name */
    public NirNode node(String name) {
        NirNode node = nodes.get(name);
        if (node == null) {
            String near = NearestName.of(name, nodes.keySet())
                    .map(known -> "; did you mean '" + known + "'?")
                    .orElse(".");
            throw new RanvierException("the graph has no node '" + name + "'" + near + " It has " + nodes.keySet());
        }
        return node;
    }

    /** Edges, sorted. */
    public Set<NirEdge> edges() {
        return edges;
    }

    /** Shape of what enters a node. */
    public Shape inputShape(String name) {
        node(name);
        return inputShapes.get(name);
    }

    /** Shape of what leaves a node. */
    public Shape outputShape(String name) {
        node(name);
        return outputShapes.get(name);
    }

    /** Names of the nodes with an edge into this one, sorted. */
    public List<String> predecessors(String name) {
        return Collections.unmodifiableList(predecessors.getOrDefault(name, List.of()));
    }

    /** Names of the nodes that this one has an edge to, sorted. */
    public List<String> successors(String name) {
        return Collections.unmodifiableList(successors.getOrDefault(name, List.of()));
    }

    /** Names of the Inputs, sorted. */
    public List<String> inputs() {
        return named(NirNode.Input.class);
    }

    /** Names of the Outputs, sorted. */
    public List<String> outputs() {
        return named(NirNode.Output.class);
    }

    private List<String> named(Class<? extends NirNode> kind) {
        return nodes.entrySet().stream()
                .filter(entry -> kind.isInstance(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether no node is itself a graph. */
    public boolean isFlat() {
        return nodes.values().stream().noneMatch(NirNode.Graph.class::isInstance);
    }

    /**
     * The same network without graphs in it. Inner nodes get dotted names ({@code hidden.lif}); the ports of inner graphs
     * vanish, their edges joined. Where joining would make the same edge twice and so lose a summand, the port stays as a
     * Scale of ones.
     */
    public NirGraph flatten() {
        return isFlat() ? this : new GraphFlattener(this).flat();
    }

    @Override
    public String toString() {
        return "NirGraph of " + nodes.size() + " nodes and " + edges.size() + " edges";
    }
}
