package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.fabric.ranc.Fifo;
import dev.ranvier.hw.CrossbarCoreSpec;

/**
 * RANC's packet, from the most significant bit dx, dy, axon, tick (RANC, specification B1): the distances are two's
 * complement, axon and tick have as many bits as their numbers need. Immutable.
 */
final class PacketFormat {
    private final int dxBits;
    private final int dyBits;
    private final int axonBits;
    private final int tickBits;

    PacketFormat(CrossbarCoreSpec core) {
        dxBits = core.widths().dx();
        dyBits = core.widths().dy();
        axonBits = bitsFor(core.axons());
        tickBits = bitsFor(core.schedulerRows());
    }

    /** Bits that number {@code count} things. */
    static int bitsFor(int count) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    int payload(int axon, int ticks) {
        return (axon & (1 << axonBits) - 1) << tickBits | ticks & (1 << tickBits) - 1;
    }

    int axon(int payload) {
        return payload >>> tickBits & (1 << axonBits) - 1;
    }

    int ticks(int payload) {
        return payload & (1 << tickBits) - 1;
    }

    int dx(int value) {
        return narrow(value, dxBits);
    }

    int dy(int value) {
        return narrow(value, dyBits);
    }

    private static int narrow(int value, int bits) {
        int unused = Integer.SIZE - bits;
        return value << unused >> unused;
    }

    /** Horizontal distance in a whole packet. */
    int dxOf(long packet) {
        return dx((int) (packet >>> dyBits + axonBits + tickBits));
    }

    /** Vertical distance in a whole packet. */
    int dyOf(long packet) {
        return dy((int) (packet >>> axonBits + tickBits));
    }

    /** Axon and tick of a whole packet. */
    int payloadOf(long packet) {
        return (int) (packet & (1L << axonBits + tickBits) - 1);
    }

    /** What FIFO {@code kind} of a router holds of a packet: distances that are done with are stripped. */
    long stored(int kind, int dx, int dy, int payload) {
        long packet = payload;
        if (kind != Fifo.NORTH_LOCAL && kind != Fifo.SOUTH_LOCAL) {
            packet |= (dy & (1L << dyBits) - 1) << axonBits + tickBits;
        }
        boolean horizontal =
                kind == Fifo.LOCAL_EAST || kind == Fifo.LOCAL_WEST || kind == Fifo.EAST_LINK || kind == Fifo.WEST_LINK;
        return horizontal ? packet | (dx & (1L << dxBits) - 1) << dyBits + axonBits + tickBits : packet;
    }
}
