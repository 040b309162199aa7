package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.fabric.Fabric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The terminals of the tiles: each takes at most one packet per cycle from its cores, in turn, when the router can take
 * it (Loihi specification, 1.1). What waits, waits at its core. Owned by its chip.
 */
final class TileTerminals {
    private final Fabric fabric;
    private final int coresPerTile;
    private final EmissionQueue[] queues;
    /** Per tile, the cores with a packet that could leave now. */
    private final long[] ready;

    /** Tiles with such cores, one bit each. */
    private final long[] waiting;

    private int waitingTiles;
    /** Per tile, the core whose turn it is. */
    private final int[] turn;

    // A heap of cores whose first packet is not yet due, by its cycle.
    private final long[] heapCycle;
    private final int[] heapCore;
    private int heapSize;
    private long pending;
    private int mostWaiting;

    TileTerminals(Fabric fabric, int cores, int coresPerTile) {
        this.fabric = fabric;
        this.coresPerTile = coresPerTile;
        queues = new EmissionQueue[cores];
        ready = new long[fabric.nodes()];
        waiting = new long[Math.ceilDiv(fabric.nodes(), Long.SIZE)];
        turn = new int[fabric.nodes()];
        heapCycle = new long[cores];
        heapCore = new int[cores];
    }

    /** Core {@code core} hands out a packet in {@code cycle}, not before those that it handed out already. */
    void emit(int core, long cycle, int destination, int message) {
        if (queues[core] == null) {
            queues[core] = new EmissionQueue();
        }
        EmissionQueue queue = queues[core];
        if (queue.isEmpty()) {
            push(cycle, core);
        }
        queue.add(cycle, destination, message);
        mostWaiting = Math.max(mostWaiting, queue.size());
        pending++;
    }

    /** Most packets that waited at one core, those for later cycles among them, since the last {@link #clear}. */
    int mostWaiting() {
        return mostWaiting;
    }

    /** Hands all packets to the routers and simulates them until the last one has arrived. */
    void runUntilEmpty() {
        while (pending > 0) {
            step(Long.MAX_VALUE);
        }
        fabric.stepUntilEmpty();
    }

    /** Hands packets to the routers and simulates them to the cycle before {@code end}. */
    void runTo(long end) {
        while (fabric.cycle() < end) {
            step(end);
        }
    }

    private void step(long end) {
        long now = fabric.cycle();
        while (heapSize > 0 && heapCycle[0] <= now) {
            wake(pop());
        }
        if (waitingTiles > 0) {
            inject(now);
            fabric.stepTo(now + 1);
        } else if (heapSize > 0) {
            fabric.stepTo(Math.min(heapCycle[0], end));
        } else {
            fabric.stepTo(end);
        }
    }

    private void wake(int core) {
        int tile = core / coresPerTile;
        if (ready[tile] == 0) {
            waiting[tile >> 6] |= 1L << tile;
            waitingTiles++;
        }
        ready[tile] |= 1L << (core % coresPerTile);
    }

    private void inject(long now) {
        for (int w = 0; w < waiting.length; w++) {
            for (long bits = waiting[w]; bits != 0; bits &= bits - 1) {
                int tile = (w << 6) + Long.numberOfTrailingZeros(bits);
                if (!fabric.blocked(tile)) {
                    send(tile, now);
                }
            }
        }
    }

    private void send(int tile, long now) {
        long atOrAfter = ready[tile] & -1L << turn[tile];
        int which = Long.numberOfTrailingZeros(atOrAfter != 0 ? atOrAfter : ready[tile]);
        turn[tile] = which + 1 == coresPerTile ? 0 : which + 1;
        int core = tile * coresPerTile + which;
        EmissionQueue queue = queues[core];
        if (queue.nextDestination() >= 0) {
            fabric.offer(tile, queue.nextDestination(), 1, queue.nextMessage());
        } else {
            fabric.offerGroup(tile, ~queue.nextDestination(), queue.nextMessage());
        }
        queue.remove();
        pending--;
        if (queue.isEmpty() || queue.nextCycle() > now) {
            ready[tile] &= ~(1L << which);
            if (ready[tile] == 0) {
                waiting[tile >> 6] &= ~(1L << tile);
                waitingTiles--;
            }
            if (!queue.isEmpty()) {
                push(queue.nextCycle(), core);
            }
        }
    }

    private void push(long cycle, int core) {
        int at = heapSize++;
        while (at > 0 && heapCycle[(at - 1) / 2] > cycle) {
            heapCycle[at] = heapCycle[(at - 1) / 2];
            heapCore[at] = heapCore[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heapCycle[at] = cycle;
        heapCore[at] = core;
    }

    private int pop() {
        final int core = heapCore[0];
        long cycle = heapCycle[--heapSize];
        int moved = heapCore[heapSize];
        int at = 0;
        while (2 * at + 1 < heapSize) {
            int child = 2 * at + 1;
            if (child + 1 < heapSize && heapCycle[child + 1] < heapCycle[child]) {
                child++;
            }
            if (heapCycle[child] >= cycle) {
                break;
            }
            heapCycle[at] = heapCycle[child];
            heapCore[at] = heapCore[child];
            at = child;
        }
        heapCycle[at] = cycle;
        heapCore[at] = moved;
        return core;
    }

    /** Forgets all packets. */
    void clear() {
        for (EmissionQueue queue : queues) {
            if (queue != null) {
                queue.clear();
            }
        }
        Arrays.fill(ready, 0);
        Arrays.fill(waiting, 0);
        Arrays.fill(turn, 0);
        waitingTiles = 0;
        heapSize = 0;
        pending = 0;
        mostWaiting = 0;
    }

    void clearStatistics() {
        mostWaiting = 0;
    }

    void save(DataOutput out) throws IOException {
        for (int t : turn) {
            out.writeInt(t);
        }
        out.writeInt(mostWaiting);
        for (EmissionQueue queue : queues) {
            out.writeBoolean(queue != null && !queue.isEmpty());
            if (queue != null && !queue.isEmpty()) {
                queue.save(out);
            }
        }
    }

    void load(DataInput in) throws IOException {
        clear();
        for (int tile = 0; tile < turn.length; tile++) {
            turn[tile] = in.readInt();
            if (turn[tile] < 0 || turn[tile] >= coresPerTile) {
                throw new IOException("the saved turn of tile " + tile + " is " + turn[tile] + ", allowed: 0.."
                        + (coresPerTile - 1) + "; the saved state is damaged");
            }
        }
        mostWaiting = in.readInt();
        for (int core = 0; core < queues.length; core++) {
            if (in.readBoolean()) {
                queues[core] = new EmissionQueue();
                queues[core].load(in);
                pending += queues[core].size();
                // Cores that could have sent already are woken in the first cycle.
                push(queues[core].nextCycle(), core);
            }
        }
    }
}
