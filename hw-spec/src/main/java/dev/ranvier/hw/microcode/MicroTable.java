package dev.ranvier.hw.microcode;

import java.util.Arrays;

/**
 * A look-up table (neuron microcode, section 5.4).
 *
 * @param name name in the program text
 * @param offset added to the argument
 * @param shift log2 of the width of a segment, 0..31
 * @param values 2^k + 1 entries, k = 0..10; owned by the table, not to be changed
 */
public record MicroTable(String name, int offset, int shift, int[] values) {
    /** Most entries. */
    public static final int MOST_ENTRIES = 1025;

    /** The value at {@code x}, linear between entries. */
    public int lookUp(int x) {
        long last = ((long) (values.length - 1) << shift) - 1;
        long u = Math.min(Math.max((long) x + offset, 0), last);
        int i = (int) (u >> shift);
        long fraction = (shift >= 12 ? u >> (shift - 12) : u << (12 - shift)) & 0xFFF;
        return (int) (values[i] + ((((long) values[i + 1] - values[i]) * fraction + 2048) >> 12));
    }

    /** True if {@code count} entries are 2^k + 1 of them, k = 0..10. */
    public static boolean lengthAllowed(int count) {
        return count >= 2 && count <= MOST_ENTRIES && Integer.bitCount(count - 1) == 1;
    }

    /** True if segments of the width reach no further than 2^31 (section 5.4). */
    public static boolean rangeAllowed(int count, int shift) {
        return (long) (count - 1) << shift <= 1L << 31;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MicroTable table
                && offset == table.offset
                && shift == table.shift
                && Arrays.equals(values, table.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * offset + shift) + Arrays.hashCode(values);
    }
}
