package dev.ranvier.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.MemorySpec;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of every memory of every preset in every profile: write(w), then read() is w. */
class MemoryLawTest {
    static Stream<Arguments> memories() {
        return Chips.presets().stream().flatMap(preset -> profiles(preset).stream()
                .flatMap(profile -> spec(preset, profile).memories().stream()
                        .map(memory -> Arguments.of(preset, profile, memory.name()))));
    }

    private static List<String> profiles(String preset) {
        return switch (preset) {
            case "loihi" -> List.of("nengo", "lava", "brian2");
            case "ranvier" -> List.of("programmable", "biophysical");
            case "ranc-sim", "ranc", "truenorth" -> List.of("");
            default -> throw new IllegalArgumentException("add the profiles of " + preset);
        };
    }

    private static ChipSpec spec(String preset, String profile) {
        return Chips.load(preset, profile.isEmpty() ? List.of() : List.of("profile=" + profile));
    }

    private static Chip chip(String preset, String profile) {
        return Machines.create(spec(preset, profile), 1);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("memories")
    @DisplayName("random words in every address read back, however often they are written")
    void everyAddress(String preset, String profile, String name) {
        try (Chip chip = chip(preset, profile)) {
            boolean ofBoard = chip.spec().memory(name).scope() == MemorySpec.Scope.BOARD;
            MemoryBank bank = chip.memory(ofBoard ? 0 : 5, name);
            int depth = bank.spec().depth();
            long[] shadow = new long[depth];
            Random random = new Random(name.hashCode() + 31L * profile.hashCode());
            for (int round = 0; round < 2; round++) {
                for (int a = 0; a < depth; a++) {
                    shadow[a] = word(random);
                    bank.write(a, shadow[a]);
                    assertEquals(shadow[a], bank.read(a));
                }
                for (int i = 0; i < 2000; i++) {
                    int a = random.nextInt(depth);
                    shadow[a] = word(random);
                    bank.write(a, shadow[a]);
                }
                for (int a = 0; a < depth; a++) {
                    assertEquals(shadow[a], bank.read(a), name + " word " + a);
                }
            }
        }
    }

    /** Any bits, but also the words where signs and widths go wrong. */
    private static long word(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 1L << random.nextInt(64);
            case 3 -> ~(1L << random.nextInt(64));
            default -> random.nextLong();
        };
    }

    @Test
    @DisplayName("cores and memories do not share words: what is written to one is read from no other")
    void nothingIsShared() {
        try (Chip chip = chip("loihi", "lava")) {
            ChipSpec spec = chip.spec();
            for (int core : new int[] {0, 1, 127}) {
                for (MemorySpec memory : spec.memories()) {
                    chip.memory(core, memory.name())
                            .write(
                                    memory.depth() - 1,
                                    core * 100L + memory.name().length());
                }
            }
            for (int core : new int[] {0, 1, 127}) {
                for (MemorySpec memory : spec.memories()) {
                    assertEquals(
                            core * 100L + memory.name().length(),
                            chip.memory(core, memory.name()).read(memory.depth() - 1));
                }
            }
        }
    }

    @Test
    @DisplayName("a memory that was never written reads as zero")
    void untouched() {
        try (Chip chip = chip("loihi", "nengo")) {
            for (MemorySpec memory : chip.spec().memories()) {
                for (int a : new int[] {0, memory.depth() / 2, memory.depth() - 1}) {
                    assertEquals(0, chip.memory(3, memory.name()).read(a), memory.name());
                }
            }
        }
    }

    @Test
    @DisplayName("a fault is a read, a flip and a write: it changes that bit of the machine's state and no other")
    void aFault() {
        try (Chip chip = chip("loihi", "nengo")) {
            MemoryBank state = chip.memory(0, "compartment_state");
            chip.memory(0, "registers").write(0, 4 | 23L << 16 | 7L << 21);
            for (int i = 0; i < 4; i++) {
                state.write(3 * i + 1, 1000 + i);
            }
            state.write(3 * 2 + 1, state.read(3 * 2 + 1) ^ 1L << 12);
            long[] v = new long[4];
            chip.readState("v", new int[] {0, 1, 2, 3}, v);
            assertEquals(
                    List.of(1000L, 1001L, 1002L ^ 4096L, 1003L),
                    java.util.Arrays.stream(v).boxed().toList());
        }
    }
}
