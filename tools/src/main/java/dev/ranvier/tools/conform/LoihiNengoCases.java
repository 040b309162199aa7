package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.map.SynapseBits;
import dev.ranvier.tools.network.CompartmentModel;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.quantize.LoihiWeights;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.PlasticReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Golden set loihi-nengo: the nengo-loihi emulator, profile nengo. Stateless. */
final class LoihiNengoCases implements CaseRunner {
    /** Stored bits and index bits per code (nengo-loihi, hardware/nxsdk_objects). */
    private static final int[] WEIGHT_BITS = {0, 1, 2, 3, 4, 5, 6, 8};

    private static final int[] INDEX_BITS = {0, 6, 7, 8, 9, 10, 11, 12};
    private static final String LINES = "lines";

    @Override
    public String set() {
        return "loihi-nengo";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        if (golden.lists("table")) {
            Csv table = golden.file("table");
            if (table.has("w_actual")) {
                weightFormats(table);
            } else {
                synapseMemory(table);
            }
        } else if (golden.json().has("blocks") || golden.json().has("compartments")) {
            trace(golden, boards);
        } else {
            throw new UnsupportedCase("case.json has neither a table nor compartments");
        }
    }

    private static void weightFormats(Csv table) {
        for (int r = 0; r < table.size(); r++) {
            int bits = WEIGHT_BITS[(int) table.whole(r, "weight_bits_code")];
            Sign sign =
                    switch ((int) table.whole(r, "fanout_type")) {
                        case 1 -> Sign.MIXED;
                        case 2 -> Sign.EXCITATORY;
                        default -> Sign.INHIBITORY;
                    };
            String place = table.file() + " row " + (r + 2);
            int actual = LoihiWeights.nengoActual(
                    table.real(r, table.column("w_in")), bits, sign, (int) table.whole(r, "weight_exp"));
            check(table.whole(r, "w_actual"), actual, place + " w_actual");
            check(table.whole(r, "shift_bits"), LoihiWeights.lowZeros(bits, sign), place + " shift_bits");
        }
    }

    private static void check(long expected, long got, String where) {
        if (expected != got) {
            throw new Difference(where, Long.toString(expected), Long.toString(got));
        }
    }

    private static void synapseMemory(Csv table) {
        for (int r = 0; r < table.size(); r++) {
            int index = table.whole(r, "compression") == 0 ? INDEX_BITS[(int) table.whole(r, "idx_bits_code")] : 0;
            int per = WEIGHT_BITS[(int) table.whole(r, "weight_bits_code")]
                    + (int) table.whole(r, "delay_bits")
                    + (int) table.whole(r, "tag_bits")
                    + index;
            check(
                    table.whole(r, "bits"),
                    SynapseBits.of((int) table.whole(r, "n_weights"), per),
                    table.file() + " row " + (r + 2) + " bits");
        }
    }

    // ---------------------------------------------------------------------------------------------------- trace cases

