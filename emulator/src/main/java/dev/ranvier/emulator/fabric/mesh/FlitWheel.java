package dev.ranvier.emulator.fabric.mesh;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Flits on links: one list per coming cycle, as a wheel. A list has room for one flit per input port, which is all that
 * can arrive in a cycle.
 *
 * <p>Owner: one network. The kernels read and write the arrays themselves; see {@link #push}.
 */
final class FlitWheel {
    /** Slots minus 1; the slot of cycle t is {@code t & mask}. */
    final int mask;
    /** Entries per slot. */
    final int capacity;
    /** Entries in use, per slot. */
    final int[] count;
    /** Input buffer that the flit goes to, index {@code slot * capacity + entry}. */
    final int[] buffer;
    /** The flit. */
    final long[] flit;

    /** A wheel for delays of up to {@code longest} cycles on {@code links} links. */
    FlitWheel(int longest, int links) {
        mask = slots(longest) - 1;
        capacity = links;
        count = new int[mask + 1];
        buffer = new int[(mask + 1) * links];
        flit = new long[(mask + 1) * links];
    }

    /** Slots of a wheel for delays of up to {@code longest} cycles: a power of two above it. */
    static int slots(int longest) {
        return Integer.highestOneBit(longest) * 2;
    }

    /** Adds a flit that is in {@code toBuffer} at the cycle of {@code slot}. */
    void push(int slot, int toBuffer, long word) {
        int at = count[slot]++;
        buffer[slot * capacity + at] = toBuffer;
        flit[slot * capacity + at] = word;
    }

    void clear() {
        Arrays.fill(count, 0);
    }

    void save(DataOutput out) throws IOException {
        for (int slot = 0; slot <= mask; slot++) {
            out.writeInt(count[slot]);
            for (int k = slot * capacity; k < slot * capacity + count[slot]; k++) {
                out.writeInt(buffer[k]);
                out.writeLong(flit[k]);
            }
        }
    }

    void load(DataInput in, int buffers) throws IOException {
        for (int slot = 0; slot <= mask; slot++) {
            count[slot] = in.readInt();
            if (count[slot] < 0 || count[slot] > capacity) {
                throw new IOException("the saved state has " + count[slot] + " flits arriving in one cycle: at most "
                        + capacity + " can; it is damaged");
            }
            for (int k = slot * capacity; k < slot * capacity + count[slot]; k++) {
                buffer[k] = in.readInt();
                flit[k] = in.readLong();
                if (buffer[k] < 0 || buffer[k] >= buffers) {
                    throw new IOException("the saved state has a flit for buffer " + buffer[k] + " of " + buffers
                            + "; it is damaged");
                }
            }
        }
    }
}
