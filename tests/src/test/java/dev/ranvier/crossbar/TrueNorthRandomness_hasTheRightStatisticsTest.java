package dev.ranvier.crossbar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.tools.crossbar.CrossbarCoreModel;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork.Packet;
import dev.ranvier.tools.crossbar.CrossbarNeuron;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Random;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sums over many draws against mean and variance of the formula. Seeds are fixed, so that the tests are; the bounds are
 * five standard deviations of what they bound.
 */
@DisplayName("stochastic TrueNorth neurons")
class TrueNorthRandomness_hasTheRightStatisticsTest {
    private static final int CORES = 4;
    private static final int NEURONS = 256;
    private static final int SAMPLES = CORES * NEURONS;
    private static final int TICKS = 200;
    private static final int FAR = 200_000;
    private static final double SIGMAS = 5;

    private static List<CrossbarCoreModel> cores(CrossbarNeuron neuron) {
        List<CrossbarCoreModel> cores = new ArrayList<>();
        for (int x = 0; x < CORES; x++) {
            CrossbarCoreModel core = CrossbarBench.core(x, 0);
            for (int n = 0; n < NEURONS; n++) {
                core.add(neuron, CrossbarBench.row(0));
            }
            cores.add(core);
        }
        return cores;
    }

    /** Axon 0 of every core in every tick. */
    private static List<Packet> drive() {
        List<Packet> packets = new ArrayList<>();
        for (int slot = 0; slot < TICKS; slot++) {
            for (int x = 0; x < CORES; x++) {
                packets.add(new Packet(slot, x, 0, 0, 1));
            }
        }
        return packets;
    }

    private static Chip run(CrossbarNeuron neuron, List<Packet> packets, long seed, int threads) {
        CrossbarImage image = CrossbarBench.image(CrossbarBench.spec(CORES, 1), cores(neuron), packets);
        Chip chip = CrossbarBench.start(image, packets, threads);
        for (int core = 0; core < CORES; core++) {
            chip.memory(core, "random").write(0, seed);
        }
        chip.advance(TICKS);
        return chip;
    }

