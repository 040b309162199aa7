package dev.ranvier.hw;

import java.util.List;

/**
 * A host-visible memory: one per core, or one per board.
 *
 * <p>A memory is a row of words; {@code entryWords} consecutive words make one entry (one compartment, one axon, one
 * format …), whose bit fields are {@link #fields}.
 *
 * @param name name in the data sheet
 * @param title what it holds
 * @param entries number of entries
 * @param entryWords words per entry
 * @param wordBits width of a word, at most 64
 * @param authority what is the truth: the words or the machine's decoded state
 * @param scope whether every core has one, or the board has one, which is addressed at core 0
 * @param layout who chose the layout: {@code ranvier} where public sources are silent
 * @param fields bit fields of an entry
 */
public record MemorySpec(
        String name,
        String title,
        int entries,
        int entryWords,
        int wordBits,
        Authority authority,
        Scope scope,
        String layout,
        List<FieldSpec> fields) {
    /** What is the truth for a memory. */
    public enum Authority {
        /** The machine's own state is the truth; words are made when read. */
        DECODED,
        /** The words are the truth; they are decoded after a write. */
        WORDS
    }

    /** How many there are of a memory. */
    public enum Scope {
        /** One per core. */
        CORE,
        /** One for the board; addressed at core 0. */
        BOARD
    }

    /** A memory that every core has. */
    public MemorySpec(
            String name,
            String title,
            int entries,
            int entryWords,
            int wordBits,
            Authority authority,
            String layout,
            List<FieldSpec> fields) {
        this(name, title, entries, entryWords, wordBits, authority, Scope.CORE, layout, fields);
    }

    /** Copies its list. */
    public MemorySpec {
        fields = List.copyOf(fields);
    }

    /** Number of words. */
    public int depth() {
        return Math.multiplyExact(entries, entryWords);
    }

    /** The field called {@code fieldName}. */
    public FieldSpec field(String fieldName) {
        return fields.stream()
                .filter(field -> field.name().equals(fieldName))
                .findFirst()
                .orElseThrow(() -> new RanvierException("memory '" + name + "' has no field '" + fieldName
                        + "'; its fields: "
                        + String.join(", ", fields.stream().map(FieldSpec::name).toList())));
    }

    /** True if the memory has a field of that name. */
    public boolean hasField(String fieldName) {
        return fields.stream().anyMatch(field -> field.name().equals(fieldName));
    }

    /** Refuses a core at which this memory does not lie. */
    public void checkCore(int core) {
        if (scope == Scope.BOARD && core != 0) {
            throw new RanvierException(
                    "memory '" + name + "' exists once for the whole board: address it at core 0, not at core " + core);
        }
    }

    /** Refuses an address range outside the memory, naming what is allowed. */
    public void checkRange(String place, long address, long count) {
        if (address < 0 || count < 0 || count > depth() || address > depth() - count) {
            throw new RanvierException("words " + address + ".." + (address + count - 1) + " of memory '" + name
                    + "' of " + place + " do not exist: it has words 0.." + (depth() - 1));
        }
    }
}
