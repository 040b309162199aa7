package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.CompartmentModel;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.network.SynapseSpec.Weights;
import dev.ranvier.tools.quantize.LoihiWeights;
import dev.ranvier.tools.session.ChipSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Golden set loihi-lava: Lava's fixed-point process models, profile lava; the learning cases are next door. Stateless. */
final class LoihiLavaCases implements CaseRunner {
    /** A weight of 1 whose payload is the activation: how a case injects what Lava calls a_in. */
    private static final SynapseSpec ACTIVATION = new SynapseSpec(Weights.GIVEN, Sign.EXCITATORY, 8, 0, true);

    private final LavaLearningCases learning = new LavaLearningCases();

    @Override
    public String set() {
        return "loihi-lava";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        JsonNode json = golden.json();
        if (json.has("rule")) {
            learning.run(golden, boards);
        } else if (json.has("populations")) {
            grid(golden, boards);
        } else if (json.has("variants")) {
            variants(golden, boards);
        } else if (json.has("configs")) {
            dense(golden, boards);
        } else if (json.has("neurons")) {
            recurrent(golden, boards);
        } else {
            throw new UnsupportedCase("case.json has none of: rule, populations, variants, configs, neurons");
        }
    }

    // ------------------------------------------------------------------------------------------------------ LIF grids

