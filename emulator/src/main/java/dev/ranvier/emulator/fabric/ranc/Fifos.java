package dev.ranvier.emulator.fabric.ranc;

import dev.ranvier.emulator.fabric.packet.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * All FIFOs of a grid, with their output registers, high-water marks and counts. A FIFO has one writer and one reader.
 *
 * <p>Owner: one {@link RancRouters}.
 */
final class Fifos {
    private final int[] capacity;
    private final int[] base;
    private final long[] words;
    private final int[] front;
    private final int[] inside;
    private final int[] mark;
    private final long[] register;
    private final long[] written;

    /** {@code count} FIFOs of one depth, and behind them the one of the chip's input. */
    Fifos(int count, int depth, int inputDepth) {
        capacity = new int[count + 1];
        Arrays.fill(capacity, depth);
        capacity[count] = inputDepth;
        base = new int[count + 1];
        for (int fifo = 1; fifo <= count; fifo++) {
            base[fifo] = base[fifo - 1] + depth;
        }
        words = new long[base[count] + inputDepth];
        front = new int[count + 1];
        inside = new int[count + 1];
        mark = new int[count + 1];
        register = new long[count + 1];
        written = new long[count + 1];
    }

    boolean isFull(int fifo) {
        return inside[fifo] == capacity[fifo];
    }

    boolean isEmpty(int fifo) {
        return inside[fifo] == 0;
    }

    /** Writes a word; false, and nothing happens, if the FIFO is full. */
    boolean append(int fifo, long word) {
        if (inside[fifo] == capacity[fifo]) {
            return false;
        }
        int position = front[fifo] + inside[fifo];
        words[base[fifo] + (position < capacity[fifo] ? position : position - capacity[fifo])] = word;
        inside[fifo]++;
        mark[fifo] = Math.max(mark[fifo], inside[fifo]);
        written[fifo]++;
        return true;
    }

    /** Puts the first word into the output register; the FIFO is not empty. */
    void read(int fifo) {
        register[fifo] = words[base[fifo] + front[fifo]];
        front[fifo] = front[fifo] + 1 == capacity[fifo] ? 0 : front[fifo] + 1;
        inside[fifo]--;
    }

    /** The word that was read last. */
    long register(int fifo) {
        return register[fifo];
    }

    /** Words ever written since the counters were cleared. */
    long written(int fifo) {
        return written[fifo];
    }

    /** Most words it ever held since the counters were cleared. */
    int highWater(int fifo) {
        return mark[fifo];
    }

    void clearCounters() {
        Arrays.fill(written, 0);
        System.arraycopy(inside, 0, mark, 0, mark.length);
    }

    void clear() {
        Arrays.fill(front, 0);
        Arrays.fill(inside, 0);
        Arrays.fill(mark, 0);
        Arrays.fill(register, 0);
        Arrays.fill(written, 0);
    }

    void save(DataOutput out) throws IOException {
        StateArrays.save(out, words);
        StateArrays.save(out, front);
        StateArrays.save(out, inside);
        StateArrays.save(out, mark);
        StateArrays.save(out, register);
        StateArrays.save(out, written);
    }

    void load(DataInput in) throws IOException {
        StateArrays.load(in, words);
        StateArrays.load(in, front);
        StateArrays.load(in, inside);
        StateArrays.load(in, mark);
        StateArrays.load(in, register);
        StateArrays.load(in, written);
        for (int fifo = 0; fifo < inside.length; fifo++) {
            boolean sane = inside[fifo] >= 0 && inside[fifo] <= capacity[fifo];
            if (!sane || front[fifo] < 0 || front[fifo] >= capacity[fifo]) {
                throw new IOException("saved FIFO " + fifo + " holds " + inside[fifo] + " packets of " + capacity[fifo]
                        + "; the state is damaged");
            }
        }
    }
}
