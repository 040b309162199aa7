package dev.ranvier.emulator.device;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.trace.SpikeLog;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A subscription: filled by the device's thread, emptied by the {@link StreamSender}, with a ring between them. Filling
 * allocates nothing.
 *
 * <p>Records in the ring: spikes = flags and count, tick, sources, values if {@link #GRADED}; a gap = {@link #GAP}, first
 * tick, last tick; samples = count, tick, values. Ticks and sample values take two ints.
 */
final class Feed {
    /** The record has values. */
    static final int GRADED = 1 << 28;

    /** The record's tick goes on in the next record. */
    static final int OPEN = 1 << 29;

    /** The record tells of ticks left out. */
    static final int GAP = 1 << 30;

    /** With {@link #GAP}: the record tells that time has begun again; epoch and last completed tick. */
    static final int RESTART = 1 << 27;

    /** Bits of the count in the first int of a record. */
    static final int COUNT = RESTART - 1;

    /** Most spikes of a record, so that a record fits the smallest window. */
    static final int RECORD_SPIKES = 1024;

    private static final long NOTHING_SKIPPED = Long.MIN_VALUE;
    private static final int HEAD = 3;
    private static final int GAP_INTS = 5;

    final int id;
    final Session session;
    final Device device;
    final boolean latest;
    final boolean cutWhenStalled;
    final IntRing ring;
    final AtomicLong credit;

    /** Set once, by whichever side finds that it must end: nothing more is put in, a gap is sent. */
    volatile boolean cut;

    /** Last tick that the device had for it. */
    volatile long lastTick;

    private final long startTick;

    // Device's thread only.
    private final String variable; // null: spikes
    private final int[] sources; // null: all
    private final long[] filter; // null: all
    private final int every;
    private final long[] values;
    private final int[] payload = new int[RECORD_SPIKES];
    private int logTick;
    private int logSpike;
    private int taken; // spikes of the log's current tick that are in the ring already
    private long skippedFrom;
    private long skippedTo = NOTHING_SKIPPED;

    /**
     * A subscription.
     *
     * @param variable state variable; null for spikes
     * @param sources chosen neurons; null = all
     * @param every ticks between samples
     * @param neurons neurons of the board
     */
    Feed(
            int id,
            Session session,
            Device device,
            boolean latest,
            boolean cutWhenStalled,
            int windowBytes,
            String variable,
            int[] sources,
            int every,
            int neurons) {
        this.id = id;
        this.session = session;
        this.device = device;
        this.latest = latest;
        this.cutWhenStalled = cutWhenStalled;
        this.variable = variable;
        this.sources = sources;
        this.every = every;
        values = variable == null ? null : new long[sources.length];
        int sample = variable == null ? 0 : 2 * (HEAD + GAP_INTS + 2 * sources.length);
        int least = Math.max(sample, Math.max(windowBytes / 4, 4 * (HEAD + 2 * RECORD_SPIKES)));
        ring = new IntRing(Integer.highestOneBit(least - 1) << 1);
        credit = new AtomicLong(windowBytes);
        filter = variable != null || sources == null ? null : new long[(neurons + 63) / 64];
        if (filter != null) {
            for (int source : sources) {
                filter[source >> 6] |= 1L << source;
            }
        }
        startTick = device.tick();
        lastTick = startTick;
    }

    /** Last tick completed before it began. */
    long startTick() {
        return startTick;
    }

    boolean spikes() {
        return variable == null;
    }

    /** Largest cost of a single event that cannot be split, bytes. */
    static long leastWindow(int samples) {
        return 64 + 8L * samples;
    }

    /** True if it may hold a run: it is lossless and its session holds the lease. */
    boolean holds() {
        return !latest && !cutWhenStalled && device.leases().holds(session);
    }

    /** True once all of the log is taken. */
    boolean tookAll(SpikeLog log) {
        return variable != null || cut || logTick >= log.ticks();
    }

    /** What is in the log was before its time. */
    void startAfter(SpikeLog log) {
        logTick = log.ticks();
    }

    /** The log is empty again. */
    void logCleared() {
        logTick = 0;
        logSpike = 0;
        taken = 0;
    }

    /** Takes as much of the log as there is room for; returns true if anything was put into the ring. */
    boolean take(SpikeLog log) {
        if (latest && logTick == 0 && logSpike == 0 && !ring.isEmpty()) {
            skip(log);
            return false;
        }
        boolean any = false;
        while (logTick < log.ticks()) {
            long tick = log.firstTick() + logTick;
            if (skippedTo != NOTHING_SKIPPED) {
                if (ring.free() < GAP_INTS) {
                    break;
                }
                putGap();
            }
            int end = logSpike + log.count(logTick) - taken;
            int n = Math.min(RECORD_SPIKES, end - logSpike);
            if (ring.free() < HEAD + 2 * n) {
                break;
            }
            putRecord(log, tick, n, logSpike + n < end);
            any = true;
        }
        if (any) {
            ring.commit();
            lastTick = log.firstTick() + logTick - 1;
        }
        if (latest && logTick < log.ticks()) {
            skip(log);
        }
        return any;
    }

    private void putRecord(SpikeLog log, long tick, int n, boolean open) {
        long head = ring.position();
        ring.put(0);
        ring.putLong(tick);
        int chosen = 0;
        int plain = 1; // stays 1 while every payload is 1
        for (int i = logSpike; i < logSpike + n; i++) {
            int source = log.source(i);
            if (filter == null || (filter[source >> 6] >>> source & 1) != 0) {
                ring.put(source);
                payload[chosen] = log.value(i);
                plain = payload[chosen++] == 1 ? plain : 0;
            }
        }
        if (plain == 0) {
            for (int i = 0; i < chosen; i++) {
                ring.put(payload[i]);
            }
        }
        ring.set(head, chosen | (plain == 0 ? GRADED : 0) | (open ? OPEN : 0));
        logSpike += n;
        taken += n;
        if (!open) {
            logTick++;
            taken = 0;
        }
    }

    private void skip(SpikeLog log) {
        if (skippedTo == NOTHING_SKIPPED) {
            skippedFrom = log.firstTick() + logTick;
        }
        skippedTo = log.firstTick() + log.ticks() - 1;
        logTick = log.ticks();
        lastTick = skippedTo;
        taken = 0;
    }

    private void putGap() {
        ring.put(GAP);
        ring.putLong(skippedFrom);
        ring.putLong(skippedTo);
        skippedTo = NOTHING_SKIPPED;
    }

    /** Puts a restart into the ring; false if there is no room. */
    boolean restart(long epoch, long tick) {
        lastTick = tick;
        skippedTo = NOTHING_SKIPPED;
        if (ring.free() < GAP_INTS) {
            return false;
        }
        ring.put(GAP | RESTART);
        ring.putLong(epoch);
        ring.putLong(tick);
        ring.commit();
        return true;
    }

    /** The next tick after {@code tick} that is sampled; {@link Long#MAX_VALUE} for spikes. */
    long nextSample(long tick) {
        return variable == null ? Long.MAX_VALUE : Math.floorDiv(tick, every) * every + every;
    }

    /** True if a sample of {@code tick} is due and not taken. */
    boolean wants(long tick) {
        return variable != null && !cut && tick > lastTick && Math.floorMod(tick, every) == 0;
    }

    /** Takes the sample of the last completed tick, if there is room for it. */
    boolean sample(Chip chip) {
        boolean room = ring.free() >= GAP_INTS + HEAD + 2 * values.length;
        if (latest && (!room || !ring.isEmpty())) {
            if (skippedTo == NOTHING_SKIPPED) {
                skippedFrom = chip.tick();
            }
            skippedTo = chip.tick();
            lastTick = chip.tick();
            return false;
        }
        if (!room) {
            return false;
        }
        chip.readState(variable, sources, values);
        if (skippedTo != NOTHING_SKIPPED) {
            putGap();
        }
        ring.put(values.length);
        ring.putLong(chip.tick());
        for (long value : values) {
            ring.putLong(value);
        }
        ring.commit();
        lastTick = chip.tick();
        return true;
    }
}
