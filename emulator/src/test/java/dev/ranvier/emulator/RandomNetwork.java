package dev.ranvier.emulator;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.hw.learning.Product;
import dev.ranvier.hw.learning.Product.Dependency;
import dev.ranvier.hw.learning.Product.Factor;
import dev.ranvier.hw.learning.Product.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random recurrent network on a few cores that uses what its profile has: several decays and thresholds, biases,
 * refractory times, delays, sparse, dense, graded and shifted rows, population axons, learning, noise. Seeded.
 */
public final class RandomNetwork {
    private final Random random;
    private final ChipSpec spec;
    private final CompartmentProfile profile;
    private final int cores;
    private final int neurons;
    private final List<CoreWords> words = new ArrayList<>();
    private final List<Long> channels = new ArrayList<>();
    private final List<Long> errors = new ArrayList<>();
    private final List<List<int[]>> entries = new ArrayList<>();
    private ChipImage image;

    private RandomNetwork(ChipSpec spec, int cores, int neurons, long seed) {
        this.spec = spec;
        this.cores = cores;
        this.neurons = neurons;
        profile = ((CompartmentCoreSpec) spec.core()).profile();
        random = new Random(seed);
    }

    /** A network on {@code cores} cores of {@code neurons} compartments each. */
    public static RandomNetwork of(String profile, int cores, int neurons, boolean learning, boolean noise, long seed) {
        return of(profile, cores, neurons, learning, noise, seed, List.of());
    }

    /** As above, on a chip with further values changed. */
    public static RandomNetwork of(
            String profile,
            int cores,
            int neurons,
            boolean learning,
            boolean noise,
            long seed,
            List<String> overrides) {
        // Small memories, so that comparing all of them is quick.
        List<String> all = new ArrayList<>(
                List.of("profile=" + profile, "core.synapse_bits=65536", "core.axons_in=64", "core.axons_out=1024"));
        all.addAll(overrides);
        ChipSpec spec = Chips.load("loihi", all);
        RandomNetwork network = new RandomNetwork(spec, cores, neurons, seed);
        network.build(learning, noise && network.profile.noise(), seed);
        return network;
    }

    public ChipSpec spec() {
        return spec;
    }

    public ChipImage image() {
        return image;
    }

