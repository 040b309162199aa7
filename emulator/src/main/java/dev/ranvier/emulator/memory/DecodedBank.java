package dev.ranvier.emulator.memory;

import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A memory whose truth is the machine's own state: words are made from it when they are read. Bits that no field covers
 * live in a side table that holds only words in which one is set. Owned by the chip's thread.
 */
public final class DecodedBank implements MemoryBank {
    /** Access to one field of the machine's state. */
    public interface Column {
        /** Value of entry {@code entry}. */
        long get(int entry);

        /** Sets entry {@code entry}; the value is within the field's range. */
        void set(int entry, long value);
    }

    private record Bound(FieldSpec field, Column column) {}

    private final MemorySpec spec;
    private final List<List<Bound>> columnsByWord = new ArrayList<>();
    private final Map<Integer, Long> reserved = new TreeMap<>();
    private int version;

    /**
     * A memory over {@code columns}: one per field of {@code spec}, by the field's name.
     */
    public DecodedBank(MemorySpec spec, Map<String, Column> columns) {
        this.spec = spec;
        for (int word = 0; word < spec.entryWords(); word++) {
            columnsByWord.add(new ArrayList<>());
        }
        for (FieldSpec field : spec.fields()) {
            Column column = columns.get(field.name());
            if (column == null) {
                throw new IllegalStateException("memory " + spec.name() + " has no state behind field " + field.name());
            }
            columnsByWord.get(field.word()).add(new Bound(field, column));
        }
    }

    @Override
    public MemorySpec spec() {
        return spec;
    }

    @Override
    public long read(int address) {
        int entry = address / spec.entryWords();
        long word = reserved.isEmpty() ? 0 : reserved.getOrDefault(address, 0L);
        for (Bound bound : columnsByWord.get(address % spec.entryWords())) {
            word |= bound.field.encodeWrapped(bound.column.get(entry));
        }
        return word;
    }

    @Override
    public void write(int address, long word) {
        version++;
        int entry = address / spec.entryWords();
        long rest = word;
        for (Bound bound : columnsByWord.get(address % spec.entryWords())) {
            bound.column.set(entry, bound.field.decode(word));
            rest &= ~bound.field.mask();
        }
        if (rest == 0) {
            reserved.remove(address);
        } else {
            reserved.put(address, rest);
        }
    }

    /** Changes when the host writes a word. */
    public int version() {
        return version;
    }

    /** Writes the reserved bits; the fields belong to the machine's state. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(reserved.size());
        for (Map.Entry<Integer, Long> entry : reserved.entrySet()) {
            out.writeInt(entry.getKey());
            out.writeLong(entry.getValue());
        }
    }

    /** Reads the reserved bits. */
    public void load(DataInput in) throws IOException {
        reserved.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            reserved.put(in.readInt(), in.readLong());
        }
    }
}
