package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.packet.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Switches with a traversal delay X above 1, which BookSim moves in batches (A.7): each router has a list of granted
 * flits and one batch under way; the list becomes the batch when the batch is empty, the batch reaches the output
 * queues X-1 cycles later, and every output queue sends one flit per cycle.
 *
 * <p>Bounds: a list collects at most the X cycles of a batch with one grant per output each, so 5X flits; batches
 * follow each other no faster than every X cycles, so an output queue holds at most X.
 *
 * <p>Owner: one kernel.
 */
final class SwitchStage {
    private static final long NEVER = -1;

    private final int delay;
    private final int nodes;
    private final int batchCapacity;
    private final int queueCapacity;
    private final long[] pending; // router * batchCapacity + k
    private final int[] pendingTo; // output * channels + channel
    private final int[] pendingCount;
    private final long[] batch;
    private final int[] batchTo;
    private final int[] batchCount;
    private final long[] due;
    private final long[] queue; // (router * 5 + output) * queueCapacity + position
    private final int[] queueTo;
    private final int[] queueHead;
    private final int[] queueCount;
    private final int[] inside; // flits in the stage, per router
    private final int channels;

    SwitchStage(int nodes, int delay, int channels) {
        this.nodes = nodes;
        this.delay = delay;
        this.channels = channels;
        batchCapacity = Port.COUNT * (delay + 1);
        queueCapacity = delay + 1;
        pending = new long[nodes * batchCapacity];
        pendingTo = new int[nodes * batchCapacity];
        pendingCount = new int[nodes];
        batch = new long[nodes * batchCapacity];
        batchTo = new int[nodes * batchCapacity];
        batchCount = new int[nodes];
        due = new long[nodes];
        queue = new long[nodes * Port.COUNT * queueCapacity];
        queueTo = new int[nodes * Port.COUNT * queueCapacity];
        queueHead = new int[nodes * Port.COUNT];
        queueCount = new int[nodes * Port.COUNT];
        inside = new int[nodes];
        clear();
    }

    void clear() {
        Arrays.fill(pendingCount, 0);
        Arrays.fill(batchCount, 0);
        Arrays.fill(due, NEVER);
        Arrays.fill(queueHead, 0);
        Arrays.fill(queueCount, 0);
        Arrays.fill(inside, 0);
    }

    /** A flit was granted towards {@code to} = output * channels + channel. */
    void add(int router, long flit, int to) {
        int at = router * batchCapacity + pendingCount[router]++;
        pending[at] = flit;
        pendingTo[at] = to;
        inside[router]++;
    }

    boolean isEmpty(int router) {
        return inside[router] == 0;
    }

    /** Start of a router's cycle: the list becomes the batch if there is none under way. */
    void begin(int router, long cycle) {
        if (batchCount[router] == 0 && pendingCount[router] > 0) {
            int base = router * batchCapacity;
            System.arraycopy(pending, base, batch, base, pendingCount[router]);
            System.arraycopy(pendingTo, base, batchTo, base, pendingCount[router]);
            batchCount[router] = pendingCount[router];
            pendingCount[router] = 0;
            due[router] = cycle + delay - 1;
        }
    }

    /** End of a router's cycle: a batch that is due goes to the output queues, then every queue sends one flit. */
    void end(int router, long cycle, VirtualChannelRouters routers) {
        if (due[router] == cycle) {
            int base = router * batchCapacity;
            for (int k = base; k < base + batchCount[router]; k++) {
                int port = router * Port.COUNT + batchTo[k] / channels;
                int at = port * queueCapacity + (queueHead[port] + queueCount[port]++) % queueCapacity;
                queue[at] = batch[k];
                queueTo[at] = batchTo[k];
            }
            batchCount[router] = 0;
            due[router] = NEVER;
        }
        for (int output = 0; output < Port.COUNT; output++) {
            int port = router * Port.COUNT + output;
            if (queueCount[port] > 0) {
                int at = port * queueCapacity + queueHead[port];
                queueHead[port] = (queueHead[port] + 1) % queueCapacity;
                queueCount[port]--;
                inside[router]--;
                routers.send(router, output, queueTo[at] % channels, queue[at], cycle);
            }
        }
    }

    void save(DataOutput out) throws IOException {
        StateArrays.save(out, pending);
        StateArrays.save(out, pendingTo);
        StateArrays.save(out, pendingCount);
        StateArrays.save(out, batch);
        StateArrays.save(out, batchTo);
        StateArrays.save(out, batchCount);
        StateArrays.save(out, due);
        StateArrays.save(out, queue);
        StateArrays.save(out, queueTo);
        StateArrays.save(out, queueHead);
        StateArrays.save(out, queueCount);
        StateArrays.save(out, inside);
    }

    void load(DataInput in) throws IOException {
        StateArrays.load(in, pending);
        StateArrays.load(in, pendingTo);
        StateArrays.load(in, pendingCount);
        StateArrays.load(in, batch);
        StateArrays.load(in, batchTo);
        StateArrays.load(in, batchCount);
        StateArrays.load(in, due);
        StateArrays.load(in, queue);
        StateArrays.load(in, queueTo);
        StateArrays.load(in, queueHead);
        StateArrays.load(in, queueCount);
        StateArrays.load(in, inside);
        for (int router = 0; router < nodes; router++) {
            boolean sane = pendingCount[router] >= 0
                    && pendingCount[router] < batchCapacity
                    && batchCount[router] >= 0
                    && batchCount[router] <= batchCapacity;
            for (int port = router * Port.COUNT; port < (router + 1) * Port.COUNT; port++) {
                sane &= queueCount[port] >= 0 && queueCount[port] <= queueCapacity;
                sane &= queueHead[port] >= 0 && queueHead[port] < queueCapacity;
            }
            if (!sane) {
                throw new IOException("the saved switch of router " + router + " holds an impossible number of flits;"
                        + " the state is damaged");
            }
        }
    }
}
