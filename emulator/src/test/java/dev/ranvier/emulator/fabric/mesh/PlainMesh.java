package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.PacketBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The router rules as plainly as they can be written: objects, absolute coordinates, one action per event, every router
 * in every cycle. Slow, and made without looking at the kernels: what they are held against.
 */
final class PlainMesh {
    private enum State {
        IDLE,
        ROUTING,
        VCALLOC,
        ACTIVE
    }

    private static final class Packet {
        int id;
        int source;
        int destination;
        int flits;
        long generated;
        long injected = -1;
        long headArrived = -1;
        long arrived = -1;
        int upperClass;
    }

    /** A flit and the output it wants at the router it is in. */
    private record Flit(Packet packet, int number, int output) {
        boolean head() {
            return number == 0;
        }

        boolean tail() {
            return number == packet.flits - 1;
        }
    }

    /** What a sender knows of one channel of the buffer it sends to. */
    private static final class Sender {
        int occupied;
        boolean busy;
    }

    private static final class InputChannel {
        final Deque<Flit> fifo = new ArrayDeque<>();
        State state = State.IDLE;
        int output;
        int granted = -1;
    }

    private static final class Router {
        final InputChannel[][] in;
        final Sender[][] out;
        final int[] switchGrant = new int[5];
        final int[] switchAccept = new int[5];
        final int[] askFirst = new int[5];
        final int[] piggyback = new int[5];
        final int[] channelGrant;
        final int[] channelAccept;
        final Sender[] terminal;
        final Deque<Flit> source = new ArrayDeque<>();
        int terminalLast = -1;
        int terminalChannel = -1;
        final List<Object[]> pending = new ArrayList<>(); // flit, output, channel
        List<Object[]> batch = new ArrayList<>();
        long due = -1;
        final List<Deque<Object[]>> queues = new ArrayList<>();

        Router(int channels) {
            in = new InputChannel[5][channels];
            out = new Sender[5][channels];
            terminal = new Sender[channels];
            channelGrant = new int[5 * channels];
            channelAccept = new int[5 * channels];
            for (int port = 0; port < 5; port++) {
                queues.add(new ArrayDeque<>());
                piggyback[port] = channels - 1;
                for (int channel = 0; channel < channels; channel++) {
                    in[port][channel] = new InputChannel();
                    out[port][channel] = new Sender();
                    terminal[channel] = new Sender();
                }
            }
        }
    }

    private final MeshConfig config;
    private final int channels;
    private final boolean lookahead;
    private final List<Router> routers = new ArrayList<>();
    private final Map<Long, List<Runnable>> events = new TreeMap<>();
    private final List<Packet> packets = new ArrayList<>();
    private int left;

    PlainMesh(MeshConfig config) {
        this.config = config;
        channels = config.virtualChannels();
        lookahead = config.pipeline() != Pipeline.BASE;
        for (int node = 0; node < config.nodes(); node++) {
            routers.add(new Router(channels));
        }
    }

    /** Runs a sorted list and returns a line per packet, in the same form as {@link MeshScenarios#describe}. */
    List<String> run(PacketBatch list) {
        left = list.size();
        int next = 0;
        for (long t = 0; left > 0; t++) {
            List<Runnable> now = events.remove(t);
            if (now != null) {
                now.forEach(Runnable::run);
            }
            for (; next < list.size() && list.cycle(next) == t; next++) {
                generate(list, next);
            }
            for (int node = 0; node < routers.size(); node++) {
                inject(node, t);
            }
            for (int node = 0; node < routers.size(); node++) {
                step(node, t);
            }
        }
        List<String> lines = new ArrayList<>();
        for (Packet p : packets) {
            lines.add(String.format(
                    "%08d to %d: from %d flits %d generated %d injected %d head %d tail %d",
                    p.id, p.destination, p.source, p.flits, p.generated, p.injected, p.headArrived, p.arrived));
        }
        return lines;
    }

