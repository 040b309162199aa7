package dev.ranvier.tools.nir;

import io.jhdf.AbstractNode;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks at a whole HDF5 file before anything in it is read: links, depth, declared sizes, filters (codes 2, 3, 4 and 6 of
 * specs/nir.md section 9). No link is followed and no dataset opened.
 */
final class Hdf5Scan {

    private static final int MAX_GROUP_DEPTH = 20;
    private static final int MAX_GRAPH_DEPTH = 8;

    private static final int DEFLATE = 1;
    private static final int LZF = 32000;
    /** The filters that NIR files may use, by their HDF5 number. */
    private static final Map<Integer, String> FILTERS =
            Map.of(DEFLATE, "deflate", 2, "shuffle", 3, "fletcher32", LZF, "lzf");
    /** Filters that need a name in a message. */
    private static final Map<Integer, String> FOREIGN_FILTERS = Map.of(
            4, "szip", 5, "nbit", 6, "scaleoffset", 32001, "blosc", 32004, "lz4", 32008, "bitshuffle", 32015, "zstd");

    /** What a group is within the layout of a NIR file; only graphs inside graphs count as nesting. */
    private enum Role {
        OTHER,
        GRAPH,
        NODES
    }

    private record Visit(long address, int depth, Role role, int level) {}

    private final long maxBytes;
    private final NirFindings findings;
    private final Set<Long> onPath = new HashSet<>();
    private final Set<Visit> visited = new HashSet<>();
    private final Set<Long> measured = new HashSet<>();
    private final Set<Long> unreadable = new HashSet<>();
    private final Set<Long> groups = new HashSet<>();
    private long declaredBytes;
    private Dataset largest;
    private String largestPath;
    private long largestBytes = -1;

    Hdf5Scan(long maxBytes, NirFindings findings) {
        this.maxBytes = maxBytes;
        this.findings = findings;
    }

    /** Walks everything below the root and records the faults. */
    void run(Group root) {
        walk(root, "/", 0, Role.OTHER, 0);
        if (declaredBytes > maxBytes) {
            findings.fault(
                    NirReason.TOO_LARGE,
                    largestPath,
                    "the file declares " + bytes(declaredBytes) + " of data, more than the limit of " + bytes(maxBytes)
                            + " (--max-bytes). Its largest dataset declares " + bytes(largestBytes) + " and stores "
                            + stored(largest));
        }
    }

    /** Addresses of datasets whose filters are not supported: not to be read. */
    Set<Long> unreadable() {
        return unreadable;
    }

    /** Number of groups in the file, each counted once however many links it has. */
    int groups() {
        return groups.size();
    }

