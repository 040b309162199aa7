package dev.ranvier.crossbar;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.params.provider.CsvSource;

/** Every mode of the published equation, by hand. */
@DisplayName("the TrueNorth neuron")
class TrueNorthNeuron_followsTheEquationTest {
    private static final int ALPHA = 20;
    private static final int BETA = 10;
    private static final int RESET = 7;
    private static final Random REVERSAL = new Random(0, false, 0, true);

    private static Chip one(CrossbarNeuron neuron) {
        CrossbarCoreModel core = CrossbarBench.core(0, 0);
        core.add(neuron, CrossbarBench.row());
        return CrossbarBench.start(
                CrossbarBench.image(CrossbarBench.spec(1, 1), List.of(core), List.of()), List.of(), 1);
    }

    @ParameterizedTest(name = "V = {0}, reset {1}, saturates {2}: {3} after the tick, fires: {4}")
    @CsvSource({
        "23, ABSOLUTE, false, 7, true",
        "23, ABSOLUTE, true, 7, true",
        "23, LINEAR, false, 3, true",
        "23, LINEAR, true, 3, true",
        "23, NONE, false, 23, true",
        "23, NONE, true, 23, true",
        "20, LINEAR, false, 0, true",
        "19, LINEAR, false, 19, false",
        "-14, ABSOLUTE, false, -7, false",
        "-14, ABSOLUTE, true, -10, false",
        "-14, LINEAR, false, -4, false",
        "-14, LINEAR, true, -10, false",
        "-14, NONE, false, -14, false",
        "-14, NONE, true, -10, false",
        "-10, ABSOLUTE, false, -10, false",
        "-10, LINEAR, false, -10, false"
    })
    @DisplayName("is reset in six modes, at alpha and above, and strictly below -beta")
    void resets(int before, Reset mode, boolean saturates, int after, boolean fires) {
        try (Chip chip = one(CrossbarBench.neuron(before, RESET, mode, saturates, 0, ALPHA, BETA, Random.NONE))) {
            chip.advance(1);
            assertEquals(after, CrossbarBench.potential(chip, 0, 0));
            assertEquals(fires ? List.of("1:0") : List.of(), CrossbarBench.spikes(chip));
        }
    }

    @ParameterizedTest(name = "leak {1}: {0}, {2}, {3}, {4}")
    @CsvSource({
        "5, -3, 2, 0, 0",
        "-5, -3, -2, 0, 0",
        "0, -3, 0, 0, 0",
        "0, 3, 0, 0, 0",
        "2, 3, 5, 8, 11",
        "-2, 3, -5, -8, -11"
    })
    @DisplayName("with leak reversal leaks towards zero and stops there, or away from it")
    void reversal(int start, int leak, int first, int second, int third) {
        try (Chip chip = one(CrossbarBench.neuron(start, 0, Reset.LINEAR, false, leak, 1000, 1000, REVERSAL))) {
            for (int expected : new int[] {first, second, third}) {
                chip.advance(1);
                assertEquals(expected, CrossbarBench.potential(chip, 0, 0));
            }
        }
    }

    @ParameterizedTest(name = "leak {1}: {0}, {2}, {3}")
    @CsvSource({"5, -3, 2, -1", "-5, -3, -8, -11", "0, 3, 3, 6"})
    @DisplayName("without leak reversal adds the leak, whatever the sign of the potential")
    void plainLeak(int start, int leak, int first, int second) {
        try (Chip chip = one(CrossbarBench.neuron(start, 0, Reset.LINEAR, false, leak, 1000, 1000, Random.NONE))) {
            for (int expected : new int[] {first, second}) {
                chip.advance(1);
                assertEquals(expected, CrossbarBench.potential(chip, 0, 0));
            }
        }
    }

