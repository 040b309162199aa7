package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.StallReport;
import dev.ranvier.emulator.fabric.packet.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The simple spike router, pipeline PB with one channel and switch delay 1, as words of bits: everything a router
 * decides in a cycle follows from four words.
 *
 * <p>Byte o of a word belongs to output o, bit i of it to input i. Byte 5 is the way from the source queue into input
 * 4, so that injection is one more arbitration.
 *
 * <pre>
 * requests   the front flit of input i wants output o (a group flit wants several)
 * owners     who may have output o: 11111, or the one input whose packet is passing through it
 * credits    127 + free places behind output o: bit 7 is set exactly if there is one
 * pointers   round-robin pointer of each output, 3 bits each, in an int
 * </pre>
 *
 * With one channel an output picks among its requests the first input at or after its pointer; an ordinary flit asks
 * for one output only, so accepting is trivial (A.6), and a group flit accepts every output that picks it. The
 * benchmark is {@code dev.ranvier.bench.NocBenchmark}.
 *
 * <p>Owner: one network.
 */
final class SingleChannelRouters implements RouterKernel {
    /** Deepest buffer whose free places fit into a byte with the bias. */
    static final int MAX_DEPTH = 128;

    private static final int SOURCE = 5; // as an output: the way from the source queue
    private static final long ALL_INPUTS = 0x1F;
    private static final long BYTES = 0x01_01_01_01_01_01L;
    private static final long TOP_BITS = 0x80_80_80_80_80_80L;
    private static final long FREE_OWNERS = 0x01_1F_1F_1F_1F_1FL;
    private static final long COLUMN = 0x00_01_01_01_01_01L;
    private static final int COUNT_SHIFT = 8;
    private static final int MARK_SHIFT = 16;
    private static final int BYTE = 0xFF;

    private final NetworkParts parts;
    private final MeshGeometry geometry;
    private final FlitWheel wheel;
    private final int nodes;
    private final int words;
    private final int depth;
    private final int depthShift;
    private final int depthMask;

    private final long[] requests;
    private final long[] owners;
    private final long[] credits;
    private final int[] pointers;
    /**
     * FIFO of each input, index {@code router * 8 + input}: position of the front | flits << 8 | most flits ever << 16.
     */
    private final int[] fifo;

    private final long[] flits;
    /** Flits of the packet at the front that have left; only counted for packets of several flits. */
    private final int[] sent;
    /** Routers that can move something in the coming cycle. */
    private final long[] active;

    private final CreditWords returning;

    /** Input buffer behind each output, index {@code router * 8 + output}. */
    private final int[] downstream;
    /** Where the credit of each input goes: {@code router * 8 + output}. */
    private final int[] upstream;

    private final int[] flitDelay = new int[8];
    private final int[] creditDelay = new int[8];
    private final int ejectCreditDelay;

    SingleChannelRouters(NetworkParts parts) {
        this.parts = parts;
        geometry = parts.geometry;
        wheel = parts.wheel;
        nodes = geometry.nodes;
        words = (nodes + 63) >>> 6;
        MeshConfig config = parts.config;
        depth = config.bufferDepth();
        depthShift = depth == 1 ? 0 : 32 - Integer.numberOfLeadingZeros(depth - 1);
        depthMask = (1 << depthShift) - 1;
        requests = new long[nodes];
        owners = new long[nodes];
        credits = new long[nodes];
        pointers = new int[nodes];
        fifo = new int[nodes * 8];
        flits = new long[(nodes * 8) << depthShift];
        sent = new int[nodes * 8];
        active = new long[words];
        returning = new CreditWords(wheel.mask + 1, nodes);
        downstream = new int[nodes * 8];
        upstream = new int[nodes * 8];
        for (int router = 0; router < nodes; router++) {
            for (int port = 0; port < Port.TERMINAL; port++) {
                int behind = geometry.neighbour[router * 8 + port] * 8 + (port ^ 1);
                downstream[router * 8 + port] = behind;
                upstream[router * 8 + port] = behind; // the link in the other direction has the same ends
            }
            upstream[router * 8 + Port.TERMINAL] = router * 8 + SOURCE;
        }
        for (int port = 0; port < Port.TERMINAL; port++) {
            flitDelay[port] = 2 + config.linkLatency(port);
            creditDelay[port] = 1 + config.linkLatency(port) + config.creditDelay();
        }
        creditDelay[Port.TERMINAL] = 2;
        ejectCreditDelay = 5 + config.creditDelay();
        reset();
    }

