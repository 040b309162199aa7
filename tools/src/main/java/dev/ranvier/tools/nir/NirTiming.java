package dev.ranvier.tools.nir;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What the time constants of a graph tell: the step it was trained with, and what looks wrong (specs/nir.md sections 2
 * and 5). Times are in seconds.
 */
public final class NirTiming {

    /** A user's dt may differ this much from the file's own before it is worth a warning. */
    private static final double DT_TOLERANCE = 0.01;

    private static final double SHORTEST_TAU = 1e-5;
    private static final double LONGEST_TAU = 1;

    private NirTiming() {}

    /**
     * A step that the parameters of a graph suggest.
     *
     * @param dtSeconds the step
     * @param neurons for how many neurons r = tau/dt and, where there is a w_in, w_in = tau_syn/dt
     * @param allNeurons number of neurons with a time constant in the graph
     */
    public record DtCandidate(double dtSeconds, int neurons, int allNeurons) {
        /** Whether all neurons agree: then the graph was exported for this step. */
        public boolean certain() {
            return neurons == allNeurons;
        }
    }

    /**
     * The steps dt for which r = tau/dt (and w_in = tau_syn/dt) holds, as exporters of discrete networks write it; the one
     * that most neurons agree on first. Neurons with r = 1 suggest nothing: 1 is what one writes without a dt.
     */
    public static List<DtCandidate> candidates(NirGraph graph) {
        TreeMap<Double, Integer> votes = new TreeMap<>();
        int[] all = {0};
        neurons(graph, "", (name, node) -> {
            switch (node) {
                case NirNode.LI li -> vote(li.tau(), li.r(), null, null, votes);
                case NirNode.LIF lif -> vote(lif.tau(), lif.r(), null, null, votes);
                case NirNode.CubaLI cuba -> vote(cuba.tauMem(), cuba.r(), cuba.tauSyn(), cuba.wIn(), votes);
                case NirNode.CubaLIF cuba -> vote(cuba.tauMem(), cuba.r(), cuba.tauSyn(), cuba.wIn(), votes);
                default -> {
                    return;
                }
            }
            all[0] += node.shape().size();
        });
        List<DtCandidate> candidates = new ArrayList<>();
        votes.forEach((dt, count) -> {
            int last = candidates.size() - 1;
            // Rounding of float32 parameters scatters the quotients a little.
            if (last >= 0 && near(candidates.get(last).dtSeconds(), dt, 1e-4)) {
                DtCandidate merged = candidates.remove(last);
                candidates.add(new DtCandidate(merged.dtSeconds(), merged.neurons() + count, all[0]));
            } else {
                candidates.add(new DtCandidate(dt, count, all[0]));
            }
        });
        candidates.sort((a, b) -> Integer.compare(b.neurons(), a.neurons()));
        return candidates;
    }

    private static void vote(NirTensor tau, NirTensor r, NirTensor tauSyn, NirTensor wIn, Map<Double, Integer> votes) {
        for (int i = 0; i < tau.size(); i++) {
            double dt = tau.get(i) / r.get(i);
            boolean said = r.get(i) != 1 && dt > 0 && Double.isFinite(dt);
            if (tauSyn != null && said) {
                said = near(tauSyn.get(i) / wIn.get(i), dt, 1e-4);
            }
            if (said) {
                votes.merge(dt, 1, Integer::sum);
            }
        }
    }

    private static boolean near(double a, double b, double tolerance) {
        return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
    }

    /** The step that Rockpool derives when it imports a graph: the smallest tau/(1+r); empty without time constants. */
    public static OptionalDouble rockpoolDt(NirGraph graph) {
        double[] smallest = {Double.POSITIVE_INFINITY};
        neurons(graph, "", (name, node) -> {
            Map<String, NirTensor> parameters = node.parameters();
            NirTensor r = parameters.get("r");
            for (Map.Entry<String, NirTensor> parameter : parameters.entrySet()) {
                if (parameter.getKey().equals("tau") || parameter.getKey().equals("tau_mem")) {
                    for (int i = 0; i < r.size(); i++) {
                        smallest[0] = Math.min(smallest[0], parameter.getValue().get(i) / (1 + r.get(i)));
                    }
                }
            }
        });
        return Double.isInfinite(smallest[0]) ? OptionalDouble.empty() : OptionalDouble.of(smallest[0]);
    }

