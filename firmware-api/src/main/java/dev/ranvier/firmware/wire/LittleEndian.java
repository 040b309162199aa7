package dev.ranvier.firmware.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Columns of fixed-width little-endian values in {@code bytes} fields, copied in bulk (benchmark: SpikeCodecBenchmark).
 * Stateless.
 */
public final class LittleEndian {
    private LittleEndian() {}

    /** {@code count} ints from {@code from} on, 4 bytes each. */
    public static ByteString ints(int[] values, int from, int count) {
        byte[] bytes = new byte[Math.multiplyExact(4, count)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values, from, count);
        return UnsafeByteOperations.unsafeWrap(bytes); // nobody else has the array
    }

    /** All ints, 4 bytes each. */
    public static ByteString ints(int[] values) {
        return ints(values, 0, values.length);
    }

    /** The ints of a column; its length must be a multiple of 4. */
    public static int[] ints(ByteString column) {
        int[] values = new int[column.size() / 4];
        column.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(values);
        return values;
    }

    /** All longs, 8 bytes each. */
    public static ByteString longs(long[] values) {
        byte[] bytes = new byte[Math.multiplyExact(8, values.length)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** The longs of a column; its length must be a multiple of 8. */
    public static long[] longs(ByteString column) {
        long[] values = new long[column.size() / 8];
        column.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(values);
        return values;
    }

    /** Bytes per word, 1, 2, 4 or 8, for words of {@code bits} bits. */
    public static int wordBytes(int bits) {
        return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
    }

    /** The fewest bytes per word, 1, 2, 4 or 8, that hold every one of {@code words} as an unsigned number. */
    public static int wordBytes(long[] words) {
        long any = 0;
        for (long word : words) {
            any |= word;
        }
        return wordBytes(64 - Long.numberOfLeadingZeros(any));
    }

    /** The low {@code wordBytes} bytes of each word. */
    public static ByteString words(long[] words, int wordBytes) {
        if (wordBytes == 8) {
            return longs(words);
        }
        byte[] bytes = new byte[Math.multiplyExact(words.length, wordBytes)];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            switch (wordBytes) {
                case 1 -> out.put((byte) word);
                case 2 -> out.putShort((short) word);
                default -> out.putInt((int) word);
            }
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** The words of a column, zero-extended; its length must be a multiple of {@code wordBytes} (1, 2, 4 or 8). */
    public static long[] words(ByteString column, int wordBytes) {
        if (wordBytes == 8) {
            return longs(column);
        }
        long[] words = new long[column.size() / wordBytes];
        ByteBuffer in = column.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < words.length; i++) {
            words[i] = switch (wordBytes) {
                case 1 -> in.get() & 0xFFL;
                case 2 -> in.getShort() & 0xFFFFL;
                default -> in.getInt() & 0xFFFFFFFFL;
            };
        }
        return words;
    }

    /** CRC-32C (Castagnoli) over a column. */
    public static int crc32c(ByteString column) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : column.asReadOnlyByteBufferList()) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }

    /** CRC-32C over a part of an array. */
    public static int crc32c(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
