package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.hw.learning.LearningRule.GradedMode;
import dev.ranvier.hw.learning.LearningRule.Kind;
import dev.ranvier.hw.learning.Product;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.CompartmentModel;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.LearningRuleText;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.PlasticReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Learning cases of golden set loihi-lava: a learning connection between host spikes and forced neurons. Stateless. */
final class LavaLearningCases {
    void run(GoldenCase golden, Boards boards) {
        int pre = golden.get("n_pre").asInt();
        int post = golden.get("n_post").asInt();
        boolean graded = golden.json().path("graded_spike_cfg").isTextual();
        CompartmentModel model = LoihiLavaCases.model(golden, golden.get("neurons"), post)
                .threshold(golden.get(golden.get("neurons"), "vth").asInt())
                .build();
        Network network = new Network(
                golden.name(),
                List.of(Population.of("post", model)),
                List.of(Input.spikes("pre", pre), Input.spikes("teacher", post)),
                List.of(connection(golden, graded), LoihiLavaCases.activation("teacher", "post", 0, post)));
        Mapping mapping = boards.map(network, "loihi", "lava", List.of("core.random_words=1048576"));
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            recordDraws(golden, session, mapping);
            inject(golden, session, mapping);
            compare(golden, session, mapping, pre, post);
        }
    }

    private static Projection connection(GoldenCase golden, boolean graded) {
        Csv start = golden.file("weights0");
        int n = start.size();
        int[] pre = new int[n];
        int[] post = new int[n];
        double[] weight = new double[n];
        int[] tag = new int[n];
        int[] delayTag = new int[n];
        for (int r = 0; r < n; r++) {
            pre[r] = (int) start.whole(r, "pre");
            post[r] = (int) start.whole(r, "post");
            weight[r] = start.whole(r, "w");
            tag[r] = (int) start.whole(r, "tag_1");
            delayTag[r] = (int) start.whole(r, "tag_2");
        }
        SynapseSpec spec = new SynapseSpec(
                SynapseSpec.Weights.GIVEN,
                LoihiLavaCases.sign(golden.get("sign_mode").asText()),
                golden.get("num_weight_bits").asInt(),
                golden.get("weight_exp").asInt(),
                graded);
        return new Projection(
                "learning",
                "pre",
                "post",
                new Connectivity.Synapses(pre, post, weight, new int[0], tag, delayTag),
                spec,
                Optional.of(rule(golden)));
    }

    static LearningRule rule(GoldenCase golden) {
        JsonNode rule = golden.get("rule");
        GradedMode mode =
                switch (golden.json().path("graded_spike_cfg").asText("")) {
                    case "", "null", "DEFAULT" -> GradedMode.OFF;
                    case "OVERWRITE" -> GradedMode.OVERWRITE;
                    case "ADD_WITH_SATURATION" -> GradedMode.ADD_SATURATE;
                    case "ADD_WITHOUT_SATURATION" -> GradedMode.ADD_OVERFLOW;
                    default ->
                        throw new UnsupportedCase(
                                "graded_spike_cfg " + golden.json().path("graded_spike_cfg"));
                };
        return new LearningRule(
                Kind.PRODUCTS,
                1,
                golden.get(rule, "t_epoch").asInt(),
                mode,
                0,
                0,
                trace(rule, "x1"),
                trace(rule, "x2"),
                trace(rule, "y1"),
                trace(rule, "y2"),
                trace(rule, "y3"),
                products(golden, "dw"),
                products(golden, "dd"),
                products(golden, "dt"),
                0);
    }

    private static LearningRule.Trace trace(JsonNode rule, String name) {
        return new LearningRule.Trace(
                rule.path(name + "_impulse").asDouble(0),
                rule.path(name + "_tau").asDouble(0));
    }

    /** The rule as the reference parsed it, where the case has that; else from its text. */
    private static List<Product> products(GoldenCase golden, String variable) {
        JsonNode parsed = golden.json().path("product_series").path(variable);
        if (parsed.isMissingNode()) {
            String text = golden.get("rule").path(variable).asText("");
            return text.isEmpty() ? List.of() : LearningRuleText.parse(text);
        }
        List<Product> products = new ArrayList<>();
        for (JsonNode product : parsed) {
            List<Product.Factor> factors = new ArrayList<>();
            for (JsonNode factor : product.path("factors")) {
                String name = factor.path("state_var").asText();
                factors.add(new Product.Factor(
                        name.equals("C")
                                ? Product.Variable.CONSTANT
                                : Product.Variable.valueOf(name.toUpperCase(Locale.ROOT)),
                        factor.path("const").asInt(0),
                        factor.path("is_sgn").asBoolean()));
            }
            products.add(new Product(
                    Product.Dependency.valueOf(
                            product.path("dependency").asText().toUpperCase(Locale.ROOT)),
                    product.path("decimate_exponent").asInt(0),
                    product.path("s_mantissa").asInt(),
                    product.path("s_exp").asInt() - 7,
                    factors));
        }
        return products;
    }

    private static void recordDraws(GoldenCase golden, ChipSession session, Mapping mapping) {
        Csv csv = golden.file("draws");
        String[] order = {"y_multispike_impulse", "x_decay", "x_impulse", "y_decay", "y_impulse", "synvar_round"};
        List<Double> draws = new ArrayList<>();
        for (int r = 0; r < csv.size(); r++) {
            for (String column : order) {
                double value = csv.real(r, csv.column(column));
                if (!column.equals("synvar_round") || value != -1) {
                    draws.add(value);
                }
            }
        }
        double[] values = draws.stream().mapToDouble(Double::doubleValue).toArray();
        new RecordedDraws(session, mapping.coreOf()[0]).record(1, RecordedDraws.bits(values));
    }

    private static void inject(GoldenCase golden, ChipSession session, Mapping mapping) {
        List<long[]> events = new ArrayList<>();
        addTable(events, golden.file("s_in"), mapping.image().firstChannel("pre"), 0);
        addTable(events, golden.file("teacher"), mapping.image().firstChannel("teacher"), -1);
        EventList.inject(session, events);
    }

    private static void addTable(List<long[]> events, Csv csv, int firstChannel, int shift) {
        for (int r = 0; r < csv.size(); r++) {
            for (int c = 1; c < csv.header().size(); c++) {
                if (csv.whole(r, c) != 0) {
                    events.add(new long[] {csv.whole(r, 0) + shift, firstChannel + c - 1, csv.whole(r, c)});
                }
            }
        }
    }

    private static void compare(GoldenCase golden, ChipSession session, Mapping mapping, int pre, int post) {
        int[] sources = mapping.sources("post");
        PlasticReader reader = new PlasticReader(session, mapping, "learning");
        Connectivity.Synapses synapses =
                (Connectivity.Synapses) mapping.network().projection("learning").connectivity();
        String[] stateVariables = {"u", "v", "y1", "y2", "y3"};
        String[] synapseRoles = {"weights", "tag_1", "tag_2"};
        String[] synapseFields = {"weight", "tag", "delay_tag"};
        String[] preRoles = {"x1", "x2"};
        List<StateTrace> stateTraces = traces(golden, stateVariables, post);
        List<StateTrace> synapseTraces = traces(golden, synapseRoles, pre * post);
        List<StateTrace> preTraces = traces(golden, preRoles, pre);
        SpikeTrain spikes = new SpikeTrain(sources);
        session.collectSpikes();
        int steps = golden.get("n_steps").asInt();
        for (int t = 1; t <= steps; t++) {
            session.advance(1);
            for (int k = 0; k < stateVariables.length; k++) {
                if (stateTraces.get(k) != null) {
                    stateTraces.get(k).check(t, session.readState(stateVariables[k], sources));
                }
            }
            for (int k = 0; k < synapseRoles.length; k++) {
                if (synapseTraces.get(k) != null) {
                    synapseTraces.get(k).check(t, postMajor(reader.synapses(synapseFields[k]), synapses, pre, post));
                }
            }
            for (int k = 0; k < preRoles.length; k++) {
                if (preTraces.get(k) != null) {
                    preTraces.get(k).check(t, reader.preTraces(preRoles[k], pre));
                }
            }
        }
        spikes.take(session);
        for (List<StateTrace> list : List.of(stateTraces, synapseTraces, preTraces)) {
            list.stream().filter(java.util.Objects::nonNull).forEach(StateTrace::end);
        }
        if (golden.lists("post_spikes")) {
            spikes.check(golden.file("post_spikes"));
        }
    }

    private static List<StateTrace> traces(GoldenCase golden, String[] roles, int elements) {
        List<StateTrace> traces = new ArrayList<>();
        for (String role : roles) {
            traces.add(golden.lists(role) ? new StateTrace(golden.file(role), elements) : null);
        }
        return traces;
    }

    private static long[] postMajor(long[] values, Connectivity.Synapses synapses, int pre, int post) {
        long[] ordered = new long[pre * post];
        for (int i = 0; i < values.length; i++) {
            ordered[synapses.post()[i] * pre + synapses.pre()[i]] = values[i];
        }
        return ordered;
    }
}