    private static double[] potentials(Chip chip) {
        double[] all = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            all[i] = CrossbarBench.potential(chip, i / NEURONS, i % NEURONS);
        }
        return all;
    }

    /** Checks sums of {@code TICKS} draws that are {@code step} with probability {@code p}, else 0. */
    private static void check(double[] sums, double p, int step) {
        double mean = 0;
        for (double sum : sums) {
            mean += sum / sums.length;
        }
        double variance = 0;
        for (double sum : sums) {
            variance += (sum - mean) * (sum - mean) / (sums.length - 1);
        }
        double expected = TICKS * p * (1 - p);
        double meanError = Math.sqrt(expected / sums.length);
        assertEquals(step * TICKS * p, mean, SIGMAS * meanError + 1e-9, "mean");
        double varianceError = expected * Math.sqrt(2.0 / (sums.length - 1));
        assertEquals(expected, variance, SIGMAS * varianceError + 1e-9, "variance");
    }

    @ParameterizedTest(name = "weight {0}")
    @ValueSource(ints = {1, 3, 63, 127, 200, 254, -1, -63, -128, -254})
    @DisplayName("a stochastic synapse adds the weight's sign with a probability of (|s| + 1) / 256")
    void synapse(int weight) {
        CrossbarNeuron neuron = CrossbarBench.with(
                CrossbarBench.neuron(0, 0, Reset.LINEAR, false, 0, FAR, FAR, new Random(1, false, 0, false)),
                new int[] {weight, 0, 0, 0},
                Target.NOWHERE);
        try (Chip chip = run(neuron, drive(), 11, 1)) {
            check(potentials(chip), (Math.abs(weight) + 1) / 256.0, Integer.signum(weight));
        }
    }

    @Test
    @DisplayName("a stochastic synapse of weight 0 adds nothing, one of ±255 always")
    void extremes() {
        for (int weight : new int[] {0, 255, -255}) {
            CrossbarNeuron neuron = CrossbarBench.with(
                    CrossbarBench.neuron(0, 0, Reset.LINEAR, false, 0, FAR, FAR, new Random(1, false, 0, false)),
                    new int[] {weight, 0, 0, 0},
                    Target.NOWHERE);
            try (Chip chip = run(neuron, drive(), 12, 1)) {
                for (double sum : potentials(chip)) {
                    assertEquals(TICKS * Integer.signum(weight), sum);
                }
            }
        }
    }

    @ParameterizedTest(name = "leak {0}")
    @ValueSource(ints = {1, 31, 128, 254, -2, -100, -254})
    @DisplayName("a stochastic leak adds the leak's sign with a probability of (|lambda| + 1) / 256")
    void leak(int leak) {
        CrossbarNeuron neuron =
                CrossbarBench.neuron(0, 0, Reset.LINEAR, false, leak, FAR, FAR, new Random(0, true, 0, false));
        try (Chip chip = run(neuron, List.of(), 13, 1)) {
            check(potentials(chip), (Math.abs(leak) + 1) / 256.0, Integer.signum(leak));
        }
    }

    @ParameterizedTest(name = "V - alpha = {0}")
    @ValueSource(ints = {0, 10, 100, 200, 254})
    @DisplayName("a threshold with mask 255 is passed with a probability of (V - alpha + 1) / 256")
    void threshold(int above) {
        CrossbarNeuron neuron = CrossbarBench.neuron(
                1000 + above, 0, Reset.NONE, false, 0, 1000, FAR, new Random(0, false, 255, false));
        try (Chip chip = run(neuron, List.of(), 14, 1)) {
            double[] counts = new double[SAMPLES];
            for (String spike : CrossbarBench.spikes(chip)) {
                counts[Integer.parseInt(spike.substring(spike.indexOf(':') + 1))]++;
            }
            check(counts, (above + 1) / 256.0, 1);
        }
    }

    @ParameterizedTest(name = "-beta - V = {0}")
    @ValueSource(ints = {1, 50, 128, 255})
    @DisplayName("a negative threshold -(beta + eta) is passed with a probability of (-beta - V) / 256")
    void negativeThreshold(int below) {
        // Reset to -R = -1000 - 600, where it stays below the threshold for good: 1 draw per neuron is seen, in tick 1.
        CrossbarNeuron neuron = CrossbarBench.neuron(
                -1000 - below, 5000, Reset.ABSOLUTE, false, 0, FAR, 1000, new Random(0, false, 255, false));
        CrossbarImage image = CrossbarBench.image(CrossbarBench.spec(CORES, 1), cores(neuron), List.of());
        try (Chip chip = CrossbarBench.start(image, List.of(), 1)) {
            chip.advance(1);
            long crossed = java.util.Arrays.stream(potentials(chip))
                    .filter(v -> v == -5000)
                    .count();
            double p = below / 256.0;
            assertEquals(SAMPLES * p, crossed, SIGMAS * Math.sqrt(SAMPLES * p * (1 - p)) + 1);
        }
    }

    @Test
    @DisplayName("repeat bit by bit for a seed, on any number of threads, and differ for another seed")
    void repeatable() {
        CrossbarNeuron neuron = CrossbarBench.with(
                CrossbarBench.neuron(0, 0, Reset.LINEAR, false, 3, 20, 20, new Random(1, true, 15, false)),
                new int[] {77, 0, 0, 0},
                Target.NOWHERE);
        List<String> first = spikes(neuron, 1, 1);
        assertTrue(first.size() > 1000, "the neurons fire");
        assertEquals(first, spikes(neuron, 1, 1));
        assertEquals(first, spikes(neuron, 1, 2));
        assertNotEquals(first, spikes(neuron, 2, 1));
    }

    private static List<String> spikes(CrossbarNeuron neuron, long seed, int threads) {
        try (Chip chip = run(neuron, drive(), seed, threads)) {
            return CrossbarBench.spikes(chip);
        }
    }
}
