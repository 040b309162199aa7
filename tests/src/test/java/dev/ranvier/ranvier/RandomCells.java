package dev.ranvier.ranvier;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.tools.cells.Biophysics;
import dev.ranvier.tools.cells.CellCompiler;
import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellNetwork;
import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.cells.SpinePhysics;
import dev.ranvier.tools.cells.Transmitter;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** A recurrent network of two-compartment excitatory and point inhibitory cells that learns, driven by random axons. */
final class RandomCells {
    private static final int AXONS = 10;

    private final CellNetwork network;
    private final long seed;

    RandomCells(int cells, long seed) {
        this.seed = seed;
        Random random = new Random(seed);
        int sources = AXONS + cells;
        int synapses = sources * 6;
        int[] source = new int[synapses];
        int[] post = new int[synapses];
        int[] w0 = new int[synapses];
        int[] w1 = new int[synapses];
        int[] delay = new int[synapses];
        boolean[] plastic = new boolean[synapses];
        Transmitter[] ofCell = new Transmitter[cells];
        int[] kind = new int[cells];
        for (int i = 0; i < cells; i++) {
            ofCell[i] = i % 5 == 4 ? Transmitter.GABA : Transmitter.GLU;
            kind[i] = i % 5 == 4 ? 1 : 0;
        }
        Transmitter[] ofAxon = new Transmitter[AXONS];
        Arrays.fill(ofAxon, Transmitter.GLU);
        for (int s = 0; s < synapses; s++) {
            source[s] = random.nextInt(sources);
            post[s] = random.nextInt(cells);
            boolean external = source[s] < AXONS;
            w0[s] = external ? 255 : random.nextInt(80);
            w1[s] = random.nextInt(100);
            delay[s] = 1 + random.nextInt(63);
            boolean excites = external || ofCell[source[s] - AXONS] == Transmitter.GLU;
            plastic[s] = excites && random.nextBoolean();
        }
        DoubleUnaryOperator[] gates = {v -> Biophysics.magnesiumBlock(v, 1), null, null};
        network = CellCompiler.compile(new PhysicalNetwork(
                "random cells",
                0.1,
                java.util.List.of(pyramidal(), point()),
                kind,
                ofCell,
                ofAxon,
                new int[][] {{0, 1}, {2, 3}, {2, 2}, {0, 0}},
                gates,
                v -> Biophysics.calciumDrive(v, 1),
                new SpinePhysics(10, 20, 0.5, 20, 3.84, 0.3, 0.9, 0, 1.0, 1.85, 4, 0.8, 200),
                new CellSynapses(source, post, w0, w1, delay, plastic, null)));
    }

    private static CellKind pyramidal() {
        return new CellKind(
                true,
                new double[] {150, 50},
                new double[] {7.5, 5},
                new double[] {-70, -70},
                6,
                -50,
                40,
                -74,
                1,
                2,
                Map.of(
                        0, new CellKind.Channel("AMPA", true, CellKind.Source.SYN, 0, 0.05, 2, 0, 0),
                        1, new CellKind.Channel("NMDA", true, CellKind.Source.SYN, 0, 0.02, 50, 2, 1),
                        2, new CellKind.Channel("GABA_A", true, CellKind.Source.SYN, -70, 0.02, 6, 0, 0),
                        3, new CellKind.Channel("GABA_B", true, CellKind.Source.SYN, -90, 0.01, 150, 40, 0),
                        4, new CellKind.Channel("AHP", false, CellKind.Source.SPIKE, -90, 10, 20, 0, 0),
                        5, new CellKind.Channel("BAP", true, CellKind.Source.SPIKE, 62, 18, 2, 0, 0)));
    }

    private static CellKind point() {
        return new CellKind(
                false,
                new double[] {200, 200},
                new double[] {10, 10},
                new double[] {-70, -70},
                0,
                -50,
                40,
                -74,
                1,
                2,
                Map.of(
                        0, new CellKind.Channel("AMPA", false, CellKind.Source.SYN, 0, 0.1, 2, 0, 0),
                        2, new CellKind.Channel("GABA_A", false, CellKind.Source.SYN, -70, 0.02, 6, 0, 0)));
    }

    CellNetwork network() {
        return network;
    }

    /** Injects the events stamped {@code from .. to - 1}. */
    void drive(Chip chip, long from, long to) {
        for (long stamp = from; stamp < to; stamp++) {
            Random random = new Random(seed * 1_000_003 + stamp);
            for (int axon = 0; axon < AXONS; axon++) {
                if (random.nextInt(20) == 0) {
                    chip.inject(stamp, axon, 1);
                }
            }
        }
    }
}
