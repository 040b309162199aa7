package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.packet.PacketPool;

/**
 * A flit as one 64-bit word, so that routers move words and never look at the packet:
 *
 * <pre>
 * bits  0..2   output port at the router that it is in or on its way to (computed one router ahead)
 * bit   3      head flit
 * bit   4      tail flit; a packet of one flit is both
 * bit   5      group flit (tree multicast); bits 8..39 then hold its range of members instead of a distance
 * bit   6      channel class along x (torus)
 * bit   7      channel class along y (torus)
 * bits  8..23  hops left along x, biased by 2^15;  group: index of the first member
 * bits 24..39  hops left along y, biased by 2^15;  group: index after the last member
 * bits 40..63  number of the packet in the {@link PacketPool}
 * </pre>
 *
 * The layout is ours. Distances are biased so that a hop is one subtraction without a carry into the next field.
 */
final class Flit {
    static final int PORT = 7;
    static final int HEAD = 1 << 3;
    static final int TAIL = 1 << 4;
    static final int SINGLE = HEAD | TAIL;
    static final int GROUP = 1 << 5;
    static final int CLASS_X = 1 << 6;
    static final int CLASS_Y = 1 << 7;
    static final int PACKET_SHIFT = 40;

    private static final int X_SHIFT = 8;
    private static final int Y_SHIFT = 24;
    private static final int BIAS = 1 << 15;
    private static final int FIELD = (1 << 16) - 1;
    /** What one hop through each output subtracts from the word. */
    private static final long[] HOP = {1L << X_SHIFT, -(1L << X_SHIFT), 1L << Y_SHIFT, -(1L << Y_SHIFT), 0, 0, 0, 0};

    private Flit() {}

    /** The part of the word that all flits of a packet share. */
    static long body(int packet, int dx, int dy, int classes) {
        return ((long) packet << PACKET_SHIFT)
                | ((long) (dy + BIAS) << Y_SHIFT)
                | ((long) (dx + BIAS) << X_SHIFT)
                | classes;
    }

    /** A single flit for members {@code from} .. {@code to - 1} of its packet's group. */
    static long group(int packet, int from, int to) {
        return ((long) packet << PACKET_SHIFT) | ((long) to << Y_SHIFT) | ((long) from << X_SHIFT) | GROUP | SINGLE;
    }

    static int packet(long flit) {
        return (int) (flit >>> PACKET_SHIFT);
    }

    static int dx(long flit) {
        return ((int) (flit >>> X_SHIFT) & FIELD) - BIAS;
    }

    static int dy(long flit) {
        return ((int) (flit >>> Y_SHIFT) & FIELD) - BIAS;
    }

    static int firstMember(long flit) {
        return (int) (flit >>> X_SHIFT) & FIELD;
    }

    static int endMember(long flit) {
        return (int) (flit >>> Y_SHIFT) & FIELD;
    }

    static int output(long flit) {
        return (int) flit & PORT;
    }

    /** The word after leaving through {@code output}, without a new port. */
    static long hop(long flit, int output) {
        return (flit & ~PORT) - HOP[output];
    }

    /** The word with the output that its distance asks for. */
    static long routed(long flit, int[] outputOf) {
        return flit | outputOf[MeshGeometry.signs(dx(flit), dy(flit))];
    }
}
