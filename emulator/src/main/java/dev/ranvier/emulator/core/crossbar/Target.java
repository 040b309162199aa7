package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.fabric.link.BoardRoute;

/**
 * Where the spikes of a neuron go, as one long: a spike finds all that it needs in one place. Bits 15:0 dx, 31:16 dy (hops,
 * signed), 51:32 axon, 59:52 ticks of delay beyond the next tick, 60 the neuron sends its spikes, 61 the target is on the
 * board (derived from the others). Stateless.
 */
final class Target {
    static final int DX = 0;
    static final int DY = 16;
    static final int AXON = 32;
    static final int AHEAD = 52;
    static final int CONNECTED = 60;
    private static final long CONNECTED_BIT = 1L << CONNECTED;
    private static final long ON_CHIP_BIT = 1L << 61;

    private Target() {}

    static int dx(long target) {
        return (short) target;
    }

    static int dy(long target) {
        return (short) (target >> DY);
    }

    static int axon(long target) {
        return (int) (target >>> AXON) & 0xFFFFF;
    }

    static int ahead(long target) {
        return (int) (target >>> AHEAD) & 0xFF;
    }

    static boolean isConnected(long target) {
        return (target & CONNECTED_BIT) != 0;
    }

    /** True if there is a target, and its node exists. */
    static boolean isOnChip(long target) {
        return (target & ON_CHIP_BIT) != 0;
    }

    /** {@code target}, of a neuron of node {@code node} on a board of this shape, with its bit 61 right. */
    static long located(long target, int node, BoardRoute board) {
        boolean there = isConnected(target) && node(target, node, board) >= 0;
        return there ? target | ON_CHIP_BIT : target & ~ON_CHIP_BIT;
    }

    /** Node that a target of node {@code node} is at, maybe on another chip of the board; -1 where there is none. */
    static int node(long target, int node, BoardRoute board) {
        return board.nodeAt(board.boardX(node) + dx(target), board.boardY(node) + dy(target));
    }
}
