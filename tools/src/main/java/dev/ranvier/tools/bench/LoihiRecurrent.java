package dev.ranvier.tools.bench;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.map.Mapper;
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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One recurrent core of 1024 compartments with 2 % forced spikes per tick, at density 0.1 or 1.0. Peers do the same work
 * item and arrive at the same voltages. Stateless.
 */
public final class LoihiRecurrent implements Workload {
    private static final int N = 1024;
    private static final int STEPS = 1000;
    private static final long CHECKSUM_SPARSE = 280_346;
    private static final long CHECKSUM_DENSE = 298_399;
    private static final long SPIKES = 20_594;

    @Override
    public String name() {
        return "loihi-recurrent";
    }

    @Override
    public String title() {
        return "one recurrent Loihi core, 1024 compartments, 2 % forced spikes per tick (--density 0.1 | 1.0)";
    }

    @Override
    public List<Result> run(Map<String, String> options, int threads, double seconds) {
        for (String key : options.keySet()) {
            if (!key.equals("density")) {
                throw new RanvierException(
                        "workload '" + name() + "' has no option '" + key + "'; it has density (0.1 or 1.0)");
            }
        }
        String density = options.getOrDefault("density", "all");
        return switch (density) {
            case "0.1" -> List.of(measure(0.1, CHECKSUM_SPARSE, 2_108_301, threads, seconds));
            case "1.0", "1" -> List.of(measure(1.0, CHECKSUM_DENSE, 21_064_704, threads, seconds));
            case "all" ->
                List.of(
                        measure(0.1, CHECKSUM_SPARSE, 2_108_301, threads, seconds),
                        measure(1.0, CHECKSUM_DENSE, 21_064_704, threads, seconds));
            default -> throw new RanvierException("density is '" + density + "', allowed: 0.1, 1.0");
        };
    }

    /** The workload's generator: a 64-bit LCG whose draws are its upper 31 bits. */
    private static final class Lcg {
        private long x = 12345;

        long next() {
            x = x * 6364136223846793005L + 1442695040888963407L;
            return x >>> 33;
        }
    }

    private record Work(Network network, List<int[]> kicks) {}

    private static Work generate(double density) {
        Lcg lcg = new Lcg();
        int[] pre = new int[N * N];
        int[] post = new int[N * N];
        double[] weight = new double[N * N];
        int count = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                long r = lcg.next();
                long g = lcg.next();
                if (r % 10000 < 10000 * density) {
                    pre[count] = i;
                    post[count] = j;
                    weight[count++] = 2 * (g % 201 - 100);
                }
            }
        }
        List<int[]> kicks = new ArrayList<>();
        for (int t = 0; t < STEPS; t++) {
            for (int i = 0; i < N; i++) {
                if (lcg.next() % 50 == 0) {
                    kicks.add(new int[] {t, i});
                }
            }
        }
        double[] kick = new double[N];
        Arrays.fill(kick, 254);
        CompartmentModel model = CompartmentModel.builder(N)
                .decayU(4095)
                .decayV(1024)
                .threshold(10000)
                .build();
        Network network = new Network(
                "loihi-recurrent",
                List.of(Population.of("neurons", model)),
                List.of(Input.spikes("kick", N)),
                List.of(
                        Projection.of(
                                "recurrent",
                                "neurons",
                                "neurons",
                                new Connectivity.Synapses(
                                        Arrays.copyOf(pre, count),
                                        Arrays.copyOf(post, count),
                                        Arrays.copyOf(weight, count)),
                                new SynapseSpec(Weights.GIVEN, Sign.MIXED, 8, 0, false)),
                        Projection.of(
                                "kick->neurons",
                                "kick",
                                "neurons",
                                Connectivity.Synapses.oneToOne(kick),
                                new SynapseSpec(Weights.GIVEN, Sign.MIXED, 8, 6, false))));
        return new Work(network, kicks);
    }

    private static Result measure(double density, long checksum, long events, int threads, double seconds) {
        Work work = generate(density);
        long building = System.nanoTime();
        ChipSpec spec = Chips.load("loihi", List.of("core.synapse_bits=33554432"));
        Mapping mapping = Mapper.map(work.network(), spec, 0);
        int[] sources = mapping.sources("neurons");
        long[] v = new long[N];
        long sum = 0;
        long spikes = 0;
        long synaptic = 0;
        double best = Double.POSITIVE_INFINITY;
        List<Double> times = new ArrayList<>();
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        double buildSeconds;
        try (Chip chip = Machines.create(spec, threads)) {
            chip.load(mapping.image());
            buildSeconds = (System.nanoTime() - building) * 1e-9;
            double total = 0;
            while (total < 2 * seconds || times.size() < 5) {
                chip.load(mapping.image());
                for (int[] kick : work.kicks()) {
                    chip.inject(kick[0] + 1L, kick[1], 1);
                }
                chip.advance(0);
                long start = thread.getCurrentThreadCpuTime();
                chip.advance(STEPS + 1);
                double elapsed = (thread.getCurrentThreadCpuTime() - start) * 1e-9;
                total += elapsed;
                times.add(elapsed);
                best = Math.min(best, elapsed);
            }
            chip.readState("v", sources, v);
            sum = Arrays.stream(v).sum();
            spikes = chip.counters().spikes();
            // Kicks go through a synapse each; the workload counts recurrent events only.
            synaptic = chip.counters().synapticEvents() - work.kicks().size();
        }
        times.sort(null);
        List<Check> checks = List.of(
                new Check("sum of v after step 1001", Long.toString(checksum), Long.toString(sum)),
                new Check("spikes", Long.toString(SPIKES), Long.toString(spikes)),
                new Check("synaptic events", Long.toString(events), Long.toString(synaptic)));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("steps_per_second", (STEPS + 1) / best);
        figures.put("synaptic_events_per_second", synaptic / best);
        figures.put("steps_per_second_median", (STEPS + 1) / times.get(times.size() / 2));
        figures.put("build_seconds", buildSeconds);
        return new Result(
                "loihi-recurrent density " + density, checks.stream().allMatch(Check::right), checks, figures);
    }
}