    @Test
    @DisplayName("is clipped at -393216 and counts it; above 393216 it is clipped and fires")
    void saturation() {
        for (Random random : List.of(Random.NONE, REVERSAL)) {
            // With reversal, a leak of 255 works away from zero on both sides.
            int down = random.leakReversal() ? 255 : -255;
            try (Chip low = one(CrossbarBench.neuron(-393215, 0, Reset.NONE, false, down, 262143, 262143, random));
                    Chip high = one(CrossbarBench.neuron(393215, 0, Reset.NONE, false, 255, 262143, 262143, random))) {
                low.advance(1);
                assertEquals(-393216, CrossbarBench.potential(low, 0, 0));
                assertEquals(1, low.counters().saturations());
                assertEquals(List.of(), CrossbarBench.spikes(low));
                high.advance(1);
                assertEquals(393216, CrossbarBench.potential(high, 0, 0));
                assertEquals(1, high.counters().saturations());
                assertEquals(List.of("1:0"), CrossbarBench.spikes(high));
            }
        }
    }

    @Test
    @DisplayName("adds the weight of the axon's type for every active axon with a synapse, once per tick")
    void synapses() {
        byte[] types = {0, 1, 2, 3, 0};
        CrossbarCoreModel core = new CrossbarCoreModel(0, 0, types);
        CrossbarNeuron neuron = CrossbarBench.neuron(0, 0, Reset.LINEAR, false, 0, 1000, 1000, Random.NONE);
        int[] weights = {1, -20, 255, -255};
        core.add(CrossbarBench.with(neuron, weights, Target.NOWHERE), new long[] {0b10111});
        core.add(CrossbarBench.with(neuron, weights, Target.NOWHERE), new long[] {0b01000});
        List<Packet> packets = new ArrayList<>();
        for (int axon = 0; axon < 5; axon++) {
            packets.add(new Packet(0, 0, 0, axon, 1));
            packets.add(new Packet(0, 0, 0, axon, 1));
        }
        CrossbarImage image = CrossbarBench.image(CrossbarBench.spec(1, 1), List.of(core), packets);
        try (Chip chip = CrossbarBench.start(image, packets, 1)) {
            chip.advance(3);
            assertEquals(1 - 20 + 255 + 1, CrossbarBench.potential(chip, 0, 0));
            assertEquals(-255, CrossbarBench.potential(chip, 0, 1));
            assertEquals(5, chip.counters().synapticEvents());
        }
    }

    @Test
    @DisplayName("reaches its target 1 to 15 ticks after its spike, and never with a target outside the chip")
    void delays() {
        CrossbarCoreModel from = CrossbarBench.core(0, 0);
        CrossbarCoreModel to = CrossbarBench.core(1, 0);
        CrossbarNeuron once = CrossbarBench.neuron(5, 0, Reset.ABSOLUTE, false, 0, 5, 5, Random.NONE);
        CrossbarNeuron sleeper = CrossbarBench.neuron(0, 0, Reset.ABSOLUTE, false, 0, 1, 1, Random.NONE);
        List<String> expected = new ArrayList<>();
        for (int d = 1; d <= 15; d++) {
            from.add(CrossbarBench.with(once, new int[4], new Target(true, 1, 0, d, d)), CrossbarBench.row());
            to.add(CrossbarBench.with(sleeper, new int[] {1, 0, 0, 0}, Target.NOWHERE), CrossbarBench.row(d));
            expected.add("1:" + (d - 1));
        }
        for (int d = 1; d <= 15; d++) {
            expected.add(1 + d + ":" + (256 + d - 1));
        }
        CrossbarImage image = CrossbarBench.image(CrossbarBench.spec(2, 1), List.of(from, to), List.of());
        try (Chip chip = CrossbarBench.start(image, List.of(), 1)) {
            chip.advance(20);
            assertEquals(expected, CrossbarBench.spikes(chip));
            assertEquals(15, chip.counters().messages());
            assertEquals(15, chip.counters().hopsEastWest());
        }
    }
}
