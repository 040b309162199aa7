package dev.ranvier.tools.nir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph while it is read, checked and repaired. Becomes a {@link NirGraph} when nothing is wrong with it. */
final class Draft {

    /** Path of this graph in dotted names, empty for the top. */
    final String path;

    /** Well-formed nodes that are no graphs. */
    final Map<String, NirNode> nodes = new LinkedHashMap<>();

    /** Graphs in this graph. */
    final Map<String, Draft> graphs = new LinkedHashMap<>();

    /** Nodes that are there but cannot be built; their faults are recorded. */
    final Set<String> broken = new LinkedHashSet<>();

    /** Ports that a repair added: their shape comes from their neighbour. */
    final Set<String> addedPorts = new LinkedHashSet<>();

    /** Edges in file order, as long as they are checked; each once afterwards. */
    final List<NirEdge> edges = new ArrayList<>();

    /** Whether nodes or edges could not be read. */
    boolean incomplete;

    Draft(String path) {
        this.path = path;
    }

    /** The name of a node of this graph as messages write it. */
    String qualified(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Whether this graph has a node of this name, sound or not. */
    boolean has(String name) {
        return nodes.containsKey(name) || graphs.containsKey(name) || broken.contains(name);
    }

    /** All names, sorted. */
    List<String> names() {
        List<String> names = new ArrayList<>(nodes.keySet());
        names.addAll(graphs.keySet());
        names.addAll(broken);
        names.sort(null);
        return names;
    }

    /** Whether something here or deeper cannot be read or built. */
    boolean damaged() {
        return incomplete || !broken.isEmpty() || graphs.values().stream().anyMatch(Draft::damaged);
    }
}
