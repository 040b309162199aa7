package dev.ranvier.emulator.plasticity;

import java.util.Arrays;

/** Post traces of a core's compartments (Lava); part of memory {@code compartment_state}. Owned by its core. */
public final class PostTraces {
    /** y1, y2, y3 by trace and compartment, 0..127. */
    public final int[][] y;
    /** Last spike in the learning epoch per compartment, 1..T; 0 = none. */
    public final int[] time;

    /** Traces of {@code room} compartments, all zero. */
    public PostTraces(int room) {
        y = new int[3][room];
        time = new int[room];
    }

    /** All traces to zero. */
    public void clear() {
        Arrays.fill(time, 0);
        for (int[] trace : y) {
            Arrays.fill(trace, 0);
        }
    }
}
