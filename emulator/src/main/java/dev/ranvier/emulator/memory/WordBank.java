package dev.ranvier.emulator.memory;

import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A memory whose words are the truth. The array grows to the highest word that was ever written; words above read as
 * zero. A version number tells decoders when to decode again. Owned by the chip's thread.
 */
public final class WordBank implements MemoryBank {
    private final MemorySpec spec;
    private long[] words = new long[0];
    private int version;

    /** An empty memory. */
    public WordBank(MemorySpec spec) {
        this.spec = spec;
    }

    @Override
    public MemorySpec spec() {
        return spec;
    }

    @Override
    public long read(int address) {
        return address < words.length ? words[address] : 0;
    }

    @Override
    public void write(int address, long word) {
        if (address >= words.length) {
            if (word == 0) {
                return;
            }
            int room = (int) Math.min(spec.depth(), Math.max(address + 1L, 2L * words.length));
            words = Arrays.copyOf(words, room);
        }
        if (words[address] != word) {
            words[address] = word;
            version++;
        }
    }

    /** Changes when a word changes. */
    public int version() {
        return version;
    }

    /** Number of words that may be other than zero. */
    public int used() {
        return words.length;
    }

    /** The words {@code address .. address + count - 1} as an array of their own. */
    public long[] copy(int address, int count) {
        long[] copy = new long[count];
        int present = Math.max(0, Math.min(count, words.length - address));
        if (present > 0) {
            System.arraycopy(words, address, copy, 0, present);
        }
        return copy;
    }

    /** Field {@code field} of entry {@code entry}. */
    public long field(int entry, dev.ranvier.hw.FieldSpec field) {
        return field.decode(read(entry * spec.entryWords() + field.word()));
    }

    /** Writes the memory's state. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(words.length);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    /** Reads the memory's state. */
    public void load(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > spec.depth()) {
            throw new IOException(
                    "memory '" + spec.name() + "' has " + length + " saved words, allowed: 0.." + spec.depth());
        }
        words = new long[length];
        for (int i = 0; i < length; i++) {
            words[i] = in.readLong();
        }
        version++;
    }
}