    /** Whether this kernel can be the routers of a configuration. */
    static boolean covers(MeshConfig config) {
        return config.pipeline() == Pipeline.PB
                && config.virtualChannels() == 1
                && config.switchDelay() == 1
                && config.bufferDepth() <= MAX_DEPTH;
    }

    @Override
    public void reset() {
        Arrays.fill(requests, 0);
        Arrays.fill(owners, FREE_OWNERS);
        Arrays.fill(credits, (127 + depth) * BYTES);
        Arrays.fill(pointers, 0);
        Arrays.fill(fifo, 0);
        Arrays.fill(sent, 0);
        Arrays.fill(active, 0);
        returning.clear();
        wheel.clear();
    }

    @Override
    public void packetWaits(int router) {
        requests[router] |= 1L << (8 * SOURCE);
        active[router >>> 6] |= grantable(router) << router;
    }

    /** Bytes of outputs with a credit, as 11111. */
    private static long withCredit(long creditWord) {
        return ((creditWord & TOP_BITS) >>> 7) * ALL_INPUTS;
    }

    /** 1 if some output of the router can be granted, else 0. */
    private long grantable(int router) {
        return nonZero(requests[router] & owners[router] & withCredit(credits[router]));
    }

    private static long nonZero(long word) {
        return (word | -word) >>> 63;
    }

    @Override
    public int step(long cycle) {
        int slot = (int) cycle & wheel.mask;
        takeCredits(slot);
        takeFlits(slot, cycle);
        int moves = 0;
        for (int word = 0; word < words; word++) {
            long bits = active[word];
            if (bits != 0) {
                long again = 0;
                do {
                    int bit = Long.numberOfTrailingZeros(bits);
                    int router = (word << 6) + bit;
                    bits &= bits - 1;
                    moves += grant(router, cycle);
                    again |= grantable(router) << bit;
                } while (bits != 0);
                active[word] = again;
            }
        }
        return moves;
    }

    private void takeCredits(int slot) {
        for (int word = 0; word < words; word++) {
            long bits = returning.takeRouters(slot, word);
            if (bits != 0) {
                long awake = 0;
                do {
                    int bit = Long.numberOfTrailingZeros(bits);
                    int router = (word << 6) + bit;
                    bits &= bits - 1;
                    credits[router] += returning.take(slot, router);
                    awake |= grantable(router) << bit;
                } while (bits != 0);
                active[word] |= awake;
            }
        }
    }

    private void takeFlits(int slot, long cycle) {
        int count = wheel.count[slot];
        wheel.count[slot] = 0;
        int base = slot * wheel.capacity;
        for (int k = base; k < base + count; k++) {
            int buffer = wheel.buffer[k];
            long flit = wheel.flit[k];
            int state = fifo[buffer];
            int inside = state >>> COUNT_SHIFT & BYTE;
            flits[(buffer << depthShift) + ((state + inside) & depthMask)] = flit;
            int mark = Math.max(state >>> MARK_SHIFT, inside + 1);
            fifo[buffer] = (state & BYTE) | (inside + 1) << COUNT_SHIFT | mark << MARK_SHIFT;
            int router = buffer >>> 3;
            requests[router] |= wishes(flit, router, buffer & 7, inside == 0 ? 1L : 0L);
            active[router >>> 6] |= grantable(router) << router;
            if (parts.listener != null) {
                parts.listener.entered(cycle, geometry.nodeOf[router], buffer & 7, 0, tag(flit));
            }
        }
    }

