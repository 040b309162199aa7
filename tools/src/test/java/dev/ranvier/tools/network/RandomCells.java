package dev.ranvier.tools.network;

import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellKind.Channel;
import dev.ranvier.tools.cells.CellKind.Source;
import dev.ranvier.tools.cells.DefaultCells;
import dev.ranvier.tools.cells.GateFunction;
import dev.ranvier.tools.cells.SpinePhysics;
import dev.ranvier.tools.cells.Transmitter;
import dev.ranvier.tools.network.CellPhysics.NamedGate;
import dev.ranvier.tools.network.Connectivity.Synapses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Makes networks of cells and of microcode neurons, of every kind that a network file can say. */
final class RandomCells {
    private static final SynapseSpec PLAIN =
            new SynapseSpec(SynapseSpec.Weights.GIVEN, SynapseSpec.Sign.AUTO, 8, 0, false);

    private final SplittableRandom random;

    RandomCells(long seed) {
        random = new SplittableRandom(seed);
    }

    private double real(double min, double max) {
        return random.nextBoolean() ? Math.rint(random.nextDouble(min, max)) : random.nextDouble(min, max);
    }

    private double positive() {
        return random.nextDouble(0.001, 300);
    }

    private double[] reals(int n, double min, double max) {
        double[] values = new double[n];
        double all = real(min, max);
        boolean uniform = random.nextBoolean();
        Arrays.setAll(values, i -> uniform ? all : real(min, max));
        return values;
    }

    private int[] ints(int n, int min, int max) {
        int[] values = new int[n];
        int all = random.nextInt(min, max + 1);
        boolean uniform = random.nextBoolean();
        Arrays.setAll(values, i -> uniform ? all : random.nextInt(min, max + 1));
        return values;
    }

    private Synapses synapses(int sources, int targets, int most) {
        Synapses plain =
                switch (random.nextInt(3)) {
                    case 0 -> Synapses.dense(sources, targets, weights(sources * targets, most));
                    case 1 ->
                        sources == targets
                                ? Synapses.oneToOne(weights(sources, most))
                                : Synapses.dense(sources, targets, weights(sources * targets, most));
                    default -> {
                        int n = random.nextInt(40);
                        yield new Synapses(ints(n, 0, sources - 1), ints(n, 0, targets - 1), weights(n, most));
                    }
                };
        return plain;
    }

    private double[] weights(int n, int most) {
        return Arrays.stream(ints(n, most == 255 ? 0 : -most, most))
                .asDoubleStream()
                .toArray();
    }

    // ---------------------------------------------------------------------------------------------------------- cells

    NetworkDocument cells() {
        List<NamedGate> gates = new ArrayList<>();
        gates.add(new NamedGate("magnesium", new GateFunction.Magnesium(random.nextDouble(3))));
        if (random.nextBoolean()) {
            gates.add(new NamedGate("open with V", new GateFunction.Boltzmann(real(-60, 0), 0.5 + random.nextInt(9))));
        }
        if (random.nextBoolean()) {
            gates.add(new NamedGate("table", new GateFunction.Sampled(fractions())));
        }
        // Numbers 6 and 7 go to names of the user's own, by alphabet.
        List<String> channels = List.of("ampa", "nmda", "gaba_a", "gaba_b", "ahp", "bap", "kainate", "nicotinic");
        int[][] receptors = {{0, random.nextBoolean() ? 1 : 6}, {2, 3}, {2, 2}, {7, 7}};
        CellPhysics physics = new CellPhysics(
                random.nextDouble(2),
                gates,
                channels,
                receptors,
                random.nextBoolean() ? Optional.empty() : Optional.of(spines()));
        List<Population> populations = new ArrayList<>();
        // The first population has all channels, so that every name is in the file.
        for (int p = random.nextInt(1, 4); p > 0; p--) {
            int n = random.nextInt(1, 30);
            populations.add(new Population(
                    "cells " + p, new int[] {n}, model(n, gates.size(), populations.isEmpty()), random.nextBoolean()));
        }
        if (populations.stream().noneMatch(Population::output)) {
            Population first = populations.getFirst();
            populations.set(0, new Population(first.name(), first.shape(), first.model(), true));
        }
        List<Input> inputs =
                List.of(new Input("in", random.nextInt(1, 30), Input.Kind.SPIKES, "", pick(Transmitter.values())));
        List<Projection> projections = new ArrayList<>();
        for (int p = random.nextInt(4); p > 0; p--) {
            Population to = populations.get(random.nextInt(populations.size()));
            Synapses plain = synapses(inputs.getFirst().channels(), to.size(), 255);
            int n = plain.count();
            Synapses list = new Synapses(
                    plain.pre(),
                    plain.post(),
                    plain.weight(),
                    random.nextBoolean() ? new int[0] : ints(n, 1, 63),
                    new int[0],
                    new int[0],
                    random.nextBoolean() ? new int[0] : ints(n, 0, 255));
            projections.add(new Projection(
                    "p" + p,
                    "in",
                    to.name(),
                    list,
                    PLAIN,
                    Optional.empty(),
                    Optional.of(new SpineSpec(
                            random.nextBoolean() ? List.of() : List.of("ampa", "nmda"), random.nextBoolean())),
                    Optional.empty()));
        }
        return new NetworkDocument(
                new Network("cells", populations, inputs, projections, Optional.of(physics)), RunSettings.NONE);
    }

