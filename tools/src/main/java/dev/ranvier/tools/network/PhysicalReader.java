package dev.ranvier.tools.network;

import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.network.PhysicalModel.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the parameters of a population in physical units: the mapping {@code physical}. */
final class PhysicalReader {
    private final Values values;

    PhysicalReader(Values values) {
        this.values = values;
    }

    /**
     * A parameter of a kind of neuron.
     *
     * @param key its key
     * @param otherwise its value where the file has none; NaN if the file must have one
     */
    record Parameter(String key, double otherwise) {}

    /** The parameters that {@code kind} has, in the order of the documentation. */
    static List<Parameter> parameters(Kind kind) {
        boolean isCurrentBased = kind == Kind.CUBA_LI || kind == Kind.CUBA_LIF;
        boolean isLeaky = isCurrentBased || kind == Kind.LI || kind == Kind.LIF;
        boolean hasMemory = kind != Kind.THRESHOLD;
        boolean fires = kind == Kind.IF || kind == Kind.LIF || kind == Kind.CUBA_LIF;
        List<Parameter> list = new ArrayList<>();
        if (isLeaky) {
            list.add(new Parameter("tau_mem", Double.NaN));
        }
        if (isCurrentBased) {
            list.add(new Parameter("tau_syn", Double.NaN));
        }
        if (hasMemory) {
            list.add(new Parameter("r", 1));
        }
        if (isLeaky) {
            list.add(new Parameter("v_leak", 0));
        }
        if (fires || !hasMemory) {
            list.add(new Parameter("v_threshold", Double.NaN));
        }
        if (fires) {
            list.add(new Parameter("v_reset", 0));
        }
        if (isCurrentBased) {
            list.add(new Parameter("w_in", 1));
        }
        list.add(new Parameter("bias", 0));
        return list;
    }

    /** The parameters of {@code n} neurons. */
    PhysicalModel read(YamlNode node, int n) {
        Kind kind = node.get("kind").asEnum(Kind.class);
        List<Parameter> parameters = parameters(kind);
        List<String> allowed = new ArrayList<>(List.of("kind"));
        parameters.forEach(parameter -> allowed.add(parameter.key()));
        node.allowOnly(allowed);
        return new PhysicalModel(
                kind,
                positive(node, parameters, "tau_mem", n),
                positive(node, parameters, "tau_syn", n),
                parameter(node, parameters, "r", n),
                parameter(node, parameters, "v_leak", n),
                parameter(node, parameters, "v_threshold", n),
                parameter(node, parameters, "v_reset", n),
                parameter(node, parameters, "w_in", n),
                parameter(node, parameters, "bias", n));
    }

    /** Values of a parameter; if the kind does not have it, what changes nothing: 1 for factors, else 0. */
    private double[] parameter(YamlNode node, List<Parameter> parameters, String key, int n) {
        for (Parameter parameter : parameters) {
            if (parameter.key().equals(key)) {
                return Double.isNaN(parameter.otherwise())
                        ? values.reals(node.get(key), n)
                        : values.reals(node, key, n, parameter.otherwise());
            }
        }
        double[] unused = new double[n];
        Arrays.fill(unused, key.equals("r") || key.equals("w_in") ? 1 : 0);
        return unused;
    }

    private double[] positive(YamlNode node, List<Parameter> parameters, String key, int n) {
        double[] seconds = parameter(node, parameters, key, n);
        boolean isUsed =
                parameters.stream().anyMatch(parameter -> parameter.key().equals(key));
        for (int i = 0; isUsed && i < n; i++) {
            if (!(seconds[i] > 0)) {
                throw node.get(key).error("is " + seconds[i] + " s for neuron " + i + ", allowed: more than 0 s");
            }
        }
        return seconds;
    }
}
