package dev.ranvier.emulator.fabric.mesh;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Credits on their way back to senders that have several channels: one list of sender indices per coming cycle, as a
 * wheel.
 *
 * <p>Owner: one kernel.
 */
final class CreditWheel {
    private final int mask;
    private final int capacity;
    private final int[] count;
    private final int[] sender;

    /** As many slots as the flits' wheel; at most {@code perCycle} credits arrive in one cycle. */
    CreditWheel(int slots, int perCycle) {
        mask = slots - 1;
        capacity = perCycle;
        count = new int[slots];
        sender = new int[slots * perCycle];
    }

    void push(long cycle, int toSender) {
        int slot = (int) cycle & mask;
        sender[slot * capacity + count[slot]++] = toSender;
    }

    int count(long cycle) {
        return count[(int) cycle & mask];
    }

    int sender(long cycle, int k) {
        return sender[((int) cycle & mask) * capacity + k];
    }

    void taken(long cycle) {
        count[(int) cycle & mask] = 0;
    }

    void clear() {
        Arrays.fill(count, 0);
    }

    void save(DataOutput out) throws IOException {
        for (int slot = 0; slot <= mask; slot++) {
            out.writeInt(count[slot]);
            for (int k = 0; k < count[slot]; k++) {
                out.writeInt(sender[slot * capacity + k]);
            }
        }
    }

    void load(DataInput in, int senders) throws IOException {
        for (int slot = 0; slot <= mask; slot++) {
            count[slot] = in.readInt();
            if (count[slot] < 0 || count[slot] > capacity) {
                throw new IOException("the saved state has " + count[slot] + " credits arriving in one cycle: at most "
                        + capacity + " can; it is damaged");
            }
            for (int k = 0; k < count[slot]; k++) {
                int to = in.readInt();
                if (to < 0 || to >= senders) {
                    throw new IOException(
                            "the saved state has a credit for sender " + to + " of " + senders + "; it is damaged");
                }
                sender[slot * capacity + k] = to;
            }
        }
    }
}
