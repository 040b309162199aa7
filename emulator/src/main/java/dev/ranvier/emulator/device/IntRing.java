package dev.ranvier.emulator.device;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A ring of ints between one writer and one reader. The writer puts ints and then commits them together; the reader sees
 * whole commits. Neither waits, neither allocates.
 */
final class IntRing {
    private final int[] data;
    private final int mask;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private long position; // of the writer, not yet committed

    /** @param capacity ints, a power of two */
    IntRing(int capacity) {
        data = new int[capacity];
        mask = capacity - 1;
    }

    /** Writer: ints that can be put. */
    int free() {
        return data.length - (int) (position - read.get());
    }

    /** Writer: place of the next int, for {@link #set}. */
    long position() {
        return position;
    }

    /** Writer: puts an int. */
    void put(int value) {
        data[(int) position++ & mask] = value;
    }

    /** Writer: puts a long as two ints. */
    void putLong(long value) {
        put((int) value);
        put((int) (value >> 32));
    }

    /** Writer: changes an int that is not committed. */
    void set(long place, int value) {
        data[(int) place & mask] = value;
    }

    /** Writer: shows what was put to the reader. */
    void commit() {
        written.setRelease(position);
    }

    /** True if there is nothing to read. */
    boolean isEmpty() {
        return available() == 0;
    }

    /** Reader: ints that can be read. */
    int available() {
        return (int) (written.getAcquire() - read.get());
    }

    /** Reader: the int {@code offset} places ahead. */
    int peek(int offset) {
        return data[(int) (read.getPlain() + offset) & mask];
    }

    /** Reader: the long that begins {@code offset} places ahead. */
    long peekLong(int offset) {
        return (peek(offset) & 0xFFFFFFFFL) | (long) peek(offset + 1) << 32;
    }

    /** Reader: gives {@code count} ints back to the writer. */
    void skip(int count) {
        read.setRelease(read.getPlain() + count);
    }
}
