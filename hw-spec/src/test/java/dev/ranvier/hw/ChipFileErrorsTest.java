package dev.ranvier.hw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake in a chip file is answered with file, line, key, and what is allowed. */
class ChipFileErrorsTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("a copy of the preset is the same chip as the preset")
    void aCopyLoads() {
        assertEquals(
                Chips.load("loihi").digest(),
                ChipFile.of(folder, ChipFile.preset()).load().digest());
    }

    /** Piece of the preset, what stands there instead, the key that is named, what the message says. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                // unknown keys
                Arguments.of("policy: barrier", "polcy: barrier", "'clock.polcy'", "not a known key; allowed here: ["),
                Arguments.of(
                        "link_cycles_east_west: 2",
                        "link_cycles_east_west: 2\n  colour: red",
                        "'fabric.colour'",
                        "not a known key; allowed here: [buffer_depth"),
                Arguments.of("family: compartment", "family: cubic", "'family'", "allowed: compartment, crossbar"),
                Arguments.of("family: compartment", "family: crossbar", "'family'", "'core.kind' is 'compartment'"),
                Arguments.of(
                        "{value: 4096, unit: input axons",
                        "{vale: 4096, unit: input axons",
                        "'core.axons_in.vale'",
                        "allowed here: [source, unit, value]"),
                // missing keys
                Arguments.of("  columns: 8\n", "", "'grid'", "misses the key 'columns'; present: [rows"),
                Arguments.of("revision: 1\n", "", "the document", "misses the key 'revision'"),
                // wrong types
                Arguments.of(
                        "columns: 8", "columns: [8, 4]", "'grid.columns'", "must be a whole number, but is a list"),
                Arguments.of("columns: 8", "columns: {of: 8}", "'grid.columns'", "a whole number, but is a mapping"),
                Arguments.of("columns: 8", "columns:", "'grid'", "misses the key 'columns'"),
                Arguments.of("columns: 8", "columns: eight", "'grid.columns'", "is 'eight', but a whole number"),
                Arguments.of("columns: 8", "columns: 8.5", "'grid.columns'", "is '8.5', but a whole number"),
                Arguments.of("rows: 4", "rows: 1e999999999", "'grid.rows'", "but a whole number is needed, 1..1024"),
                Arguments.of(
                        "hop_north_south: {ns: 6.5",
                        "hop_north_south: {ns: fast",
                        "'costs.items.hop_north_south.ns'",
                        "is 'fast', but a number is needed"),
                Arguments.of(
                        "hop_north_south: {ns: 6.5",
                        "hop_north_south: {ns: .nan",
                        "'costs.items.hop_north_south.ns'",
                        "a number is needed"),
                Arguments.of("    noise: true", "    noise: perhaps", "'profiles[0].noise'", "allowed: true, false"),
                Arguments.of("clock:\n  nano", "clock: fast\nclick:\n  nano", "'click'", "not a known key"),
                // out of range
                Arguments.of("columns: 8", "columns: 0", "'grid.columns'", "is 0, allowed: 1..1024"),
                Arguments.of("chips: 1", "chips: 16385", "'grid.chips'", "allowed: 1..16384"),
                Arguments.of("chips: 1", "chips: 16384", "'grid'", "describes 2097152 cores, allowed: at most 1048576"),
                Arguments.of(
                        "{value: 1024, unit: compartments",
                        "{value: 0, unit: compartments",
                        "'core.neurons.value'",
                        "is 0, allowed: 1..4096"),
                Arguments.of(
                        "weight_bits: {value: 8",
                        "weight_bits: {value: 9",
                        "'core.weight_bits.value'",
                        "allowed: 1..8"),
                Arguments.of(
                        "policy: barrier", "policy: fixed", "'clock.tick_cycles'", "policy 'fixed' needs the length"),
                Arguments.of("policy: barrier", "policy: never", "'clock.policy'", "allowed: barrier, fixed, event"),
                Arguments.of(
                        "{tiles: 4, ns: 1400}", "{tiles: 2, ns: 1400}", "'costs.barrier[2].tiles'", "allowed: 3.."),
                // profiles
                Arguments.of("profile: nengo", "profile: silicon", "'profile'", "allowed: nengo, lava, brian2"),
                Arguments.of(
                        "semantics: brian2",
                        "semantics: brian3",
                        "'profiles[2].semantics'",
                        "allowed: nengo, lava, brian2"),
                // memories
                Arguments.of(
                        "{name: tag_bits, word: 0, bits: \"27:24\"",
                        "{name: tag_bits, word: 0, bits: \"27:23\"",
                        "'memories[10]'",
                        "has fields 'delay_bits' and 'tag_bits' that overlap in word 0"),
                Arguments.of(
                        "{name: tag_bits,", "{name: delay_bits,", "'memories[10]'", "has the field 'delay_bits' twice"),
                Arguments.of(
                        "{name: tag_bits, word: 0,",
                        "{name: tag_bits, word: 1,",
                        "'memories[10].fields[6].word'",
                        "is 1, allowed: 0..0"),
                Arguments.of(
                        "bits: \"27:24\"", "bits: \"24:27\"", "'memories[10].fields[6].bits'", "63 >= high >= low"),
                Arguments.of(
                        "bits: \"27:24\"", "bits: \"64:24\"", "'memories[10].fields[6].bits'", "63 >= high >= low"),
                Arguments.of("bits: \"27:24\"", "bits: some", "'memories[10].fields[6].bits'", "must be high:low"),
                Arguments.of(
                        "bits: \"27:24\"",
                        "bits: \"99999999999:0\"",
                        "'memories[10].fields[6].bits'",
                        "63 >= high >= low"),
                Arguments.of(
                        "entries: core.axons_in * 32",
                        "entries: core.axons * 32",
                        "'memories[7].entries'",
                        "names the limit 'axons'; limits: ["),
                Arguments.of(
                        "entries: core.axons_in * 32",
                        "entries: many",
                        "'memories[7].entries'",
                        "must be a number or core.<limit>"),
                Arguments.of(
                        "entries: core.axons_in * 32",
                        "entries: core.axons_in / 0",
                        "'memories[7].entries'",
                        "divides by 0"),
                Arguments.of(
                        "entries: core.axons_in * 32",
                        "entries: core.axons_in * 9223372036854775807",
                        "'memories[7].entries'",
                        "allowed: 1..2147483647 words"),
                Arguments.of(
                        "entries: core.axons_in * 32",
                        "entries: 99999999999999999999",
                        "'memories[7].entries'",
                        "allowed: 1..2147483647 words"),
                Arguments.of(
                        "entries: core.axons_in * 32",
                        "entries: core.axons_in * 0",
                        "'memories[7].entries'",
                        "gives 0 entries"),
                Arguments.of(
                        "entries: core.synapse_bits / 8\n    entry_words: 2\n    authority: decoded",
                        "entries: core.synapse_bits / 8\n    entry_words: 2\n    authority: both",
                        "'memories[9].authority'",
                        "allowed: decoded, words"),
                Arguments.of(
                        "name: synapse_formats",
                        "name: synapse",
                        "'memories[10].name'",
                        "there is a memory 'synapse' already"));
    }

    @ParameterizedTest(name = "{2}: {3}")
    @MethodSource("mistakes")
    @DisplayName("a mistake is answered with file, line, key and what is allowed")
    void mistake(String piece, String other, String key, String says) {
        ChipFile file = ChipFile.with(folder, piece, other);
        String message = file.refusal();
        assertTrue(message.matches("(?s).*my\\.yaml:\\d+: .*"), "file and line: " + message);
        assertTrue(message.contains(key), "key " + key + ": " + message);
        assertTrue(message.contains(says), "says '" + says + "': " + message);
    }

    @Test
    @DisplayName("the line is the one on which the wrong value stands")
    void lineOfAValue() {
        ChipFile file = ChipFile.with(folder, "columns: 8", "columns: 0");
        assertTrue(file.refusal().contains("my.yaml:" + file.lineOf("columns: 0") + ": "), file.refusal());
        ChipFile unknown = ChipFile.with(folder, "name: loihi\n", "nmae: loihi\n");
        assertTrue(unknown.refusal().contains("my.yaml:" + unknown.lineOf("nmae: loihi") + ": "), unknown.refusal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \n",
                "name: [unclosed",
                "name: loihi\n\tfamily: compartment",
                "name: 'unclosed",
                "{{{{",
                "a: b: c",
                "%YAML 9.9\n---\nname: x",
                "? [complex, key]\n: value"
            })
    @DisplayName("text that is no YAML is refused with file and line, without a stack trace of the parser")
    void notYaml(String text) {
        String message = ChipFile.of(folder, text).refusal();
        assertTrue(message.matches("(?s).*my\\.yaml:\\d+: the document .*"), message);
        assertFalse(message.contains("Exception"), message);
    }

    @Test
    @DisplayName("text that is nested without end is refused before it costs anything")
    void deepNesting() {
        String message = ChipFile.of(folder, "a: " + "[".repeat(100_000)).refusal();
        assertTrue(
                message.contains("is nested deeper than 64 levels"),
                message.substring(0, Math.min(200, message.length())));
    }

    @Test
    @DisplayName("a document that is no mapping is refused by what it is")
    void notAMapping() {
        assertTrue(ChipFile.of(folder, "- 1\n- 2\n")
                .refusal()
                .endsWith("the document must be a mapping (key: value), but is a list"));
        assertTrue(ChipFile.of(folder, "just words")
                .refusal()
                .endsWith("must be a mapping (key: value), but is the single value 'just words'"));
    }

    @Test
    @DisplayName("a key that stands twice is refused, so that no value is lost silently")
    void duplicateKey() {
        ChipFile file = ChipFile.with(folder, "  rows: 4", "  rows: 4\n  columns: 9");
        assertTrue(file.refusal().contains("'grid' holds the key 'columns' twice"), file.refusal());
    }

    @Test
    @DisplayName("aliases are refused instead of being read as the text of their name")
    void aliases() {
        ChipFile file = ChipFile.of(
                folder,
                ChipFile.preset()
                        .replace("title: Loihi", "title: &t Loihi")
                        .replace("revision: 1\n", "revision: *t\n"));
        assertTrue(file.refusal().contains("'revision' is an alias (*t)"), file.refusal());
    }

    @Test
    @DisplayName("a second document in the file is refused, so that nothing is ignored silently")
    void secondDocument() {
        ChipFile file = ChipFile.of(folder, ChipFile.preset() + "\n---\nname: other\n");
        assertTrue(file.refusal().contains("the document is followed by a second one"), file.refusal());
    }

    @Test
    @DisplayName("a chip that does not exist is refused with the presets and with how to give a file")
    void unknownChip() {
        for (String name : new String[] {"lohi", "no/such/file.yaml", "nothere.yaml", ""}) {
            String message =
                    assertThrows(RanvierException.class, () -> Chips.load(name)).getMessage();
            assertTrue(
                    message.contains("chip '" + name + "' does not exist; presets: loihi") && message.contains(".yaml"),
                    message);
        }
    }

    @Test
    @DisplayName("a folder, or bytes that are no text, in the place of a chip file are refused")
    void notAFile() throws Exception {
        String message = assertThrows(RanvierException.class, () -> Chips.load(folder.toString() + "/"))
                .getMessage();
        assertTrue(message.contains("no such file"), message);
        Path bytes = java.nio.file.Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 1, 2});
        String notText = assertThrows(RanvierException.class, () -> Chips.load(bytes.toString()))
                .getMessage();
        assertTrue(notText.contains("b.yaml cannot be read as UTF-8 text"), notText);
    }
}