    private void generate(PacketBatch list, int k) {
        Packet packet = new Packet();
        packet.id = k;
        packet.source = list.source(k);
        packet.destination = list.destination(k);
        packet.flits = list.flits(k);
        packet.generated = list.cycle(k);
        packets.add(packet);
        for (int number = 0; number < packet.flits; number++) {
            routers.get(packet.source).source.add(new Flit(packet, number, -1));
        }
    }

    private void at(long t, Runnable what) {
        events.computeIfAbsent(t, k -> new ArrayList<>()).add(what);
    }

    /** A.4 step 4. */
    private void inject(int node, long t) {
        Router router = routers.get(node);
        Flit flit = router.source.peek();
        if (flit == null) {
            return;
        }
        int channel = router.terminalChannel;
        if (flit.head()) {
            for (int k = 1; k <= channels && channel < 0; k++) {
                int candidate = (router.terminalLast + k) % channels;
                Sender sender = router.terminal[candidate];
                channel = !sender.busy && sender.occupied < config.bufferDepth() ? candidate : -1;
            }
        }
        if (channel < 0 || router.terminal[channel].occupied == config.bufferDepth()) {
            return;
        }
        router.source.remove();
        router.terminal[channel].occupied++;
        router.terminal[channel].busy = !flit.tail();
        router.terminalLast = channel;
        router.terminalChannel = flit.tail() ? -1 : channel;
        int output = flit.head() && lookahead ? route(flit.packet, node, Port.TERMINAL) : -1;
        if (flit.head()) {
            flit.packet.injected = t;
        }
        int into = channel;
        at(t + 2, () -> arrive(node, Port.TERMINAL, into, new Flit(flit.packet, flit.number, output)));
    }

    private void arrive(int node, int port, int channel, Flit flit) {
        InputChannel in = routers.get(node).in[port][channel];
        in.fifo.add(flit);
        if (in.state == State.IDLE) {
            start(in);
        }
    }

    private void start(InputChannel in) {
        in.state = lookahead ? State.VCALLOC : State.ROUTING;
        in.output = in.fifo.element().output;
    }

    /** A.8; sets the packet's class where it enters a dimension. */
    private int route(Packet packet, int node, int input) {
        int[] here = {node % config.columns(), node / config.columns()};
        int[] there = {packet.destination % config.columns(), packet.destination / config.columns()};
        int[] order = config.routing() == Routing.Y_FIRST ? new int[] {1, 0} : new int[] {0, 1};
        for (int d : order) {
            if (here[d] == there[d]) {
                continue;
            }
            if (config.topology() == Topology.MESH) {
                return 2 * d + (there[d] > here[d] ? 0 : 1);
            }
            if (input != Port.TERMINAL && input / 2 == d) {
                return input ^ 1;
            }
            int k = d == 0 ? config.columns() : config.rows();
            int m = k - 2 * Math.floorMod(there[d] - here[d], k);
            boolean up = m > 0;
            packet.upperClass = (up && here[d] > there[d]) || (!up && there[d] > here[d]) ? 1 : 0;
            return 2 * d + (up ? 0 : 1);
        }
        return Port.TERMINAL;
    }

    private boolean allowed(Packet packet, int output, int channel) {
        if (config.topology() == Topology.MESH || output == Port.TERMINAL) {
            return true;
        }
        return (channel >= channels / 2 ? 1 : 0) == packet.upperClass;
    }