    private static void trace(GoldenCase golden, Boards boards) {
        if (golden.lists("mant")) {
            quantised(golden);
        }
        Optional<Csv> draws = golden.json().at("/blocks/0").has("noise") || golden.lists("draws")
                ? Optional.of(golden.lists("draws") ? golden.file("draws") : golden.csv("draws.csv"))
                : Optional.empty();
        boolean learns = golden.json().has("learning");
        List<String> raised = draws.isPresent() || learns ? List.of("core.random_words=1048576") : List.of();
        Network network = network(golden);
        Mapping mapping = boards.map(network, "loihi", "nengo", raised);
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            draws.ifPresent(csv -> recordNoise(session, mapping, csv));
            if (learns) {
                recordPes(session, mapping, golden);
            }
            inject(golden, mapping, session);
            compare(golden, mapping, session, learns);
        }
    }

    /** The mantissas before quantisation have to give the case's weights by the host quantiser. */
    private static void quantised(GoldenCase golden) {
        JsonNode synapse = golden.get("synapse");
        int bits = WEIGHT_BITS[golden.get(synapse, "weight_bits_code").asInt()];
        int exponent = golden.get(synapse, "weight_exp").asInt();
        Sign sign = Sign.valueOf(golden.get(synapse, "sign_mode").asText().toUpperCase(java.util.Locale.ROOT));
        Csv mantissas = golden.file("mant");
        Csv weights = golden.file("weights");
        for (int r = 0; r < weights.size(); r++) {
            double given = mantissas.real((int) weights.whole(r, "axon"), (int) weights.whole(r, "target"));
            check(
                    weights.whole(r, "weight"),
                    LoihiWeights.nengoActual(given, bits, sign, exponent),
                    weights.file() + " row " + (r + 2) + " weight");
        }
    }

    private static Network network(GoldenCase golden) {
        List<JsonNode> blocks = new ArrayList<>();
        golden.json().path("blocks").forEach(blocks::add);
        if (golden.json().has("compartments")) {
            blocks.add(golden.get("compartments"));
        }
        List<Population> populations = new ArrayList<>();
        for (int b = 0; b < blocks.size(); b++) {
            populations.add(Population.of("block" + b, model(golden, blocks.get(b))));
        }
        List<Input> inputs = new ArrayList<>();
        List<Projection> projections = new ArrayList<>();
        int lines = 0;
        if (golden.json().has("learning")) {
            Csv weights = golden.file("weights0");
            for (int r = 0; r < weights.size(); r++) {
                lines = Math.max(lines, (int) weights.whole(r, "pre") + 1);
            }
            projections.add(learning(golden, weights));
            Csv errors = golden.file("errors");
            inputs.add(new Input("errors", errors.header().size() - 1, Input.Kind.ERROR, "learning"));
        } else if (golden.json().has("axon")) {
            projections.add(population(golden, blocks.size()));
        } else if (golden.lists("weights")) {
            lines = synapses(golden.file("weights"), blocks.size(), projections);
        }
        if (golden.lists("input_spikes")) {
            Csv spikes = golden.file("input_spikes");
            int line = spikes.column("line");
            for (int r = 0; r < spikes.size(); r++) {
                lines = Math.max(lines, (int) spikes.whole(r, line) + 1);
            }
        }
        if (lines > 0) {
            inputs.addFirst(Input.spikes(LINES, lines));
        }
        return new Network(golden.name(), populations, inputs, projections);
    }

    private static CompartmentModel model(GoldenCase golden, JsonNode block) {
        int n = golden.get(block, "n").asInt();
        int[] bias = golden.ints(block, "bias", n);
        int[] exponents = new int[n];
        for (int i = 0; i < n; i++) {
            while (Math.abs(bias[i]) > 4095 && (bias[i] & 1) == 0) {
                bias[i] >>= 1;
                exponents[i]++;
            }
        }
        int[] threshold = golden.ints(block, "vth", n);
        for (int i = 0; i < n; i++) {
            if ((threshold[i] & 63) != 0) {
                throw new RanvierException(
                        golden.folder() + "/case.json: vth " + threshold[i] + " is no multiple of 64");
            }
            threshold[i] >>= 6;
        }
        JsonNode noise = block.path("noise");
        CompartmentModel.Builder builder = CompartmentModel.builder(n)
                .decayU(golden.ints(block, "decay_u", n))
                .decayV(golden.ints(block, "decay_v", n))
                .biasMantissa(bias)
                .biasExponent(exponents)
                .threshold(threshold)
                .refractory(golden.ints(block, "refract_delay", n))
                .shared(new CompartmentModel.SharedRegisters(
                        negLimit(golden.get(block, "vmin").asLong()),
                        posLimit(golden.get(block, "vmax").asLong()),
                        noise.path("exp").asInt(1),
                        noise.path("mant_offset").asInt(0),
                        noise.path("at_membrane").asInt(0) == 1));
        if (!noise.isMissingNode()) {
            builder.noise(golden.ints(noise, "enable", n));
        }
        return builder.build();
    }

    private static int negLimit(long vmin) {
        for (int n = 0; n <= 31; n++) {
            if (-(1L << n) + 1 == vmin) {
                return n;
            }
        }
        throw new RanvierException("vmin " + vmin + " is not -(2^n) + 1 with n in 0..31");
    }

    private static int posLimit(long vmax) {
        for (int p = 0; p <= 7; p++) {
            if ((1L << (9 + 2 * p)) - 1 == vmax) {
                return p;
            }
        }
        throw new RanvierException("vmax " + vmax + " is not 2^(9+2p) - 1 with p in 0..7");
    }

    /** Projections of a weight table; returns the number of external lines. */
    private static int synapses(Csv csv, int blocks, List<Projection> projections) {
        boolean network = csv.has("src_block");
        int lines = 0;
        Map<Long, List<Integer>> groups = new TreeMap<>();
        for (int r = 0; r < csv.size(); r++) {
            int from = network ? (int) csv.whole(r, "src_block") : -1;
            int to = network ? (int) csv.whole(r, "dst_block") : csv.has("block") ? (int) csv.whole(r, "block") : 0;
            if (to < 0 || to >= blocks || from >= blocks) {
                throw new RanvierException(csv.file() + ":" + (r + 2) + " names block " + Math.max(from, to)
                        + ", allowed: 0.." + (blocks - 1));
            }
            if (from < 0) {
                lines = Math.max(lines, (int) csv.whole(r, "axon") + 1);
            }
            groups.computeIfAbsent((long) from << 32 | to, k -> new ArrayList<>())
                    .add(r);
        }
        int axon = csv.column("axon");
        int target = csv.column("target");
        int weight = csv.column("weight");
        groups.forEach((key, rows) -> {
            int from = (int) (key >> 32);
            int to = (int) (long) key;
            int[] pre = new int[rows.size()];
            int[] post = new int[rows.size()];
            double[] weights = new double[rows.size()];
            for (int i = 0; i < rows.size(); i++) {
                pre[i] = (int) csv.whole(rows.get(i), axon);
                post[i] = (int) csv.whole(rows.get(i), target);
                weights[i] = csv.whole(rows.get(i), weight);
            }
            String source = from < 0 ? LINES : "block" + from;
            projections.add(Projection.of(
                    source + "->block" + to,
                    source,
                    "block" + to,
                    new Connectivity.Synapses(pre, post, weights),
                    SynapseSpec.EFFECTIVE));
        });
        return lines;
    }

    private static Projection population(GoldenCase golden, int blocks) {
        JsonNode axon = golden.get("axon");
        JsonNode synapse = golden.get("synapse");
        Csv csv = golden.file("weights");
        int rows = 0;
        int atoms = 0;
        for (int r = 0; r < csv.size(); r++) {
            rows = Math.max(rows, (int) csv.whole(r, "weight_row") + 1);
            atoms = Math.max(atoms, (int) csv.whole(r, "atom") + 1);
        }
        List<List<List<double[]>>> table = new ArrayList<>();
        for (int g = 0; g < rows; g++) {
            table.add(new ArrayList<>());
            for (int a = 0; a < atoms; a++) {
                table.get(g).add(new ArrayList<>());
            }
        }
        for (int r = 0; r < csv.size(); r++) {
            table.get((int) csv.whole(r, "weight_row"))
                    .get((int) csv.whole(r, "atom"))
                    .add(new double[] {csv.whole(r, "index"), csv.whole(r, "weight")});
        }
        Connectivity.SharedRows.Row[][] shared = table.stream()
                .map(group -> group.stream()
                        .map(row -> new Connectivity.SharedRows.Row(
                                row.stream().mapToInt(cell -> (int) cell[0]).toArray(),
                                row.stream().mapToDouble(cell -> cell[1]).toArray()))
                        .toArray(Connectivity.SharedRows.Row[]::new))
                .toArray(Connectivity.SharedRows.Row[][]::new);
        int[] map = list(golden.get(axon, "compartment_map"));
        int[] bases = list(golden.get(synapse, "axon_compartment_bases"));
        int[] toRow = synapse.has("axon_to_weight_map")
                ? list(synapse.get("axon_to_weight_map"))
                : java.util.stream.IntStream.range(0, bases.length).toArray();
        int from = golden.get(axon, "src_block").asInt();
        int to = golden.get(axon, "dst_block").asInt();
        if (from >= blocks || to >= blocks) {
            throw new RanvierException(golden.folder() + "/case.json names a block that does not exist");
        }
        return Projection.of(
                "population",
                "block" + from,
                "block" + to,
                new Connectivity.SharedRows(map, list(golden.get(axon, "compartment_atoms")), toRow, bases, shared),
                SynapseSpec.EFFECTIVE);
    }

    private static int[] list(JsonNode node) {
        int[] values = new int[node.size()];
        Arrays.setAll(values, i -> node.get(i).asInt());
        return values;
    }

    private static Projection learning(GoldenCase golden, Csv weights) {
        JsonNode rule = golden.get("learning");
        int[] pre = new int[weights.size()];
        int[] post = new int[weights.size()];
        double[] start = new double[weights.size()];
        for (int r = 0; r < weights.size(); r++) {
            pre[r] = (int) weights.whole(r, "pre");
            post[r] = (int) weights.whole(r, "post");
            start[r] = weights.whole(r, "weight");
        }
        LearningRule pes = new LearningRule(
                LearningRule.Kind.PES,
                golden.get(rule, "train_epoch").asInt(),
                golden.get(rule, "learn_epoch").asInt(),
                LearningRule.GradedMode.OFF,
                golden.get(rule, "lr_mant").asInt(),
                golden.get(rule, "lr_exp").asInt(),
                new LearningRule.Trace(
                        golden.get(rule, "tracing_mag").asDouble(),
                        golden.get(rule, "tracing_tau").asDouble()),
                LearningRule.Trace.NONE,
                LearningRule.Trace.NONE,
                LearningRule.Trace.NONE,
                LearningRule.Trace.NONE,
                List.of(),
                List.of(),
                List.of(),
                0);
        int zeros = golden.get(rule, "shift_bits").asInt();
        SynapseSpec spec = new SynapseSpec(
                SynapseSpec.Weights.EFFECTIVE,
                Sign.MIXED,
                9 - zeros,
                golden.get(rule, "wgt_exp").asInt(),
                false);
        return new Projection(
                "learning", LINES, "block0", new Connectivity.Synapses(pre, post, start), spec, Optional.of(pes));
    }

    /** Every core draws for its compartments in their order: hand out the columns. */
    private static void recordNoise(ChipSession session, Mapping mapping, Csv csv) {
        Map<Integer, List<Integer>> byCore = new TreeMap<>();
        for (int n = 0; n < mapping.coreOf().length; n++) {
            byCore.computeIfAbsent(mapping.coreOf()[n], c -> new ArrayList<>()).add(n);
        }
        byCore.forEach((core, neurons) -> {
            long[] words = new long[csv.size() * neurons.size()];
            int k = 0;
            for (int r = 0; r < csv.size(); r++) {
                for (int neuron : neurons) {
                    words[k++] = csv.whole(r, neuron + 1);
                }
            }
            new RecordedDraws(session, core).record(0, words);
        });
    }

    /** Order of the draws in a tick: one per axon at a trace update, then one per synapse at a weight update. */
    private static void recordPes(ChipSession session, Mapping mapping, GoldenCase golden) {
        Csv traces = golden.csv("draws_trace.csv");
        Csv weights = golden.csv("draws_weight.csv");
        List<Double> draws = new ArrayList<>();
        int w = 0;
        for (int r = 0; r < traces.size(); r++) {
            long tick = traces.whole(r, 0);
            for (int c = 1; c < traces.header().size(); c++) {
                draws.add(traces.real(r, c));
            }
            for (; w < weights.size() && weights.whole(w, 0) == tick; w++) {
                for (int c = 2; c < weights.header().size(); c++) {
                    draws.add(weights.real(w, c));
                }
            }
        }
        double[] values = draws.stream().mapToDouble(Double::doubleValue).toArray();
        new RecordedDraws(session, mapping.coreOf()[0]).record(1, RecordedDraws.bits(values));
    }

    private static void inject(GoldenCase golden, Mapping mapping, ChipSession session) {
        List<long[]> events = new ArrayList<>();
        if (golden.lists("input_spikes")) {
            Csv csv = golden.file("input_spikes");
            int line = csv.column("line");
            int first = mapping.image().firstChannel(LINES);
            for (int r = 0; r < csv.size(); r++) {
                events.add(new long[] {csv.whole(r, 0), first + csv.whole(r, line), 1});
            }
        }
        if (golden.lists("errors")) {
            Csv csv = golden.file("errors");
            int first = mapping.image().firstChannel("errors");
            for (int r = 0; r < csv.size(); r++) {
                for (int c = 1; c < csv.header().size(); c++) {
                    events.add(new long[] {csv.whole(r, 0), first + c - 1, csv.whole(r, c)});
                }
            }
        }
        EventList.inject(session, events);
    }

    private static void compare(GoldenCase golden, Mapping mapping, ChipSession session, boolean learns) {
        int neurons = mapping.coreOf().length;
        int[] sources = new int[neurons];
        Arrays.setAll(sources, n -> mapping.coreOf()[n] * mapping.spec().core().neurons() + mapping.localOf()[n]);
        StateTrace q = new StateTrace(golden.file("input_q"), neurons);
        StateTrace u = new StateTrace(golden.file("u"), neurons);
        StateTrace v = new StateTrace(golden.file("v"), neurons);
        StateTrace weights = null;
        StateTrace preTrace = null;
        PlasticReader reader = null;
        int lines = 0;
        int exponent = 0;
        if (learns) {
            reader = new PlasticReader(session, mapping, "learning");
            lines = mapping.image().input(LINES).channels();
            exponent = 6 + golden.get(golden.get("learning"), "wgt_exp").asInt();
            weights = new StateTrace(golden.csv("weights_t.csv"), mapping.plasticPlace()[0].length);
            preTrace = new StateTrace(golden.csv("pretrace.csv"), lines);
        }
        SpikeTrain spikes = new SpikeTrain(sources);
        session.collectSpikes();
        int steps = golden.get("n_steps").asInt();
        for (int t = 1; t <= steps; t++) {
            session.advance(1);
            q.check(t, session.readState("q", sources));
            u.check(t, session.readState("u", sources));
            v.check(t, session.readState("v", sources));
            if (reader != null) {
                long[] mantissas = reader.synapses("weight");
                for (int i = 0; i < mantissas.length; i++) {
                    mantissas[i] <<= exponent;
                }
                weights.check(t, mantissas);
                preTrace.check(t, reader.preTraces("x1", lines));
            }
        }
        spikes.take(session);
        q.end();
        u.end();
        v.end();
        spikes.check(golden.file("spikes"));
    }
}
