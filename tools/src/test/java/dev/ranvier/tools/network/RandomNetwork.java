package dev.ranvier.tools.network;

import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.hw.learning.LearningRule.GradedMode;
import dev.ranvier.hw.learning.LearningRule.Kind;
import dev.ranvier.hw.learning.LearningRule.Trace;
import dev.ranvier.hw.learning.Product;
import dev.ranvier.hw.learning.Product.Dependency;
import dev.ranvier.hw.learning.Product.Factor;
import dev.ranvier.hw.learning.Product.Variable;
import dev.ranvier.tools.network.CompartmentModel.SharedRegisters;
import dev.ranvier.tools.network.Connectivity.SharedRows;
import dev.ranvier.tools.network.Connectivity.Synapses;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.network.SynapseSpec.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Makes networks of every kind that a network file can say. */
final class RandomNetwork {
    private static final String[] NAMES = {"in", "hidden layer", "true", "a->b", "9", "é\"\\", "- x", "U+1F9E0 🧠"};

    private final SplittableRandom random;

    RandomNetwork(long seed) {
        random = new SplittableRandom(seed);
    }

    NetworkDocument next() {
        List<Population> populations = new ArrayList<>();
        for (int p = random.nextInt(1, 4); p > 0; p--) {
            populations.add(population(name(populations.size())));
        }
        List<Input> inputs = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            inputs.add(Input.spikes(name(10 + inputs.size()), random.nextBoolean() ? 6 : random.nextInt(1, 40)));
        }
        List<Projection> projections = new ArrayList<>();
        for (int p = random.nextInt(6); p > 0; p--) {
            boolean isExternal = !inputs.isEmpty() && random.nextBoolean();
            Input input = isExternal ? pick(inputs) : null;
            Population from = pick(populations);
            projections.add(projection(
                    "p" + name(projections.size()),
                    isExternal ? input.name() : from.name(),
                    isExternal ? input.channels() : from.size(),
                    pick(populations)));
        }
        for (Projection projection : projections) {
            if (projection.learning().filter(rule -> rule.kind() == Kind.PES).isPresent()) {
                inputs.add(new Input(name(20 + inputs.size()), 3, Input.Kind.ERROR, projection.name()));
            }
        }
        Network network = new Network(name(0), populations, inputs, projections);
        return new NetworkDocument(network, settings(network));
    }

    private String name(int number) {
        return NAMES[random.nextInt(NAMES.length)] + " " + number;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <E extends Enum<E>> E pick(Class<E> type) {
        return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }

    // ---------------------------------------------------------------------------------------------------- populations

    private Population population(String name) {
        int[] shape = random.nextBoolean() ? new int[] {6} : new int[random.nextInt(1, 4)];
        if (shape.length != 1 || shape[0] == 0) {
            Arrays.setAll(shape, i -> random.nextInt(1, shape.length == 1 ? 40 : 5));
        }
        int n = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return new Population(
                name, shape, random.nextInt(4) == 0 ? physical(n) : compartments(n), random.nextInt(3) > 0);
    }

    /** Uniform, or one value per neuron. */
    private int[] ints(int n, int min, int max) {
        int[] values = new int[n];
        int uniform = random.nextInt(min, max + 1);
        boolean isUniform = random.nextBoolean();
        Arrays.setAll(values, i -> isUniform ? uniform : random.nextInt(min, max + 1));
        return values;
    }

    private int[] mostly(int otherwise, int n, int min, int max) {
        int[] values = ints(n, min, max);
        if (random.nextBoolean()) {
            Arrays.fill(values, otherwise);
        }
        return values;
    }

    private boolean[] flags(int n) {
        int[] values = ints(n, 0, 1);
        boolean[] flags = new boolean[n];
        for (int i = 0; i < n; i++) {
            flags[i] = values[i] == 1;
        }
        return flags;
    }

    private long[] longs(int n) {
        long[] values = new long[n];
        int kind = random.nextInt(3);
        Arrays.setAll(values, i -> kind == 0 ? 0 : kind == 1 ? random.nextLong() : random.nextInt(-9, 9));
        return values;
    }

    private CompartmentModel compartments(int n) {
        return new CompartmentModel(
                ints(n, 0, 4096),
                ints(n, 0, 4096),
                mostly(0, n, -32768, 32767),
                mostly(0, n, -31, 31),
                ints(n, -131071, 131071),
                mostly(0, n, -131071, 131071),
                mostly(1, n, 0, 64),
                flags(n),
                flags(n),
                mostly(0, n, 0, Integer.MAX_VALUE - 1),
                mostly(0, n, 0, Integer.MAX_VALUE - 1),
                longs(n),
                longs(n),
                random.nextBoolean()
                        ? SharedRegisters.WIDE
                        : new SharedRegisters(
                                random.nextInt(32),
                                random.nextInt(8),
                                random.nextInt(1, 24),
                                random.nextInt(-128, 128),
                                random.nextBoolean()));
    }

    private PhysicalModel physical(int n) {
        PhysicalModel.Kind kind = pick(PhysicalModel.Kind.class);
        List<String> keys = PhysicalReader.parameters(kind).stream()
                .map(PhysicalReader.Parameter::key)
                .toList();
        return new PhysicalModel(
                kind,
                seconds(keys, "tau_mem", n),
                seconds(keys, "tau_syn", n),
                reals(n),
                volts(keys, "v_leak", n),
                volts(keys, "v_threshold", n),
                volts(keys, "v_reset", n),
                volts(keys, "w_in", n),
                reals(n));
    }

    private double[] seconds(List<String> keys, String key, int n) {
        double[] values = volts(keys, key, n);
        for (int i = 0; keys.contains(key) && i < n; i++) {
            values[i] = Math.abs(values[i]) + 1e-9;
        }
        return values;
    }

    private double[] volts(List<String> keys, String key, int n) {
        return keys.contains(key) ? reals(n) : new double[n];
    }

    private double[] reals(int n) {
        double[] values = new double[n];
        int kind = random.nextInt(4);
        double uniform = random.nextDouble(-2, 2);
        Arrays.setAll(values, i -> switch (kind) {
            case 0 -> uniform;
            case 1 -> random.nextInt(-256, 256);
            case 2 -> random.nextBoolean() ? -0.0 : 0.0;
            default -> random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-300, 300));
        });
        return values;
    }

    // ---------------------------------------------------------------------------------------------------- projections

    private Projection projection(String name, String source, int sources, Population target) {
        Connectivity connectivity = connectivity(sources, target.size());
        Optional<LearningRule> rule = random.nextBoolean() || connectivity instanceof SharedRows
                ? Optional.empty()
                : Optional.of(random.nextInt(3) == 0 ? pes() : products());
        SynapseSpec spec = new SynapseSpec(
                pick(Weights.class),
                pick(Sign.class),
                random.nextInt(1, 9),
                random.nextInt(-8, 8),
                random.nextBoolean());
        return new Projection(name, source, target.name(), connectivity, spec, rule);
    }

    private Connectivity connectivity(int sources, int targets) {
        return switch (random.nextInt(4)) {
            case 0 -> tagged(Synapses.dense(sources, targets, reals(sources * targets)));
            case 1 -> sources == targets ? tagged(Synapses.oneToOne(reals(sources))) : sparse(sources, targets);
            case 2 -> sharedRows(sources, targets);
            default -> sparse(sources, targets);
        };
    }

    private Synapses sparse(int sources, int targets) {
        int n = random.nextInt(60) * random.nextInt(2) + random.nextInt(5);
        return tagged(new Synapses(ints(n, 0, sources - 1), ints(n, 0, targets - 1), reals(n)));
    }

    private Synapses tagged(Synapses plain) {
        int n = plain.count();
        return new Synapses(
                plain.pre(),
                plain.post(),
                plain.weight(),
                random.nextBoolean() ? new int[0] : ints(n, 0, 63),
                random.nextBoolean() ? new int[0] : ints(n, -256, 255),
                random.nextBoolean() ? new int[0] : ints(n, 0, 255));
    }

    private SharedRows sharedRows(int sources, int targets) {
        SharedRows.Row[][] rows = new SharedRows.Row[random.nextInt(1, 4)][];
        for (int g = 0; g < rows.length; g++) {
            rows[g] = new SharedRows.Row[random.nextInt(1, 4)];
            for (int atom = 0; atom < rows[g].length; atom++) {
                int n = random.nextInt(8);
                rows[g][atom] = new SharedRows.Row(ints(n, 0, targets - 1), reals(n));
            }
        }
        int[] rowsOfAxon = ints(random.nextInt(1, 4), 0, rows.length - 1);
        int[] base = ints(rowsOfAxon.length, -1, 0);
        int[] axon = ints(sources, -1, rowsOfAxon.length - 1);
        int[] atom = new int[sources];
        for (int i = 0; i < sources; i++) {
            atom[i] = axon[i] < 0 ? 0 : random.nextInt(rows[rowsOfAxon[axon[i]]].length);
        }
        return new SharedRows(axon, atom, rowsOfAxon, base, rows);
    }

    private LearningRule pes() {
        return new LearningRule(
                Kind.PES,
                random.nextInt(1, 64),
                random.nextInt(1, 64),
                GradedMode.OFF,
                random.nextInt(-128, 128),
                random.nextInt(-128, 128),
                new Trace(random.nextInt(1016) / 8.0, random.nextDouble(100)),
                Trace.NONE,
                Trace.NONE,
                Trace.NONE,
                Trace.NONE,
                List.of(),
                List.of(),
                List.of(),
                random.nextInt(3));
    }

    private LearningRule products() {
        return new LearningRule(
                Kind.PRODUCTS,
                1,
                random.nextInt(1, 64),
                pick(GradedMode.class),
                0,
                0,
                trace(),
                trace(),
                trace(),
                trace(),
                trace(),
                sum(),
                sum(),
                sum(),
                random.nextInt(Integer.MAX_VALUE));
    }

    private Trace trace() {
        return random.nextBoolean() ? Trace.NONE : new Trace(random.nextDouble(127.9), random.nextInt(40));
    }

    /** Products as text can say them: an even mantissa is at most 7. */
    List<Product> sum() {
        List<Product> products = new ArrayList<>();
        for (int k = random.nextInt(4); k > 0; k--) {
            List<Factor> factors = new ArrayList<>();
            for (int f = random.nextInt(7); f > 0; f--) {
                factors.add(new Factor(
                        pick(Variable.class),
                        random.nextBoolean() ? 0 : random.nextInt(-512, 512),
                        random.nextBoolean()));
            }
            int mantissa = random.nextInt(-127, 128);
            Dependency dependency = pick(Dependency.class);
            products.add(new Product(
                    dependency,
                    dependency == Dependency.U ? random.nextInt(16) : 0,
                    Math.abs(mantissa) > 7 ? mantissa | 1 : mantissa,
                    random.nextInt(-64, 64),
                    factors));
        }
        return products;
    }

    // ------------------------------------------------------------------------------------------------------- settings

    private RunSettings settings(Network network) {
        List<Stimulus> stimuli = new ArrayList<>();
        for (Input input : network.inputs()) {
            if (random.nextBoolean()) {
                int n = random.nextInt(40);
                long[] ticks = random.longs(n, 0, 1000).sorted().toArray();
                int[] values = mostly(1, n, Integer.MIN_VALUE, Integer.MAX_VALUE - 1);
                stimuli.add(new Stimulus(
                        input.name(), "", new InputEvents(ticks, ints(n, 0, input.channels() - 1), values)));
            }
        }
        List<Probe> probes = new ArrayList<>();
        for (Population population : network.populations()) {
            int[] neurons =
                    random.ints(5, 0, population.size()).sorted().distinct().toArray();
            probes.add(new Probe.Spikes(population.name(), neurons));
            probes.add(new Probe.State(population.name(), "v", neurons, random.nextInt(1, 99)));
        }
        for (Projection projection : network.projections()) {
            if (projection.learning().isPresent()) {
                probes.add(new Probe.Synapses(
                        projection.name(), pick(Probe.Synapses.Variable.class), random.nextInt(1, 99)));
            }
        }
        return new RunSettings(
                random.nextBoolean() ? Optional.of("loihi") : Optional.empty(),
                random.nextBoolean() ? Optional.of("brian2") : Optional.empty(),
                random.nextBoolean() ? List.of() : List.of("core.neurons=512", "grid.chips=2"),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(1, 99)),
                random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble(0.1, 1)),
                stimuli,
                probes);
    }
}