    /** Source numbers of all neurons. */
    public int[] sources() {
        int[] sources = new int[cores * neurons];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = i / neurons * spec.core().neurons() + i % neurons;
        }
        return sources;
    }

    private int below(int bound) {
        return random.nextInt(bound);
    }

    private void build(boolean learning, boolean noise, long seed) {
        for (int c = 0; c < cores; c++) {
            CoreWords core = new CoreWords(spec, c);
            words.add(core);
            core.compartments(neurons);
            core.word("random", 0, seed * 31 + 7);
            parameters(core, noise);
            entries.add(axons(core, learning));
        }
        for (int c = 0; c < cores; c++) {
            for (int i = 0; i < neurons; i++) {
                int fanOut = below(3);
                for (int k = 0; k < fanOut; k++) {
                    int to = below(cores);
                    int[] entry = entries.get(to).get(below(entries.get(to).size()));
                    words.get(c).output(i, to, entry[0], entry[1]);
                }
            }
        }
        List<MemorySection> sections = new ArrayList<>();
        words.forEach(core -> sections.addAll(core.sections()));
        List<InputPort> ports = new ArrayList<>();
        ports.add(port("in", InputPort.Kind.SPIKE, channels));
        if (!errors.isEmpty()) {
            ports.add(port("errors", InputPort.Kind.ERROR, errors));
        }
        image = ChipImage.of("random", spec.name(), spec.digest(), sections, ports, List.of());
    }

    private static InputPort port(String name, InputPort.Kind kind, List<Long> targets) {
        int[] offsets = new int[targets.size() + 1];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i;
        }
        return new InputPort(
                name, kind, offsets, targets.stream().mapToLong(Long::longValue).toArray());
    }

    private void parameters(CoreWords core, boolean noise) {
        int decayMax = profile.decayMax();
        for (int p = 0; p < 6; p++) {
            int refractory = profile.refractoryMax() == 0 ? 0 : 1 + below(p < 3 ? 1 : 6);
            core.profile(p, below(decayMax + 1), below(decayMax + 1), refractory, noise && p % 2 == 0);
        }
        if (profile.semantics() == Semantics.LAVA) {
            core.set("profiles", 4, "ternary", 1);
            core.set("profiles", 5, "reset_interval", 7).set("profiles", 5, "reset_offset", 3);
        }
        for (int t = 0; t < 4; t++) {
            core.threshold(t, 5 + below(400));
            core.set("thresholds", t, "vth_low", -5 - below(400));
        }
        for (int i = 0; i < neurons; i++) {
            boolean bias = profile.biasMantissaMax() > 0 && below(3) == 0;
            core.compartment(i, below(6), below(4), bias ? below(3000) - 500 : 0, 0);
        }
        if (noise) {
            core.set("noise", 0, "exponent", 8 + below(6));
            core.set("noise", 0, "offset", below(5) - 2);
            core.set("noise", 0, "at_membrane", below(2));
        }
    }

    /** Axons of a core as {axon, atom}; some are driven by the host as well. */
    private List<int[]> axons(CoreWords core, boolean learning) {
        List<int[]> list = new ArrayList<>();
        int number = words.indexOf(core);
        for (int a = 0; a < 24; a++) {
            int axon =
                    switch (a % 6) {
                        case 0, 1 -> sparse(core, CoreWords.SPARSE, 1 + below(neurons));
                        case 2 -> sparse(core, CoreWords.SHIFTED, 1 + below(20));
                        case 3 -> dense(core);
                        case 4 -> sparse(core, profile.graded() ? CoreWords.GRADED : CoreWords.SPARSE, 1 + below(20));
                        default -> population(core);
                    };
            list.add(new int[] {axon, a % 6 == 5 ? below(2) : 0});
        }
        if (learning) {
            for (int group = 1; group <= 2; group++) {
                core.learning(group, rule(number * 2 + group));
                int delay = profile.semantics() == Semantics.BRIAN2 ? 3 * (group - 1) : 0;
                for (int a = 0; a < 4; a++) {
                    int[] target =
                            random.ints(1 + below(12), 0, neurons).distinct().toArray();
                    int[] weight = random.ints(target.length, -64, 128)
                            .map(w -> w & ~1)
                            .toArray();
                    list.add(new int[] {core.plasticAxon(group, target, weight, delay), 0});
                }
                if (profile.semantics() == Semantics.NENGO) {
                    for (int d = 0; d < 4; d++) {
                        errors.add(AxonAddress.error(number, group, below(neurons), d % 2 == 0));
                    }
                }
            }
        }
        for (int[] entry : list) {
            if (below(2) == 0) {
                channels.add(AxonAddress.spike(number, entry[0], entry[1]));
            }
        }
        return list;
    }

    private int[] delays(int count) {
        return random.ints(count, 0, profile.delayMax() + 1)
                .map(d -> below(2) == 0 ? 0 : d)
                .toArray();
    }

    private int sparse(CoreWords core, int format, int count) {
        int[] target = random.ints(count, 0, neurons).toArray();
        int[] weight = random.ints(count, -120, 200).toArray();
        return core.axon(format, target, weight, delays(count));
    }

    private int dense(CoreWords core) {
        int from = below(neurons);
        int count = 1 + below(neurons - from);
        int[] target = new int[count];
        for (int i = 0; i < count; i++) {
            target[i] = from + i;
        }
        return core.axon(CoreWords.DENSE, target, random.ints(count, -100, 127).toArray(), null);
    }

    private int population(CoreWords core) {
        int first = -1;
        for (int atom = 0; atom < 2; atom++) {
            int count = 1 + below(10);
            int row = core.row(
                    CoreWords.SPARSE,
                    random.ints(count, 0, neurons - 4).toArray(),
                    random.ints(count, -120, 200).toArray(),
                    delays(count));
            first = atom == 0 ? row : first;
        }
        return core.axonOf(first, 2, below(4), 0);
    }

    private LearningRule rule(int stream) {
        LearningRule.Trace x1 = new LearningRule.Trace(20.25, 5.5);
        LearningRule.Trace y1 = new LearningRule.Trace(30, 7);
        boolean pes = profile.semantics() == Semantics.NENGO;
        Product potentiation = new Product(Dependency.Y0, 0, 1, -3, List.of(new Factor(Variable.X1, 0, false)));
        Product depression = new Product(Dependency.X0, 0, -1, -3, List.of(new Factor(Variable.Y1, 0, false)));
        Product tag = new Product(Dependency.U, 1, 3, 0, List.of(new Factor(Variable.X2, 2, false)));
        return new LearningRule(
                pes ? LearningRule.Kind.PES : LearningRule.Kind.PRODUCTS,
                2,
                pes ? 4 : 3,
                LearningRule.GradedMode.OFF,
                pes ? 5 : 0,
                pes ? -3 : 0,
                x1,
                new LearningRule.Trace(9, 3),
                y1,
                new LearningRule.Trace(11.5, 4),
                LearningRule.Trace.NONE,
                pes ? List.of() : List.of(potentiation, depression),
                List.of(),
                pes ? List.of() : List.of(tag),
                stream);
    }

    /** Injects random events stamped {@code from} to {@code to}; the same for the same ticks. */
    public void drive(Chip chip, long from, long to) {
        for (long tick = from; tick <= to; tick++) {
            Random events = new Random(tick * 7919 + 13);
            for (int channel = 0; channel < channels.size(); channel++) {
                if (events.nextInt(5) == 0) {
                    chip.inject(tick, channel, profile.graded() ? events.nextInt(7) - 3 : 1);
                }
            }
            for (int d = 0; d < errors.size(); d++) {
                if (events.nextInt(4) == 0) {
                    chip.inject(tick, channels.size() + d, events.nextInt(301) - 150);
                }
            }
        }
    }
}
