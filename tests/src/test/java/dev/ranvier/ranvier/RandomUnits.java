package dev.ranvier.ranvier;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.tools.microcode.MicroLibrary;
import dev.ranvier.tools.microcode.UnitNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Neurons of three programs with learning synapses, recurrent, driven by random events. */
final class RandomUnits {
    private static final int AXONS = 8;

    private final UnitNetwork network;
    private final long seed;

    RandomUnits(int neurons, long seed) {
        this.seed = seed;
        Random random = new Random(seed);
        int[] tick = new int[neurons];
        int[] trace = new int[neurons];
        for (int i = 0; i < neurons; i++) {
            tick[i] = 3 * i / neurons;
            trace[i] = random.nextInt(4) == 0 ? -1 : 3 + random.nextInt(3);
        }
        int[] learning = new int[AXONS];
        Arrays.setAll(learning, axon -> axon % 4 == 3 ? -1 : 3 + axon % 3);
        List<UnitNetwork.Synapse> synapses = new ArrayList<>();
        for (int axon = 0; axon < AXONS; axon++) {
            for (int k = 0; k < 12; k++) {
                synapses.add(new UnitNetwork.Synapse(
                        axon, random.nextInt(neurons), 0, random.nextInt(64), random.nextInt(16_000_000), 0));
            }
        }
        List<int[]> outputs = new ArrayList<>();
        for (int i = 0; i < neurons; i += 7) {
            outputs.add(new int[] {i, 0, random.nextInt(AXONS)});
        }
        network = new UnitNetwork(
                "random units",
                List.of(
                        MicroLibrary.program("truenorth_lif"),
                        MicroLibrary.program("relay_lif"),
                        MicroLibrary.program("loihi_cuba_lif"),
                        MicroLibrary.program("pair_stdp"),
                        MicroLibrary.program("triplet_stdp"),
                        MicroLibrary.program("reward_stdp")),
                tick,
                trace,
                null,
                learning,
                synapses,
                outputs,
                new UnitNetwork.Random(seed, 3, 1L << 33));
    }

    UnitNetwork network() {
        return network;
    }

    void drive(Chip chip, long from, long to) {
        for (long stamp = from; stamp < to; stamp++) {
            Random random = new Random(seed * 1_000_003 + stamp);
            for (int axon = 0; axon < AXONS; axon++) {
                if (random.nextInt(6) == 0) {
                    chip.inject(stamp, axon, 1 + random.nextInt(3));
                }
            }
        }
    }
}
