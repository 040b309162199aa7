package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.packet.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Channel and switch allocation of the general router: one router and one cycle of spike-router specification A.6. Both
 * allocators are iSLIP with one iteration: every output picks, from its pointer on, one input; every input accepts,
 * from its pointer on, one output; only what was accepted moves pointers.
 *
 * <p>All requests are formed from the state before any update of the cycle. "Local" indices are {@code port * V +
 * channel} within the router.
 *
 * <p>Owner: one {@link VirtualChannelRouters}.
 */
final class Allocators {
    private static final int NONE = -1;

    private final VirtualChannelRouters routers;
    private final int channels;
    private final int locals;
    private final boolean speculative;
    private final boolean piggyback;

    // pointers, kept between cycles
    private final int[] channelGrant; // per output channel: an input channel, local
    private final int[] channelAccept; // per input channel: an output channel, local
    private final int[] switchGrant; // per output port: an input port
    private final int[] switchAccept; // per input port: an output port
    private final int[] channelOfInput; // per input port: the channel that is asked first
    private final int[] channelOfOutput; // per output port: the channel that piggyback tries first

    // scratch of one router and cycle
    private final int[] won; // per local input channel: local output channel it was given
    private final int[] winner; // per local output channel: local input channel it picked
    private final int[] distance; // of that pick from the pointer
    private final byte[] before; // states before the updates
    private final int[] asking = new int[Port.COUNT * Port.COUNT]; // input * 5 + output: channel that asks, if one does
    private final int[] askedBy = new int[Port.COUNT]; // per output: set of input ports
    private final int[] offeredBy = new int[Port.COUNT]; // per input: set of output ports
    private final int[] accepted = new int[Port.COUNT]; // per input: output

    Allocators(VirtualChannelRouters routers) {
        this.routers = routers;
        channels = routers.channels;
        locals = Port.COUNT * channels;
        Pipeline pipeline = routers.config.pipeline();
        speculative = pipeline.speculative();
        piggyback = pipeline.piggyback();
        int nodes = routers.config.nodes();
        channelGrant = new int[piggyback ? 0 : nodes * locals];
        channelAccept = new int[piggyback ? 0 : nodes * locals];
        switchGrant = new int[nodes * Port.COUNT];
        switchAccept = new int[nodes * Port.COUNT];
        channelOfInput = new int[nodes * Port.COUNT];
        channelOfOutput = new int[nodes * Port.COUNT];
        won = new int[locals];
        winner = new int[locals];
        distance = new int[locals];
        before = new byte[locals];
        Arrays.fill(won, NONE);
        reset();
    }

    void reset() {
        Arrays.fill(channelGrant, 0);
        Arrays.fill(channelAccept, 0);
        Arrays.fill(switchGrant, 0);
        Arrays.fill(switchAccept, 0);
        Arrays.fill(channelOfInput, 0);
        Arrays.fill(channelOfOutput, channels - 1); // A.6 (4): the pointer starts before channel 0
    }

    /**
     * All decisions of a router in a cycle, carried out.
     *
     * @return flits that moved
     */
    int allocate(int router, long cycle) {
        int base = router * locals;
        System.arraycopy(routers.state, base, before, 0, locals);
        if (!piggyback) {
            allocateChannels(base);
        }
        allocateSwitch(router, base);
        for (int local = 0; local < locals; local++) {
            int input = base + local;
            if (before[local] == VirtualChannelRouters.ROUTING) {
                routers.state[input] = VirtualChannelRouters.WAITING;
            }
            if (won[local] != NONE) {
                routers.busy[base + won[local]] = true;
                routers.granted[input] = won[local] % channels;
                routers.state[input] = VirtualChannelRouters.ACTIVE;
            }
        }
        int moves = 0;
        for (int port = 0; port < Port.COUNT; port++) {
            if (accepted[port] != NONE) {
                moves += useSwitch(router, base, port, accepted[port], cycle);
            }
        }
        if (!piggyback) {
            Arrays.fill(won, NONE);
        }
        return moves;
    }

    /** A.6 (1). */
    private void allocateChannels(int base) {
        Arrays.fill(winner, NONE);
        for (int local = 0; local < locals; local++) {
            if (before[local] == VirtualChannelRouters.WAITING) {
                long flit = routers.frontFlit(base + local);
                int out = Flit.output(flit) * channels;
                int end = out + routers.endChannel(flit);
                for (int output = out + routers.firstChannel(flit); output < end; output++) {
                    int away = cyclic(local - channelGrant[base + output], locals);
                    if (!routers.busy[base + output] && (winner[output] == NONE || away < distance[output])) {
                        winner[output] = local;
                        distance[output] = away;
                    }
                }
            }
        }
        for (int output = 0; output < locals; output++) {
            int local = winner[output];
            if (local != NONE) {
                int pointer = channelAccept[base + local];
                if (won[local] == NONE || cyclic(output - pointer, locals) < cyclic(won[local] - pointer, locals)) {
                    won[local] = output;
                }
            }
        }
        for (int local = 0; local < locals; local++) {
            if (won[local] != NONE) {
                channelGrant[base + won[local]] = local + 1 == locals ? 0 : local + 1;
                channelAccept[base + local] = won[local] + 1 == locals ? 0 : won[local] + 1;
            }
        }
    }

