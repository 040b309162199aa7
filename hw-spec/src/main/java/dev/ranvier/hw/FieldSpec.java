package dev.ranvier.hw;

/**
 * A bit field of a memory entry. Encoders and decoders of every client and of the machine derive from it.
 *
 * @param name name in the data sheet
 * @param word word within the entry, 0-based
 * @param low lowest bit within the word
 * @param bits width, 1..64
 * @param signed true for two's complement
 * @param meaning what it says, with units
 * @param source where width and meaning come from
 */
public record FieldSpec(String name, int word, int low, int bits, boolean signed, String meaning, String source) {
    /** The mask of the field within its word. */
    public long mask() {
        return (bits == 64 ? -1L : (1L << bits) - 1) << low;
    }

    /** Smallest value. */
    public long min() {
        return signed ? -(1L << (bits - 1)) : 0;
    }

    /** Largest value; a 64-bit unsigned field is limited to the positive longs. */
    public long max() {
        return signed ? (1L << (bits - 1)) - 1 : bits >= 63 ? Long.MAX_VALUE : (1L << bits) - 1;
    }

    /** The field's value in {@code wordValue}. */
    public long decode(long wordValue) {
        long raw = wordValue << (64 - low - bits);
        return signed ? raw >> (64 - bits) : raw >>> (64 - bits);
    }

    /** {@code value} at the field's place; an error if it does not fit. */
    public long encode(long value) {
        if (value < min() || value > max()) {
            throw new RanvierException(
                    name + " = " + value + " does not fit its field, allowed: " + min() + ".." + max());
        }
        return (value << low) & mask();
    }

    /** {@code value} at the field's place, reduced to its low bits: for state that wraps as the hardware does. */
    public long encodeWrapped(long value) {
        return (value << low) & mask();
    }

    /** {@code wordValue} with the field set to {@code value}. */
    public long with(long wordValue, long value) {
        return (wordValue & ~mask()) | encode(value);
    }
}
