package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.StallReport;
import dev.ranvier.emulator.fabric.packet.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The general router: any pipeline, any number of channels, any switch delay (spike-router specification, A.4 to A.8).
 * Buffers, channel states and credits live here, the decisions of one router and cycle in {@link Allocators}.
 *
 * <p>Index of an input channel and of an output channel: {@code (router * 5 + port) * V + channel}. The channels of the
 * terminals as senders follow after all outputs: {@code outputs + router * V + channel}.
 *
 * <p>Owner: one network.
 */
final class VirtualChannelRouters implements RouterKernel {
    static final byte IDLE = 0;
    static final byte ROUTING = 1;
    static final byte WAITING = 2; // for an output channel: state "vcalloc" of the specification
    static final byte ACTIVE = 3;

    final NetworkParts parts;
    final MeshConfig config;
    final int channels;
    final int depth;
    /** State of each input channel. */
    final byte[] state;
    /** Flits in each input channel. */
    final int[] inside;
    /** Output channel 0 .. V-1 that an active input channel owns. */
    final int[] granted;
    /** Flits sent and not credited, per sender channel. */
    final int[] occupied;
    /** Whether a sender channel is owned by a packet. */
    final boolean[] busy;

    private final MeshGeometry geometry;
    private final int nodes;
    private final int senders;
    private final long[] flits;
    private final int[] front;
    private final int[] sent;
    private final int[] mark;
    private final int[] buffered; // flits in all inputs of a router
    private final int[] lastUsed; // last channel of each terminal, -1 before the first packet
    private final int[] terminalChannel; // channel of the packet that a terminal is sending, -1 if none
    private final long[] active; // routers with buffered flits or flits in the switch
    private final long[] sources; // routers whose source queue is not empty
    private final CreditWheel credits;
    private final Allocators allocators;
    private final SwitchStage stage; // null if X = 1

    VirtualChannelRouters(NetworkParts parts) {
        this.parts = parts;
        config = parts.config;
        geometry = parts.geometry;
        nodes = geometry.nodes;
        channels = config.virtualChannels();
        depth = config.bufferDepth();
        int inputs = nodes * Port.COUNT * channels;
        senders = inputs + nodes * channels;
        state = new byte[inputs];
        inside = new int[inputs];
        granted = new int[inputs];
        occupied = new int[senders];
        busy = new boolean[senders];
        flits = new long[inputs * depth];
        front = new int[inputs];
        sent = new int[inputs];
        mark = new int[inputs];
        buffered = new int[nodes];
        lastUsed = new int[nodes];
        terminalChannel = new int[nodes];
        active = new long[(nodes + 63) >>> 6];
        sources = new long[(nodes + 63) >>> 6];
        credits = new CreditWheel(parts.wheel.mask + 1, 2 * Port.COUNT * nodes);
        allocators = new Allocators(this);
        stage = config.switchDelay() == 1 ? null : new SwitchStage(nodes, config.switchDelay(), channels);
        reset();
    }

    @Override
    public void reset() {
        Arrays.fill(state, IDLE);
        Arrays.fill(inside, 0);
        Arrays.fill(granted, 0);
        Arrays.fill(occupied, 0);
        Arrays.fill(busy, false);
        Arrays.fill(front, 0);
        Arrays.fill(sent, 0);
        Arrays.fill(mark, 0);
        Arrays.fill(buffered, 0);
        Arrays.fill(lastUsed, -1);
        Arrays.fill(terminalChannel, -1);
        Arrays.fill(active, 0);
        Arrays.fill(sources, 0);
        credits.clear();
        parts.wheel.clear();
        allocators.reset();
        if (stage != null) {
            stage.clear();
        }
    }

    @Override
    public void packetWaits(int router) {
        sources[router >>> 6] |= 1L << router;
    }

    @Override
    public int step(long cycle) {
        for (int k = 0; k < credits.count(cycle); k++) {
            occupied[credits.sender(cycle, k)]--;
        }
        credits.taken(cycle);
        takeFlits(cycle);
        int moves = 0;
        for (int word = 0; word < sources.length; word++) {
            for (long bits = sources[word]; bits != 0; bits &= bits - 1) {
                moves += inject((word << 6) + Long.numberOfTrailingZeros(bits), cycle);
            }
        }
        for (int word = 0; word < active.length; word++) {
            for (long bits = active[word]; bits != 0; bits &= bits - 1) {
                moves += stepRouter((word << 6) + Long.numberOfTrailingZeros(bits), cycle);
            }
        }
        return moves;
    }

    private int stepRouter(int router, long cycle) {
        int moves = 0;
        if (stage != null) {
            stage.begin(router, cycle);
        }
        if (buffered[router] > 0) {
            moves = allocators.allocate(router, cycle);
        }
        if (stage != null) {
            stage.end(router, cycle, this);
        }
        if (buffered[router] == 0 && (stage == null || stage.isEmpty(router))) {
            active[router >>> 6] &= ~(1L << router);
        }
        return moves;
    }

