package dev.ranvier.tools.nir.sim;

import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirTensor;
import dev.ranvier.tools.nir.NirTiming;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Holds a graph against a profile: what the back-end would refuse, and what it would silently leave out. */
final class ProfileCheck {

    private static final double TOLERANCE = 1e-5;

    private final NirSemantics profile;
    private final NirGraph graph;
    private final double dt;
    private final List<String> refusals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ProfileCheck(NirSemantics profile, NirGraph graph, double dt) {
        this.profile = profile;
        this.graph = graph;
        this.dt = dt;
    }

    static NirSemantics.Compliance of(NirSemantics profile, NirGraph graph, double dt) {
        ProfileCheck check = new ProfileCheck(profile, graph, dt);
        check.time();
        check.types();
        graph.nodes().forEach((name, node) -> {
            if (node instanceof NirNode.Elementwise elements && elements.neuron()) {
                check.neuron(name, elements);
            } else if (node instanceof NirNode.Affine affine) {
                check.bias(name, affine);
            }
        });
        return new NirSemantics.Compliance(List.copyOf(check.refusals), List.copyOf(check.warnings));
    }

    private void time() {
        warnings.addAll(NirTiming.warnings(graph, dt));
        if (profile.usualDt().isPresent() && !near(profile.usualDt().getAsDouble(), dt)) {
            warnings.add(profile.name() + " always steps "
                    + text(profile.usualDt().getAsDouble()) + " s; here dt is " + text(dt) + " s");
        }
        if (profile.name().equals("rockpool")) {
            NirTiming.rockpoolDt(graph).ifPresent(derived -> {
                if (!near(derived, dt)) {
                    warnings.add("rockpool would derive dt = min(tau/(1+r)) = " + text(derived) + " s; here dt is "
                            + text(dt) + " s");
                }
            });
        }
    }

    private void types() {
        if (profile.imports().isEmpty()) {
            return;
        }
        TreeSet<String> others = new TreeSet<>();
        graph.nodes().values().forEach(node -> others.add(node.type()));
        others.removeAll(profile.imports());
        others.removeAll(List.of("Input", "Output"));
        if (!others.isEmpty()) {
            warnings.add(profile.name() + " does not import " + String.join(", ", others)
                    + "; simulated as NIR defines them, with this profile's step");
        }
    }

    private void bias(String name, NirNode.Affine affine) {
        boolean zero = affine.bias().min() == 0 && affine.bias().max() == 0;
        boolean beforeLif = graph.successors(name).stream().anyMatch(next -> graph.node(next) instanceof NirNode.LIF);
        if (profile.bias() == NirSemantics.Policy.REFUSED && !zero && beforeLif) {
            refusals.add(profile.name() + " refuses a bias before a LIF: '" + name + "' has one, up to "
                    + text(Math.max(
                            Math.abs(affine.bias().min()),
                            Math.abs(affine.bias().max()))));
        }
        if (profile.recurrentBias() == NirSemantics.RecurrentBias.NEVER && !zero && inCycle(name)) {
            warnings.add(profile.name() + " drops the bias of '" + name + "', which is in a feedback path");
        }
    }

    private boolean inCycle(String name) {
        List<String> work = new ArrayList<>(graph.successors(name));
        TreeSet<String> seen = new TreeSet<>(work);
        while (!work.isEmpty()) {
            String next = work.removeLast();
            if (next.equals(name)) {
                return true;
            }
            for (String after : graph.successors(next)) {
                if (seen.add(after)) {
                    work.add(after);
                }
            }
        }
        return false;
    }

