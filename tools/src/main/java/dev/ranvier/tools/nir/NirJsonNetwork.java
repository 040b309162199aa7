package dev.ranvier.tools.nir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Networks written as JSON: an object of nodes, each with {@code type}, one flat list per dataset (C order) and
 * {@code shape}, the shape of weights or neurons. The format of the golden set nir-networks. It holds no edges, and nothing
 * of use about ports; both come from the caller and from the neighbours. Layers and neurons only: no Input-dependent shapes.
 */
public final class NirJsonNetwork {

    private NirJsonNetwork() {}

    /**
     * The edges of the recurrent networks of that set: input, fc1, lif1.lif with lif1.w_rec in a loop, fc2, lif2, output.
     */
    public static final List<NirEdge> RECURRENT_EDGES = List.of(
            new NirEdge("input", "fc1"),
            new NirEdge("fc1", "lif1.lif"),
            new NirEdge("lif1.lif", "lif1.w_rec"),
            new NirEdge("lif1.w_rec", "lif1.lif"),
            new NirEdge("lif1.lif", "fc2"),
            new NirEdge("fc2", "lif2"),
            new NirEdge("lif2", "output"));

    /**
     * Reads a network.
     *
     * @param json the JSON text, unpacked
     * @param edges its edges; Inputs and Outputs are those that they name and that the JSON calls so
     * @throws RanvierException when it is no JSON or not of this format; the message names the node
     */
    public static NirGraph read(InputStream json, Collection<NirEdge> edges) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (IOException broken) {
            throw new RanvierException("the network cannot be read as JSON: " + broken.getMessage(), broken);
        }
        if (root == null || !root.isObject()) {
            throw new RanvierException("a network is a JSON object of nodes");
        }
        Map<String, NirNode> nodes = new TreeMap<>();
        List<String> ports = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String type = entry.getValue().path("type").asText("");
            if (type.equals("Input") || type.equals("Output")) {
                ports.add(entry.getKey());
            } else {
                nodes.put(entry.getKey(), node(entry.getKey(), type, entry.getValue()));
            }
        }
        for (String port : ports) {
            boolean input = root.get(port).get("type").asText().equals("Input");
            nodes.put(port, port(port, input, nodes, edges));
        }
        return NirGraph.of(nodes, edges);
    }

    /** A port has the shape of the first neighbour that has one. */
    private static NirNode port(String name, boolean input, Map<String, NirNode> nodes, Collection<NirEdge> edges) {
        for (NirEdge edge : edges) {
            if (!name.equals(input ? edge.source() : edge.target())) {
                continue;
            }
            NirNode neighbour = nodes.get(input ? edge.target() : edge.source());
            if (neighbour instanceof NirNode.Dense dense) {
                return input ? new NirNode.Input(dense.inputShape()) : new NirNode.Output(dense.outputShape());
            }
            if (neighbour instanceof NirNode.Elementwise elements) {
                return input ? new NirNode.Input(elements.shape()) : new NirNode.Output(elements.shape());
            }
        }
        throw new RanvierException("nothing tells the shape of port '" + name + "': no edge joins it to a layer");
    }

    private static NirNode node(String name, String type, JsonNode json) {
        Map<String, NirTensor> tensors = new HashMap<>();
        Shape shape = Shape.of(ints(name, json.path("shape")));
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!field.getKey().equals("type") && !field.getKey().equals("shape")) {
                double[] values = numbers(name + "." + field.getKey(), field.getValue());
                // Weights have the stated shape, everything else is as long as it is.
                Shape own = shape.elements() == values.length ? shape : Shape.of(values.length);
                tensors.put(field.getKey(), new NirTensor(values, own, NirTensor.Stored.FLOAT64));
            }
        }
        NodeSource source = new NodeSource(name, type, tensors);
        return switch (type) {
            case "Linear" -> new NirNode.Linear(source.get("weight"));
            case "Affine" -> new NirNode.Affine(source.get("weight"), source.get("bias"));
            case "LIF" ->
                new NirNode.LIF(
                        source.get("tau"),
                        source.get("r"),
                        source.get("v_leak"),
                        source.get("v_threshold"),
                        source.getOr("v_reset", 0));
            case "CubaLIF" ->
                new NirNode.CubaLIF(
                        source.get("tau_syn"),
                        source.get("tau_mem"),
                        source.get("r"),
                        source.get("v_leak"),
                        source.get("v_threshold"),
                        source.getOr("v_reset", 0),
                        source.getOr("w_in", 1));
            default ->
                throw new RanvierException("node '" + name + "' has type '" + type
                        + "'; this format holds Input, Output, Linear, Affine, LIF and CubaLIF");
        };
    }

    private record NodeSource(String name, String type, Map<String, NirTensor> tensors) {
        NirTensor get(String field) {
            NirTensor tensor = tensors.get(field);
            if (tensor == null) {
                throw new RanvierException("node '" + name + "' (" + type + ") has no '" + field + "'");
            }
            return tensor;
        }

        NirTensor getOr(String field, double missing) {
            NirTensor tensor = tensors.get(field);
            return tensor != null
                    ? tensor
                    : NirTensor.filled(missing, get("v_threshold").shape());
        }
    }

    private static int[] ints(String name, JsonNode list) {
        double[] values = numbers(name + ".shape", list);
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            if (values[i] < 0 || values[i] > Integer.MAX_VALUE || values[i] != Math.rint(values[i])) {
                throw new RanvierException(name + ".shape has " + values[i] + "; sizes are integers from 0 to 2^31-1");
            }
            ints[i] = (int) values[i];
        }
        return ints;
    }

    private static double[] numbers(String place, JsonNode list) {
        if (!list.isArray()) {
            throw new RanvierException(place + " is no list of numbers");
        }
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            if (!list.get(i).isNumber()) {
                throw new RanvierException(place + "[" + i + "] is " + list.get(i) + ", no number");
            }
            values[i] = list.get(i).asDouble();
        }
        return values;
    }
}