    private void takeFlits(long cycle) {
        FlitWheel wheel = parts.wheel;
        int slot = (int) cycle & wheel.mask;
        int base = slot * wheel.capacity;
        for (int k = base; k < base + wheel.count[slot]; k++) {
            int input = wheel.buffer[k];
            int position = front[input] + inside[input];
            flits[input * depth + (position < depth ? position : position - depth)] = wheel.flit[k];
            inside[input]++;
            mark[input] = Math.max(mark[input], inside[input]);
            if (state[input] == IDLE) {
                start(input);
            }
            int router = input / (Port.COUNT * channels);
            buffered[router]++;
            if (parts.listener != null) {
                int port = input / channels % Port.COUNT;
                long tag = parts.packets.tag(Flit.packet(wheel.flit[k]));
                parts.listener.entered(cycle, geometry.nodeOf[router], port, input % channels, tag);
            }
            active[router >>> 6] |= 1L << router;
        }
        wheel.count[slot] = 0;
    }

    /** A.5: a head flit has become the front of its channel. */
    private void start(int input) {
        state[input] = config.pipeline().routingDelay() == 0 ? WAITING : ROUTING;
    }

    /** A.4 step 4: at most one flit of the first packet of a source queue. */
    private int inject(int router, long cycle) {
        int base = nodes * Port.COUNT * channels + router * channels;
        int channel = terminalChannel[router];
        if (channel < 0) {
            channel = freeTerminalChannel(router, base);
        } else if (occupied[base + channel] == depth) {
            channel = -1;
        }
        if (channel < 0) {
            return 0;
        }
        long flit = Flit.routed(parts.takeFlit(router, cycle), geometry.outputOf);
        boolean tail = (flit & Flit.TAIL) != 0;
        occupied[base + channel]++;
        busy[base + channel] = !tail;
        lastUsed[router] = channel;
        terminalChannel[router] = tail ? -1 : channel;
        int input = (router * Port.COUNT + Port.TERMINAL) * channels + channel;
        parts.wheel.push((int) (cycle + 2) & parts.wheel.mask, input, flit);
        if (parts.sources.isEmpty(router)) {
            sources[router >>> 6] &= ~(1L << router);
        }
        return 1;
    }

    private int freeTerminalChannel(int router, int base) {
        for (int k = 1; k <= channels; k++) {
            int channel = (lastUsed[router] + k) % channels;
            if (!busy[base + channel] && occupied[base + channel] < depth) {
                return channel;
            }
        }
        return -1;
    }

    /** Front flit of an input channel that is not empty. */
    long frontFlit(int input) {
        return flits[input * depth + front[input]];
    }

    /**
     * First channel that a flit may use behind its output: 0, or V/2 for class 1 of a torus (A.8).
     */
    int firstChannel(long flit) {
        return isDivided(flit) && isUpperClass(flit) ? channels / 2 : 0;
    }

    /** Channel after the last that a flit may use behind its output. */
    int endChannel(long flit) {
        return isDivided(flit) && !isUpperClass(flit) ? channels / 2 : channels;
    }

    private boolean isDivided(long flit) {
        return config.topology() == Topology.TORUS && config.routing().classes() && Flit.output(flit) != Port.TERMINAL;
    }

    private static boolean isUpperClass(long flit) {
        return (flit & (Flit.output(flit) < Port.NORTH ? Flit.CLASS_X : Flit.CLASS_Y)) != 0;
    }

    /**
     * Takes the front flit of an input channel and puts it into the switch; the channel is active and its output
     * channel is chosen.
     *
     * @param input input channel
     */
    void move(int router, int input, long cycle) {
        long flit = frontFlit(input);
        int output = Flit.output(flit);
        int channel = granted[input];
        int sender = (router * Port.COUNT + output) * channels + channel;
        int port = input / channels % Port.COUNT;
        if (parts.listener != null) {
            report(router, input, output, flit, cycle);
        }
        front[input] = front[input] + 1 == depth ? 0 : front[input] + 1;
        inside[input]--;
        buffered[router]--;
        occupied[sender]++;
        if ((flit & Flit.TAIL) != 0) {
            busy[sender] = false;
            sent[input] = 0;
            state[input] = IDLE;
            if (inside[input] > 0) {
                start(input);
            }
        } else {
            sent[input]++;
        }
        giveCredit(router, port, input % channels, cycle);
        parts.counters.traversals++;
        parts.counters.linkFlits[router * 8 + output]++;
        if (stage == null) {
            send(router, output, channel, flit, cycle + 1);
        } else {
            stage.add(router, flit, output * channels + channel);
        }
    }

    private void report(int router, int input, int output, long flit, long cycle) {
        int port = input / channels % Port.COUNT;
        long tag = parts.packets.tag(Flit.packet(flit));
        parts.listener.granted(cycle, geometry.nodeOf[router], port, input % channels, output, tag, sent[input]);
        parts.listener.left(cycle, geometry.nodeOf[router], port, input % channels, tag);
    }

    private void giveCredit(int router, int port, int channel, long cycle) {
        if (port == Port.TERMINAL) {
            credits.push(cycle + 2, nodes * Port.COUNT * channels + router * channels + channel);
        } else {
            int sender = (geometry.neighbour[router * 8 + port] * Port.COUNT + (port ^ 1)) * channels + channel;
            credits.push(cycle + 1 + config.linkLatency(port) + config.creditDelay(), sender);
        }
    }

