package dev.ranvier.tools.nir;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.PhysicalModel;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a network of populations and projections from a NIR graph: neurons become populations, what lies between them
 * (Linear, Affine, Scale, Flatten, Delay) is folded into weights, delays and bias currents. Convolution and pooling are
 * refused by name. One use per graph.
 */
public final class NirImport {
    private static final int MAX_SYNAPSES = 1 << 27;

    private final NirGraph graph;
    private final double dtSeconds;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, double[]> biasOf = new LinkedHashMap<>();
    private final List<Projection> projections = new ArrayList<>();

    private NirImport(NirGraph graph, double dtSeconds) {
        this.graph = graph.flatten();
        this.dtSeconds = dtSeconds;
    }

    /**
     * What an import gives.
     *
     * @param network the network, in physical units
     * @param notes what was rounded or folded, for the report
     */
    public record Result(Network network, List<String> notes) {}

    /**
     * Imports {@code graph}.
     *
     * @param dtSeconds length of a tick; delays are rounded to it
     */
    public static Result run(String name, NirGraph graph, double dtSeconds) {
        if (!(dtSeconds > 0)) {
            throw new RanvierException("the time step is " + dtSeconds + " s, it must be above 0, e.g. --dt 0.001");
        }
        return new NirImport(graph, dtSeconds).run(name);
    }

    private Result run(String name) {
        List<Input> inputs = new ArrayList<>();
        Map<String, PhysicalModel> models = new LinkedHashMap<>();
        for (String node : graph.nodes().keySet()) {
            NirNode kind = graph.node(node);
            switch (kind) {
                case NirNode.Input input ->
                    inputs.add(Input.spikes(node, input.shape().size()));
                case NirNode.Convolution conv -> throw unsupported(node, conv, "convolution");
                case NirNode.Pooling pool -> throw unsupported(node, pool, "pooling");
                default -> {
                    PhysicalModel model = model(kind);
                    if (model != null) {
                        models.put(node, model);
                        biasOf.put(node, new double[model.size()]);
                    }
                }
            }
        }
        for (String node : graph.nodes().keySet()) {
            if (graph.node(node) instanceof NirNode.Input || models.containsKey(node)) {
                int size = graph.outputShape(node).size();
                requireSpikes(node, models);
                follow(node, node, Signal.identity(size), models);
            }
        }
        constantSources(models);
        List<Population> populations = new ArrayList<>();
        models.forEach((node, model) -> populations.add(new Population(
                node, graph.outputShape(node).dims(), withBias(model, biasOf.get(node)), feedsOutput(node))));
        return new Result(new Network(name, populations, inputs, projections), List.copyOf(notes));
    }

    private static RanvierException unsupported(String node, NirNode kind, String what) {
        return new RanvierException(
                "node '" + node + "' is a " + kind.getClass().getSimpleName() + ": " + what
                        + " cannot be mapped onto a chip yet; unroll it into Linear nodes");
    }

    private void requireSpikes(String node, Map<String, PhysicalModel> models) {
        PhysicalModel model = models.get(node);
        if (model == null || model.spikes()) {
            return;
        }
        for (String next : graph.successors(node)) {
            if (!(graph.node(next) instanceof NirNode.Output)) {
                throw new RanvierException(
                        "node '" + node + "' gives its voltage to '" + next
                                + "'; a spiking chip sends spikes only, so a node without a threshold may only lead to an Output");
            }
        }
    }

    private boolean feedsOutput(String node) {
        return graph.successors(node).stream().anyMatch(next -> graph.node(next) instanceof NirNode.Output);
    }

    /** The neurons of a node, or null if it has none. */
    private static PhysicalModel model(NirNode node) {
        return switch (node) {
            case NirNode.I n -> physical(PhysicalModel.Kind.I, null, null, n.r(), null, null, null, null);
            case NirNode.IF n ->
                physical(PhysicalModel.Kind.IF, null, null, n.r(), null, n.vThreshold(), n.vReset(), null);
            case NirNode.LI n -> physical(PhysicalModel.Kind.LI, n.tau(), null, n.r(), n.vLeak(), null, null, null);
            case NirNode.LIF n ->
                physical(PhysicalModel.Kind.LIF, n.tau(), null, n.r(), n.vLeak(), n.vThreshold(), n.vReset(), null);
            case NirNode.CubaLI n ->
                physical(PhysicalModel.Kind.CUBA_LI, n.tauMem(), n.tauSyn(), n.r(), n.vLeak(), null, null, n.wIn());
            case NirNode.CubaLIF n ->
                physical(
                        PhysicalModel.Kind.CUBA_LIF,
                        n.tauMem(),
                        n.tauSyn(),
                        n.r(),
                        n.vLeak(),
                        n.vThreshold(),
                        n.vReset(),
                        n.wIn());
            case NirNode.Threshold n -> {
                NirTensor one = NirTensor.filled(1, n.threshold().shape());
                yield physical(PhysicalModel.Kind.THRESHOLD, null, null, one, null, n.threshold(), null, null);
            }
            default -> null;
        };
    }

