package dev.ranvier.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.RandomNetwork;
import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.compartment.CompartmentCore;
import dev.ranvier.hw.RanvierException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A saved chip goes on as if nothing had happened, on any number of threads. */
class CompleteStateTest {
    private static final int CORES = 3;
    private static final int TICKS = 60;

    static Stream<Arguments> networks() {
        return Stream.of("nengo", "lava", "brian2").flatMap(profile -> Stream.of(false, true)
                .flatMap(learning -> Stream.of(1L, 2L).flatMap(seed -> Stream.of(Timing.values())
                        .map(timing -> Arguments.of(profile, learning, seed, timing)))));
    }

    /** With nengo, static and learning networks differ by their noise too. */
    private static RandomNetwork network(String profile, boolean learning, long seed) {
        return RandomNetwork.of(profile, CORES, 100, learning, seed != 1, seed);
    }

    private static Chip chip(RandomNetwork network, Timing timing, int threads) {
        Chip chip = new TickChip(
                network.spec(),
                () -> CoreSet.of(network.spec().cores(), core -> new CompartmentCore(network.spec(), core)),
                Optional.empty(),
                timing,
                threads,
                /* parallelNeurons= */ 0);
        chip.load(network.image());
        chip.spikeLog().enable(true);
        return chip;
    }

    private static Chip restored(RandomNetwork network, Timing timing, int threads, byte[] snapshot)
            throws IOException {
        Chip chip = chip(network, timing, threads);
        chip.restore(new DataInputStream(new ByteArrayInputStream(snapshot)));
        return chip;
    }

    private static void assertSame(Observed expected, Observed got) {
        assertEquals(expected.state(), got.state(), "state variables");
        assertEquals(expected.memories(), got.memories(), "memories");
        assertEquals(expected.counters(), got.counters(), "counters");
        assertArrayEquals(expected.snapshot(), got.snapshot(), "snapshot");
    }

    @ParameterizedTest(name = "profile {0}, learning {1}, seed {2}, timing {3}")
    @MethodSource("networks")
    @DisplayName("run(2n) equals run(n), save, load into a new chip, run(n)")
    void saveAndGoOn(String profile, boolean learning, long seed, Timing timing) throws IOException {
        RandomNetwork network = network(profile, learning, seed);
        try (Chip whole = chip(network, timing, 1);
                Chip first = chip(network, timing, 2)) {
            network.drive(whole, 0, 2 * TICKS);
            network.drive(first, 0, 2 * TICKS);
            whole.advance(2 * TICKS);
            Observed expected = Observed.of(whole, network, CORES);
            assertTrue(expected.counters().spikes() > 50, "the network is alive: " + expected.counters());
            int cut = 1 + new Random(seed).nextInt(TICKS);
            first.advance(cut);
            byte[] snapshot = Observed.snapshot(first);
            first.advance(2 * TICKS - cut);
            for (int threads = 1; threads <= 2; threads++) {
                try (Chip second = restored(network, timing, threads, snapshot)) {
                    assertEquals(first.tick() - 2 * TICKS + cut, second.tick());
                    second.advance(2 * TICKS - cut);
                    Observed got = Observed.of(second, network, CORES);
                    assertSame(expected, got);
                    List<String> tail = expected.spikes()
                            .subList(
                                    expected.spikes().size() - got.spikes().size(),
                                    expected.spikes().size());
                    assertEquals(tail, got.spikes(), "spikes after the cut");
                }
            }
            assertSame(expected, Observed.of(first, network, CORES));
        }
    }