    private long tag(long flit) {
        return parts.packets.tag(Flit.packet(flit));
    }

    /** Request bits of a front flit; none if {@code isFront} is 0 instead of 1. */
    private long wishes(long flit, int router, int input, long isFront) {
        if ((flit & Flit.GROUP) == 0) {
            return isFront << ((Flit.output(flit) << 3) + input);
        }
        long wishes = 0;
        int outputs = parts.tree.outputs(parts.packets.destination(Flit.packet(flit)), flit, router);
        for (int output = 0; output < Port.COUNT; output++) {
            wishes |= (outputs >>> output & isFront) << ((output << 3) + input);
        }
        return wishes;
    }

    /** All grants of one router in one cycle. Requests, owners and credits are those from before any of them. */
    private int grant(int router, long cycle) {
        long wanted = requests[router] & owners[router] & withCredit(credits[router]);
        int moves = 0;
        while (wanted != 0) {
            int shift = Long.numberOfTrailingZeros(wanted) & 0x38;
            int output = shift >>> 3;
            int asking = (int) (wanted >>> shift) & 0x1F;
            wanted &= ~((long) BYTE << shift);
            moves++;
            credits[router] -= 1L << shift;
            if (output == SOURCE) {
                inject(router, cycle);
            } else {
                int pointer = (pointers[router] >>> (3 * output)) & 7;
                int input = RoundRobin.winner(pointer, asking);
                int next = RoundRobin.after(input);
                pointers[router] += (next - pointer) << (3 * output);
                move(router, input, output, cycle);
            }
        }
        return moves;
    }

    private void inject(int router, long cycle) {
        long flit = parts.takeFlit(router, cycle);
        if (parts.sources.isEmpty(router)) {
            requests[router] &= ~(1L << (8 * SOURCE));
        }
        if ((flit & Flit.GROUP) == 0) {
            flit = Flit.routed(flit, geometry.outputOf);
        }
        wheel.push((int) (cycle + 2) & wheel.mask, (router << 3) + Port.TERMINAL, flit);
    }

    /** Takes the front flit of an input, or for a group flit a copy of it, and sends it through an output. */
    private void move(int router, int input, int output, long cycle) {
        int buffer = (router << 3) + input;
        int state = fifo[buffer];
        long flit = flits[(buffer << depthShift) + (state & BYTE)];
        long mine = requests[router] & ~(1L << ((output << 3) + input));
        if (parts.listener != null) {
            report(buffer, output, flit, cycle);
        }
        if ((flit & Flit.SINGLE) != Flit.SINGLE) {
            own(router, input, output, flit);
        }
        boolean leaves = true;
        long copy;
        if ((flit & Flit.GROUP) == 0) {
            copy = Flit.routed(Flit.hop(flit, output), geometry.outputOf);
        } else {
            int group = parts.packets.destination(Flit.packet(flit));
            copy = parts.tree.copy(group, flit, router, output);
            leaves = (mine & COLUMN << input) == 0;
        }
        if (leaves) {
            int front = (state + 1) & depthMask;
            int inside = (state >>> COUNT_SHIFT & BYTE) - 1;
            fifo[buffer] = (state & ~0xFFFF) | inside << COUNT_SHIFT | front;
            if (inside != 0) {
                mine |= wishes(flits[(buffer << depthShift) + front], router, input, 1);
            }
            returning.give((int) (cycle + creditDelay[input]) & wheel.mask, upstream[buffer]);
            if (parts.listener != null) {
                parts.listener.left(cycle, geometry.nodeOf[router], input, 0, tag(flit));
            }
        }
        requests[router] = mine;
        parts.counters.traversals++;
        int link = (router << 3) + output;
        parts.counters.linkFlits[link]++;
        if (output == Port.TERMINAL) {
            parts.ejected(flit, router, cycle + 3);
            returning.give((int) (cycle + ejectCreditDelay) & wheel.mask, link);
        } else {
            wheel.push((int) (cycle + flitDelay[output]) & wheel.mask, downstream[link], copy);
        }
    }