    private static PhysicalModel physical(
            PhysicalModel.Kind kind,
            NirTensor tauMem,
            NirTensor tauSyn,
            NirTensor r,
            NirTensor vLeak,
            NirTensor vThreshold,
            NirTensor vReset,
            NirTensor wIn) {
        int n = r.size();
        return new PhysicalModel(
                kind,
                values(tauMem, n, 0),
                values(tauSyn, n, 0),
                values(r, n, 1),
                values(vLeak, n, 0),
                values(vThreshold, n, 0),
                values(vReset, n, 0),
                values(wIn, n, 1),
                new double[n]);
    }

    private static double[] values(NirTensor tensor, int n, double missing) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = tensor == null ? missing : tensor.get(tensor.size() == 1 ? 0 : i);
        }
        return values;
    }

    private static PhysicalModel withBias(PhysicalModel m, double[] bias) {
        return new PhysicalModel(
                m.kind(), m.tauMem(), m.tauSyn(), m.r(), m.vLeak(), m.vThreshold(), m.vReset(), m.wIn(), bias);
    }

    // ------------------------------------------------------------------------------------------------- linear paths

    /** A linear function of a source, per delay in ticks: a matrix (out, in), or a diagonal while nothing mixes. */
    private record Signal(int in, int out, double[] diagonal, int[] diagonalDelay, TreeMap<Integer, double[]> byDelay) {
        static Signal identity(int size) {
            double[] one = new double[size];
            Arrays.fill(one, 1);
            return new Signal(size, size, one, new int[size], null);
        }

        Signal scale(NirTensor factors) {
            if (diagonal != null) {
                double[] scaled = diagonal.clone();
                for (int i = 0; i < out; i++) {
                    scaled[i] *= factors.get(i);
                }
                return new Signal(in, out, scaled, diagonalDelay, null);
            }
            TreeMap<Integer, double[]> next = new TreeMap<>();
            byDelay.forEach((delay, matrix) -> {
                double[] scaled = matrix.clone();
                for (int i = 0; i < scaled.length; i++) {
                    scaled[i] *= factors.get(i / in);
                }
                next.put(delay, scaled);
            });
            return new Signal(in, out, null, null, next);
        }

        Signal delay(int[] ticks) {
            if (diagonal != null) {
                int[] delayed = diagonalDelay.clone();
                for (int i = 0; i < out; i++) {
                    delayed[i] += ticks[i];
                }
                return new Signal(in, out, diagonal, delayed, null);
            }
            TreeMap<Integer, double[]> next = new TreeMap<>();
            byDelay.forEach((delay, matrix) -> {
                for (int j = 0; j < out; j++) {
                    double[] target = next.computeIfAbsent(delay + ticks[j], d -> new double[matrix.length]);
                    System.arraycopy(matrix, j * in, target, j * in, in);
                }
            });
            return new Signal(in, out, null, null, next);
        }

        /** Weights (rows, out) after this signal. */
        Signal then(double[] weight, int rows) {
            TreeMap<Integer, double[]> next = new TreeMap<>();
            if (diagonal != null) {
                for (int i = 0; i < out; i++) {
                    double[] target = next.computeIfAbsent(diagonalDelay[i], d -> new double[rows * in]);
                    for (int j = 0; j < rows; j++) {
                        target[j * in + i] = weight[j * out + i] * diagonal[i];
                    }
                }
            } else {
                byDelay.forEach((delay, matrix) -> {
                    double[] target = next.computeIfAbsent(delay, d -> new double[rows * in]);
                    for (int j = 0; j < rows; j++) {
                        for (int k = 0; k < out; k++) {
                            double w = weight[j * out + k];
                            for (int i = 0; w != 0 && i < in; i++) {
                                target[j * in + i] += w * matrix[k * in + i];
                            }
                        }
                    }
                });
            }
            return new Signal(in, rows, null, null, next);
        }
    }

    private void follow(String source, String from, Signal signal, Map<String, PhysicalModel> models) {
        for (String next : graph.successors(from)) {
            NirNode node = graph.node(next);
            switch (node) {
                case NirNode.Output output -> requireDirect(source, from);
                case NirNode.Dense dense ->
                    follow(source, next, signal.then(matrix(next, dense, signal), rows(dense)), models);
                case NirNode.Scale scale -> follow(source, next, signal.scale(scale.scale()), models);
                case NirNode.Flatten flatten -> follow(source, next, signal, models);
                case NirNode.Delay delay -> follow(source, next, signal.delay(ticks(next, delay)), models);
                default -> {
                    if (!models.containsKey(next)) {
                        throw new RanvierException("node '" + next + "' ("
                                + node.getClass().getSimpleName() + ") cannot be mapped onto a chip");
                    }
                    connect(source, next, signal);
                }
            }
        }
    }

    private void requireDirect(String source, String from) {
        if (!source.equals(from)) {
            throw new RanvierException("node '" + from + "' leads from '" + source
                    + "' to an Output; an output must come from a neuron node, add an LI or LIF node before it");
        }
    }

    private static int rows(NirNode.Dense dense) {
        return dense.weight().shape().dim(dense.weight().shape().rank() - 2);
    }

    private static double[] matrix(String name, NirNode.Dense dense, Signal signal) {
        int columns = dense.weight().shape().dim(dense.weight().shape().rank() - 1);
        if (dense.weight().shape().rank() != 2 || columns != signal.out()) {
            throw new RanvierException(
                    "node '" + name + "' has weights of shape " + dense.weight().shape() + " for an input of "
                            + signal.out() + "; mapping needs two axes (out, in)");
        }
        if ((long) rows(dense) * signal.in() > MAX_SYNAPSES) {
            throw new RanvierException("node '" + name + "' makes " + (long) rows(dense) * signal.in()
                    + " synapses, allowed: " + MAX_SYNAPSES);
        }
        return dense.weight().data();
    }

    private int[] ticks(String name, NirNode.Delay delay) {
        int[] ticks = new int[delay.delay().size()];
        double worst = 0;
        for (int i = 0; i < ticks.length; i++) {
            double exact = delay.delay().get(i) / dtSeconds;
            ticks[i] = (int) Math.rint(exact);
            worst = Math.max(worst, Math.abs(exact - ticks[i]));
        }
        if (worst > 1e-9) {
            notes.add("delay '" + name + "' is rounded to ticks of " + dtSeconds + " s, by at most "
                    + String.format(java.util.Locale.ROOT, "%.3f", worst) + " tick");
        }
        return ticks;
    }

    private void connect(String source, String target, Signal signal) {
        int suffix = 1;
        String name = source + "->" + target;
        String unique = name;
        while (hasProjection(unique)) {
            suffix++;
            unique = name + "#" + suffix;
        }
        projections.add(Projection.of(unique, source, target, synapses(signal), SynapseSpec.PHYSICAL));
    }

    private boolean hasProjection(String name) {
        return projections.stream().anyMatch(p -> p.name().equals(name));
    }

    private static Connectivity.Synapses synapses(Signal signal) {
        List<Integer> pre = new ArrayList<>();
        List<Integer> post = new ArrayList<>();
        List<Double> weight = new ArrayList<>();
        List<Integer> delay = new ArrayList<>();
        if (signal.diagonal() != null) {
            for (int i = 0; i < signal.in(); i++) {
                pre.add(i);
                post.add(i);
                weight.add(signal.diagonal()[i]);
                delay.add(signal.diagonalDelay()[i]);
            }
        } else {
            signal.byDelay().forEach((ticks, matrix) -> {
                for (int i = 0; i < signal.in(); i++) {
                    for (int j = 0; j < signal.out(); j++) {
                        double w = matrix[j * signal.in() + i];
                        if (w != 0) {
                            pre.add(i);
                            post.add(j);
                            weight.add(w);
                            delay.add(ticks);
                        }
                    }
                }
            });
        }
        int[] delays = delay.stream().mapToInt(Integer::intValue).toArray();
        boolean delayed = Arrays.stream(delays).anyMatch(d -> d != 0);
        return new Connectivity.Synapses(
                pre.stream().mapToInt(Integer::intValue).toArray(),
                post.stream().mapToInt(Integer::intValue).toArray(),
                weight.stream().mapToDouble(Double::doubleValue).toArray(),
                delayed ? delays : new int[0],
                new int[0],
                new int[0]);
    }

    /** The bias of an Affine acts in every step: carried through what follows it to the neurons. */
    private void constantSources(Map<String, PhysicalModel> models) {
        for (String node : graph.nodes().keySet()) {
            if (graph.node(node) instanceof NirNode.Affine affine) {
                carry(node, affine.bias().data(), models);
            }
        }
    }

    private void carry(String from, double[] constant, Map<String, PhysicalModel> models) {
        for (String next : graph.successors(from)) {
            NirNode node = graph.node(next);
            switch (node) {
                case NirNode.Dense dense -> {
                    int rows = rows(dense);
                    double[] out = new double[rows];
                    for (int j = 0; j < rows; j++) {
                        for (int k = 0; k < constant.length; k++) {
                            out[j] += dense.weight().get(j * constant.length + k) * constant[k];
                        }
                    }
                    carry(next, out, models);
                }
                case NirNode.Scale scale -> {
                    double[] out = constant.clone();
                    Arrays.setAll(out, i -> constant[i] * scale.scale().get(i));
                    carry(next, out, models);
                }
                case NirNode.Flatten flatten -> carry(next, constant, models);
                case NirNode.Delay delay -> carry(next, constant, models);
                default -> {
                    double[] bias = biasOf.get(next);
                    for (int i = 0; bias != null && i < bias.length; i++) {
                        bias[i] += constant[i];
                    }
                }
            }
        }
    }
}