    private void walk(Group group, String path, int depth, Role role, int level) {
        if (depth > MAX_GROUP_DEPTH) {
            findings.fault(
                    NirReason.TOO_DEEP,
                    path,
                    "HDF5 groups are nested " + depth + " deep; a NIR file has at most " + MAX_GROUP_DEPTH + " levels");
            return;
        }
        long address = group.getAddress();
        if (onPath.contains(address)) {
            findings.fault(
                    NirReason.TOO_DEEP, path, "this group contains itself (a hard-link cycle); write a tree of groups");
            return;
        }
        // A group reached twice at the same depth holds nothing new: this keeps shared groups from multiplying the
        // work.
        if (!visited.add(new Visit(address, depth, role, level))) {
            return;
        }
        onPath.add(address);
        groups.add(address);
        for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
            String name = child.getKey();
            String childPath = path + (path.endsWith("/") ? "" : "/") + name;
            Node node = child.getValue();
            if (node.isLink()) {
                Link link = (Link) node;
                findings.fault(
                        NirReason.UNSAFE_LINK,
                        childPath,
                        "a link to " + link.getTargetPath()
                                + "; it was not followed. Copy the target into the file: NIR files hold no links");
            } else if (node instanceof Dataset dataset) {
                measure(dataset, childPath);
            } else if (node instanceof Group inner) {
                walkChild(inner, childPath, name, depth, role, level);
            }
        }
        onPath.remove(address);
    }

    private void walkChild(Group inner, String path, String name, int depth, Role role, int level) {
        switch (role) {
            case OTHER -> {
                boolean top = depth == 0 && name.equals("node");
                walk(inner, path, depth + 1, top ? Role.GRAPH : Role.OTHER, 0);
            }
            case GRAPH -> {
                boolean nodes = name.equals("nodes");
                if (nodes && level > MAX_GRAPH_DEPTH) {
                    findings.fault(
                            NirReason.TOO_DEEP,
                            path,
                            "graphs are nested " + level + " deep; at most " + MAX_GRAPH_DEPTH + " levels are allowed");
                }
                walk(inner, path, depth + 1, nodes ? Role.NODES : Role.OTHER, level);
            }
            case NODES -> walk(inner, path, depth + 1, Role.GRAPH, level + 1);
        }
    }

    private void measure(Dataset dataset, String path) {
        if (!measured.add(dataset.getAddress())) {
            return;
        }
        long bytes = declaredBytes(dataset);
        declaredBytes = saturatedSum(declaredBytes, bytes);
        if (bytes > largestBytes) {
            largest = dataset;
            largestPath = path;
            largestBytes = bytes;
        }
        if (dataset instanceof ChunkedDataset chunked) {
            checkFilters(chunked, path);
        }
    }

    private void checkFilters(ChunkedDataset dataset, String path) {
        long chunkBytes = dataset.getDataType().getSize();
        for (int dim : dataset.getChunkDimensions()) {
            if (dim < 1) {
                throw new Refusal(
                        NirReason.NOT_HDF5, path, "its chunks have " + dim + " elements along one axis: damaged");
            }
            chunkBytes = saturatedProduct(chunkBytes, dim);
        }
        if (chunkBytes > maxBytes) {
            findings.fault(
                    NirReason.TOO_LARGE,
                    path,
                    "one chunk of this dataset declares " + bytes(chunkBytes) + ", more than the limit of "
                            + bytes(maxBytes) + " (--max-bytes)");
        }
        List<String> compressors = new ArrayList<>();
        for (FilterInfo filter : filters(dataset)) {
            String name = FILTERS.get(filter.getId());
            if (name == null) {
                String known = FOREIGN_FILTERS.getOrDefault(filter.getId(), filter.getName());
                refuseFilter(dataset, path, "filter " + filter.getId() + " (" + known + ")");
                continue;
            }
            if (filter.getId() == DEFLATE || filter.getId() == LZF) {
                compressors.add(name);
            }
            // lzf states the size it unpacks to; a wrong one would allocate whatever it says.
            int[] settings = filter.getData();
            if (filter.getId() == LZF && settings.length > 2 && settings[2] != chunkBytes) {
                throw new Refusal(
                        NirReason.NOT_HDF5,
                        path,
                        "its lzf filter unpacks to " + settings[2] + " bytes, but a chunk has " + chunkBytes);
            }
        }
        if (compressors.size() > 1) {
            refuseFilter(dataset, path, "compressed twice, by " + String.join(" and ", compressors));
        }
    }

    private void refuseFilter(ChunkedDataset dataset, String path, String what) {
        unreadable.add(dataset.getAddress());
        findings.fault(
                NirReason.UNSUPPORTED_FILTER,
                path,
                what
                        + " is not supported: write the dataset with gzip (deflate), shuffle, lzf, fletcher32 or no filter");
    }

    private static List<FilterInfo> filters(ChunkedDataset dataset) {
        // Dataset.getFilters() fails as a whole when one filter is unknown; the header names them all.
        List<FilterInfo> filters = new ArrayList<>();
        for (FilterPipelineMessage message :
                ((AbstractNode) dataset).getHeader().getMessagesOfType(FilterPipelineMessage.class)) {
            filters.addAll(message.getFilters());
        }
        return filters;
    }

    /** Bytes that a dataset says it has, saturating: a damaged size field must not overflow to something small. */
    static long declaredBytes(Dataset dataset) {
        long bytes = dataset.getDataType().getSize();
        for (long dim : dataset.getDimensionsAsLong()) {
            bytes = saturatedProduct(bytes, dim);
        }
        return bytes;
    }

    private static String stored(Dataset dataset) {
        try {
            return bytes(dataset.getStorageInBytes());
        } catch (RuntimeException damaged) {
            // The refusal stands whatever the chunk index says.
            return "an unknown number of bytes";
        }
    }

    private static long saturatedProduct(long a, long b) {
        if (a < 0 || b < 0) {
            return Long.MAX_VALUE;
        }
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static String bytes(long count) {
        return count == Long.MAX_VALUE ? "more than 2^63 bytes" : String.format(Locale.ROOT, "%,d bytes", count);
    }
}
