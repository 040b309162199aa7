package dev.ranvier.emulator.memory;

import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;

/**
 * A memory of equal elements, packed without gaps from the low end of each word; the truth is the machine's own state.
 * The memory's only field describes the first element of a word; its width divides 64. Owned by the chip's thread.
 */
public final class PackedBank implements MemoryBank {
    private final MemorySpec spec;
    private final FieldSpec field;
    private final int perWord;
    private final DecodedBank.Column elements;
    private int version;

    /** @param elements element {@code address · elements per word + place in the word} */
    public PackedBank(MemorySpec spec, DecodedBank.Column elements) {
        this.spec = spec;
        this.elements = elements;
        field = spec.fields().getFirst();
        if (spec.fields().size() != 1 || field.low() != 0 || 64 % field.bits() != 0) {
            throw new IllegalArgumentException(
                    "memory " + spec.name() + " is packed: it needs one field at bit 0 whose width divides 64");
        }
        perWord = 64 / field.bits();
    }

    /** Elements in a word of {@code spec}. */
    public static int perWord(MemorySpec spec) {
        return 64 / spec.fields().getFirst().bits();
    }

    @Override
    public MemorySpec spec() {
        return spec;
    }

    @Override
    public long read(int address) {
        long word = 0;
        for (int k = 0; k < perWord; k++) {
            word |= field.encodeWrapped(elements.get(address * perWord + k)) << k * field.bits();
        }
        return word;
    }

    @Override
    public void write(int address, long word) {
        version++;
        for (int k = 0; k < perWord; k++) {
            elements.set(address * perWord + k, field.decode(word >>> k * field.bits()));
        }
    }

    /** Changes when the host writes a word. */
    public int version() {
        return version;
    }
}