    private static void grid(GoldenCase golden, Boards boards) {
        int size = golden.get("pop_size").asInt();
        List<Population> populations = new ArrayList<>();
        List<Projection> projections = new ArrayList<>();
        JsonNode list = golden.get("populations");
        for (int p = 0; p < list.size(); p++) {
            CompartmentModel model = model(golden, list.get(p), size)
                    .threshold(golden.get(list.get(p), "vth").asInt())
                    .build();
            populations.add(Population.of("p" + p, model));
            projections.add(activation("a_in", "p" + p, p * size, size));
        }
        Csv activation = golden.file("a_in");
        Network network =
                new Network(golden.name(), populations, List.of(Input.spikes("a_in", list.size() * size)), projections);
        Mapping mapping = boards.map(network, "loihi", "lava", List.of());
        int[] sources = allSources(mapping);
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            injectTable(session, activation, mapping.image().firstChannel("a_in"), -1);
            SpikeTrain spikes = runAndCheck(golden, golden.json(), session, sources, "u", "v");
            spikes.check(golden.file("spikes"));
        }
    }

    /** Parameters that all LIF processes share. */
    static CompartmentModel.Builder model(GoldenCase golden, JsonNode node, int size) {
        CompartmentModel.Builder builder = CompartmentModel.builder(size)
                .decayU(golden.get(node, "du").asInt())
                .decayV(golden.get(node, "dv").asInt());
        if (node.has("bias_mant")) {
            builder.biasMantissa(golden.ints(node, "bias_mant", size));
        }
        if (node.has("bias_exp")) {
            builder.biasExponent(golden.ints(node, "bias_exp", size));
        }
        return builder;
    }

    static Projection activation(String input, String population, int firstChannel, int size) {
        int[] pre = new int[size];
        int[] post = new int[size];
        double[] one = new double[size];
        Arrays.setAll(pre, i -> firstChannel + i);
        Arrays.setAll(post, i -> i);
        Arrays.fill(one, 1);
        return Projection.of(
                input + "->" + population, input, population, new Connectivity.Synapses(pre, post, one), ACTIVATION);
    }

    static int[] allSources(Mapping mapping) {
        int[] sources = new int[mapping.coreOf().length];
        Arrays.setAll(sources, n -> mapping.coreOf()[n] * mapping.spec().core().neurons() + mapping.localOf()[n]);
        return sources;
    }

    /** Injects every cell that is not zero; an activation of tick t is stamped t + {@code shift}. */
    static void injectTable(ChipSession session, Csv csv, int firstChannel, int shift) {
        List<long[]> events = new ArrayList<>();
        for (int r = 0; r < csv.size(); r++) {
            for (int c = 1; c < csv.header().size(); c++) {
                long value = csv.whole(r, c);
                if (value != 0) {
                    events.add(new long[] {csv.whole(r, 0) + shift, firstChannel + c - 1, value});
                }
            }
        }
        EventList.inject(session, events);
    }

    private static SpikeTrain runAndCheck(
            GoldenCase golden, JsonNode files, ChipSession session, int[] sources, String... variables) {
        List<StateTrace> traces = new ArrayList<>();
        for (String variable : variables) {
            traces.add(new StateTrace(golden.file(files, variable), sources.length));
        }
        SpikeTrain spikes = new SpikeTrain(sources);
        session.collectSpikes();
        int steps = golden.get("n_steps").asInt();
        for (int t = 1; t <= steps; t++) {
            session.advance(1);
            for (int k = 0; k < variables.length; k++) {
                traces.get(k).check(t, session.readState(variables[k], sources));
            }
        }
        traces.forEach(StateTrace::end);
        spikes.take(session);
        return spikes;
    }

    private static void variants(GoldenCase golden, Boards boards) {
        JsonNode variants = golden.get("variants");
        Csv activation = golden.file("a_in");
        int size = activation.header().size() - 1;
        for (String name :
                variants.propertyStream().map(java.util.Map.Entry::getKey).toList()) {
            JsonNode variant = variants.get(name);
            CompartmentModel.Builder builder = model(golden, variant, size);
            if (variant.has("vth_hi")) {
                builder.threshold(variant.get("vth_hi").asInt())
                        .thresholdLow(golden.get(variant, "vth_lo").asInt());
            } else {
                builder.threshold(golden.get(variant, "vth").asInt());
            }
            if (variant.has("reset_interval")) {
                builder.reset(
                        variant.get("reset_interval").asInt(),
                        golden.get(variant, "reset_offset").asInt());
            }
            Network network = new Network(
                    name,
                    List.of(Population.of(name, builder.build())),
                    List.of(Input.spikes("a_in", size)),
                    List.of(activation("a_in", name, 0, size)));
            Mapping mapping = boards.map(network, "loihi", "lava", List.of());
            try (ChipSession session = boards.open(mapping.spec())) {
                session.load(mapping.image());
                injectTable(session, activation, 0, -1);
                SpikeTrain spikes = runAndCheck(golden, variant, session, allSources(mapping), "u", "v");
                checkSigned(spikes, golden.file(variant, "s_out"));
            }
        }
    }

    /** Compares signed spikes with a table that has a value per neuron and tick. */
    private static void checkSigned(SpikeTrain spikes, Csv csv) {
        java.util.Map<Long, Integer> got = new java.util.HashMap<>();
        spikes.spikes().forEach(s -> got.put(s.tick() << 24 | s.neuron(), s.value()));
        for (int r = 0; r < csv.size(); r++) {
            for (int c = 1; c < csv.header().size(); c++) {
                long tick = csv.whole(r, 0);
                Difference.check(
                        csv.whole(r, c),
                        got.getOrDefault(tick << 24 | (c - 1), 0),
                        csv.file(),
                        tick,
                        csv.header().get(c));
            }
        }
    }

    // --------------------------------------------------------------------------------------------------- dense modes

    private static void dense(GoldenCase golden, Boards boards) {
        JsonNode configs = golden.get("configs");
        Csv binary = golden.csv("s_binary.csv");
        Csv graded = golden.csv("s_graded.csv");
        Csv weights = golden.csv("weights.csv");
        Csv expected = golden.csv("a_out.csv");
        int pre = binary.header().size() - 1;
        int post = expected.header().size() - 2;
        double[][] given = new double[configs.size()][pre * post];
        for (int r = 0; r < weights.size(); r++) {
            int config = (int) weights.whole(r, 0);
            given[config][(int) (weights.whole(r, 1) * pre + weights.whole(r, 2))] = weights.whole(r, 3);
        }
        List<Population> populations = new ArrayList<>();
        List<Projection> projections = new ArrayList<>();
        Sign[] signs = new Sign[configs.size()];
        for (int k = 0; k < configs.size(); k++) {
            JsonNode config = configs.get(k);
            signs[k] = config.path("sign_mode").isTextual()
                    ? sign(config.get("sign_mode").asText())
                    : Sign.AUTO;
            boolean isGraded = golden.get(config, "num_message_bits").asInt() > 0;
            populations.add(Population.of(
                    "c" + k, CompartmentModel.builder(post).threshold(131071).build()));
            projections.add(Projection.of(
                    "w" + k,
                    isGraded ? "graded" : "binary",
                    "c" + k,
                    Connectivity.Synapses.dense(pre, post, given[k]),
                    new SynapseSpec(
                            Weights.GIVEN,
                            signs[k],
                            golden.get(config, "num_weight_bits").asInt(),
                            golden.get(config, "weight_exp").asInt(),
                            isGraded)));
        }
        for (int r = 0; r < weights.size(); r++) {
            int k = (int) weights.whole(r, 0);
            Sign sign = signs[k] == Sign.AUTO ? LoihiWeights.signOf(given[k]) : signs[k];
            int bits = configs.get(k).get("num_weight_bits").asInt();
            Difference.check(
                    weights.whole(r, 4),
                    LoihiWeights.lavaMantissa((int) weights.whole(r, 3), bits, sign),
                    weights.file(),
                    0,
                    "w_effective row " + (r + 2));
        }
        Network network = new Network(
                golden.name(),
                populations,
                List.of(Input.spikes("binary", pre), Input.spikes("graded", pre)),
                projections);
        Mapping mapping = boards.map(network, "loihi", "lava", List.of());
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            injectBoth(session, binary, graded, mapping);
            int steps = golden.get("n_steps").asInt();
            int[] sources = allSources(mapping);
            long[][] q = new long[steps + 1][];
            for (int t = 1; t <= steps; t++) {
                session.advance(1);
                q[t] = session.readState("q", sources);
            }
            for (int r = 0; r < expected.size(); r++) {
                int config = (int) expected.whole(r, 0);
                int t = (int) expected.whole(r, 1);
                for (int j = 0; j < post; j++) {
                    Difference.check(
                            expected.whole(r, j + 2),
                            q[t][config * post + j],
                            expected.file(),
                            t,
                            "config " + config + " a" + j);
                }
            }
        }
    }

    private static void injectBoth(ChipSession session, Csv binary, Csv graded, Mapping mapping) {
        List<long[]> events = new ArrayList<>();
        for (Csv csv : List.of(binary, graded)) {
            int first = mapping.image().firstChannel(csv == binary ? "binary" : "graded");
            for (int r = 0; r < csv.size(); r++) {
                for (int c = 1; c < csv.header().size(); c++) {
                    if (csv.whole(r, c) != 0) {
                        events.add(new long[] {csv.whole(r, 0), first + c - 1, csv.whole(r, c)});
                    }
                }
            }
        }
        EventList.inject(session, events);
    }

    static Sign sign(String name) {
        return switch (name) {
            case "MIXED" -> Sign.MIXED;
            case "EXCITATORY" -> Sign.EXCITATORY;
            case "INHIBITORY" -> Sign.INHIBITORY;
            default -> throw new UnsupportedCase("sign mode '" + name + "'; known: MIXED, EXCITATORY, INHIBITORY");
        };
    }

    // ------------------------------------------------------------------------------------------------------ recurrent

    private static void recurrent(GoldenCase golden, Boards boards) {
        JsonNode neurons = golden.get("neurons");
        int n = golden.get(neurons, "n").asInt();
        CompartmentModel model = model(golden, neurons, n)
                .threshold(golden.get(neurons, "vth").asInt())
                .build();
        Csv input = golden.file("input_spikes");
        Csv in = golden.file("w_in");
        int lines = 0;
        for (int r = 0; r < in.size(); r++) {
            lines = Math.max(lines, (int) in.whole(r, 0) + 1);
        }
        Network network = new Network(
                golden.name(),
                List.of(Population.of("neurons", model)),
                List.of(Input.spikes("input", lines)),
                List.of(
                        table("recurrent", "neurons", golden.file("weights"), golden.get("synapse"), golden),
                        table("input->neurons", "input", in, golden.get("input_synapse"), golden)));
        Mapping mapping = boards.map(network, "loihi", "lava", List.of());
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            List<long[]> events = new ArrayList<>();
            for (int r = 0; r < input.size(); r++) {
                events.add(new long[] {input.whole(r, 0), input.whole(r, 1), 1});
            }
            EventList.inject(session, events);
            runAndCheck(golden, golden.json(), session, allSources(mapping), "u", "v")
                    .check(golden.file("spikes"));
        }
    }

    private static Projection table(String name, String source, Csv csv, JsonNode synapse, GoldenCase golden) {
        int n = csv.size();
        int[] pre = new int[n];
        int[] post = new int[n];
        double[] weight = new double[n];
        int[] delay = new int[csv.has("delay") ? n : 0];
        for (int r = 0; r < n; r++) {
            pre[r] = (int) csv.whole(r, 0);
            post[r] = (int) csv.whole(r, 1);
            weight[r] = csv.whole(r, 2);
            if (delay.length > 0) {
                delay[r] = (int) csv.whole(r, "delay");
            }
        }
        SynapseSpec spec = new SynapseSpec(
                Weights.GIVEN,
                sign(golden.get(synapse, "sign_mode").asText()),
                golden.get(synapse, "num_weight_bits").asInt(),
                golden.get(synapse, "weight_exp").asInt(),
                false);
        return Projection.of(
                name,
                source,
                "neurons",
                new Connectivity.Synapses(pre, post, weight, delay, new int[0], new int[0]),
                spec);
    }
}
