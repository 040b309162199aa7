package dev.ranvier.tools.bench;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.map.Mapper;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.map.Placer;
import dev.ranvier.tools.network.CompartmentModel;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.network.SynapseSpec.Weights;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sparse fan-out over many cores: 4 or 32 cores of 1024 neurons, 100 targets each, 2 % firing. Stateless. */
public final class Sparse implements Workload {
    private static final int FAN_OUT = 100;
    private static final int PER_CORE = 1024;

    private record Variant(
            String name,
            int cores,
            boolean local,
            int warm,
            int steps,
            long firedWarm,
            long fired,
            long messages,
            long sumV,
            String hash) {}

    private static final List<Variant> VARIANTS = List.of(
            new Variant("W4U", 4, false, 20, 200, 1_587, 16_244, 64_976, 1_017_630, "827fd01e068a9441"),
            new Variant("W32U", 32, false, 5, 20, 3_242, 12_923, 396_331, 8_143_005, "4146b062d5193504"),
            new Variant("W32L", 32, true, 5, 20, 3_244, 12_957, 51_828, 8_127_210, "d019403441055ab3"));

    @Override
    public String name() {
        return "sparse";
    }

    @Override
    public String title() {
        return "4 or 32 Loihi cores, 100 targets per neuron, 2 % firing (--variant W4U | W32U | W32L)";
    }

    @Override
    public List<Result> run(Map<String, String> options, int threads, double seconds) {
        for (String key : options.keySet()) {
            if (!key.equals("variant")) {
                throw new RanvierException(
                        "workload '" + name() + "' has no option '" + key + "'; it has variant (W4U, W32U, W32L)");
            }
        }
        String wanted = options.getOrDefault("variant", "");
        List<Result> results = new ArrayList<>();
        for (Variant variant : VARIANTS) {
            if (wanted.isEmpty() || wanted.equals(variant.name())) {
                results.add(measure(variant, threads, seconds));
            }
        }
        if (results.isEmpty()) {
            throw new RanvierException("variant is '" + wanted + "', allowed: W4U, W32U, W32L");
        }
        return results;
    }

    /** The workload's generator: splitmix64. */
    private static final class Draws {
        private long s = 1;

        long next() {
            s += 0x9E3779B97F4A7C15L;
            long z = s;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }

        int below(int n) {
            return (int) (((next() >>> 32) * n) >>> 32);
        }
    }

    private static Network generate(Variant variant) {
        int n = variant.cores() * PER_CORE;
        Draws draws = new Draws();
        int[] v0 = new int[n];
        for (int i = 0; i < n; i++) {
            v0[i] = draws.below(500) * 64;
        }
        int[] pre = new int[n * FAN_OUT];
        int[] post = new int[n * FAN_OUT];
        double[] weight = new double[n * FAN_OUT];
        int[] mark = new int[n];
        for (int i = 0; i < n; i++) {
            int from = i * FAN_OUT;
            if (variant.local()) {
                int[] cores = new int[4];
                for (int k = 0; k < 4; k++) {
                    int d = draws.below(variant.cores());
                    while (contains(cores, k, d)) {
                        d = draws.below(variant.cores());
                    }
                    cores[k] = d;
                }
                for (int k = 0; k < 4; k++) {
                    distinct(
                            draws,
                            post,
                            from + k * FAN_OUT / 4,
                            FAN_OUT / 4,
                            cores[k] * PER_CORE,
                            PER_CORE,
                            mark,
                            4 * i + k + 1);
                }
            } else {
                distinct(draws, post, from, FAN_OUT, 0, n, mark, i + 1);
            }
            for (int k = from; k < from + FAN_OUT; k++) {
                pre[k] = i;
                weight[k] = draws.next() >>> 63 == 1 ? 2 : -2;
            }
        }
        CompartmentModel model = CompartmentModel.builder(n)
                .decayU(4095)
                .decayV(0)
                .biasMantissa(640)
                .threshold(499)
                .initialV(v0)
                .build();
        return new Network(
                "sparse-" + variant.name(),
                List.of(Population.of("neurons", model)),
                List.of(),
                List.of(Projection.of(
                        "fan-out",
                        "neurons",
                        "neurons",
                        new Connectivity.Synapses(pre, post, weight),
                        new SynapseSpec(Weights.GIVEN, Sign.MIXED, 8, -1, false))));
    }