    /** A.6 and A.7 of one router. */
    private void step(int node, long t) {
        Router router = routers.get(node);
        if (router.batch.isEmpty() && !router.pending.isEmpty()) {
            router.batch = new ArrayList<>(router.pending);
            router.pending.clear();
            router.due = t + config.switchDelay() - 1;
        }
        List<InputChannel> wereRouting = new ArrayList<>();
        for (InputChannel[] port : router.in) {
            for (InputChannel in : port) {
                if (in.state == State.ROUTING) {
                    wereRouting.add(in);
                }
            }
        }
        int[] won = config.pipeline() == Pipeline.PB ? new int[0] : allocateChannels(router);
        int[][] grants = allocateSwitch(router, won);
        for (int port = 0; port < 5; port++) {
            for (InputChannel in : router.in[port]) {
                if (wereRouting.contains(in)) {
                    in.output = route(in.fifo.element().packet, node, port);
                    in.state = State.VCALLOC;
                }
            }
        }
        for (int local = 0; local < won.length; local++) {
            if (won[local] >= 0) {
                InputChannel in = router.in[local / channels][local % channels];
                in.state = State.ACTIVE;
                in.granted = won[local] % channels;
                router.out[won[local] / channels][won[local] % channels].busy = true;
            }
        }
        for (int[] grant : grants) {
            send(node, router, grant[0], grant[1], grant[2], t);
        }
        if (router.due == t) {
            for (Object[] moved : router.batch) {
                router.queues.get((int) moved[1]).add(moved);
            }
            router.batch = new ArrayList<>();
        }
        for (int output = 0; output < 5; output++) {
            Object[] moved = router.queues.get(output).poll();
            if (moved != null) {
                leave(node, (Flit) moved[0], output, (int) moved[2], t);
            }
        }
    }

    /** Output channel, as output * V + channel, for each input channel, or -1. */
    private int[] allocateChannels(Router router) {
        int size = 5 * channels;
        boolean[][] asks = new boolean[size][size];
        for (int input = 0; input < size; input++) {
            InputChannel in = router.in[input / channels][input % channels];
            for (int output = 0; output < size; output++) {
                asks[input][output] = in.state == State.VCALLOC
                        && output / channels == in.output
                        && allowed(in.fifo.element().packet, in.output, output % channels)
                        && !router.out[output / channels][output % channels].busy;
            }
        }
        return islip(asks, router.channelGrant, router.channelAccept);
    }

    /** Output for each input, or -1; moves the pointers of what was accepted. */
    private static int[] islip(boolean[][] asks, int[] grant, int[] accept) {
        int size = grant.length;
        int[] grantedTo = new int[size];
        for (int output = 0; output < size; output++) {
            grantedTo[output] = -1;
            for (int k = 0; k < size && grantedTo[output] < 0; k++) {
                int input = (grant[output] + k) % size;
                grantedTo[output] = asks[input][output] ? input : -1;
            }
        }
        int[] result = new int[size];
        for (int input = 0; input < size; input++) {
            result[input] = -1;
            for (int k = 0; k < size && result[input] < 0; k++) {
                int output = (accept[input] + k) % size;
                result[input] = grantedTo[output] == input ? output : -1;
            }
        }
        for (int input = 0; input < size; input++) {
            if (result[input] >= 0) {
                grant[result[input]] = (input + 1) % size;
                accept[input] = (result[input] + 1) % size;
            }
        }
        return result;
    }

    private boolean hasCredit(Sender sender) {
        return sender.occupied < config.bufferDepth();
    }

