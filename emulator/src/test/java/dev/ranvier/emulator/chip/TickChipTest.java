package dev.ranvier.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.CoreWords;
import dev.ranvier.emulator.RandomNetwork;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chip promises its host: loading, resetting, input, counters, refusals. */
class TickChipTest {
    private static final ChipSpec LOIHI = Chips.load("loihi");

    private static String refusal(Executable what) {
        return assertThrows(RanvierException.class, what).getMessage();
    }

    private static Chip loaded(RandomNetwork network) {
        Chip chip = Machines.create(network.spec(), 1);
        chip.load(network.image());
        chip.spikeLog().enable(true);
        return chip;
    }

    private static Observed run(Chip chip, RandomNetwork network, int ticks) {
        network.drive(chip, chip.tick() + 1, chip.tick() + ticks);
        chip.advance(ticks);
        Observed seen = Observed.of(chip, network, 2);
        chip.spikeLog().clear();
        return seen;
    }

    @Test
    @DisplayName("an image for another description is refused with both digests and the remedy; the chip keeps its own")
    void foreignImage() {
        RandomNetwork network = RandomNetwork.of("nengo", 2, 70, false, false, 1);
        RandomNetwork lava = RandomNetwork.of("lava", 2, 70, false, false, 1);
        try (Chip chip = loaded(network)) {
            String message = refusal(() -> chip.load(lava.image()));
            assertTrue(
                    message.contains(lava.spec().digest().substring(0, 12))
                            && message.contains(network.spec().digest().substring(0, 12))
                            && message.contains("map the network again"),
                    message);
            assertEquals(network.image(), chip.image().orElseThrow());
        }
    }

    @Test
    @DisplayName("an image that names a core, memory, word or channel target that does not exist is refused whole")
    void badImages() {
        RandomNetwork network = RandomNetwork.of("nengo", 2, 70, false, false, 1);
        ChipImage good = network.image();
        try (Chip chip = loaded(network)) {
            byte[] before = Observed.snapshot(chip);
            List<MemorySection> sections = new ArrayList<>(good.sections());
            sections.add(new MemorySection(128, "axon_in", 0, new long[] {1}));
            String noCore = refusal(() -> chip.load(image(good, sections, good.inputs())));
            assertTrue(noCore.contains("core 128 does not exist: chip 'loihi' has cores 0..127"), noCore);
            sections.set(sections.size() - 1, new MemorySection(0, "axons", 0, new long[] {1}));
            String noMemory = refusal(() -> chip.load(image(good, sections, good.inputs())));
            assertTrue(
                    noMemory.contains("section of core 0: memory 'axons' does not exist")
                            && noMemory.contains("axon_in"),
                    noMemory);
            sections.set(sections.size() - 1, new MemorySection(1, "axon_in", 63, new long[] {1, 2}));
            String noWord = refusal(() -> chip.load(image(good, sections, good.inputs())));
            assertTrue(noWord.contains("words 63..64 of memory 'axon_in' of core 1 do not exist"), noWord);
            InputPort port = new InputPort(
                    "in", InputPort.Kind.SPIKE, new int[] {0, 1}, new long[] {AxonAddress.spike(200, 0, 0)});
            String noTarget = refusal(() -> chip.load(image(good, good.sections(), List.of(port))));
            assertTrue(noTarget.contains("core 200 does not exist"), noTarget);
            assertArrayEquals(before, Observed.snapshot(chip));
        }
    }

    private static ChipImage image(ChipImage good, List<MemorySection> sections, List<InputPort> ports) {
        return ChipImage.of("bad", good.chip(), good.chipDigest(), sections, ports, good.outputs());
    }

    @Test
    @DisplayName("what does not exist is refused by name, with what does")
    void unknown() {
        try (Chip chip = Machines.create(LOIHI, 1)) {
            assertTrue(refusal(() -> chip.memory(128, "axon_in")).contains("has cores 0..127"));
            assertTrue(refusal(() -> chip.memory(-1, "axon_in")).contains("has cores 0..127"));
            assertTrue(refusal(() -> chip.memory(3, "weights")).contains("memory 'weights' does not exist"));
            assertTrue(refusal(() -> chip.readState("i", new int[] {0}, new long[1]))
                    .contains("this chip has [u, v"));
            assertTrue(refusal(() -> chip.readState("u", new int[] {131072}, new long[1]))
                    .contains("has neurons 0..131071"));
            assertTrue(refusal(() -> chip.readState("u", new int[] {-1}, new long[1]))
                    .contains("neuron -1 does not"));
            assertTrue(refusal(() -> chip.inject(1, 0, 1)).contains("input channel 0 does not exist"));
        }
    }

