package dev.ranvier.tools.nir.sim;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps a NIR graph under a profile. All 18 node types run; nothing is optimised.
 *
 * <pre>{@code
 * NirSimulator simulator = new NirSimulator(graph.flatten(), NirSemantics.named("norse"), 1e-4, Precision.FLOAT32);
 * for (double[] input : inputs) {
 *     double[] output = simulator.step(input);
 *     double[] hidden = simulator.output("lif1.lif");
 * }
 * }</pre>
 *
 * <p>Within a step values go from the Inputs to the Outputs; every cycle takes one step, plus what Delay nodes in it say.
 * Not safe for use from several threads.
 */
public final class NirSimulator {

    private final NirGraph graph;
    private final NirSemantics profile;
    private final Precision precision;
    private final List<String> warnings;
    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int[][] sources;
    private final EvaluationOrder order;
    private final int[] sequence;
    private final Unit[] units;
    /** Delays of at least one step: their output is known before the step. */
    private final DelayUnit[] early;
    /** Nodes without state that only see what comes back from the step before. */
    private final boolean[] feedback;

    private final double[][] in;
    private final double[][] out;
    private final double[][] before;
    private final LateReport[] reports;
    private final LateReport[] voltageReports;
    private long steps;

    /**
     * A simulator at step 0, all state 0.
     *
     * @param graph a flat graph ({@link NirGraph#flatten()})
     * @param profile the semantics
     * @param dtSeconds length of a step in seconds, above 0
     * @param precision the arithmetic
     * @throws RanvierException when the graph is nested, dt is not above 0, or the profile refuses the graph; the
     *     message says why
     */
    public NirSimulator(NirGraph graph, NirSemantics profile, double dtSeconds, Precision precision) {
        if (!(dtSeconds > 0) || Double.isInfinite(dtSeconds)) {
            throw new RanvierException("dt is " + dtSeconds + " s; give seconds above 0, for example 1e-4");
        }
        if (!graph.isFlat()) {
            throw new RanvierException("the graph has graphs in it; simulate graph.flatten()");
        }
        NirSemantics.Compliance compliance = profile.check(graph, dtSeconds);
        if (!compliance.refusals().isEmpty()) {
            throw new RanvierException(String.join("; ", compliance.refusals()));
        }
        this.graph = graph;
        this.profile = profile;
        this.precision = precision;
        this.names = List.copyOf(graph.nodes().keySet());
        int count = names.size();
        for (int node = 0; node < count; node++) {
            numbers.put(names.get(node), node);
        }
        UnitFactory factory = new UnitFactory(graph, profile, dtSeconds, precision);
        early = earlyDelays(factory);
        sources = new int[count][];
        for (int node = 0; node < count; node++) {
            List<String> predecessors = graph.predecessors(names.get(node));
            sources[node] = predecessors.stream().mapToInt(numbers::get).toArray();
        }
        order = order();
        sequence = order.order();
        feedback = feedbackNodes();
        units = new Unit[count];
        in = new double[count][];
        out = new double[count][];
        before = new double[count][];
        reports = new LateReport[count];
        voltageReports = new LateReport[count];
        for (int node = 0; node < count; node++) {
            String name = names.get(node);
            units[node] = early[node] != null ? early[node] : factory.unit(name, feedback[node]);
            in[node] = new double[graph.inputShape(name).size()];
            out[node] = new double[graph.outputShape(name).size()];
            before[node] = new double[out[node].length];
            reports[node] = new LateReport(outputDelay(graph.node(name)), out[node].length);
            voltageReports[node] = new LateReport(profile.voltageDelay(), out[node].length);
        }
        warnings = new ArrayList<>(compliance.warnings());
        warnOfDelays(dtSeconds);
    }

    private DelayUnit[] earlyDelays(UnitFactory factory) {
        DelayUnit[] delays = new DelayUnit[names.size()];
        for (int node = 0; node < delays.length; node++) {
            if (graph.node(names.get(node)) instanceof NirNode.Delay
                    && factory.unit(names.get(node), false) instanceof DelayUnit delay
                    && delay.waits()) {
                delays[node] = delay;
            }
        }
        return delays;
    }

    private EvaluationOrder order() {
        int count = names.size();
        boolean[] stateful = new boolean[count];
        boolean[] known = new boolean[count];
        List<Integer> roots = new ArrayList<>();
        for (int node = 0; node < count; node++) {
            NirNode type = graph.node(names.get(node));
            stateful[node] = type.stateful();
            known[node] = early[node] != null;
            if (type instanceof NirNode.Input) {
                roots.add(node);
            }
        }
        return EvaluationOrder.of(sources, stateful, known, roots);
    }

    private boolean[] feedbackNodes() {
        boolean[] found = new boolean[names.size()];
        for (int node : sequence) {
            boolean all =
                    sources[node].length > 0 && !graph.node(names.get(node)).stateful();
            for (int edge = 0; edge < sources[node].length; edge++) {
                all &= order.late(node, edge) || found[sources[node][edge]];
            }
            found[node] = all;
        }
        return found;
    }

