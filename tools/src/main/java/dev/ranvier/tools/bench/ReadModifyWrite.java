package dev.ranvier.tools.bench;

import dev.ranvier.tools.noc.ThreadTime;
import java.util.Random;

/**
 * The unit in which costs of different machines are compared: one load and one addition to a random place of 256 kB. What
 * is added, and where, is in a list of 65,536 words: the upper 16 bits and the lower 16.
 *
 * <p>Owner: one thread.
 */
public final class ReadModifyWrite {
    /** Additions of one {@link #run}. */
    public static final int EVENTS = 1 << 16;

    private static final int ROUNDS = 64;

    private final int[] ring = new int[1 << 16];
    private final int[] words = new Random(1).ints(EVENTS).toArray();

    /** All additions once; returns the memory, so that nobody can leave them out. */
    public int[] run() {
        for (int k = 0; k < words.length; k++) {
            int word = words[k];
            ring[word & (ring.length - 1)] += word >> 16;
        }
        return ring;
    }

    /** Nanoseconds of CPU time per addition, mean of some milliseconds; to be called again and again, least counts. */
    double nanoseconds() {
        long before = ThreadTime.nanoseconds();
        for (int round = 0; round < ROUNDS; round++) {
            run();
        }
        return (ThreadTime.nanoseconds() - before) / (double) ((long) ROUNDS * EVENTS);
    }
}
