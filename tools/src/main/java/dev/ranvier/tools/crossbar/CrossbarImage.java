package dev.ranvier.tools.crossbar;

import dev.ranvier.emulator.fabric.link.BoardRoute;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.image.ChipImage;
import java.util.Arrays;
import java.util.Map;

/**
 * A crossbar network on a chip.
 *
 * @param spec the chip
 * @param image what is loaded
 * @param channels input channel of a packet's target: {@code node << 32 | axon << 8 | delay}
 */
public record CrossbarImage(ChipSpec spec, ChipImage image, Map<Long, Integer> channels) {
    /** Name of the input port for packets. */
    public static final String INPUT = "packets";

    /** Name of the input port with the pins of the AXI front end: a word, a word with tlast, tlast. */
    public static final String AXI = "axi";

    /** Name of the input port with the tick pin of a chip whose host counts cycles. */
    public static final String TICK = "tick";

    /** Name of the output port of the bus. */
    public static final String OUTPUT = "bus";

    /**
     * Packets as a host injects them.
     *
     * @param stamps tick per packet, not decreasing
     * @param channels input channel per packet
     */
    public record Stimulus(long[] stamps, int[] channels) {}

    /** Copies its map. */
    public CrossbarImage {
        channels = Map.copyOf(channels);
    }

    static long channelKey(int node, int axon, int delay) {
        return (long) node << 32 | (long) axon << 8 | delay;
    }

    /** {@code packets}, which were given to the assembler, in their order inside each slot. */
    public Stimulus stimulus(java.util.List<CrossbarNetwork.Packet> packets) {
        CrossbarNetwork.Packet[] sorted = packets.toArray(CrossbarNetwork.Packet[]::new);
        Arrays.sort(sorted, java.util.Comparator.comparingLong(CrossbarNetwork.Packet::slot));
        BoardRoute board = new BoardRoute(spec.grid(), spec.fabric().links());
        long[] stamps = new long[sorted.length];
        int[] numbers = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            CrossbarNetwork.Packet packet = sorted[i];
            stamps[i] = packet.slot();
            numbers[i] = channels.get(channelKey(board.nodeAt(packet.x(), packet.y()), packet.axon(), packet.delay()));
        }
        return new Stimulus(stamps, numbers);
    }
}