    /** Grants {input, channel, output} that survive. */
    private int[][] allocateSwitch(Router router, int[] won) {
        int[][] chosen = new int[5][5];
        boolean[][] asks = new boolean[5][5];
        boolean speculative = config.pipeline() == Pipeline.PB || config.pipeline() == Pipeline.SPEC;
        for (int port = 0; port < 5; port++) {
            for (State rank : new State[] {State.ACTIVE, State.VCALLOC}) {
                for (int k = 0; k < channels; k++) {
                    int channel = (router.askFirst[port] + k) % channels;
                    InputChannel in = router.in[port][channel];
                    if (in.fifo.isEmpty() || in.state != rank || asks[port][in.output]) {
                        continue;
                    }
                    boolean can = false;
                    if (rank == State.ACTIVE) {
                        can = hasCredit(router.out[in.output][in.granted]);
                    } else if (speculative) {
                        for (int o = 0; o < channels; o++) {
                            Sender sender = router.out[in.output][o];
                            boolean open = allowed(in.fifo.element().packet, in.output, o);
                            can |= open && !sender.busy && hasCredit(sender);
                        }
                    }
                    asks[port][in.output] = can;
                    chosen[port][in.output] = can ? channel : chosen[port][in.output];
                }
            }
        }
        int[] accepted = islip(asks, router.switchGrant, router.switchAccept);
        List<int[]> grants = new ArrayList<>();
        for (int port = 0; port < 5; port++) {
            if (accepted[port] >= 0) {
                int channel = chosen[port][accepted[port]];
                router.askFirst[port] = (channel + 1) % channels;
                int got = won.length == 0 ? -1 : won[port * channels + channel];
                boolean waits = router.in[port][channel].state == State.VCALLOC;
                boolean lost = waits
                        && config.pipeline() == Pipeline.SPEC
                        && (got < 0 || !hasCredit(router.out[got / channels][got % channels]));
                if (!lost) {
                    grants.add(new int[] {port, channel, accepted[port]});
                }
            }
        }
        return grants.toArray(new int[0][]);
    }

    private void send(int node, Router router, int port, int channel, int output, long t) {
        InputChannel in = router.in[port][channel];
        if (in.state == State.VCALLOC) {
            in.granted = -1;
            for (int k = 0; k < channels && in.granted < 0; k++) {
                int candidate = (router.piggyback[output] + k) % channels;
                Sender sender = router.out[output][candidate];
                boolean open = allowed(in.fifo.element().packet, output, candidate);
                in.granted = open && !sender.busy && hasCredit(sender) ? candidate : -1;
            }
            router.piggyback[output] = (in.granted + 1) % channels;
            router.out[output][in.granted].busy = true;
            in.state = State.ACTIVE;
        }
        int outChannel = in.granted;
        Flit flit = in.fifo.remove();
        Sender sender = router.out[output][outChannel];
        sender.occupied++;
        sender.busy = !flit.tail();
        int nextOutput = flit.head() && lookahead && output != Port.TERMINAL
                ? route(flit.packet, behind(node, output), output ^ 1)
                : -1;
        if (port == Port.TERMINAL) {
            at(t + 2, () -> router.terminal[channel].occupied--);
        } else {
            Sender up = routers.get(behind(node, port)).out[port ^ 1][channel];
            at(t + 1 + config.linkLatency(port) + config.creditDelay(), () -> up.occupied--);
        }
        router.pending.add(new Object[] {new Flit(flit.packet, flit.number, nextOutput), output, outChannel});
        if (flit.tail()) {
            in.state = State.IDLE;
            if (!in.fifo.isEmpty()) {
                start(in);
            }
        }
    }

    private int behind(int node, int port) {
        int x = node % config.columns() + (port == Port.EAST ? 1 : port == Port.WEST ? -1 : 0);
        int y = node / config.columns() + (port == Port.NORTH ? 1 : port == Port.SOUTH ? -1 : 0);
        return Math.floorMod(y, config.rows()) * config.columns() + Math.floorMod(x, config.columns());
    }

    private void leave(int node, Flit flit, int output, int channel, long t) {
        if (output != Port.TERMINAL) {
            int next = behind(node, output);
            at(t + 1 + config.linkLatency(output), () -> arrive(next, output ^ 1, channel, flit));
            return;
        }
        at(t + 2, () -> {
            flit.packet.headArrived = flit.head() ? t + 2 : flit.packet.headArrived;
            if (flit.tail()) {
                flit.packet.arrived = t + 2;
                left--;
            }
        });
        Sender sender = routers.get(node).out[output][channel];
        at(t + 4 + config.creditDelay(), () -> sender.occupied--);
    }
}