    private double[] fractions() {
        double[] fractions = new double[GateFunction.ENTRIES];
        Arrays.setAll(fractions, i -> random.nextDouble());
        return fractions;
    }

    private <T> T pick(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private SpinePhysics spines() {
        return new SpinePhysics(
                random.nextInt(1, 17),
                positive(),
                random.nextDouble(0.9),
                positive(),
                positive(),
                random.nextDouble(15),
                random.nextDouble(15),
                positive(),
                random.nextDouble(15),
                random.nextDouble(15),
                positive(),
                positive(),
                random.nextInt(256));
    }

    private CellModel model(int n, int gates, boolean all) {
        boolean two = random.nextBoolean();
        Map<Integer, Channel> channels = new TreeMap<>();
        List<String> names = new ArrayList<>(DefaultCells.CHANNELS);
        names.addAll(List.of("kainate", "nicotinic"));
        for (int k = 0; k < 8; k++) {
            if (all || random.nextBoolean()) {
                Source source = pick(Source.values());
                double decay = source == Source.CONST ? 0 : positive();
                channels.put(
                        k,
                        new Channel(
                                names.get(k),
                                two && random.nextBoolean(),
                                source,
                                real(-100, 100),
                                positive(),
                                decay,
                                random.nextBoolean() ? 0 : decay / 2,
                                random.nextInt(gates + 1)));
            }
        }
        double c = positive();
        double rest = real(-90, -50);
        CellKind kind = new CellKind(
                two,
                new double[] {c, two ? positive() : c},
                new double[] {positive(), two ? positive() : 0},
                new double[] {rest, two ? real(-90, -50) : rest},
                two ? positive() : 0,
                real(-60, 0),
                real(0, 60),
                real(-90, -50),
                positive(),
                positive(),
                channels);
        Transmitter[] transmitter = new Transmitter[n];
        Transmitter one = pick(Transmitter.values());
        boolean uniform = random.nextBoolean();
        Arrays.setAll(transmitter, i -> uniform ? one : pick(Transmitter.values()));
        boolean[] clamp = new boolean[n];
        boolean clamped = random.nextBoolean();
        for (int i = 0; i < n; i++) {
            clamp[i] = clamped && random.nextBoolean();
        }
        double[] dendriteRest = new double[n];
        Arrays.fill(dendriteRest, kind.rest()[1]);
        return new CellModel(
                kind,
                transmitter,
                new double[][] {reals(n, -300, 300), two ? reals(n, -300, 300) : new double[n]},
                new double[][] {reals(n, -100, 0), two ? reals(n, -100, 0) : dendriteRest},
                new boolean[][] {clamp, new boolean[n]});
    }

    // ------------------------------------------------------------------------------------------------------- programs

    NetworkDocument programs() {
        List<Population> populations = new ArrayList<>();
        for (int p = random.nextInt(1, 4); p > 0; p--) {
            int n = random.nextInt(1, 30);
            Map<String, int[]> state = random.nextBoolean()
                    ? Map.of()
                    : Map.of("v", ints(n, -1000, 1000), "u", ints(n, Integer.MIN_VALUE, Integer.MAX_VALUE - 1));
            populations.add(new Population(
                    "neurons " + p, new int[] {n}, new ProgramModel(n, program("izhikevich"), state), true));
        }
        List<Input> inputs = List.of(Input.spikes("in", random.nextInt(1, 30)));
        List<Projection> projections = new ArrayList<>();
        for (int p = random.nextInt(4); p > 0; p--) {
            Population to = populations.get(random.nextInt(populations.size()));
            Synapses plain = synapses(inputs.getFirst().channels(), to.size(), 1_000_000_000);
            int n = plain.count();
            Synapses list = new Synapses(
                    plain.pre(),
                    plain.post(),
                    plain.weight(),
                    random.nextBoolean() ? new int[0] : ints(n, 0, 63),
                    random.nextBoolean() ? new int[0] : ints(n, -256, 255),
                    new int[0]);
            projections.add(new Projection(
                    "p" + p,
                    "in",
                    to.name(),
                    list,
                    PLAIN,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new UnitSpec(
                            "a" + random.nextInt(4),
                            random.nextBoolean() ? Optional.empty() : Optional.of(program("pair_stdp"))))));
        }
        return new NetworkDocument(new Network("programs", populations, inputs, projections), RunSettings.NONE);
    }

    private ProgramRef program(String name) {
        return new ProgramRef(
                name, random.nextBoolean() ? Map.of() : Map.of("a", random.nextInt(), "true", random.nextInt()));
    }
}
