package dev.ranvier.hw;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.CompartmentProfile.Semantics;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The preset {@code loihi} is the chip of the specification of the compartment family, sections 1 and 9. */
class PresetLoihiTest {
    private static final ChipSpec LOIHI = Chips.load("loihi");

    @Test
    @DisplayName("the catalogue's presets all load under their own name")
    void everyPresetLoads() {
        assertTrue(Chips.presets().contains("loihi"));
        for (String preset : Chips.presets()) {
            assertEquals(preset, Chips.load(preset).name());
        }
    }

    @Test
    @DisplayName("128 cores: 8 x 4 tiles of 4 cores")
    void grid() {
        assertEquals(128, LOIHI.cores());
        assertEquals(32, LOIHI.grid().tilesPerChip());
        assertEquals(128, LOIHI.grid().coresPerChip());
    }

    @ParameterizedTest
    @CsvSource({
        "neurons, 1024",
        "axons_in, 4096",
        "axons_out, 4096",
        "synapse_bits, 1048576",
        "profiles, 32",
        "thresholds, 8",
        "synapse_formats, 15",
        "pre_trace_profiles, 3"
    })
    @DisplayName("a core has the capacities that nengo-loihi counts")
    void capacities(String name, long value) {
        Limit limit = LOIHI.limits().get(name);
        assertEquals(value, limit.value());
        assertFalse(limit.unit().isBlank(), "a limit says what it counts");
        assertTrue(limit.source().contains("[N]"), "a limit says where it comes from");
    }

    @Test
    @DisplayName("the default profile is nengo, and the identity line names reference and golden set")
    void identity() {
        assertEquals(
                "loihi, profile nengo: equals the nengo-loihi emulator (commit e564f66) bit for bit"
                        + " (golden set loihi-nengo)",
                LOIHI.identity());
    }

    @ParameterizedTest
    @CsvSource({
        "nengo,  NENGO,  4095, 63, 0,  1, loihi-nengo",
        "lava,   LAVA,   4095, 0,  63, 1, loihi-lava",
        "brian2, BRIAN2, 4096, 64, 62, 0, loihi-brian2"
    })
    @DisplayName("each profile has the field ranges of its reference")
    void profiles(
            String name,
            Semantics semantics,
            int decayMax,
            int refractoryMax,
            int delayMax,
            int firstTick,
            String set) {
        ChipSpec spec = Chips.load("loihi", List.of("profile=" + name));
        CompartmentProfile profile = ((CompartmentCoreSpec) spec.core()).profile();
        assertAll(
                () -> assertEquals(semantics, profile.semantics()),
                () -> assertEquals(decayMax, profile.decayMax()),
                () -> assertEquals(refractoryMax, profile.refractoryMax()),
                () -> assertEquals(delayMax, profile.delayMax()),
                () -> assertEquals(firstTick, profile.firstTick()),
                () -> assertEquals(List.of(set), spec.exactness().goldenSets()),
                () -> assertEquals(Exactness.Level.BIT, spec.exactness().level()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName("every memory has distinct fields inside its words, with meaning and source, and a sensible size")
    void memoryMap(String profile) {
        ChipSpec spec = Chips.load("loihi", List.of("profile=" + profile));
        var names = new HashSet<String>();
        for (MemorySpec memory : spec.memories()) {
            assertTrue(names.add(memory.name()), memory.name() + " once");
            assertEquals("ranvier", memory.layout(), "word layouts of the silicon are not public");
            assertTrue(memory.depth() > 0);
            long[] taken = new long[memory.entryWords()];
            for (FieldSpec field : memory.fields()) {
                String place = memory.name() + "." + field.name();
                assertEquals(0, taken[field.word()] & field.mask(), place + " overlaps");
                taken[field.word()] |= field.mask();
                assertFalse(field.meaning().isBlank(), place);
                assertFalse(field.source().isBlank(), place);
                assertEquals(field.bits(), Long.bitCount(field.mask()), place);
            }
        }
        assertTrue(names.containsAll(List.of(
                "compartment_state",
                "compartment_config",
                "profiles",
                "thresholds",
                "axon_out",
                "axon_in",
                "synapse",
                "synapse_formats",
                "learning",
                "pre_trace",
                "noise",
                "random")));
    }

    @Test
    @DisplayName("memory sizes follow the capacities")
    void sizesFollowCapacities() {
        assertEquals(16384, LOIHI.memory("synapse").depth());
        ChipSpec half = Chips.load("loihi", List.of("core.synapse_bits=524288", "core.neurons=100"));
        assertEquals(8192, half.memory("synapse").depth());
        assertEquals(100, half.memory("compartment_state").entries());
        assertEquals(300, half.memory("compartment_state").depth());
    }

    @Test
    @DisplayName("an unknown memory or field is refused with the list of those that exist")
    void unknownNames() {
        String noMemory = assertThrows(RanvierException.class, () -> LOIHI.memory("synapses"))
                .getMessage();
        assertTrue(noMemory.contains("'synapses' does not exist") && noMemory.contains("axon_in, synapse_rows"));
        String noField = assertThrows(
                        RanvierException.class, () -> LOIHI.memory("axon_in").field("rows"))
                .getMessage();
        assertTrue(noField.contains("no field 'rows'") && noField.contains("row, atoms, base, group"));
    }

    @Test
    @DisplayName("a range outside a memory is refused with the words that exist, also where addresses overflow")
    void ranges() {
        MemorySpec memory = LOIHI.memory("axon_in");
        memory.checkRange("core 3", 4095, 1);
        memory.checkRange("core 3", 4096, 0);
        for (long[] range : new long[][] {{4096, 1}, {-1, 1}, {0, 4097}, {0, -1}, {Long.MAX_VALUE, 2}}) {
            String message = assertThrows(RanvierException.class, () -> memory.checkRange("core 3", range[0], range[1]))
                    .getMessage();
            assertTrue(message.contains("core 3") && message.contains("it has words 0..4095"), message);
        }
    }

    @Test
    @DisplayName("a place names tile and core, and the chip if there are several")
    void places() {
        assertEquals("(0,0).0", LOIHI.place(0));
        assertEquals("(1,0).2", LOIHI.place(6));
        assertEquals("(7,3).3", LOIHI.place(127));
        assertEquals(
                "chip 1 (0,0).1", Chips.load("loihi", List.of("grid.chips=2")).place(129));
    }

    @Test
    @DisplayName("the description's digest is the same in every load and differs between profiles")
    void digest() {
        assertEquals(LOIHI.digest(), Chips.load("loihi").digest());
        assertEquals(64, LOIHI.digest().length());
        assertNotEquals(
                LOIHI.digest(), Chips.load("loihi", List.of("profile=lava")).digest());
    }

    @ParameterizedTest
    @CsvSource({"1, 600", "2, 1000", "3, 1200", "4, 1400", "29, 1800", "32, 1800", "0, 600"})
    @DisplayName("the barrier takes the table's time, linear between entries and flat outside")
    void barrier(int tiles, double nanoseconds) {
        assertEquals(nanoseconds, LOIHI.costs().barrierNanoseconds(tiles), 1e-9);
    }

    @Test
    @DisplayName("an operation without a cost is refused with the operations that have one")
    void unknownCost() {
        String message = assertThrows(
                        RanvierException.class, () -> LOIHI.costs().item("synapse"))
                .getMessage();
        assertTrue(message.contains("no operation 'synapse'") && message.contains("synapse_dense"), message);
    }
}
