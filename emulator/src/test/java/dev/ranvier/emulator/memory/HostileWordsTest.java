package dev.ranvier.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.RandomNetwork;
import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.MemorySection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever words a host writes, the machine runs or refuses with a message; it never breaks. */
class HostileWordsTest {
    private static final int ROUNDS = 150;

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName(
            "random words in a running network's memories run or are refused; then the image loads and runs as ever")
    void intoARunningNetwork(String profile) {
        RandomNetwork network = RandomNetwork.of(profile, 2, 80, true, true, 6);
        List<MemorySpec> memories = network.spec().memories();
        Random random = new Random(profile.hashCode());
        try (Chip chip = Machines.create(network.spec(), 1)) {
            long[] expected = run(chip, network);
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                chip.load(network.image());
                chip.advance(2);
                try {
                    int writes = 1 + random.nextInt(4);
                    for (int i = 0; i < writes; i++) {
                        MemorySpec memory = memories.get(random.nextInt(memories.size()));
                        MemoryBank bank = chip.memory(random.nextInt(2), memory.name());
                        int near = Math.min(memory.depth(), 1 + random.nextInt(200));
                        int address = random.nextInt(near);
                        long flip = random.nextBoolean() ? random.nextLong() : 1L << random.nextInt(64);
                        bank.write(address, bank.read(address) ^ flip);
                    }
                    network.drive(chip, 2, 6);
                    chip.advance(3);
                } catch (RanvierException e) {
                    assertTeaches(e);
                    refused++;
                }
            }
            assertTrue(refused > ROUNDS / 20, "something is refused: " + refused);
            assertArrayEquals(expected, run(chip, network));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName("an image of random words loads or is refused; a refused one leaves the board as it was")
    void asAnImage(String profile) {
        RandomNetwork network = RandomNetwork.of(profile, 2, 80, true, true, 7);
        Random random = new Random(profile.hashCode() + 1);
        try (Chip chip = Machines.create(network.spec(), 1)) {
            long[] expected = run(chip, network);
            for (int round = 0; round < ROUNDS; round++) {
                List<MemorySection> sections = new ArrayList<>();
                for (MemorySection section : network.image().sections()) {
                    long[] words = section.words().clone();
                    if (random.nextInt(6) == 0) {
                        int at = random.nextInt(Math.min(words.length, 64));
                        words[at] = random.nextBoolean() ? random.nextLong() : words[at] ^ 1L << random.nextInt(64);
                    }
                    sections.add(new MemorySection(section.core(), section.memory(), section.address(), words));
                }
                ChipImage image = ChipImage.of(
                        "hostile",
                        "loihi",
                        network.spec().digest(),
                        sections,
                        network.image().inputs(),
                        List.of());
                String before = chip.image().orElseThrow().digest();
                try {
                    chip.load(image);
                    network.drive(chip, 0, 3);
                    chip.advance(3);
                } catch (RanvierException e) {
                    assertTeaches(e);
                    if (!chip.image().orElseThrow().digest().equals(image.digest())) {
                        assertTrue(chip.image().orElseThrow().digest().equals(before), "the board keeps what it had");
                    }
                }
            }
            assertArrayEquals(expected, run(chip, network));
        }
    }

    /** A refusal is a sentence of ours about a core, an axon, a compartment or a stream, with a number that is wrong. */
    private static void assertTeaches(RanvierException e) {
        String message = e.getMessage();
        assertTrue(message.length() > 40 && message.matches("(?s).*\\d.*") && !message.contains("null"), message);
    }

    private static long[] run(Chip chip, RandomNetwork network) {
        chip.load(network.image());
        network.drive(chip, 0, 20);
        chip.advance(20);
        int[] sources = network.sources();
        long[] v = new long[sources.length];
        chip.readState("v", sources, v);
        return v;
    }
}
