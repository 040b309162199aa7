package dev.ranvier.tools.nir.sim;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.nir.NirGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a NIR file leaves open, decided: how time passes, when and how a neuron resets, what of the parameters is used. A
 * file under one profile is one program; under another it is another (specs/nir.md sections 4, 5 and 7).
 *
 * <p>Sources of the profiles: specs/nir.md section 4, whose rules were checked against published traces, and the import
 * code of norse/norse, jeshraghian/snntorch, synsense/sinabs, synsense/rockpool, kmheckel/spyx and of the NIR paper.
 *
 * @param name the name that users type
 * @param integrator how leak is integrated
 * @param gain how an input is weighed against dt
 * @param unitIntegrators whether I and IF add r x in a step instead of dt r x: all back-ends do, the definition does not
 * @param oldCurrent whether v uses the synaptic current from before this step's update
 * @param reset what a spike does to v
 * @param cubaReset the same for CubaLIF
 * @param r what becomes of r
 * @param leak what becomes of v_leak
 * @param vReset whether v_reset is used; else v is reset to 0
 * @param firesAtThreshold whether v equal to the threshold fires; the definition says no
 * @param severalSpikes whether a neuron fires as often as the threshold fits into v
 * @param clipsIntegrators whether v of an IF never falls below minus its threshold
 * @param recurrentBias when the bias of an Affine in a feedback path counts
 * @param bias whether an Affine may have a bias at all
 * @param spikeDelay steps by which reported spikes are late; inside the network nothing is late
 * @param voltageDelay steps by which reported voltages are late
 * @param int8Weights whether weights are rounded toward zero to -127..127 with one scale per population
 * @param usualDt the step that the back-end always uses, if it has one, in seconds
 * @param imports types that the back-end imports; empty when it has all
 */
