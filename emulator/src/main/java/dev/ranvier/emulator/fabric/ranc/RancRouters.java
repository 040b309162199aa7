package dev.ranvier.emulator.fabric.ranc;

import dev.ranvier.emulator.fabric.StallReport;
import dev.ranvier.emulator.fabric.packet.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A grid of RANC routers as a two-phase machine. One clock is a falling edge ({@link #fall()}), on which the merges
 * decide, and a rising edge ({@link #rise()}), on which the FIFOs move; everything on an edge uses values from before
 * it. North is y+1.
 *
 * <p>Five merges per node: forward-east, forward-west, forward-north, forward-south, local-in. A merge takes from its
 * inputs in fixed priority, link first, one packet in two clocks, and holds while any FIFO behind it is full. A packet
 * that is sent off the grid fills the last FIFO and jams what lies behind it, as in the hardware.
 *
 * <p>To put a packet in: look at {@link #localFull} and call {@link #strobeLocal} between a rising edge and the next;
 * the packet is written at that next rising edge. What came out at a rising edge is there until the next: {@link
 * #delivered()}.
 *
 * <p>Work per clock is proportional to the merges that hold or can take a packet. Owner: the chip; one thread at a
 * time.
 */
public final class RancRouters {
    private static final int MERGES = 8; // per node, five used: a power of two keeps the sets simple
    private static final int EAST = 0;
    private static final int WEST = 1;
    private static final int NORTH = 2;
    private static final int SOUTH = 3;
    private static final int LOCAL_IN = 4;
    private static final int INPUTS = 3;
    private static final int NONE = -1;
    /** Outputs of each merge: first and last FIFO behind its decoder; none behind local-in. */
    private static final int[] FIRST_OUTPUT = {Fifo.EAST_LINK, Fifo.WEST_LINK, Fifo.NORTH_LINK, Fifo.SOUTH_LINK, 0};

    private static final int[] LAST_OUTPUT = {Fifo.EAST_SOUTH, Fifo.WEST_SOUTH, Fifo.NORTH_LOCAL, Fifo.SOUTH_LOCAL, NONE
    };
    private static final int DX_SHIFT = 48;
    private static final int DY_SHIFT = 32;

    private final RancConfig config;
    private final int nodes;
    private final int inputFifo;
    private final int[] inputsOf; // merge * 3 + priority: FIFO, or NONE
    private final int[] readerOf; // merge that reads a FIFO, or NONE outside the grid

    private final Fifos fifos;

    // merges
    private final byte[] reading; // input whose read strobe is on, plus 1
    private final boolean[] writing; // output strobe
    private final long[] data;
    private final long[] active; // merges that hold a packet or have one to take

    // the coming and the last rising edge
    private final int[] strobed; // FIFOs with an input strobe from outside
    private final long[] strobedWord;
    private int strobes;
    private final int[] deliveredNode;
    private final int[] deliveredPayload;
    private int deliveries;
    private final long[] deliveredEver;
    private HopListener listener;

    /** Empty routers. */
    public RancRouters(RancConfig config) {
        this.config = config;
        nodes = config.nodes();
        inputFifo = nodes * Fifo.COUNT;
        fifos = new Fifos(inputFifo, config.bufferDepth(), config.inputDepth());
        inputsOf = new int[nodes * MERGES * INPUTS];
        readerOf = new int[inputFifo + 1];
        reading = new byte[nodes * MERGES];
        writing = new boolean[nodes * MERGES];
        data = new long[nodes * MERGES];
        active = new long[(nodes * MERGES + 63) >>> 6];
        strobed = new int[nodes + 1];
        strobedWord = new long[nodes + 1];
        deliveredNode = new int[nodes];
        deliveredPayload = new int[nodes];
        deliveredEver = new long[nodes];
        connect();
    }

    private void connect() {
        Arrays.fill(inputsOf, NONE);
        Arrays.fill(readerOf, NONE);
        for (int node = 0; node < nodes; node++) {
            int x = node % config.columns();
            int y = node / config.columns();
            int own = node * Fifo.COUNT;
            int fromWest = x > 0 ? own - Fifo.COUNT + Fifo.EAST_LINK : node == 0 ? inputFifo : NONE;
            int fromEast = x < config.columns() - 1 ? own + Fifo.COUNT + Fifo.WEST_LINK : NONE;
            int row = config.columns() * Fifo.COUNT;
            int fromSouth = y > 0 ? own - row + Fifo.NORTH_LINK : NONE;
            int fromNorth = y < config.rows() - 1 ? own + row + Fifo.SOUTH_LINK : NONE;
            connect(node, EAST, fromWest, own + Fifo.LOCAL_EAST, NONE);
            connect(node, WEST, fromEast, own + Fifo.LOCAL_WEST, NONE);
            connect(node, NORTH, fromSouth, own + Fifo.EAST_NORTH, own + Fifo.WEST_NORTH);
            connect(node, SOUTH, fromNorth, own + Fifo.EAST_SOUTH, own + Fifo.WEST_SOUTH);
            connect(node, LOCAL_IN, own + Fifo.NORTH_LOCAL, own + Fifo.SOUTH_LOCAL, NONE);
        }
    }

    private void connect(int node, int merge, int... inPriorityOrder) {
        for (int k = 0; k < INPUTS; k++) {
            inputsOf[(node * MERGES + merge) * INPUTS + k] = inPriorityOrder[k];
            if (inPriorityOrder[k] != NONE) {
                readerOf[inPriorityOrder[k]] = node * MERGES + merge;
            }
        }
    }

    /** Tells {@code to} of every packet that moves; null ends it. */
    public void listen(HopListener to) {
        listener = to;
    }

    /** Number of the FIFO of the chip's input, behind those of the nodes. */
    public int inputFifo() {
        return inputFifo;
    }

    /** What this grid is. */
    public RancConfig config() {
        return config;
    }

    /**
     * The core's {@code local_buffers_full}: either of the two FIFOs into which a node's core writes is full, whichever
     * it needs. As of the last rising edge.
     */
    public boolean localFull(int node) {
        int east = node * Fifo.COUNT + Fifo.LOCAL_EAST;
        return fifos.isFull(east) || fifos.isFull(east + 1);
    }

    /**
     * A core's packet, written at the next rising edge: into the east FIFO if dx >= 0, else into the west one. Lost if
     * that FIFO is full, as in the hardware. At most one per node and clock.
     *
     * @param node node id
     * @param dx hops to the east, in the bits of the configuration
     * @param dy hops to the north, in the bits of the configuration
     * @param payload comes out at the destination; the hardware has 12 bits (axon, tick offset), here 32
     */
    public void strobeLocal(int node, int dx, int dy, int payload) {
        int fifo = node * Fifo.COUNT + (dx >= 0 ? Fifo.LOCAL_EAST : Fifo.LOCAL_WEST);
        strobe(fifo, dx, dy, payload);
    }

    /** Whether the FIFO of the chip's input is full, as of the last rising edge. */
    public boolean inputFull() {
        return fifos.isFull(inputFifo);
    }

    /**
     * A packet of the chip's input, written at the next rising edge into the FIFO that stands where node 0 would have a
     * western neighbour. It runs east whatever the sign of dx. At most one per clock.
     */
    public void strobeInput(int dx, int dy, int payload) {
        strobe(inputFifo, dx, dy, payload);
    }

    private void strobe(int fifo, int dx, int dy, int payload) {
        strobed[strobes] = fifo;
        strobedWord[strobes] = word(dx, dy, payload);
        strobes++;
    }

    private static long word(int dx, int dy, int payload) {
        return ((long) dx << DX_SHIFT) | ((dy & 0xFFFFL) << DY_SHIFT) | (payload & 0xFFFF_FFFFL);
    }

    private static int dx(long word) {
        return (int) (word >> DX_SHIFT);
    }

    private static int dy(long word) {
        return (short) (word >> DY_SHIFT);
    }

    /** One clock: a falling and a rising edge. Returns packets that moved, as {@link #rise()}. */
    public int clock() {
        fall();
        return rise();
    }

    /** The falling edge: every merge holds, hands on what it has read, or chooses what to read. */
    public void fall() {
        for (int set = 0; set < active.length; set++) {
            for (long bits = active[set]; bits != 0; bits &= bits - 1) {
                fall((set << 6) + Long.numberOfTrailingZeros(bits));
            }
        }
    }

    private void fall(int merge) {
        if (holds(merge)) {
            return;
        }
        int input = reading[merge] - 1;
        if (input >= 0) {
            writing[merge] = true;
            data[merge] = fifos.register(inputsOf[merge * INPUTS + input]);
            reading[merge] = 0;
            return;
        }
        writing[merge] = false;
        for (int k = 0; k < INPUTS; k++) {
            int fifo = inputsOf[merge * INPUTS + k];
            if (fifo != NONE && !fifos.isEmpty(fifo)) {
                reading[merge] = (byte) (k + 1);
                return;
            }
        }
    }

    /** True while any FIFO behind a merge's decoder is full. */
    private boolean holds(int merge) {
        int own = merge / MERGES * Fifo.COUNT;
        int kind = merge % MERGES;
        for (int fifo = own + FIRST_OUTPUT[kind]; fifo <= own + LAST_OUTPUT[kind]; fifo++) {
            if (fifos.isFull(fifo)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The rising edge: FIFOs with an input strobe that are not full take a packet, FIFOs with a read strobe put their
     * first packet into the output register.
     *
     * @return packets that were written, read or delivered
     */
    public int rise() {
        deliveries = 0;
        int moves = 0;
        for (int set = 0; set < active.length; set++) {
            for (long bits = active[set]; bits != 0; bits &= bits - 1) {
                int merge = (set << 6) + Long.numberOfTrailingZeros(bits);
                moves += writing[merge] ? write(merge) : 0;
            }
        }
        for (int k = 0; k < strobes; k++) {
            moves += append(strobed[k], strobedWord[k]);
        }
        strobes = 0;
        for (int set = 0; set < active.length; set++) {
            for (long bits = active[set]; bits != 0; bits &= bits - 1) {
                int merge = (set << 6) + Long.numberOfTrailingZeros(bits);
                moves += read(merge);
                if (isIdle(merge)) {
                    active[set] &= ~(1L << merge);
                }
            }
        }
        return moves;
    }

    /** Carries out a merge's output strobe: the decoder strips or adjusts the distance and picks the FIFO. */
    private int write(int merge) {
        int node = merge / MERGES;
        int own = node * Fifo.COUNT;
        long word = data[merge];
        int dx = dx(word);
        int dy = dy(word);
        int payload = (int) word;
        return switch (merge % MERGES) {
            case EAST ->
                dx != 0
                        ? append(own + Fifo.EAST_LINK, word(wrap(dx - 1, config.dxBits()), dy, payload))
                        : append(own + (dy >= 0 ? Fifo.EAST_NORTH : Fifo.EAST_SOUTH), word);
            case WEST ->
                dx != 0
                        ? append(own + Fifo.WEST_LINK, word(wrap(dx + 1, config.dxBits()), dy, payload))
                        : append(own + (dy >= 0 ? Fifo.WEST_NORTH : Fifo.WEST_SOUTH), word);
            case NORTH ->
                dy != 0
                        ? append(own + Fifo.NORTH_LINK, word(0, wrap(dy - 1, config.dyBits()), payload))
                        : append(own + Fifo.NORTH_LOCAL, word);
            case SOUTH ->
                dy != 0
                        ? append(own + Fifo.SOUTH_LINK, word(0, wrap(dy + 1, config.dyBits()), payload))
                        : append(own + Fifo.SOUTH_LOCAL, word);
            default -> deliver(node, payload);
        };
    }

    /** Distances are two's complement numbers. */
    private static int wrap(int distance, int bits) {
        int unused = Integer.SIZE - bits;
        return distance << unused >> unused;
    }

    private int deliver(int node, int payload) {
        deliveredNode[deliveries] = node;
        deliveredPayload[deliveries] = payload;
        deliveries++;
        deliveredEver[node]++;
        return 1;
    }

    /**
     * Writes into a FIFO unless it is full; reads of this edge come later, so that "full" is as it was before the edge.
     */
    private int append(int fifo, long word) {
        if (!fifos.append(fifo, word)) {
            return 0;
        }
        if (listener != null && fifo != inputFifo) {
            listener.written(fifo, dx(word), dy(word), (int) word);
        }
        int reader = readerOf[fifo];
        if (reader != NONE) {
            active[reader >>> 6] |= 1L << reader;
        }
        return 1;
    }

    /** Carries out a merge's read strobe. The FIFO had a packet when the strobe was raised and has only this reader. */
    private int read(int merge) {
        if (reading[merge] == 0) {
            return 0;
        }
        int fifo = inputsOf[merge * INPUTS + reading[merge] - 1];
        fifos.read(fifo);
        if (listener != null) {
            listener.read(fifo);
        }
        return 1;
    }

    /** True if a merge has neither strobe on and nothing to take: its next falling edges change nothing. */
    private boolean isIdle(int merge) {
        if (reading[merge] != 0 || writing[merge]) {
            return false;
        }
        for (int k = merge * INPUTS; k < (merge + 1) * INPUTS; k++) {
            if (inputsOf[k] != NONE && !fifos.isEmpty(inputsOf[k])) {
                return false;
            }
        }
        return true;
    }

    /**
     * True if clocks change nothing until a packet is put in. A jam at the rim is not idle as long as a merge holds
     * before it.
     */
    public boolean idle() {
        long any = strobes;
        for (long set : active) {
            any |= set;
        }
        return any == 0;
    }

    /** Packets that reached a scheduler (its write enable was on) at the last rising edge. */
    public int delivered() {
        return deliveries;
    }

    /** Node of the k-th of these packets, ascending. */
    public int deliveredNode(int k) {
        return deliveredNode[k];
    }

    /** Payload of the k-th of these packets. */
    public int deliveredPayload(int k) {
        return deliveredPayload[k];
    }

    /**
     * Packets that left a node through its east, west, north or south link (0..3) or were delivered to it (4), since
     * the counters were cleared.
     */
    long carried(int node, int direction) {
        return direction == LOCAL_IN ? deliveredEver[node] : fifos.written(node * Fifo.COUNT + FIRST_OUTPUT[direction]);
    }

    /** Fullest that a FIFO has been. */
    int highWater(int node, int fifo) {
        return fifos.highWater(node * Fifo.COUNT + fifo);
    }

    /** Sets counters to zero and marks to what the FIFOs hold now. */
    public void clearCounters() {
        fifos.clearCounters();
        Arrays.fill(deliveredEver, 0);
    }

    /** Adds what every held merge waits for: the reader of the FIFO that is full behind it. */
    public void waits(List<StallReport.Wait> waits) {
        for (int set = 0; set < active.length; set++) {
            for (long bits = active[set]; bits != 0; bits &= bits - 1) {
                waits((set << 6) + Long.numberOfTrailingZeros(bits), waits);
            }
        }
    }

    private void waits(int merge, List<StallReport.Wait> waits) {
        int own = merge / MERGES * Fifo.COUNT;
        int kind = merge % MERGES;
        for (int k = FIRST_OUTPUT[kind]; k <= LAST_OUTPUT[kind]; k++) {
            if (fifos.isFull(own + k)) {
                int reader = readerOf[own + k];
                String behind = reader == NONE ? "the outside of the grid" : name(reader);
                waits.add(new StallReport.Wait(name(merge), behind, Fifo.name(k) + " is full", (int) data[merge]));
            }
        }
    }

    private String name(int merge) {
        int node = merge / MERGES;
        String kind =
                switch (merge % MERGES) {
                    case EAST -> "forward-east";
                    case WEST -> "forward-west";
                    case NORTH -> "forward-north";
                    case SOUTH -> "forward-south";
                    default -> "local-in";
                };
        return "router (" + node % config.columns() + "," + node / config.columns() + ") " + kind;
    }

    /** Back to empty FIFOs and strobes off. */
    public void reset() {
        fifos.clear();
        Arrays.fill(reading, (byte) 0);
        Arrays.fill(writing, false);
        Arrays.fill(data, 0);
        Arrays.fill(active, 0);
        Arrays.fill(deliveredEver, 0);
        strobes = 0;
        deliveries = 0;
    }

    /** Writes the complete state, between a rising and the next falling edge and before any strobe. */
    public void save(DataOutput out) throws IOException {
        fifos.save(out);
        out.write(reading);
        for (boolean on : writing) {
            out.writeBoolean(on);
        }
        StateArrays.save(out, data);
        StateArrays.save(out, active);
        StateArrays.save(out, deliveredEver);
    }

    /** Reads what {@link #save} wrote from a grid of the same configuration. */
    public void load(DataInput in) throws IOException {
        fifos.load(in);
        in.readFully(reading);
        for (int merge = 0; merge < writing.length; merge++) {
            writing[merge] = in.readBoolean();
            if (reading[merge] < 0 || reading[merge] > INPUTS) {
                throw new IOException("a saved merge reads input " + reading[merge] + "; the state is damaged");
            }
        }
        StateArrays.load(in, data);
        StateArrays.load(in, active);
        StateArrays.load(in, deliveredEver);
        strobes = 0;
        deliveries = 0;
    }
}
