package dev.ranvier.emulator.fabric.packet;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The unbounded queue in front of each terminal (A.4 step 3), linked through the packets themselves.
 *
 * <p>Owner: one network.
 */
public final class SourceQueues {
    private static final int NONE = -1;

    private final PacketPool packets;
    private final int[] first;
    private final int[] last;

    /** Empty queues for this many nodes, over packets of this pool. */
    public SourceQueues(int nodes, PacketPool packets) {
        this.packets = packets;
        first = new int[nodes];
        last = new int[nodes];
        clear();
    }

    /** Empties all queues. */
    public void clear() {
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
    }

    /** Appends a packet; true if the queue was empty. */
    public boolean append(int router, int packet) {
        boolean empty = first[router] == NONE;
        if (empty) {
            first[router] = packet;
        } else {
            packets.setNext(last[router], packet);
        }
        last[router] = packet;
        return empty;
    }

    /** True if nothing waits before a router. */
    public boolean isEmpty(int router) {
        return first[router] == NONE;
    }

    /** The packet that is next; the queue is not empty. */
    public int first(int router) {
        return first[router];
    }

    /** Takes the first packet away; true if the queue is empty now. */
    public boolean removeFirst(int router) {
        first[router] = packets.next(first[router]);
        return first[router] == NONE;
    }

    /** Writes both ends of all queues. */
    public void save(DataOutput out) throws IOException {
        for (int router = 0; router < first.length; router++) {
            out.writeInt(first[router]);
            out.writeInt(last[router]);
        }
    }

    /** Reads what {@link #save} wrote; the pool has been read before. */
    public void load(DataInput in) throws IOException {
        for (int router = 0; router < first.length; router++) {
            first[router] = in.readInt();
            last[router] = in.readInt();
            if (first[router] >= packets.capacity() || last[router] >= packets.capacity()) {
                throw new IOException("the saved source queue of router " + router + " names packet " + first[router]
                        + " of " + packets.capacity() + "; the state is damaged");
            }
        }
    }
}
