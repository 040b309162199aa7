package dev.ranvier.hw.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML whose nodes remember their lines. */
class YamlReaderTest {
    private static YamlNode parse(String text) {
        return YamlReader.parse("f.yaml", text);
    }

    @Test
    @DisplayName("every node knows its line and its path")
    void linesAndPaths() {
        YamlNode root = parse("a: 1\n\nb:\n  - c: x\n    d: [1,\n        2]\n");
        YamlNode inner = root.get("b").items().getFirst().get("d").items().get(1);
        assertEquals("b[0].d[1]", inner.path());
        assertEquals(6, inner.line());
        assertEquals(2, inner.asInt(0, 9));
        assertEquals(1, root.get("a").line());
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "-3, -3", "1_000_000, 1000000", "0x1F, 31", "1e3, 1000", "2.0, 2", "+7, 7"})
    @DisplayName("whole numbers may have underscores, be hexadecimal, or be written as a power of ten")
    void wholeNumbers(String text, long value) {
        assertEquals(value, parse("a: " + text).get("a").asLong(-10, 1L << 40));
    }

    @ParameterizedTest
    @CsvSource({"1.5", "0x", "''", "one", "1e-3", "0xFFFFFFFFFFFFFFFFF", "99999999999999999999", "1 2", "nan"})
    @DisplayName("what is no whole number is refused with the text and the range")
    void notWhole(String text) {
        String message = assertThrows(
                        YamlException.class,
                        () -> parse("a: \"" + text + "\"").get("a").asLong(0, 5))
                .getMessage();
        assertEquals("f.yaml:1: 'a' is '" + text + "', but a whole number is needed, 0..5", message);
    }

    @Test
    @DisplayName("a document of several megabytes is read: networks are that large")
    void large() {
        String item = "  - " + "7".repeat(100_000) + "\n";
        assertEquals(60, parse("list:\n" + item.repeat(60)).get("list").items().size());
    }

    @Test
    @DisplayName("a file beyond the size limit is refused before it is read")
    void tooLarge(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("big.yaml");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(YamlReader.MAX_BYTES + 1);
        }
        String message = assertThrows(RanvierException.class, () -> YamlReader.read(file))
                .getMessage();
        assertTrue(
                message.contains("has 67108865 bytes, allowed: 67108864") && message.contains(".csv or .npy"), message);
    }

    @Test
    @DisplayName("a scalar counts as a list of one, null as an empty list")
    void lists() {
        assertEquals("x", parse("a: x").get("a").items().getFirst().asText());
        assertEquals(0, parse("a: []").get("a").items().size());
        assertTrue(parse("a:").find("a").isEmpty());
    }

    @Test
    @DisplayName("the canonical text tells apart what differs and not what only looks different")
    void canonical() {
        assertEquals(
                parse("a: {b: 1, c: [2]}").canonical(),
                parse("a:\n  b: 1\n  c:\n    - 2\n").canonical());
        assertNotEquals(parse("a: 1").canonical(), parse("a: 2").canonical());
        assertNotEquals(parse("a: [1, 2]").canonical(), parse("a: [12]").canonical());
        assertNotEquals(
                parse("a: \"x',b:'y\"").canonical(), parse("{a: x, b: y}").canonical());
    }
}
