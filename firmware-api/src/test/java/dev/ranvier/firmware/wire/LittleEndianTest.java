package dev.ranvier.firmware.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LittleEndianTest {
    @Property(tries = 200)
    @Label("words survive in the fewest bytes that hold them all")
    void words(@ForAll long[] raw, @ForAll @IntRange(min = 1, max = 64) int bits) {
        long[] words = new long[raw.length];
        for (int i = 0; i < raw.length; i++) {
            words[i] = raw[i] >>> (64 - bits);
        }
        int width = LittleEndian.wordBytes(words);
        assertArrayEquals(words, LittleEndian.words(LittleEndian.words(words, width), width));
        assertEquals(words.length * width, LittleEndian.words(words, width).size());
    }

    @Test
    @DisplayName("columns are little-endian and the CRC is Castagnoli's")
    void bytes() {
        assertEquals(
                ByteString.copyFrom(new byte[] {4, 3, 2, 1, -1, -1, -1, -1}),
                LittleEndian.ints(new int[] {0x01020304, -1}));
        assertArrayEquals(new int[] {0x01020304, -1}, LittleEndian.ints(LittleEndian.ints(new int[] {0x01020304, -1})));
        // The check value of CRC-32C (catalogue of parametrised CRC algorithms).
        assertEquals(0xE3069283, LittleEndian.crc32c(ByteString.copyFromUtf8("123456789")));
        assertEquals(8, LittleEndian.wordBytes(new long[] {-1}));
        assertEquals(1, LittleEndian.wordBytes(new long[] {}));
    }
}