    private int outputDelay(NirNode node) {
        boolean voltage = node instanceof NirNode.I || node instanceof NirNode.LI || node instanceof NirNode.CubaLI;
        return voltage ? profile.voltageDelay() : profile.spikeDelay();
    }

    private void warnOfDelays(double dtSeconds) {
        for (int node = 0; node < units.length; node++) {
            if (units[node] instanceof DelayUnit delay && delay.largestError() > 1e-9 * dtSeconds) {
                warnings.add("Delay '" + names.get(node) + "' is rounded to whole steps of " + dtSeconds
                        + " s; the largest error is " + (float) delay.largestError() + " s");
            }
        }
    }

    /**
     * One step.
     *
     * @param input values of all Inputs, in the order of their names, C order; a spike is 1
     * @return values of all Outputs, in the order of their names, of this very step: no reporting delay
     * @throws RanvierException when the length of the input is not {@link #inputSize()}
     */
    public double[] step(double[] input) {
        if (input.length != inputSize()) {
            throw new RanvierException(
                    "the step got " + input.length + " values; the Inputs " + graph.inputs() + " take " + inputSize());
        }
        for (int node = 0; node < units.length; node++) {
            System.arraycopy(out[node], 0, before[node], 0, out[node].length);
            if (early[node] != null) {
                early[node].emit(out[node]);
            }
        }
        spread(input);
        for (int node : sequence) {
            if (early[node] == null) {
                evaluate(node);
            }
        }
        for (int node = 0; node < units.length; node++) {
            if (early[node] != null) {
                gather(node);
                early[node].absorb(in[node]);
            }
            reports[node].add(out[node]);
            if (units[node] instanceof NeuronUnit neuron) {
                voltageReports[node].add(neuron.voltage());
            }
        }
        steps++;
        return outputs();
    }

    private void spread(double[] input) {
        int at = 0;
        for (String name : graph.inputs()) {
            double[] values = in[numbers.get(name)];
            for (int i = 0; i < values.length; i++) {
                values[i] = precision.round(input[at++]);
            }
        }
    }

    private void evaluate(int node) {
        gather(node);
        boolean noStateYet =
                feedback[node] && steps == 0 && profile.recurrentBias() == NirSemantics.RecurrentBias.AFTER_STEP_0;
        if (noStateYet) {
            Arrays.fill(out[node], 0);
        } else {
            units[node].step(in[node], out[node]);
        }
    }

    /** Sums what enters a node; Inputs have been filled already. */
    private void gather(int node) {
        double[] sum = in[node];
        for (int edge = 0; edge < sources[node].length; edge++) {
            int from = sources[node][edge];
            double[] values = order.late(node, edge) ? before[from] : out[from];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = edge == 0 ? values[i] : precision.round(sum[i] + values[i]);
            }
        }
    }

    private double[] outputs() {
        double[] all = new double[outputSize()];
        int at = 0;
        for (String name : graph.outputs()) {
            double[] values = out[numbers.get(name)];
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    /** What a node gave in the last step, C order (a copy): spikes of a neuron that fires, else values. */
    public double[] output(String node) {
        return out[number(node)].clone();
    }

    /** What a recorder of this back-end shows as a node's output in the last step: late by the profile's delay. */
    public double[] reportedOutput(String node) {
        return reports[number(node)].seen();
    }

    /**
     * v of a neuron after the last step, reset included, C order (a copy).
     *
     * @throws RanvierException when the node is no neuron
     */
    public double[] voltage(String node) {
        return neuron(node).voltage().clone();
    }

    /** v of a neuron as a recorder of this back-end shows it in the last step. */
    public double[] reportedVoltage(String node) {
        neuron(node);
        return voltageReports[number(node)].seen();
    }

    /** The synaptic current of a neuron after the last step, C order (a copy); zeros when it has none. */
    public double[] current(String node) {
        return neuron(node).current().clone();
    }

    private NeuronUnit neuron(String node) {
        if (units[number(node)] instanceof NeuronUnit neuron) {
            return neuron;
        }
        throw new RanvierException("'" + node + "' is a " + graph.node(node).type() + ", which has no voltage");
    }

    private int number(String node) {
        graph.node(node);
        return numbers.get(node);
    }

    /** Back to step 0, all state 0. */
    public void reset() {
        steps = 0;
        for (int node = 0; node < units.length; node++) {
            units[node].reset();
            Arrays.fill(out[node], 0);
            reports[node].reset();
            voltageReports[node].reset();
        }
    }

    /** Steps since the start. */
    public long steps() {
        return steps;
    }

    /** Number of values that a step takes: all Inputs together. */
    public int inputSize() {
        return graph.inputs().stream()
                .mapToInt(name -> graph.inputShape(name).size())
                .sum();
    }

    /** Number of values that a step gives: all Outputs together. */
    public int outputSize() {
        return graph.outputs().stream()
                .mapToInt(name -> graph.outputShape(name).size())
                .sum();
    }

    /** What the profile reads over, and rounded delays. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The graph that runs. */
    public NirGraph graph() {
        return graph;
    }
}
