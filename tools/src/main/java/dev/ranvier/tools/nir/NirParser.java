package dev.ranvier.tools.nir;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.storage.HdfBackingStorage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the groups of a NIR file into a {@link Draft} (specs/nir.md section 3; codes 5 and 7 to 11 of section 9). Goes on
 * after a fault as far as it can.
 */
final class NirParser {

    private static final String GRAPH = "NIRGraph";
    private static final List<String> TYPES = List.of(
            "Input",
            "Output",
            "Linear",
            "Affine",
            "Scale",
            "Conv1d",
            "Conv2d",
            "SumPool2d",
            "AvgPool2d",
            "Flatten",
            "Delay",
            "Threshold",
            "I",
            "IF",
            "LI",
            "LIF",
            "CubaLI",
            "CubaLIF",
            GRAPH);
    /** Names that older documentation used for a primitive. */
    private static final Map<String, String> OLD_NAMES = Map.of("Spike", "Threshold");

    /** Hard links can repeat a small group without end: a file may hold this many nodes per group, and some. */
    private static final int NODES_PER_GROUP = 4;

    private static final int SOME_NODES = 1000;

    private final HdfBackingStorage storage;
    private final Set<Long> unreadable;
    private final int maxNodes;
    private final long maxBytes;
    private final NirFindings findings;
    private int nodesRead;
    private long bytesRead;

    NirParser(HdfBackingStorage storage, Hdf5Scan scan, long maxBytes, NirFindings findings) {
        this.storage = storage;
        this.unreadable = scan.unreadable();
        this.maxNodes = SOME_NODES + NODES_PER_GROUP * scan.groups();
        this.maxBytes = maxBytes;
        this.findings = findings;
    }

    /** The version dataset as text, empty when the file has none. */
    String version(Group root) {
        if (!(root.getChild("version") instanceof Dataset dataset) || unreadable.contains(dataset.getAddress())) {
            return "";
        }
        String version = text(new Hdf5Dataset(dataset, storage, "/version"));
        if (version == null) {
            findings.warn("/version is no string; the version of the writer is unknown");
            return "";
        }
        return version;
    }

    /** The top graph, or null when this is no NIR file. */
    Draft top(Group root) {
        boolean version = root.getChild("version") instanceof Dataset;
        Node top = root.getChild("node");
        if (!version || !(top instanceof Group node)) {
            findings.fault(NirReason.NOT_NIR, "/", notNir(root, version));
            return null;
        }
        Draft draft = new Draft("");
        String type = typeOf(node, "/node");
        if (type == null) {
            draft.incomplete = true;
            incomplete("/node", "it has no 'type'");
        }
        if (type == null || type.equals(GRAPH)) {
            graph(node, "/node", draft);
        } else {
            wrap(node, type, draft);
        }
        return draft;
    }

    private static String notNir(Group root, boolean version) {
        Attribute kind = root.getAttributes().get("__type__");
        String recorded = kind != null && "NIRGraphData".equals(String.valueOf(kind.getData()))
                ? "recorded activity (NIRData), not a network: "
                : "no NIR network: ";
        return recorded + "a NIR file has the dataset 'version' and the group 'node', this one lacks "
                + (version ? "'node'" : root.getChild("node") instanceof Group ? "'version'" : "both")
                + "; its members are " + new TreeSet<>(root.getChildren().keySet());
    }

    private void wrap(Group node, String type, Draft draft) {
        node(draft, "node", node, "/node", type);
        NirNode read = draft.nodes.get("node");
        if (read == null || read instanceof NirNode.Input || read instanceof NirNode.Output) {
            return;
        }
        draft.nodes.put("input", new NirNode.Input(Shape.SCALAR));
        draft.nodes.put("output", new NirNode.Output(Shape.SCALAR));
        draft.addedPorts.addAll(List.of("input", "output"));
        draft.edges.add(new NirEdge("input", "node"));
        draft.edges.add(new NirEdge("node", "output"));
        findings.repair(
                NirRepair.Kind.WRAP_NODE,
                "/node",
                "a lone " + type,
                "a graph: Input 'input', node 'node', Output 'output'");
    }

    private void graph(Group group, String hdfPath, Draft draft) {
        if (group.getChild("metadata") != null) {
            findings.warn("metadata of " + hdfPath + " is not used");
        }
        Node nodes = group.getChild("nodes");
        Node edges = group.getChild("edges");
        if (!(nodes instanceof Group)) {
            draft.incomplete = true;
            incomplete(hdfPath, "the graph has no group 'nodes'");
        }
        if (!(edges instanceof Dataset)) {
            draft.incomplete = true;
            incomplete(hdfPath, "the graph has no dataset 'edges'");
        }
        if (nodes instanceof Group inner) {
            inner.getChildren().forEach((name, child) -> child(draft, name, child, hdfPath + "/nodes/" + name));
        }
        if (edges instanceof Dataset dataset) {
            if (unreadable.contains(dataset.getAddress())) {
                draft.incomplete = true;
                return;
            }
            edges(new Hdf5Dataset(dataset, storage, hdfPath + "/edges"), draft);
        }
    }

    private void child(Draft draft, String name, Node child, String hdfPath) {
        if (++nodesRead > maxNodes) {
            throw new Refusal(
                    NirReason.TOO_LARGE, hdfPath, "hard links repeat groups: more than " + maxNodes + " nodes");
        }
        if (name.isEmpty() || name.equals(".")) {
            badName(hdfPath, name);
            return;
        }
        String type = child instanceof Group group ? typeOf(group, hdfPath) : null;
        if (type != null) {
            node(draft, name, (Group) child, hdfPath, type);
            return;
        }
        draft.broken.add(name);
        String typedChild = child instanceof Group group ? typedDescendant(group) : null;
        if (typedChild != null) {
            badName(hdfPath, name + "/" + typedChild);
        } else {
            incomplete(hdfPath, child instanceof Group ? "the node has no 'type'" : "it is no group");
        }
    }