public record NirSemantics(
        String name,
        Integrator integrator,
        Gain gain,
        boolean unitIntegrators,
        boolean oldCurrent,
        Reset reset,
        Reset cubaReset,
        Policy r,
        Policy leak,
        boolean vReset,
        boolean firesAtThreshold,
        boolean severalSpikes,
        boolean clipsIntegrators,
        RecurrentBias recurrentBias,
        Policy bias,
        int spikeDelay,
        int voltageDelay,
        boolean int8Weights,
        OptionalDouble usualDt,
        Set<String> imports) {

    /** How v (and the current) fall off in a step of length dt. */
    public enum Integrator {
        /** v + dt/tau ((v_leak - v) + input): forward Euler as an increment. */
        EULER_INCREMENT,
        /** (1 - dt/tau) v + input: the same, rounded otherwise. */
        EULER_DECAY,
        /** exp(-dt/tau) v + input. */
        EXPONENTIAL
    }

    /** What an input of 1 adds to v, before r (and to the current, before w_in). */
    public enum Gain {
        /** dt/tau: a spike is a 1 held for one step. */
        STEP,
        /** 1 - exp(-dt/tau): the exact answer to a 1 held for one step. */
        EXACT,
        /** 1; the threshold is divided by what was left out (r dt/tau, for CubaLIF w_in dt/tau_syn). */
        THRESHOLD
    }

    /** What a spike does to v. */
    public enum Reset {
        /** v := v_reset in the same step. */
        TO_VALUE,
        /** v := v - threshold in the same step. */
        SUBTRACT,
        /** The threshold is taken off in the next step, after the decay. */
        SUBTRACT_NEXT,
        /** snnTorch: taken off in the next step after the decay when v is still above, else in the same step. */
        SUBTRACT_SNNTORCH
    }

    /** What a back-end does with a parameter. */
    public enum Policy {
        /** Uses it. */
        USED,
        /** Reads over it; a value other than the neutral one is warned of. */
        IGNORED,
        /** Refuses a value other than the neutral one. */
        REFUSED
    }

    /** When the bias of an Affine in a feedback path counts. */
    public enum RecurrentBias {
        /** From step 0 on. */
        ALWAYS,
        /** From step 1 on: in step 0 there is no state, and the Affine is not evaluated. */
        AFTER_STEP_0,
        /** Never. */
        NEVER
    }

    private static final Map<String, NirSemantics> PROFILES = profiles();

    /** Names of all profiles, {@code nir-euler} first. */
    public static List<String> names() {
        return List.copyOf(PROFILES.keySet());
    }

    /**
     * A profile by name.
     *
     * @throws RanvierException when there is none; the message lists them
     */
    public static NirSemantics named(String name) {
        NirSemantics profile = PROFILES.get(name);
        if (profile == null) {
            throw new RanvierException(
                    "no semantics profile '" + name + "'; there are " + String.join(", ", PROFILES.keySet()));
        }
        return profile;
    }

    private static Map<String, NirSemantics> profiles() {
        NirSemantics euler = new NirSemantics(
                "nir-euler",
                Integrator.EULER_INCREMENT,
                Gain.STEP,
                false,
                false,
                Reset.TO_VALUE,
                Reset.TO_VALUE,
                Policy.USED,
                Policy.USED,
                true,
                false,
                false,
                false,
                RecurrentBias.ALWAYS,
                Policy.USED,
                0,
                0,
                false,
                OptionalDouble.empty(),
                Set.of());
        List<NirSemantics> all = new ArrayList<>();
        all.add(euler);
        all.add(new Changed(euler).oldCurrent().named("nir-euler-old-current"));
        all.add(new Changed(euler)
                .integrator(Integrator.EXPONENTIAL, Gain.EXACT)
                .named("nir-exact"));
        all.add(new Changed(euler)
                .integrator(Integrator.EULER_DECAY, Gain.THRESHOLD)
                .backEnd(Policy.USED, Policy.REFUSED, OptionalDouble.of(1e-4))
                .imports("Linear", "Affine", "Conv2d", "Flatten", "AvgPool2d", "IF", "LIF", "CubaLIF")
                .named("snntorch"));
        all.add(new Changed(euler)
                .backEnd(Policy.IGNORED, Policy.USED, OptionalDouble.empty())
                .recurrentBias(RecurrentBias.AFTER_STEP_0)
                .imports("Linear", "Affine", "Conv2d", "Flatten", "SumPool2d", "IF", "LIF", "CubaLIF")
                .named("norse"));
        all.add(new Changed(euler)
                .integrator(Integrator.EULER_DECAY, Gain.STEP)
                .resets(Reset.SUBTRACT_NEXT, Reset.SUBTRACT)
                .backEnd(Policy.USED, Policy.IGNORED, OptionalDouble.empty())
                .delays(1, 0)
                .imports("Linear", "Affine", "Conv2d", "Flatten", "SumPool2d", "IF", "LIF", "CubaLIF")
                .named("spyx"));
        all.add(new Changed(euler)
                .integrator(Integrator.EXPONENTIAL, Gain.STEP)
                .resets(Reset.SUBTRACT, Reset.SUBTRACT)
                .backEnd(Policy.IGNORED, Policy.REFUSED, OptionalDouble.empty())
                .several(true)
                .recurrentBias(RecurrentBias.AFTER_STEP_0)
                .imports("Affine", "Conv1d", "Conv2d", "Flatten", "SumPool2d", "LI", "IF", "LIF")
                .named("sinabs"));
        all.add(new Changed(euler)
                .integrator(Integrator.EXPONENTIAL, Gain.STEP)
                .resets(Reset.SUBTRACT, Reset.SUBTRACT)
                .backEnd(Policy.USED, Policy.USED, OptionalDouble.empty())
                .several(false)
                .recurrentBias(RecurrentBias.NEVER)
                .imports("Linear", "Affine", "LI", "CubaLIF")
                .named("rockpool"));
        all.add(new Changed(euler)
                .integrator(Integrator.EULER_DECAY, Gain.STEP)
                .backEnd(Policy.USED, Policy.REFUSED, OptionalDouble.of(1e-4))
                .delays(1, 1)
                .noBias()
                .imports("Linear", "Affine", "Conv2d", "Flatten", "SumPool2d", "IF", "LIF", "CubaLIF")
                .named("lava"));
        all.add(new Changed(euler)
                .integrator(Integrator.EULER_DECAY, Gain.STEP)
                .backEnd(Policy.USED, Policy.USED, OptionalDouble.empty())
                .delays(1, 1)
                .int8Weights()
                .named("spinnaker2"));
        Map<String, NirSemantics> byName = new LinkedHashMap<>();
        all.forEach(profile -> byName.put(profile.name(), profile));
        return byName;
    }

    /**
     * This profile with reset by subtraction, which a file cannot ask for (specs/nir.md section 5.2): in the way of the
     * back-end.
     */
    public NirSemantics subtracting() {
        Reset way =
                switch (name) {
                    case "snntorch" -> Reset.SUBTRACT_SNNTORCH;
                    case "spyx" -> reset;
                    default -> Reset.SUBTRACT;
                };
        return new Changed(this)
                .resets(way, name.equals("spyx") ? cubaReset : way)
                .named(name);
    }

    /** This profile with v := v_reset. */
    public NirSemantics resettingToValue() {
        return new Changed(this).resets(Reset.TO_VALUE, Reset.TO_VALUE).named(name);
    }

    /** This profile with I and IF adding r x per step, as all back-ends do, or dt r x, as NIR defines them. */
    public NirSemantics withUnitIntegrators(boolean on) {
        return new Changed(this).unitIntegrators(on).named(name);
    }

    /**
     * What this profile refuses in a graph and what it reads over.
     *
     * @param graph a flat graph
     * @param dtSeconds the step, above 0
     */
    public Compliance check(NirGraph graph, double dtSeconds) {
        return ProfileCheck.of(this, graph, dtSeconds);
    }

    /**
     * What a profile says to a graph.
     *
     * @param refusals reasons not to run it; empty when it runs
     * @param warnings what will be different from what the file says
     */
    public record Compliance(List<String> refusals, List<String> warnings) {}

    /** A profile with some choices changed. */
    private static final class Changed {
        private Integrator integrator;
        private Gain gain;
        private boolean unitIntegrators;
        private boolean oldCurrent;
        private Reset reset;
        private Reset cubaReset;
        private Policy r;
        private Policy leak;
        private boolean vReset;
        private boolean firesAtThreshold;
        private boolean severalSpikes;
        private boolean clipsIntegrators;
        private RecurrentBias recurrentBias;
        private Policy bias;
        private int spikeDelay;
        private int voltageDelay;
        private boolean int8Weights;
        private OptionalDouble usualDt;
        private Set<String> imports;

        Changed(NirSemantics from) {
            integrator = from.integrator;
            gain = from.gain;
            unitIntegrators = from.unitIntegrators;
            oldCurrent = from.oldCurrent;
            reset = from.reset;
            cubaReset = from.cubaReset;
            r = from.r;
            leak = from.leak;
            vReset = from.vReset;
            firesAtThreshold = from.firesAtThreshold;
            severalSpikes = from.severalSpikes;
            clipsIntegrators = from.clipsIntegrators;
            recurrentBias = from.recurrentBias;
            bias = from.bias;
            spikeDelay = from.spikeDelay;
            voltageDelay = from.voltageDelay;
            int8Weights = from.int8Weights;
            usualDt = from.usualDt;
            imports = from.imports;
        }

        Changed integrator(Integrator newIntegrator, Gain newGain) {
            integrator = newIntegrator;
            gain = newGain;
            return this;
        }

        Changed oldCurrent() {
            oldCurrent = true;
            return this;
        }

        Changed resets(Reset newReset, Reset newCubaReset) {
            reset = newReset;
            cubaReset = newCubaReset;
            return this;
        }

        Changed unitIntegrators(boolean on) {
            unitIntegrators = on;
            return this;
        }

        /** What all importers share: v_reset is not passed on, and I and IF know no dt. */
        Changed backEnd(Policy rPolicy, Policy leakPolicy, OptionalDouble dt) {
            r = rPolicy;
            leak = leakPolicy;
            usualDt = dt;
            vReset = false;
            unitIntegrators = true;
            return this;
        }

        Changed several(boolean clips) {
            severalSpikes = true;
            firesAtThreshold = true;
            clipsIntegrators = clips;
            return this;
        }

        Changed recurrentBias(RecurrentBias when) {
            recurrentBias = when;
            return this;
        }

        Changed noBias() {
            bias = Policy.REFUSED;
            return this;
        }

        Changed delays(int spikes, int voltages) {
            spikeDelay = spikes;
            voltageDelay = voltages;
            return this;
        }

        Changed int8Weights() {
            int8Weights = true;
            return this;
        }

        Changed imports(String... types) {
            imports = Set.of(types);
            return this;
        }

        NirSemantics named(String name) {
            return new NirSemantics(
                    name,
                    integrator,
                    gain,
                    unitIntegrators,
                    oldCurrent,
                    reset,
                    cubaReset,
                    r,
                    leak,
                    vReset,
                    firesAtThreshold,
                    severalSpikes,
                    clipsIntegrators,
                    recurrentBias,
                    bias,
                    spikeDelay,
                    voltageDelay,
                    int8Weights,
                    usualDt,
                    imports);
        }
    }
}
