package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import java.util.Arrays;

/**
 * Events for input channels: event i is stamped {@code ticks[i]} and goes to {@code channels[i]}. Immutable by agreement:
 * nobody writes to the arrays.
 *
 * @param ticks stamps, not decreasing; an event acts the profile's host latency later (nengo and lava 1 tick, brian2 0)
 * @param channels channels
 * @param values payloads of graded spikes, or components of an error vector; 1 for plain spikes
 */
public record InputEvents(long[] ticks, int[] channels, int[] values) {
    /** No events. */
    public static final InputEvents NONE = new InputEvents(new long[0], new int[0], new int[0]);

    /** Checks that the arrays are of one length. */
    public InputEvents {
        if (channels.length != ticks.length || values.length != ticks.length) {
            throw new RanvierException("input events have " + ticks.length + " ticks, " + channels.length
                    + " channels and " + values.length + " values; needed: as many of each");
        }
    }

    /** Number of events. */
    public int count() {
        return ticks.length;
    }

    /** The same events in the order of their ticks; events of a tick keep their order. */
    public InputEvents inOrder() {
        boolean isOrdered = true;
        for (int i = 1; i < ticks.length; i++) {
            isOrdered &= ticks[i - 1] <= ticks[i];
        }
        if (isOrdered) {
            return this;
        }
        Integer[] order = new Integer[ticks.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(ticks[a], ticks[b]));
        long[] sortedTicks = new long[order.length];
        int[] sortedChannels = new int[order.length];
        int[] sortedValues = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sortedTicks[i] = ticks[order[i]];
            sortedChannels[i] = channels[order[i]];
            sortedValues[i] = values[order[i]];
        }
        return new InputEvents(sortedTicks, sortedChannels, sortedValues);
    }
}
