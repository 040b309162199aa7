package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.CompartmentModel;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.LearningRuleText;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.network.SynapseSpec.Weights;
import dev.ranvier.tools.quantize.LoihiWeights;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.PlasticReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Golden set loihi-brian2: brian2_loihi, profile brian2; ticks from 0. Stateless. */
final class LoihiBrian2Cases implements CaseRunner {
    private static final String[] TRACES = {"x1", "x2", "y1", "y2", "y3"};

    @Override
    public String set() {
        return "loihi-brian2";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        JsonNode json = golden.json();
        if (golden.lists("table")) {
            table(golden.file("table"));
        } else if (json.has("learning_rule")) {
            learning(golden, boards);
        } else if (json.path("neurons").isArray()) {
            grid(golden, boards);
        } else if (json.path("neurons").isObject()) {
            recurrent(golden, boards);
        } else {
            throw new UnsupportedCase("case.json has none of: a table, learning_rule, neurons");
        }
    }

    private static Sign sign(int code) {
        return switch (code) {
            case 1 -> Sign.MIXED;
            case 2 -> Sign.EXCITATORY;
            case 3 -> Sign.INHIBITORY;
            default -> throw new UnsupportedCase("sign mode " + code + "; known: 1 mixed, 2 excitatory, 3 inhibitory");
        };
    }

    private static void table(Csv csv) {
        for (int r = 0; r < csv.size(); r++) {
            long actual = LoihiWeights.brian2Actual(
                    (int) csv.whole(r, "w"),
                    (int) csv.whole(r, "num_weight_bits"),
                    sign((int) csv.whole(r, "sign_mode")),
                    (int) csv.whole(r, "w_exp"));
            Difference.check(csv.whole(r, "w_act"), actual, csv.file(), 0, "w_act row " + (r + 2));
        }
    }

    /** A case's weight and what the tool made of it: the mapping's function has to make the same. */
    private static void checkActual(Csv csv, int r, SynapseSpec spec) {
        long actual =
                LoihiWeights.brian2Actual((int) csv.whole(r, "w"), spec.weightBits(), spec.sign(), spec.exponent());
        Difference.check(csv.whole(r, "w_act"), actual, csv.file(), 0, "w_act row " + (r + 2));
    }

    // ----------------------------------------------------------------------------------------------------------- grid

    private static void grid(GoldenCase golden, Boards boards) {
        JsonNode neurons = golden.get("neurons");
        int n = neurons.size();
        CompartmentModel.Builder builder = CompartmentModel.builder(n)
                .refractory(column(golden, neurons, "refractory"))
                .threshold(column(golden, neurons, "threshold_v_mant"))
                .decayV(column(golden, neurons, "decay_v"))
                .decayU(column(golden, neurons, "decay_I"));
        Csv weights = golden.file("weights");
        int lines = 0;
        for (int r = 0; r < weights.size(); r++) {
            lines = Math.max(lines, (int) weights.whole(r, "line") + 1);
        }
        Map<String, List<Integer>> bySettings = new TreeMap<>();
        for (int r = 0; r < weights.size(); r++) {
            JsonNode neuron = neurons.get((int) weights.whole(r, "neuron"));
            String key = neuron.get("w_exp").asInt() + " "
                    + neuron.get("num_weight_bits").asInt() + " "
                    + neuron.get("sign_mode").asInt();
            bySettings.computeIfAbsent(key, k -> new ArrayList<>()).add(r);
        }
        List<Projection> projections = new ArrayList<>();
        for (Map.Entry<String, List<Integer>> entry : bySettings.entrySet()) {
            String[] settings = entry.getKey().split(" ", -1);
            SynapseSpec spec = new SynapseSpec(
                    Weights.GIVEN,
                    sign(Integer.parseInt(settings[2])),
                    Integer.parseInt(settings[1]),
                    Integer.parseInt(settings[0]),
                    false);
            List<Integer> rows = entry.getValue();
            int[] pre = new int[rows.size()];
            int[] post = new int[rows.size()];
            double[] weight = new double[rows.size()];
            for (int i = 0; i < rows.size(); i++) {
                int r = rows.get(i);
                checkActual(weights, r, spec);
                post[i] = (int) weights.whole(r, "neuron");
                pre[i] = post[i] * lines + (int) weights.whole(r, "line");
                weight[i] = weights.whole(r, "w");
            }
            projections.add(Projection.of(
                    "w" + projections.size(), "lines", "neurons", new Connectivity.Synapses(pre, post, weight), spec));
        }
        Network network = new Network(
                golden.name(),
                List.of(Population.of("neurons", builder.build())),
                List.of(Input.spikes("lines", n * lines)),
                projections);
        List<long[]> events = new ArrayList<>();
        Csv input = golden.file("input_spikes");
        for (int r = 0; r < input.size(); r++) {
            events.add(new long[] {input.whole(r, "t"), input.whole(r, "neuron") * lines + input.whole(r, "line"), 1});
        }
        runStatic(golden, boards, network, events);
    }

