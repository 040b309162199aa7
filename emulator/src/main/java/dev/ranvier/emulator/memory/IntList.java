package dev.ranvier.emulator.memory;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** A list of ints in a plain array that grows and is reused; not safe for several threads. */
public final class IntList {
    private int[] items;
    private int size;

    /** An empty list with room for {@code room} items. */
    public IntList(int room) {
        items = new int[Math.max(4, room)];
    }

    /** Appends. */
    public void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        items[size++] = item;
    }

    /** Number of items. */
    public int size() {
        return size;
    }

    /** Item {@code index}, 0 .. size - 1. */
    public int get(int index) {
        return items[index];
    }

    /** The backing array: valid for 0 .. size - 1, until the next {@link #add}. */
    public int[] array() {
        return items;
    }

    /** Forgets all items, keeps the room. */
    public void clear() {
        size = 0;
    }

    /** Forgets the items from {@code length} on. */
    public void truncate(int length) {
        size = Math.min(size, length);
    }

    /** Writes the items. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(items[i]);
        }
    }

    /** Reads items that {@link #save} wrote. */
    public void load(DataInput in) throws IOException {
        clear();
        int count = in.readInt();
        if (count < 0) {
            throw new IOException("a saved list has " + count + " items");
        }
        for (int i = 0; i < count; i++) {
            add(in.readInt());
        }
    }

    /** Reads indices that {@link #save} wrote; refuses those outside 0 .. bound - 1. */
    public void loadIndices(DataInput in, int bound) throws IOException {
        load(in);
        for (int i = 0; i < size; i++) {
            if (items[i] < 0 || items[i] >= bound) {
                throw new IOException("a saved list names item " + items[i] + ", allowed: 0.." + (bound - 1));
            }
        }
    }
}