    private static boolean contains(int[] list, int count, int value) {
        for (int i = 0; i < count; i++) {
            if (list[i] == value) {
                return true;
            }
        }
        return false;
    }

    private static void distinct(
            Draws draws, int[] post, int from, int count, int base, int range, int[] mark, int stamp) {
        for (int k = 0; k < count; ) {
            int target = base + draws.below(range);
            if (mark[target] != stamp) {
                mark[target] = stamp;
                post[from + k++] = target;
            }
        }
    }

    private static Result measure(Variant variant, int threads, double seconds) {
        long building = System.nanoTime();
        Network network = generate(variant);
        ChipSpec spec = Chips.load(
                "loihi", List.of("core.axons_in=65536", "core.axons_out=65536", "core.synapse_bits=33554432"));
        Mapping mapping = Mapper.map(network, spec, 0, new Placer.OnePerTile());
        int[] sources = mapping.sources("neurons");
        int[] neuronOf = new int[spec.cores() * PER_CORE];
        for (int i = 0; i < sources.length; i++) {
            neuronOf[sources[i]] = i;
        }
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long firedWarm = 0;
        Counters counters = null;
        String hash = "";
        long sum = 0;
        double best = Double.POSITIVE_INFINITY;
        double total = 0;
        int runs = 0;
        double buildSeconds;
        try (Chip chip = Machines.create(spec, threads)) {
            chip.load(mapping.image());
            buildSeconds = (System.nanoTime() - building) * 1e-9;
            chip.spikeLog().enable(true);
            while (total < seconds || runs < 3) {
                chip.load(mapping.image());
                chip.advance(variant.warm());
                firedWarm = chip.counters().spikes();
                chip.clearCounters();
                long wall = System.nanoTime();
                long start = thread.getCurrentThreadCpuTime();
                chip.advance(variant.steps());
                double elapsed = threads == 1
                        ? (thread.getCurrentThreadCpuTime() - start) * 1e-9
                        : (System.nanoTime() - wall) * 1e-9;
                best = Math.min(best, elapsed);
                total += elapsed;
                runs++;
                counters = chip.counters();
            }
            hash = hash(chip.spikeLog(), neuronOf);
            long[] v = new long[sources.length];
            chip.readState("v", sources, v);
            sum = Arrays.stream(v).sum() / 64;
        }
        List<Check> checks = List.of(
                new Check("fired in warm-up", Long.toString(variant.firedWarm()), Long.toString(firedWarm)),
                new Check("fired", Long.toString(variant.fired()), Long.toString(counters.spikes())),
                new Check("messages", Long.toString(variant.messages()), Long.toString(counters.messages())),
                new Check("sum of v", Long.toString(variant.sumV()), Long.toString(sum)),
                new Check("spike hash", variant.hash(), hash));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("steps_per_second", variant.steps() / best);
        figures.put("synaptic_events_per_second", counters.synapticEvents() / best);
        figures.put("synaptic_events", (double) counters.synapticEvents());
        figures.put("neuron_updates_per_second", counters.neuronUpdates() / best);
        figures.put("build_seconds", buildSeconds);
        return new Result("sparse " + variant.name(), checks.stream().allMatch(Check::right), checks, figures);
    }

    private static String hash(SpikeLog log, int[] neuronOf) {
        long h = 1469598103934665603L;
        int next = 0;
        for (int t = 0; t < log.ticks(); t++) {
            int[] fired = new int[log.count(t)];
            for (int k = 0; k < fired.length; k++) {
                fired[k] = neuronOf[log.source(next++)];
            }
            Arrays.sort(fired);
            for (int neuron : fired) {
                h = (h ^ (neuron + 1)) * 1099511628211L;
            }
            h *= 1099511628211L;
        }
        return Long.toHexString(h);
    }
}
