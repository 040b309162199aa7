package dev.ranvier.firmware;

/**
 * How a subscription behaves when its reader is slow.
 *
 * @param latest true: what the reader is too slow for is left out and reported; false: nothing is left out
 * @param cutWhenStalled true: a lossless subscription of the lease holder is cut rather than hold the run
 * @param windowBytes credit that the server starts with; 0 = the server's most
 * @param bufferBytes bytes that this side keeps for its reader beyond the window, before it stops giving credit
 */
public record SubscriptionOptions(boolean latest, boolean cutWhenStalled, int windowBytes, long bufferBytes) {
    private static final long DEFAULT_BUFFER = 64L << 20;

    /** Lossless: 64 MiB are buffered here; when they are full, the lease holder's run waits, an observer is cut. */
    public static SubscriptionOptions lossless() {
        return new SubscriptionOptions(false, false, 0, DEFAULT_BUFFER);
    }

    /** The newest data, with gaps where the reader is slow. */
    public static SubscriptionOptions newest() {
        return new SubscriptionOptions(true, false, 0, 0);
    }

    /** With another window. */
    public SubscriptionOptions window(int bytes) {
        return new SubscriptionOptions(latest, cutWhenStalled, bytes, bufferBytes);
    }

    /** With another buffer. */
    public SubscriptionOptions buffer(long bytes) {
        return new SubscriptionOptions(latest, cutWhenStalled, windowBytes, bytes);
    }

    /** Cut rather than hold the run. */
    public SubscriptionOptions cut() {
        return new SubscriptionOptions(latest, true, windowBytes, bufferBytes);
    }
}