    /** A packet of several flits holds its output from its head's grant to its tail's. */
    private void own(int router, int input, int output, long flit) {
        int shift = output << 3;
        boolean tail = (flit & Flit.TAIL) != 0;
        long owner = tail ? ALL_INPUTS : 1L << input;
        owners[router] = (owners[router] & ~((long) BYTE << shift)) | owner << shift;
        int buffer = (router << 3) + input;
        sent[buffer] = tail ? 0 : sent[buffer] + 1;
    }

    private void report(int buffer, int output, long flit, long cycle) {
        int number = (flit & Flit.HEAD) != 0 ? 0 : sent[buffer];
        parts.listener.granted(cycle, geometry.nodeOf[buffer >>> 3], buffer & 7, 0, output, tag(flit), number);
    }

    @Override
    public boolean quiet() {
        long any = 0;
        for (int word = 0; word < words; word++) {
            any |= active[word];
        }
        return any == 0;
    }

    @Override
    public long nextEvent(long cycle) {
        for (int ahead = 0; ahead <= wheel.mask; ahead++) {
            int slot = (int) (cycle + ahead) & wheel.mask;
            if (wheel.count[slot] != 0 || returning.any(slot)) {
                return cycle + ahead;
            }
        }
        return Long.MAX_VALUE;
    }

    @Override
    public boolean canInject(int router) {
        return ((credits[router] >>> (8 * SOURCE)) & 0x80) != 0;
    }

    @Override
    public int highWater(int router, int input) {
        return fifo[router * 8 + input] >>> MARK_SHIFT;
    }

    @Override
    public void clearHighWater() {
        for (int buffer = 0; buffer < fifo.length; buffer++) {
            int inside = fifo[buffer] >>> COUNT_SHIFT & BYTE;
            fifo[buffer] = (fifo[buffer] & 0xFFFF) | inside << MARK_SHIFT;
        }
    }

    @Override
    public void waits(List<StallReport.Wait> waits) {
        for (int buffer = 0; buffer < fifo.length; buffer++) {
            int inside = fifo[buffer] >>> COUNT_SHIFT & BYTE;
            int router = buffer >>> 3;
            for (int output = 0; output < Port.COUNT && inside != 0; output++) {
                if ((requests[router] >>> ((output << 3) + (buffer & 7)) & 1) != 0) {
                    long flit = flits[(buffer << depthShift) + (fifo[buffer] & BYTE)];
                    long owner = owners[router] >>> (output << 3) & ALL_INPUTS & ~(1L << (buffer & 7));
                    boolean taken = Long.bitCount(owner) == 1;
                    int holder = taken ? Long.numberOfTrailingZeros(owner) : -1;
                    waits.add(parts.blocked(router, buffer & 7, 0, output, 0, holder, 0, Flit.packet(flit)));
                }
            }
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (int router = 0; router < nodes; router++) {
            out.writeLong(requests[router]);
            out.writeLong(owners[router]);
            out.writeLong(credits[router]);
            out.writeInt(pointers[router]);
        }
        for (int buffer = 0; buffer < fifo.length; buffer++) {
            out.writeInt(fifo[buffer]);
            out.writeInt(sent[buffer]);
        }
        StateArrays.save(out, flits);
        StateArrays.save(out, active);
        returning.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int router = 0; router < nodes; router++) {
            requests[router] = in.readLong();
            owners[router] = in.readLong();
            credits[router] = in.readLong();
            pointers[router] = in.readInt();
        }
        for (int buffer = 0; buffer < fifo.length; buffer++) {
            fifo[buffer] = in.readInt();
            sent[buffer] = in.readInt();
            int inside = fifo[buffer] >>> COUNT_SHIFT & BYTE;
            if (inside > depth || (fifo[buffer] & BYTE) > depthMask) {
                throw new IOException("saved buffer " + buffer + " holds " + inside + " flits of " + depth
                        + "; the state is damaged");
            }
        }
        StateArrays.load(in, flits);
        StateArrays.load(in, active);
        returning.load(in);
    }
}