    @ParameterizedTest(name = "profile {0}, learning {1}, seed {2}, timing {3}")
    @MethodSource("networks")
    @DisplayName("1, 2 and 3 threads give the same spikes, state, memories, counters and snapshots")
    void threads(String profile, boolean learning, long seed, Timing timing) {
        RandomNetwork network = network(profile, learning, seed);
        Observed expected = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (Chip chip = chip(network, timing, threads)) {
                network.drive(chip, 0, TICKS);
                chip.advance(TICKS);
                Observed got = Observed.of(chip, network, CORES);
                if (expected == null) {
                    expected = got;
                } else {
                    assertEquals(expected.spikes(), got.spikes());
                    assertSame(expected, got);
                }
            }
        }
    }

    @ParameterizedTest(name = "profile {0}, learning {1}, seed {2}, timing {3}")
    @MethodSource("networks")
    @DisplayName("one advance of n ticks equals n advances of one tick")
    void stepByStep(String profile, boolean learning, long seed, Timing timing) {
        RandomNetwork network = network(profile, learning, seed);
        try (Chip whole = chip(network, timing, 1);
                Chip steps = chip(network, timing, 1)) {
            network.drive(whole, 0, TICKS);
            whole.advance(TICKS);
            for (int i = 0; i < TICKS; i++) {
                // Events come as late as they may.
                network.drive(steps, steps.tick() + (i == 0 ? 0 : 1), steps.tick() + 1);
                steps.advance(1);
            }
            Observed expected = Observed.of(whole, network, CORES);
            Observed got = Observed.of(steps, network, CORES);
            assertEquals(expected.spikes(), got.spikes());
            assertEquals(expected.state(), got.state());
            assertEquals(expected.memories(), got.memories());
        }
    }

    @Test
    @DisplayName("words that the host wrote beyond the compartments in use survive a save, reserved bits too")
    void unusedWords() throws IOException {
        for (String profile : List.of("nengo", "lava", "brian2")) {
            RandomNetwork network = network(profile, true, 4);
            try (Chip chip = chip(network, Timing.FUNCTIONAL, 1)) {
                Random random = new Random(5);
                for (String memory :
                        List.of("compartment_state", "pre_trace", "plastic_synapse", "axon_out", "random")) {
                    int depth = chip.spec().memory(memory).depth();
                    for (int i = 0; i < 50; i++) {
                        chip.memory(1, memory).write(depth - 1 - i % depth, random.nextLong());
                    }
                }
                Observed expected = Observed.of(chip, network, CORES);
                try (Chip second = restored(network, Timing.FUNCTIONAL, 1, expected.snapshot())) {
                    assertSame(expected, Observed.of(second, network, CORES));
                }
            }
        }
    }

    @Test
    @DisplayName("a snapshot of another image or description is refused, and the chip keeps what it had")
    void foreignSnapshot() {
        RandomNetwork network = network("nengo", false, 1);
        RandomNetwork other = network("nengo", false, 2);
        try (Chip chip = chip(network, Timing.FUNCTIONAL, 1);
                Chip stranger = chip(other, Timing.FUNCTIONAL, 1)) {
            chip.advance(5);
            byte[] before = Observed.snapshot(chip);
            byte[] foreign = Observed.snapshot(stranger);
            String message = assertThrows(
                            RanvierException.class,
                            () -> chip.restore(new DataInputStream(new ByteArrayInputStream(foreign))))
                    .getMessage();
            assertTrue(message.contains("load the same image first"), message);
            assertArrayEquals(before, Observed.snapshot(chip));
        }
    }

    @Test
    @DisplayName("a damaged or truncated snapshot is refused, and the chip goes on as if it had never been offered")
    void damagedSnapshot() throws IOException {
        for (String profile : List.of("nengo", "lava", "brian2")) {
            RandomNetwork network = network(profile, true, 3);
            try (Chip chip = chip(network, Timing.FUNCTIONAL, 1);
                    Chip donor = chip(network, Timing.FUNCTIONAL, 1)) {
                network.drive(chip, 0, 40);
                network.drive(donor, 0, 40);
                chip.advance(7);
                donor.advance(20);
                byte[] before = Observed.snapshot(chip);
                byte[] good = Observed.snapshot(donor);
                Random random = new Random(9);
                int refused = 0;
                for (int i = 0; i < 100; i++) {
                    byte[] bad = i < 50
                            ? Arrays.copyOf(good, random.nextInt(good.length))
                            : damaged(good, 1 + random.nextInt(3), random);
                    try {
                        chip.restore(new DataInputStream(new ByteArrayInputStream(bad)));
                        runs(chip);
                        chip.restore(new DataInputStream(new ByteArrayInputStream(before)));
                    } catch (RanvierException | IOException e) {
                        refused++;
                    }
                    assertArrayEquals(before, Observed.snapshot(chip), "snapshot " + i);
                }
                assertTrue(refused >= 50, "every truncated snapshot is refused, " + refused);
            }
        }
    }

    @Test
    @DisplayName("a truncated snapshot of a chip with packets on their way is refused, and the chip keeps what it had")
    void truncatedWithRouters() {
        RandomNetwork network = network("nengo", false, 3);
        try (Chip chip = chip(network, Timing.CYCLE, 1);
                Chip donor = chip(network, Timing.CYCLE, 1)) {
            network.drive(chip, 0, 40);
            network.drive(donor, 0, 40);
            chip.advance(7);
            donor.advance(20);
            byte[] before = Observed.snapshot(chip);
            byte[] good = Observed.snapshot(donor);
            Random random = new Random(9);
            for (int i = 0; i < 40; i++) {
                byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
                assertThrows(IOException.class, () -> chip.restore(new DataInputStream(new ByteArrayInputStream(bad))));
                assertArrayEquals(before, Observed.snapshot(chip), "snapshot " + i);
            }
        }
    }

    /** A damaged state that is accepted may make no sense, but it must not break the machine. */
    private static void runs(Chip chip) {
        try {
            chip.advance(4);
        } catch (RanvierException e) {
            assertTrue(e.getMessage().contains("allowed") || e.getMessage().contains("used up"), e.getMessage());
        }
    }

    private static byte[] damaged(byte[] good, int bytes, Random random) {
        byte[] bad = good.clone();
        for (int i = 0; i < bytes; i++) {
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        return bad;
    }
}
