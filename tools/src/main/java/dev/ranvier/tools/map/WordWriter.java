package dev.ranvier.tools.map;

import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import java.util.Arrays;

/** Words of a memory while they are put together: by entry and field, or as a stream of bits. Not safe for several threads. */
public final class WordWriter {
    private final MemorySpec spec;
    private final String place;
    private long[] words = new long[16];
    private int used;
    private long bit;

    /**
     * Words of a memory, all zero.
     *
     * @param spec the memory
     * @param place where it is, for messages
     */
    public WordWriter(MemorySpec spec, String place) {
        this.spec = spec;
        this.place = place;
    }

    /** The memory. */
    public MemorySpec spec() {
        return spec;
    }

    /** Sets field {@code field} of entry {@code entry}. */
    public void set(int entry, String field, long value) {
        if (entry < 0 || entry >= spec.entries()) {
            throw new RanvierException(place + ": entry " + entry + " of memory '" + spec.name()
                    + "' does not exist, allowed: 0.." + (spec.entries() - 1));
        }
        FieldSpec layout = spec.field(field);
        int address = entry * spec.entryWords() + layout.word();
        ensure(address + 1);
        try {
            words[address] = layout.with(words[address], value);
        } catch (RanvierException e) {
            throw new RanvierException(
                    place + ", entry " + entry + " of memory '" + spec.name() + "': " + e.getMessage(), e);
        }
    }

    /** Sets a whole word. */
    public void word(int address, long value) {
        spec.checkRange(place, address, 1);
        ensure(address + 1);
        words[address] = value;
    }

    /** Word at which the next bit goes. */
    int position() {
        return (int) (bit >>> 6);
    }

    /** Appends the low {@code width} bits of {@code value} to the stream. */
    void bits(long value, int width) {
        if (width == 0) {
            return;
        }
        int word = (int) (bit >>> 6);
        int low = (int) (bit & 63);
        long masked = width == 64 ? value : value & ((1L << width) - 1);
        if (word + 2 > spec.depth() && bit + width > (long) spec.depth() * 64) {
            throw new RanvierException(place + ": memory '" + spec.name() + "' of " + spec.depth() + " words is full");
        }
        ensure(Math.min(spec.depth(), word + 2));
        words[word] |= masked << low;
        if (low + width > 64) {
            words[word + 1] |= masked >>> (64 - low);
        }
        bit += width;
    }

    /** Goes on at the next word. */
    void align() {
        bit = Math.ceilDiv(bit, 64) * 64;
    }

    private void ensure(int count) {
        if (count > words.length) {
            words = Arrays.copyOf(words, Math.max(count, 2 * words.length));
        }
        used = Math.max(used, count);
    }

    /** The words up to the last one that is not zero. */
    public long[] words() {
        int length = used;
        while (length > 0 && words[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(words, length);
    }
}