    /** A flit leaves the router through an output in {@code cycle}: A.7, last sentence. */
    void send(int router, int output, int channel, long flit, long cycle) {
        int sender = (router * Port.COUNT + output) * channels + channel;
        if (output == Port.TERMINAL) {
            parts.ejected(flit, router, cycle + 2);
            credits.push(cycle + 4 + config.creditDelay(), sender);
        } else {
            int behind = geometry.neighbour[router * 8 + output];
            int input = (behind * Port.COUNT + (output ^ 1)) * channels + channel;
            long next = Flit.routed(Flit.hop(flit, output), geometry.outputOf);
            long arrival = cycle + 1 + config.linkLatency(output);
            parts.wheel.push((int) arrival & parts.wheel.mask, input, next);
        }
    }

    @Override
    public boolean quiet() {
        long any = 0;
        for (int word = 0; word < active.length; word++) {
            any |= active[word] | sources[word];
        }
        return any == 0;
    }

    @Override
    public long nextEvent(long cycle) {
        FlitWheel wheel = parts.wheel;
        for (int ahead = 0; ahead <= wheel.mask; ahead++) {
            if (wheel.count[(int) (cycle + ahead) & wheel.mask] != 0 || credits.count(cycle + ahead) != 0) {
                return cycle + ahead;
            }
        }
        return Long.MAX_VALUE;
    }

    @Override
    public boolean canInject(int router) {
        return terminalChannel[router] < 0
                && freeTerminalChannel(router, nodes * Port.COUNT * channels + router * channels) >= 0;
    }

    @Override
    public int highWater(int router, int input) {
        int highest = 0;
        for (int channel = 0; channel < channels; channel++) {
            highest = Math.max(highest, mark[(router * Port.COUNT + input) * channels + channel]);
        }
        return highest;
    }

    @Override
    public void clearHighWater() {
        System.arraycopy(inside, 0, mark, 0, mark.length);
    }

    @Override
    public void waits(List<StallReport.Wait> waits) {
        for (int input = 0; input < inside.length; input++) {
            if (inside[input] > 0) {
                long flit = frontFlit(input);
                boolean owns = state[input] == ACTIVE;
                int from = owns ? granted[input] : firstChannel(flit);
                int to = owns ? from + 1 : endChannel(flit);
                for (int channel = from; channel < to; channel++) {
                    waits.add(waitFor(input, flit, channel, owns));
                }
            }
        }
    }

    private StallReport.Wait waitFor(int input, long flit, int channel, boolean owns) {
        int router = input / locals();
        int output = Flit.output(flit);
        int holder = -1;
        if (!owns && busy[(router * Port.COUNT + output) * channels + channel]) {
            for (int local = 0; local < locals(); local++) {
                int other = router * locals() + local;
                boolean waits = state[other] == ACTIVE && granted[other] == channel && inside[other] > 0;
                holder = waits && Flit.output(frontFlit(other)) == output ? local : holder;
            }
        }
        int port = input / channels % Port.COUNT;
        int packet = Flit.packet(flit);
        return parts.blocked(
                router,
                port,
                input % channels,
                output,
                channel,
                holder < 0 ? -1 : holder / channels,
                holder < 0 ? -1 : holder % channels,
                packet);
    }

    private int locals() {
        return Port.COUNT * channels;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.write(state);
        for (boolean owned : busy) {
            out.writeBoolean(owned);
        }
        StateArrays.save(out, inside);
        StateArrays.save(out, granted);
        StateArrays.save(out, occupied);
        StateArrays.save(out, flits);
        StateArrays.save(out, front);
        StateArrays.save(out, sent);
        StateArrays.save(out, mark);
        StateArrays.save(out, buffered);
        StateArrays.save(out, lastUsed);
        StateArrays.save(out, terminalChannel);
        StateArrays.save(out, active);
        StateArrays.save(out, sources);
        credits.save(out);
        allocators.save(out);
        if (stage != null) {
            stage.save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        in.readFully(state);
        for (int k = 0; k < busy.length; k++) {
            busy[k] = in.readBoolean();
        }
        StateArrays.load(in, inside);
        StateArrays.load(in, granted);
        StateArrays.load(in, occupied);
        StateArrays.load(in, flits);
        StateArrays.load(in, front);
        StateArrays.load(in, sent);
        StateArrays.load(in, mark);
        StateArrays.load(in, buffered);
        StateArrays.load(in, lastUsed);
        StateArrays.load(in, terminalChannel);
        StateArrays.load(in, active);
        StateArrays.load(in, sources);
        credits.load(in, senders);
        allocators.load(in);
        if (stage != null) {
            stage.load(in);
        }
        for (int input = 0; input < inside.length; input++) {
            if (inside[input] < 0 || inside[input] > depth || front[input] < 0 || front[input] >= depth) {
                throw new IOException("saved channel " + input + " holds " + inside[input] + " flits of " + depth
                        + "; the state is damaged");
            }
        }
    }
}