    /**
     * What to warn of before a graph runs with a step.
     *
     * @param dtSeconds the step, above 0
     * @return sentences that name node, value and remedy; those of {@link #implausible} are not repeated
     */
    public static List<String> warnings(NirGraph graph, double dtSeconds) {
        List<String> warnings = new ArrayList<>();
        List<DtCandidate> candidates = candidates(graph);
        if (!candidates.isEmpty() && candidates.getFirst().certain()) {
            double own = candidates.getFirst().dtSeconds();
            if (!near(own, dtSeconds, DT_TOLERANCE)) {
                warnings.add(text(
                        "dt is %s s, but every neuron has r = tau/dt for dt = %s s: the network was made for that"
                                + " step. Use --dt %s",
                        dtSeconds, own, own));
            }
        }
        taus(graph, (name, tau) -> {
            if (tau.min() < dtSeconds) {
                warnings.add(text(
                        "%s has a time constant of %s s below dt = %s s: Euler steps with dt/tau > 1 overshoot."
                                + " Use a smaller dt or nir-exact",
                        name, tau.min(), dtSeconds));
            }
        });
        return warnings;
    }

    /** What looks wrong whatever the step: time constants in other units, neurons that fire without input. */
    public static List<String> implausible(NirGraph graph) {
        List<String> warnings = new ArrayList<>();
        taus(graph, (name, tau) -> {
            if (tau.max() > LONGEST_TAU) {
                warnings.add(text(
                        "%s has a time constant of %s s, above 1 s: is it in steps or milliseconds? NIR means seconds",
                        name, tau.max()));
            }
            if (tau.min() < SHORTEST_TAU) {
                warnings.add(text(
                        "%s has a time constant of %s s, below 10 us: was it multiplied by dt? NIR means seconds",
                        name, tau.min()));
            }
        });
        neurons(graph, "", (name, node) -> {
            NirTensor leak = node.parameters().get("v_leak");
            NirTensor threshold = node.parameters().get("v_threshold");
            for (int i = 0; leak != null && threshold != null && i < leak.size(); i++) {
                if (leak.get(i) > threshold.get(i)) {
                    warnings.add(text(
                            "%s has v_leak %s above v_threshold %s: it fires without input",
                            name, leak.get(i), threshold.get(i)));
                    break;
                }
            }
        });
        return warnings;
    }

    private static String text(String format, Object... values) {
        Object[] shown = values.clone();
        for (int i = 0; i < shown.length; i++) {
            // Five digits: float32 parameters have about seven, and nobody compares more by eye.
            shown[i] = shown[i] instanceof Double number
                    ? new BigDecimal(number).round(new MathContext(5)).stripTrailingZeros()
                    : shown[i];
        }
        return String.format(Locale.ROOT, format, shown);
    }

    private static void taus(NirGraph graph, BiConsumer<String, NirTensor> consumer) {
        neurons(graph, "", (name, node) -> node.parameters().forEach((parameter, tensor) -> {
            if (parameter.startsWith("tau")) {
                consumer.accept("'" + name + "." + parameter + "'", tensor);
            }
        }));
    }

    private static void neurons(NirGraph graph, String prefix, BiConsumer<String, NirNode.Elementwise> consumer) {
        graph.nodes().forEach((name, node) -> {
            if (node instanceof NirNode.Graph inner) {
                neurons(inner.graph(), prefix + name + ".", consumer);
            } else if (node instanceof NirNode.Elementwise elements && elements.neuron()) {
                consumer.accept(prefix + name, elements);
            }
        });
    }
}
