package dev.ranvier.tools.nir;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes a NIR file for a test, sound or not, and writes it. */
final class NirFile {

    /** Name of the group that a node's metadata goes into. */
    static final String METADATA = "metadata";

    private final Map<String, Map<String, Object>> nodes = new LinkedHashMap<>();
    private final Map<String, NirFile> graphs = new LinkedHashMap<>();
    private final List<String[]> edges = new ArrayList<>();
    private Object edgeData;
    private boolean writeEdges = true;
    private boolean writeNodes = true;
    private String type = "NIRGraph";
    private Object version = "1.0.7";
    private DatasetCreationOptions storage;

    /** A node of a type with fields given as name, value, name, value. */
    NirFile node(String name, String nodeType, Object... fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (nodeType != null) {
            values.put("type", nodeType);
        }
        for (int i = 0; i < fields.length; i += 2) {
            values.put((String) fields[i], fields[i + 1]);
        }
        nodes.put(name, values);
        return this;
    }

    NirFile input(String name, long... shape) {
        return node(name, "Input", "shape", shape);
    }

    NirFile output(String name, long... shape) {
        return node(name, "Output", "shape", shape);
    }

    /** Weights of 0.5, shape (out, in). */
    NirFile linear(String name, int out, int in) {
        return node(name, "Linear", "weight", matrix(out, in));
    }

    /** A LIF of some neurons; fields replace the defaults, null removes one. */
    NirFile lif(String name, int size, Object... fields) {
        node(name, "LIF", "tau", vector(0.01f, size), "r", vector(1, size), "v_leak", vector(0, size));
        nodes.get(name).put("v_threshold", vector(1, size));
        return set(name, fields);
    }

    /** A LIF of rank-0 parameters. */
    NirFile scalarLif(String name) {
        return node(name, "LIF", "tau", 0.01f, "r", 1f, "v_leak", 0f, "v_threshold", 1f);
    }

    NirFile conv2d(String name, int out, int in, int kernel, Object... fields) {
        node(
                name,
                "Conv2d",
                "weight",
                new float[out][in][kernel][kernel],
                "bias",
                new float[out],
                "stride",
                new long[] {1, 1},
                "padding",
                new long[] {0, 0},
                "dilation",
                new long[] {1, 1},
                "groups",
                1L);
        return set(name, fields);
    }

    NirFile pool(String name, String poolType) {
        long[] two = {2, 2};
        return node(name, poolType, "kernel_size", two, "stride", two, "padding", new long[] {0, 0});
    }

    /** Replaces fields of a node; null removes one. */
    NirFile set(String name, Object... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i + 1] == null) {
                nodes.get(name).remove((String) fields[i]);
            } else {
                nodes.get(name).put((String) fields[i], fields[i + 1]);
            }
        }
        return this;
    }

    NirFile graph(String name, NirFile graph) {
        graphs.put(name, graph);
        return this;
    }

    NirFile edge(String from, String to) {
        edges.add(new String[] {from, to});
        return this;
    }

    /** Edges along a chain of nodes. */
    NirFile chain(String... names) {
        for (int i = 1; i < names.length; i++) {
            edge(names[i - 1], names[i]);
        }
        return this;
    }

    NirFile edgeData(Object data) {
        edgeData = data;
        return this;
    }

    NirFile withoutEdges() {
        writeEdges = false;
        return this;
    }

    NirFile withoutNodes() {
        writeNodes = false;
        return this;
    }

    NirFile type(String graphType) {
        type = graphType;
        return this;
    }

    NirFile version(Object value) {
        version = value;
        return this;
    }

    /** Stores parameter arrays this way. */
    NirFile storage(DatasetCreationOptions options) {
        storage = options;
        return this;
    }

    /** The bytes of the file. */
    byte[] bytes() {
        try {
            Path file = Files.createTempFile("ranvier", ".nir");
            try (WritableHdfFile hdf = HdfFile.write(file)) {
                if (version != null) {
                    hdf.putDataset("version", version);
                }
                WritableGroup top = hdf.putGroup("node");
                if (nodes.size() == 1 && graphs.isEmpty() && nodes.containsKey("/node")) {
                    fields(top, nodes.get("/node"));
                } else {
                    write(top);
                }
            } finally {
                file.toFile().deleteOnExit();
            }
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void write(WritableGroup group) {
        if (type != null) {
            group.putDataset("type", type);
        }
        if (writeEdges) {
            if (edgeData != null) {
                group.putDataset("edges", edgeData);
            } else {
                group.putDataset("edges", edges.toArray(new String[0][]));
            }
        }
        if (!writeNodes) {
            return;
        }
        WritableGroup nodeGroup = group.putGroup("nodes");
        nodes.forEach((name, values) -> {
            WritableGroup at = nodeGroup;
            String[] parts = name.split("/", -1);
            for (String part : parts) {
                at = at.putGroup(part);
            }
            fields(at, values);
        });
        graphs.forEach((name, graph) -> graph.write(nodeGroup.putGroup(name)));
    }

    private void fields(WritableGroup at, Map<String, Object> values) {
        values.forEach((field, value) -> {
            if (field.equals(METADATA)) {
                at.putGroup(METADATA).putDataset("note", value);
            } else if (storage != null && value.getClass().isArray()) {
                at.putDataset(field, value, storage);
            } else {
                at.putDataset(field, value);
            }
        });
    }

    /** The report on the file. */
    NirReport read(NirOptions options) {
        return NirReader.read(ByteBuffer.wrap(bytes()), options);
    }

    /** The verdict with default options. */
    String verdict() {
        return read(NirOptions.DEFAULT).verdict();
    }

    static float[] vector(float value, int size) {
        float[] vector = new float[size];
        java.util.Arrays.fill(vector, value);
        return vector;
    }

    static float[][] matrix(int out, int in) {
        float[][] matrix = new float[out][];
        for (int row = 0; row < out; row++) {
            matrix[row] = vector(0.5f, in);
        }
        return matrix;
    }

    /** Input 3, Linear 4x3, LIF 4, Output 4: the plainest network. */
    static NirFile plain() {
        return new NirFile()
                .input("input", 3)
                .linear("fc", 4, 3)
                .lif("lif", 4)
                .output("output", 4)
                .chain("input", "fc", "lif", "output");
    }
}