    @Test
    @DisplayName("an event of a tick that is over is refused, one of the next tick is taken, and only taken ones count")
    void lateEvents() {
        RandomNetwork network = RandomNetwork.of("nengo", 2, 70, false, false, 1);
        try (Chip chip = loaded(network)) {
            chip.advance(10);
            assertFalse(chip.inject(9, 0, 1), "stamp 9 acts in tick 10, which is over");
            assertTrue(chip.inject(10, 0, 1));
            assertEquals(1, chip.counters().hostEvents());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName("loading an image again is a new board: the same run follows")
    void loadAgain(String profile) {
        RandomNetwork network = RandomNetwork.of(profile, 2, 70, true, true, 2);
        try (Chip chip = loaded(network)) {
            Observed first = run(chip, network, 30);
            chip.memory(0, "axon_out").write(500, 77);
            chip.memory(40, "axon_out").write(500, 77);
            chip.load(network.image());
            assertEquals(0, chip.cycle());
            Observed second = run(chip, network, 30);
            assertEquals(first.spikes(), second.spikes());
            assertArrayEquals(first.snapshot(), second.snapshot());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName("reset of ALL is a fresh load")
    void resetAll(String profile) {
        RandomNetwork network = RandomNetwork.of(profile, 2, 70, true, true, 3);
        try (Chip chip = loaded(network)) {
            byte[] fresh = Observed.snapshot(chip);
            run(chip, network, 30);
            chip.memory(0, "random").write(100, 5);
            network.drive(chip, 40, 60);
            chip.reset(Chip.ResetScope.ALL);
            assertArrayEquals(fresh, Observed.snapshot(chip));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName("reset of STATE without learning repeats the run, spikes under way and events included")
    void resetState(String profile) {
        RandomNetwork network = RandomNetwork.of(profile, 2, 70, false, true, 4);
        try (Chip chip = loaded(network)) {
            Observed first = run(chip, network, 30);
            network.drive(chip, chip.tick() + 1, chip.tick() + 50);
            chip.reset(Chip.ResetScope.STATE);
            chip.clearCounters();
            Observed second = run(chip, network, 30);
            assertEquals(first.spikes(), second.spikes());
            assertEquals(first.state(), second.state());
            assertEquals(first.counters().spikes(), second.counters().spikes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName("reset of STATE keeps what was learned; reset of PLASTICITY brings the image's weights back")
    void resetPlasticity(String profile) {
        RandomNetwork network = RandomNetwork.of(profile, 2, 70, true, true, 5);
        try (Chip chip = loaded(network)) {
            long[] fresh = plastic(chip);
            run(chip, network, 40);
            long[] learned = plastic(chip);
            assertFalse(java.util.Arrays.equals(fresh, learned), "something was learned");
            chip.reset(Chip.ResetScope.STATE);
            assertArrayEquals(learned, plastic(chip));
            chip.reset(Chip.ResetScope.PLASTICITY);
            assertArrayEquals(fresh, plastic(chip));
        }
    }

    private static long[] plastic(Chip chip) {
        int words = 2 * 60;
        long[] seen = new long[2 * words];
        for (int i = 0; i < words; i++) {
            seen[i] = chip.memory(0, "plastic_synapse").read(i);
            seen[words + i] = chip.memory(1, "plastic_synapse").read(i);
        }
        return seen;
    }

    @Test
    @DisplayName("clearing the counters leaves the run as it is")
    void clearCounters() {
        RandomNetwork network = RandomNetwork.of("nengo", 2, 70, false, false, 1);
        try (Chip cleared = loaded(network);
                Chip other = loaded(network)) {
            network.drive(cleared, 0, 40);
            network.drive(other, 0, 40);
            cleared.advance(20);
            other.advance(20);
            long spikes = other.counters().spikes();
            cleared.clearCounters();
            assertEquals(0, cleared.counters().ticks());
            cleared.advance(20);
            other.advance(20);
            assertEquals(other.counters().spikes() - spikes, cleared.counters().spikes());
            assertEquals(other.cycle(), cleared.cycle());
            assertEquals(
                    Observed.of(other, network, 2).state(),
                    Observed.of(cleared, network, 2).state());
        }
    }

    @Test
    @DisplayName("counters, time and energy of a run are those that the cost table gives by hand")
    void costs() {
        // Core 0, tile (0,0): one neuron fires every tick into core 0 and core 37 = tile (1,1).
        CoreWords source = new CoreWords(LOIHI, 0);
        source.compartments(1).profile(0, 4095, 0, 1, false).threshold(0, 1).compartment(0, 0, 0, 65, 0);
        int self = source.axon(CoreWords.SPARSE, new int[] {0}, new int[] {0}, null);
        CoreWords target = new CoreWords(LOIHI, 37);
        target.compartments(5).profile(0, 4095, 4095, 1, false).threshold(0, 131071);
        int axon = target.axon(CoreWords.DENSE, new int[] {0, 1, 2, 3}, new int[] {1, 1, 1, 1}, null);
        source.output(0, 0, self, 0).output(0, 37, axon, 0).output(0, 37, 99, 0);
        List<MemorySection> sections = new ArrayList<>(source.sections());
        sections.addAll(target.sections());
        try (Chip chip = Machines.create(LOIHI, 1)) {
            chip.load(ChipImage.of("costs", "loihi", LOIHI.digest(), sections, List.of(), List.of()));
            chip.advance(3);
            Counters c = chip.counters();
            assertEquals(3, c.ticks());
            assertEquals(3, c.spikes());
            assertEquals(9, c.messages());
            assertEquals(2 * 2, c.axonEvents(), "spikes of tick 3 have not arrived");
            assertEquals(2, c.dropped(), "axon 99 is not in use");
            assertEquals(2 * (1 + 4), c.synapticEvents());
            assertEquals(3 * 6, c.neuronUpdates());
            assertEquals(3 * 2, c.hopsEastWest());
            assertEquals(3 * 2, c.hopsNorthSouth());
            double picojoules = 18 * (51.2 + 21.6) + 3 * 69.3 + 9 * 111 + 8 * 35.5 + 2 * 33.6 + 6 * 3.0 + 6 * 4.2;
            assertEquals(picojoules * 1e-12, c.energyJoule(), 1e-18);
            double core0 = 9.7 + 30 + 3 * 5.1;
            double first = Math.max(core0, 5 * 9.7);
            double later = Math.max(core0 + 16 + 4.7, 5 * 9.7 + 16 + 4 * 3.8);
            assertEquals(3 * 1000 + first + 2 * later, c.nanoseconds(), 1e-6);
            assertEquals((long) Math.ceil(c.nanoseconds()), c.cycles());
            assertEquals(c.cycles(), chip.cycle());
            assertEquals(2, c.cores().size());
            assertEquals(37, c.cores().get(1).core());
            assertEquals(8, c.cores().get(1).synapticEvents());
            assertEquals("loihi-sana-fe", c.energyModel());
        }
    }

    @Test
    @DisplayName("an empty chip runs: ticks pass, nothing fires")
    void empty() {
        for (String profile : List.of("nengo", "lava", "brian2")) {
            try (Chip chip = Machines.create(Chips.load("loihi", List.of("profile=" + profile)), 1)) {
                long before = chip.tick();
                chip.advance(10);
                assertEquals(before + 10, chip.tick());
                assertEquals(0, chip.counters().spikes());
            }
        }
    }

    @Test
    @DisplayName("a network that the host writes word by word runs as the same words in an image")
    void wordByWord() {
        RandomNetwork network = RandomNetwork.of("nengo", 2, 70, false, false, 6);
        try (Chip image = loaded(network);
                Chip words = Machines.create(network.spec(), 1)) {
            for (MemorySection section : network.image().sections()) {
                for (int i = 0; i < section.words().length; i++) {
                    words.memory(section.core(), section.memory()).write(section.address() + i, section.words()[i]);
                }
            }
            image.advance(50);
            words.advance(50);
            assertEquals(
                    Observed.of(image, network, 2).state(),
                    Observed.of(words, network, 2).state());
            assertTrue(words.counters().spikes() > 0);
        }
    }
}