    private static int[] column(GoldenCase golden, JsonNode neurons, String key) {
        int[] values = new int[neurons.size()];
        java.util.Arrays.setAll(values, i -> golden.get(neurons.get(i), key).asInt());
        return values;
    }

    private static void runStatic(GoldenCase golden, Boards boards, Network network, List<long[]> events) {
        Mapping mapping = boards.map(network, "loihi", "brian2", List.of());
        int[] sources = mapping.sources("neurons");
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            EventList.inject(session, events);
            StateTrace u = new StateTrace(golden.file("u"), sources.length);
            StateTrace v = new StateTrace(golden.file("v"), sources.length);
            SpikeTrain spikes = new SpikeTrain(sources);
            session.collectSpikes();
            int steps = golden.get("n_steps").asInt();
            for (int t = 0; t < steps; t++) {
                session.advance(1);
                u.check(t, session.readState("u", sources));
                v.check(t, session.readState("v", sources));
            }
            u.end();
            v.end();
            spikes.take(session);
            spikes.check(golden.file("spikes"));
        }
    }

    // ------------------------------------------------------------------------------------------------------ recurrent

    private static CompartmentModel model(GoldenCase golden) {
        JsonNode neurons = golden.get("neurons");
        int n = golden.get(neurons, "n").asInt();
        return CompartmentModel.builder(n)
                .refractory(golden.ints(neurons, "refractory", n))
                .threshold(golden.ints(neurons, "threshold_v_mant", n))
                .decayV(golden.ints(neurons, "decay_v", n))
                .decayU(golden.ints(neurons, "decay_I", n))
                .build();
    }

    private static void recurrent(GoldenCase golden, Boards boards) {
        Csv weights = golden.file("weights");
        Csv in = golden.file("w_in");
        JsonNode synapse = golden.json().path("synapse");
        Map<Long, List<Integer>> groups = new TreeMap<>();
        for (int r = 0; r < weights.size(); r++) {
            long key = weights.whole(r, "sign_mode") << 8 | weights.whole(r, "delay");
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(r);
        }
        List<Projection> projections = new ArrayList<>();
        groups.forEach((key, rows) -> {
            SynapseSpec spec = new SynapseSpec(
                    Weights.GIVEN,
                    sign((int) (key >> 8)),
                    synapse.path("num_weight_bits").asInt(8),
                    synapse.path("w_exp").asInt(0),
                    false);
            projections.add(projection("recurrent" + key, "neurons", weights, "pre", rows, (int) (key & 255), spec));
        });
        JsonNode input = golden.get("input_synapse");
        SynapseSpec inputSpec = new SynapseSpec(
                Weights.GIVEN,
                sign(golden.get(input, "sign_mode").asInt()),
                golden.get(input, "num_weight_bits").asInt(),
                golden.get(input, "w_exp").asInt(),
                false);
        List<Integer> all = new ArrayList<>();
        int lines = 0;
        for (int r = 0; r < in.size(); r++) {
            all.add(r);
            lines = Math.max(lines, (int) in.whole(r, "line") + 1);
        }
        projections.add(projection("input", "lines", in, "line", all, 0, inputSpec));
        Network network = new Network(
                golden.name(),
                List.of(Population.of("neurons", model(golden))),
                List.of(Input.spikes("lines", lines)),
                projections);
        List<long[]> events = new ArrayList<>();
        Csv spikes = golden.file("input_spikes");
        for (int r = 0; r < spikes.size(); r++) {
            events.add(new long[] {spikes.whole(r, "t"), spikes.whole(r, "line"), 1});
        }
        runStatic(golden, boards, network, events);
    }

    private static Projection projection(
            String name, String source, Csv csv, String preColumn, List<Integer> rows, int delay, SynapseSpec spec) {
        int[] pre = new int[rows.size()];
        int[] post = new int[rows.size()];
        double[] weight = new double[rows.size()];
        int[] delays = new int[delay == 0 ? 0 : rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            int r = rows.get(i);
            checkActual(csv, r, spec);
            pre[i] = (int) csv.whole(r, preColumn);
            post[i] = (int) csv.whole(r, "post");
            weight[i] = csv.whole(r, "w");
        }
        java.util.Arrays.fill(delays, delay);
        return Projection.of(
                name,
                source,
                "neurons",
                new Connectivity.Synapses(pre, post, weight, delays, new int[0], new int[0]),
                spec);
    }

    // ------------------------------------------------------------------------------------------------------- learning

    private static void learning(GoldenCase golden, Boards boards) {
        JsonNode start = golden.get("w0");
        int n = start.size();
        double[] weights = new double[n];
        double[] teacher = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = start.get(i).asInt();
            teacher[i] = 200;
        }
        int exponent = golden.get("w_exp").asInt();
        SynapseSpec spec = new SynapseSpec(
                Weights.GIVEN,
                sign(golden.get("sign_mode").asInt()),
                golden.get("num_weight_bits").asInt(),
                exponent,
                false);
        Network network = new Network(
                golden.name(),
                List.of(Population.of("neurons", model(golden))),
                List.of(Input.spikes("pre", n), Input.spikes("teacher", n)),
                List.of(
                        new Projection(
                                "learning",
                                "pre",
                                "neurons",
                                Connectivity.Synapses.oneToOne(weights),
                                spec,
                                Optional.of(rule(golden))),
                        Projection.of(
                                "teacher->neurons",
                                "teacher",
                                "neurons",
                                Connectivity.Synapses.oneToOne(teacher),
                                new SynapseSpec(Weights.GIVEN, Sign.EXCITATORY, 8, 7, false))));
        Mapping mapping = boards.map(network, "loihi", "brian2", List.of("core.random_words=1048576"));
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            recordDecisions(golden, session, mapping, n);
            List<long[]> events = new ArrayList<>();
            addLines(events, golden.file("pre_spikes"), mapping.image().firstChannel("pre"));
            addLines(events, golden.file("teacher_spikes"), mapping.image().firstChannel("teacher"));
            EventList.inject(session, events);
            compare(golden, session, mapping, n, exponent);
        }
    }

    private static LearningRule rule(GoldenCase golden) {
        return new LearningRule(
                LearningRule.Kind.PRODUCTS,
                1,
                1,
                LearningRule.GradedMode.OFF,
                0,
                0,
                trace(golden, "x1"),
                trace(golden, "x2"),
                trace(golden, "y1"),
                trace(golden, "y2"),
                trace(golden, "y3"),
                LearningRuleText.parse(golden.get("learning_rule").asText()),
                List.of(),
                List.of(),
                0);
    }

    private static LearningRule.Trace trace(GoldenCase golden, String name) {
        JsonNode traces = golden.get("traces");
        return new LearningRule.Trace(
                traces.path("imp_" + name).asDouble(0),
                traces.path("tau_" + name).asDouble(0));
    }

    private static void addLines(List<long[]> events, Csv csv, int firstChannel) {
        for (int r = 0; r < csv.size(); r++) {
            events.add(new long[] {csv.whole(r, 0), firstChannel + csv.whole(r, 1), 1});
        }
    }

    /**
     * The case records decisions, not draws. A draw of -1 lies below every fraction, also below none, so it gives the
     * increment; a draw of 1 gives none. (The reference increments now and then where the decay leaves no fraction.)
     * Order: per tick and synapse, weight, then traces.
     */
    private static void recordDecisions(GoldenCase golden, ChipSession session, Mapping mapping, int n) {
        List<Csv> tables = new ArrayList<>();
        tables.add(golden.file("w_round_inc"));
        for (String trace : TRACES) {
            if (golden.lists(trace + "_inc")) {
                tables.add(golden.file(trace + "_inc"));
            }
        }
        int steps = golden.get("n_steps").asInt();
        double[] draws = new double[steps * n * tables.size()];
        int k = 0;
        for (int t = 0; t < steps; t++) {
            for (int s = 0; s < n; s++) {
                for (Csv table : tables) {
                    draws[k++] = table.whole(t, s + 1) != 0 ? -1 : 1;
                }
            }
        }
        new RecordedDraws(session, mapping.coreOf()[0]).record(1, RecordedDraws.bits(draws));
    }

    private static void compare(GoldenCase golden, ChipSession session, Mapping mapping, int n, int exponent) {
        int[] sources = mapping.sources("neurons");
        PlasticReader reader = new PlasticReader(session, mapping, "learning");
        StateTrace u = new StateTrace(golden.file("u"), n);
        StateTrace v = new StateTrace(golden.file("v"), n);
        StateTrace w = new StateTrace(golden.file("w_end"), n);
        StateTrace actual = new StateTrace(golden.file("w_act_end"), n);
        Map<String, StateTrace> traces = new TreeMap<>();
        for (String trace : TRACES) {
            if (golden.lists(trace + "_end")) {
                traces.put(trace, new StateTrace(golden.file(trace + "_end"), n));
            }
        }
        SpikeTrain spikes = new SpikeTrain(sources);
        session.collectSpikes();
        int steps = golden.get("n_steps").asInt();
        for (int t = 0; t < steps; t++) {
            session.advance(1);
            u.check(t, session.readState("u", sources));
            v.check(t, session.readState("v", sources));
            long[] weights = reader.synapses("weight");
            w.check(t, weights);
            long[] effective = new long[n];
            for (int i = 0; i < n; i++) {
                effective[i] = LoihiWeights.brian2Effective((int) weights[i], exponent);
            }
            actual.check(t, effective);
            for (Map.Entry<String, StateTrace> trace : traces.entrySet()) {
                trace.getValue().check(t, reader.synapses(trace.getKey()));
            }
        }
        u.end();
        v.end();
        w.end();
        actual.end();
        traces.values().forEach(StateTrace::end);
        spikes.take(session);
        spikes.check(golden.file("post_spikes"));
    }
}
