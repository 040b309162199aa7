package dev.ranvier.tools.trace;

import dev.ranvier.hw.RanvierException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Keeps what lies in a window. An entry lies in it if its cycle does, its tile does, and the tick that is under way does;
 * a fabric alone has no ticks.
 *
 * <p>Owner: who runs the board; one thread.
 */
public final class ActivityRecorder implements ActivityListener {
    /** Entries at most: 26 bytes each. */
    private static final int MOST_ENTRIES = 16_000_000;

    private static final int INITIAL = 1024;

    private final TraceShape shape;
    private final TraceWindow window;
    private final int[] depth;
    private int[] startDepth;
    private final BitSet seen = new BitSet();
    private boolean inTick;
    private int size;
    private byte[] kinds = new byte[INITIAL];
    private int[] places = new int[INITIAL];
    private int[] first = new int[INITIAL];
    private long[] second = new long[INITIAL];
    private long[] cycles = new long[INITIAL];

    /** A recorder with nothing in it; all buffers are empty. */
    public ActivityRecorder(TraceShape shape, TraceWindow window) {
        this.shape = shape;
        this.window = window;
        depth = new int[shape.tiles() * shape.buffers().size()];
        inTick = window.firstTick() == Long.MIN_VALUE;
    }

    @Override
    public void tickStarted(long tick, long cycle) {
        inTick = tick >= window.firstTick() && tick < window.endTick();
        add(Activity.Kind.TICK_START, 0, 0, tick, cycle);
    }

    @Override
    public void tickEnded(long tick, long cycle) {
        add(Activity.Kind.TICK_END, 0, 0, tick, cycle);
    }

    @Override
    public void busy(int core, Phase phase, long from, long to) {
        if (to > from && ofCore(core)) {
            add(Activity.Kind.BUSY, core, phase.ordinal(), to, from);
        }
    }

    @Override
    public void spiked(int core, int neuron, long cycle) {
        if (ofCore(core)) {
            add(Activity.Kind.SPIKE, core, neuron, 0, cycle);
        }
    }

    private boolean ofCore(int core) {
        return window.hasTile(core / shape.coresPerTile());
    }

    @Override
    public void entered(int tile, int buffer, long tag, long cycle) {
        if (window.hasTile(tile)) {
            add(Activity.Kind.ENTER, tile, buffer, tag, cycle);
        }
        depth[tile * shape.buffers().size() + buffer]++;
    }

    @Override
    public void left(int tile, int buffer, long tag, long cycle) {
        if (window.hasTile(tile)) {
            add(Activity.Kind.LEAVE, tile, buffer, tag, cycle);
        }
        depth[tile * shape.buffers().size() + buffer]--;
    }

    @Override
    public void granted(int tile, int buffer, int output, long tag, long cycle) {
        if (window.hasTile(tile)) {
            add(Activity.Kind.GRANT, tile, buffer + output * Activity.OUTPUT_STEP, tag, cycle);
        }
    }

    private void add(Activity.Kind kind, int place, int a, long b, long cycle) {
        if (!inTick || cycle < window.firstCycle() || cycle >= window.endCycle()) {
            return;
        }
        if (startDepth == null) {
            startDepth = depth.clone(); // nothing before this entry lies in the window
        }
        if (size == kinds.length) {
            grow();
        }
        kinds[size] = (byte) kind.ordinal();
        places[size] = place;
        first[size] = a;
        second[size] = b;
        cycles[size] = cycle;
        size++;
        switch (kind) {
            case BUSY, SPIKE -> seen.set(place / shape.coresPerTile());
            case ENTER, LEAVE, GRANT -> seen.set(place);
            case TICK_START, TICK_END -> {
                // of the whole board
            }
        }
    }

    private void grow() {
        if (size >= MOST_ENTRIES) {
            throw new RanvierException(
                    "the trace has more than " + MOST_ENTRIES + " entries: choose fewer ticks, cycles or tiles");
        }
        int length = Math.min(2 * size, MOST_ENTRIES);
        kinds = Arrays.copyOf(kinds, length);
        places = Arrays.copyOf(places, length);
        first = Arrays.copyOf(first, length);
        second = Arrays.copyOf(second, length);
        cycles = Arrays.copyOf(cycles, length);
    }

    /** What was recorded so far. */
    public Activity activity() {
        BitSet tiles = window.tiles();
        tiles.or(seen);
        return new Activity(
                size,
                order(),
                Arrays.copyOf(kinds, size),
                Arrays.copyOf(places, size),
                Arrays.copyOf(first, size),
                Arrays.copyOf(second, size),
                Arrays.copyOf(cycles, size),
                startDepth == null ? depth.clone() : startDepth.clone(),
                tiles);
    }

    /** Entries by cycle: each key is the cycle and, below it, the entry's number. */
    private int[] order() {
        long low = Long.MAX_VALUE;
        long high = 0;
        for (int k = 0; k < size; k++) {
            low = Math.min(low, cycles[k]);
            high = Math.max(high, cycles[k]);
        }
        int bits = 32 - Integer.numberOfLeadingZeros(size);
        if (size > 0 && (high - low) >>> (62 - bits) != 0) {
            throw new RanvierException("the trace spans cycles " + low + ".." + high + ": choose a shorter window");
        }
        long[] keys = new long[size];
        for (int k = 0; k < size; k++) {
            keys[k] = (cycles[k] - low) << bits | k;
        }
        Arrays.sort(keys);
        int[] order = new int[size];
        for (int k = 0; k < size; k++) {
            order[k] = (int) (keys[k] & ((1L << bits) - 1));
        }
        return order;
    }
}