    private void neuron(String name, NirNode.Elementwise node) {
        Map<String, NirTensor> parameters = node.parameters();
        NirTensor leak = parameters.get("v_leak");
        if (leak != null && !all(leak, 0)) {
            rule(profile.leak(), "v_leak", name, leak, "0");
        }
        NirTensor reset = parameters.get("v_reset");
        if (reset != null && !all(reset, 0) && !usesReset(node)) {
            rule(NirSemantics.Policy.IGNORED, "v_reset", name, reset, "0");
        }
        boolean cuba = node instanceof NirNode.CubaLIF || node instanceof NirNode.CubaLI;
        if (!cuba && !all(parameters.get("r"), 1)) {
            rule(profile.r(), "r", name, parameters.get("r"), "1");
        }
        if (profile.name().equals("snntorch")) {
            snntorch(name, node);
        }
        if (node instanceof NirNode.CubaLIF neuron && profile.name().equals("lava")) {
            unitResistance(name, neuron);
        }
        if (profile.name().startsWith("nir-") && (node instanceof NirNode.IF || node instanceof NirNode.I)) {
            integrator(name);
        }
    }

    private void integrator(String name) {
        if (!profile.unitIntegrators()) {
            warnings.add(
                    "'" + name + "' integrates dt*r per input of 1, as NIR defines it; every back-end integrates r");
        }
    }

    private boolean usesReset(NirNode node) {
        NirSemantics.Reset way = node instanceof NirNode.CubaLIF ? profile.cubaReset() : profile.reset();
        return profile.vReset() && way == NirSemantics.Reset.TO_VALUE;
    }

    private void snntorch(String name, NirNode.Elementwise node) {
        NirTensor threshold = node.parameters().get("v_threshold");
        if (threshold == null) {
            return;
        }
        if (!near(threshold.min(), threshold.max())) {
            refusals.add("snntorch refuses thresholds that differ: '" + name + "' has " + text(threshold.min()) + " to "
                    + text(threshold.max()));
        }
        if (node instanceof NirNode.IF integrate && !all(integrate.r(), 1)) {
            refusals.add("snntorch refuses an IF whose r is not 1: '" + name + "'");
        } else if (node instanceof NirNode.LIF lif) {
            equalScale(name, lif.r(), lif.tau(), "r*dt/tau");
        } else if (node instanceof NirNode.CubaLIF cuba) {
            unitResistance(name, cuba);
            equalScale(name, cuba.wIn(), cuba.tauSyn(), "w_in*dt/tau_syn");
        }
    }

    private void equalScale(String name, NirTensor factor, NirTensor tau, String what) {
        double first = factor.get(0) * dt / tau.get(0);
        for (int i = 1; i < tau.size(); i++) {
            if (!near(factor.get(i) * dt / tau.get(i), first)) {
                refusals.add("snntorch refuses neurons of different " + what + ": '" + name + "' has " + text(first)
                        + " and " + text(factor.get(i) * dt / tau.get(i)));
                return;
            }
        }
        if (!near(first, 1)) {
            warnings.add("snntorch leaves inputs of '" + name + "' unscaled and divides the threshold by " + what
                    + " = " + text(first) + ": voltages are in that unit");
        }
    }

    private void unitResistance(String name, NirNode.CubaLIF cuba) {
        for (int i = 0; i < cuba.r().size(); i++) {
            double scale = cuba.r().get(i) * dt / cuba.tauMem().get(i);
            if (!near(scale, 1)) {
                refusals.add(profile.name() + " needs r = tau_mem/dt in a CubaLIF: '" + name + "' has r "
                        + text(cuba.r().get(i)) + ", tau_mem/dt is "
                        + text(cuba.tauMem().get(i) / dt));
                return;
            }
        }
    }

    private void rule(NirSemantics.Policy policy, String parameter, String node, NirTensor value, String neutral) {
        String range = value.min() == value.max() ? text(value.min()) : text(value.min()) + " to " + text(value.max());
        switch (policy) {
            case USED -> {}
            case IGNORED ->
                warnings.add(profile.name() + " ignores " + parameter + " of '" + node + "' (" + range
                        + "); it runs as if it were " + neutral);
            case REFUSED ->
                refusals.add(profile.name() + " refuses " + parameter + " other than " + neutral + ": '" + node
                        + "' has " + range + ". Use a nir- profile, or fold it into a bias or weight");
        }
    }

    private static boolean all(NirTensor tensor, double value) {
        return tensor.min() == value && tensor.max() == value;
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }

    private static String text(double value) {
        return new BigDecimal(value)
                .round(new MathContext(5))
                .stripTrailingZeros()
                .toString();
    }
}