    /** The path to a group with a type below a group without one: what a "/" in a node name makes of it. */
    private static String typedDescendant(Group group) {
        for (Map.Entry<String, Node> entry : group.getChildren().entrySet()) {
            // A nested graph that was not finished has these groups too.
            if (entry.getValue() instanceof Group inner
                    && !entry.getKey().equals("nodes")
                    && !entry.getKey().equals("metadata")) {
                if (inner.getChild("type") instanceof Dataset) {
                    return entry.getKey();
                }
                String deeper = typedDescendant(inner);
                if (deeper != null) {
                    return entry.getKey() + "/" + deeper;
                }
            }
        }
        return null;
    }

    private void badName(String place, String name) {
        findings.fault(
                NirReason.BAD_NODE_NAME,
                place,
                "the node name '" + name
                        + "' cannot be used: a name is not empty, not \".\" and has no \"/\" (HDF5 makes"
                        + " groups of it); rename the node before writing");
    }

    private void incomplete(String place, String what) {
        findings.fault(
                NirReason.INCOMPLETE_FILE,
                place,
                what + ": the writer stopped half-way. Write the file again and look" + " for the writer's error");
    }

    /** The type of a node group; null when it has none. A type that is no text is returned as a description. */
    private String typeOf(Group group, String hdfPath) {
        if (!(group.getChild("type") instanceof Dataset dataset) || unreadable.contains(dataset.getAddress())) {
            return null;
        }
        Hdf5Dataset type = new Hdf5Dataset(dataset, storage, hdfPath + "/type");
        String text = text(type);
        return text != null ? text : "(" + type.kind().words() + ", shape " + type.shape() + ")";
    }

    private static String text(Hdf5Dataset dataset) {
        if (dataset.kind() != Hdf5Dataset.Kind.STRING || dataset.elements() != 1) {
            return null;
        }
        return dataset.strings()[0];
    }

    private void node(Draft draft, String name, Group group, String hdfPath, String type) {
        String place = draft.qualified(name);
        if (!TYPES.contains(type)) {
            draft.broken.add(name);
            String meant =
                    OLD_NAMES.getOrDefault(type, NearestName.of(type, TYPES).orElse(null));
            findings.fault(
                    NirReason.UNKNOWN_TYPE,
                    place,
                    "type '" + type + "' is not one of NIR's"
                            + (meant == null ? "" : "; the nearest is '" + meant + "'") + ". The types are " + TYPES);
            return;
        }
        if (type.equals(GRAPH)) {
            Draft inner = new Draft(place);
            draft.graphs.put(name, inner);
            graph(group, hdfPath, inner);
            return;
        }
        NodeFields fields = fields(group, hdfPath, place);
        NirNode node = NodeBuilder.build(type, fields);
        if (!fields.complete() || !ParameterRules.check(node, place, findings)) {
            draft.broken.add(name);
            return;
        }
        draft.nodes.put(name, node);
        if (group.getChild("metadata") != null) {
            findings.warn("metadata of node '" + place + "' is not used");
        }
        for (String unused : new TreeSet<>(fields.unused())) {
            findings.warn("dataset '" + unused + "' of node '" + place + "' (" + type + ") is not used");
        }
    }

    private NodeFields fields(Group group, String hdfPath, String place) {
        Map<String, Hdf5Dataset> datasets = new HashMap<>();
        Set<String> left = new HashSet<>();
        group.getChildren().forEach((name, child) -> {
            if (name.equals("type") || !(child instanceof Dataset dataset)) {
                return;
            }
            if (unreadable.contains(dataset.getAddress())) {
                left.add(name);
                return;
            }
            bytesRead += Hdf5Scan.declaredBytes(dataset);
            if (bytesRead < 0 || bytesRead > maxBytes) {
                throw new Refusal(
                        NirReason.TOO_LARGE,
                        hdfPath + "/" + name,
                        "hard links repeat data: more than " + maxBytes + " bytes would be read (--max-bytes)");
            }
            datasets.put(name, new Hdf5Dataset(dataset, storage, hdfPath + "/" + name));
        });
        return new NodeFields(datasets, left, place, findings);
    }

    private void edges(Hdf5Dataset dataset, Draft draft) {
        if (dataset.elements() == 0) {
            return;
        }
        Shape shape = dataset.shape();
        if (dataset.kind() != Hdf5Dataset.Kind.STRING || shape.rank() != 2 || shape.dim(1) != 2) {
            findings.fault(
                    NirReason.BAD_PARAMETER,
                    dataset.path(),
                    "edges hold " + dataset.kind().words() + " of shape " + shape
                            + "; they are pairs of node names, strings of shape [edges, 2]");
            draft.incomplete = true;
            return;
        }
        String[] names = dataset.strings();
        Set<String> reported = new HashSet<>();
        for (int edge = 0; edge < names.length / 2; edge++) {
            NirEdge read = new NirEdge(names[2 * edge], names[2 * edge + 1]);
            draft.edges.add(read);
            for (String end : List.of(read.source(), read.target())) {
                if ((end.isEmpty() || end.equals(".") || end.contains("/")) && reported.add(end)) {
                    badName(dataset.path() + " " + read, end);
                }
            }
        }
    }
}