    /** {@code value} modulo {@code size} for values between -size and size. */
    private static int cyclic(int value, int size) {
        return value < 0 ? value + size : value;
    }

    /** A.6 (2): requests, at most one channel per input and output port, and the allocator. */
    private void allocateSwitch(int router, int base) {
        Arrays.fill(askedBy, 0);
        Arrays.fill(offeredBy, 0);
        for (int local = 0; local < locals; local++) {
            if (routers.inside[base + local] > 0) {
                ask(router, base, local / channels, local % channels);
            }
        }
        int ports = router * Port.COUNT;
        for (int output = 0; output < Port.COUNT; output++) {
            if (askedBy[output] != 0) {
                offeredBy[RoundRobin.winner(switchGrant[ports + output], askedBy[output])] |= 1 << output;
            }
        }
        for (int port = 0; port < Port.COUNT; port++) {
            accepted[port] = NONE;
            if (offeredBy[port] != 0) {
                int output = RoundRobin.winner(switchAccept[ports + port], offeredBy[port]);
                int channel = asking[port * Port.COUNT + output];
                accepted[port] = output;
                switchGrant[ports + output] = RoundRobin.after(port);
                switchAccept[ports + port] = RoundRobin.after(output);
                channelOfInput[ports + port] = channel + 1 == channels ? 0 : channel + 1;
            }
        }
    }

    private void ask(int router, int base, int port, int channel) {
        int local = port * channels + channel;
        long flit = routers.frontFlit(base + local);
        int output = Flit.output(flit);
        boolean owns = before[local] == VirtualChannelRouters.ACTIVE;
        if (owns) {
            int sender = base + output * channels + routers.granted[base + local];
            if (routers.occupied[sender] == routers.depth) {
                return;
            }
        } else if (!speculative
                || before[local] != VirtualChannelRouters.WAITING
                || freeChannel(router, flit, 0) == NONE) {
            return;
        }
        int at = port * Port.COUNT + output;
        if ((askedBy[output] >>> port & 1) != 0) {
            int other = asking[at];
            boolean otherOwns = before[port * channels + other] == VirtualChannelRouters.ACTIVE;
            int pointer = channelOfInput[router * Port.COUNT + port];
            boolean earlier = cyclic(channel - pointer, channels) < cyclic(other - pointer, channels);
            if (owns == otherOwns ? !earlier : otherOwns) {
                return;
            }
        }
        askedBy[output] |= 1 << port;
        asking[at] = channel;
    }

    /**
     * First channel at or cyclically after {@code pointer}, among those open to the flit, that is not busy and has a
     * credit.
     */
    private int freeChannel(int router, long flit, int pointer) {
        int base = (router * Port.COUNT + Flit.output(flit)) * channels;
        int from = routers.firstChannel(flit);
        int to = routers.endChannel(flit);
        for (int k = 0; k < channels; k++) {
            int channel = cyclic(pointer + k - channels, channels);
            boolean free = !routers.busy[base + channel] && routers.occupied[base + channel] < routers.depth;
            if (channel >= from && channel < to && free) {
                return channel;
            }
        }
        return NONE;
    }

    /** A.6 (3) and (4c) for one accepted grant; 0 if the grant is lost because speculation failed. */
    private int useSwitch(int router, int base, int port, int output, long cycle) {
        int local = port * channels + asking[port * Port.COUNT + output];
        int input = base + local;
        if (before[local] == VirtualChannelRouters.WAITING) {
            if (piggyback) {
                int ports = router * Port.COUNT + output;
                int channel = freeChannel(router, routers.frontFlit(input), channelOfOutput[ports]);
                channelOfOutput[ports] = channel + 1 == channels ? 0 : channel + 1;
                routers.granted[input] = channel;
                routers.busy[base + output * channels + channel] = true;
                routers.state[input] = VirtualChannelRouters.ACTIVE;
            } else if (won[local] == NONE || routers.occupied[base + won[local]] == routers.depth) {
                return 0;
            }
        }
        routers.move(router, input, cycle);
        return 1;
    }

    void save(DataOutput out) throws IOException {
        StateArrays.save(out, channelGrant);
        StateArrays.save(out, channelAccept);
        StateArrays.save(out, switchGrant);
        StateArrays.save(out, switchAccept);
        StateArrays.save(out, channelOfInput);
        StateArrays.save(out, channelOfOutput);
    }

    void load(DataInput in) throws IOException {
        StateArrays.load(in, channelGrant);
        StateArrays.load(in, channelAccept);
        StateArrays.load(in, switchGrant);
        StateArrays.load(in, switchAccept);
        StateArrays.load(in, channelOfInput);
        StateArrays.load(in, channelOfOutput);
    }
}
