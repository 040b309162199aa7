package dev.ranvier.hw;

/**
 * Values that a parameter may have.
 *
 * @param min smallest
 * @param max largest
 */
public record FieldRange(long min, long max) {
    /** Two's complement numbers of {@code bits} bits, 1..63. */
    public static FieldRange signed(int bits) {
        return new FieldRange(-(1L << (bits - 1)), (1L << (bits - 1)) - 1);
    }

    /** True if {@code value} is one of them. */
    public boolean holds(long value) {
        return value >= min && value <= max;
    }

    @Override
    public String toString() {
        return min + ".." + max;
    }
}
