package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Draws;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Races the faster engines against plain loops on scratch state, until the JVM's compiler has made them fast or the
 * patience is over: code with vectors makes an object of each of them until then. Runs in the background; {@link #winner}
 * may be asked by any thread.
 */
final class Trial implements Runnable {
    /** Rounds after which an engine that is not faster is given up. */
    private static final int MOST_ROUNDS = 60;
    /** Units that a round runs through, so that a round is long enough to be measured. */
    private static final int ROUND_UNITS = 1 << 17;
    /** Rounds in a row that an engine has to win. */
    private static final int WINS = 3;
    /** An engine has to take less than this fraction of the time of plain loops. */
    private static final double FASTER = 0.95;

    private final MicroCode code;
    private final int count;
    private volatile Supplier<MicroEngine> winner;
    private volatile boolean decided;

    Trial(MicroCode code, int count) {
        this.code = code;
        this.count = count;
    }

    /** Gives an engine that was measured faster for a core's own use; null if there is none, or not yet. */
    Supplier<MicroEngine> winner() {
        return winner;
    }

    /** True when the race is over. */
    boolean decided() {
        return decided;
    }

    @Override
    public void run() {
        try {
            double best = Double.MAX_VALUE;
            for (Supplier<MicroEngine> candidate : candidates()) {
                double own = race(candidate.get());
                if (own < best) {
                    best = own;
                    winner = candidate;
                }
            }
        } finally {
            decided = true;
        }
    }

    /** Generated code has no state of its own, so that cores may share it. */
    private List<Supplier<MicroEngine>> candidates() {
        List<Supplier<MicroEngine>> candidates = new ArrayList<>();
        MicroEngine lanes = MicroCompiler.compile(code, false);
        if (MicroEngines.vectors()) {
            MicroEngine vectors = MicroCompiler.compile(code, true);
            candidates.add(() -> vectors);
            candidates.add(() -> new VectorEngine(MicroEngines.loops()));
        }
        candidates.add(() -> lanes);
        return candidates;
    }

    /** Seconds of a round of {@code engine} if it beats plain loops and allocates nothing, else infinity. */
    private double race(MicroEngine engine) {
        MicroEngine plain = new VectorEngine(new PlainLoops());
        Lanes lanes = scratch();
        double best = Double.MAX_VALUE;
        double own = Double.POSITIVE_INFINITY;
        int wins = 0;
        for (int round = 0; round < MOST_ROUNDS && wins < WINS; round++) {
            best = Math.min(best, seconds(plain, lanes));
            long before = allocated();
            own = seconds(engine, lanes);
            // An engine whose vectors are objects is no winner, whatever its time.
            wins = own < FASTER * best && allocated() == before ? wins + 1 : 0;
        }
        return wins == WINS ? own : Double.POSITIVE_INFINITY;
    }

    private double seconds(MicroEngine engine, Lanes lanes) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int units = 0; units < ROUND_UNITS; units += count) {
            lanes.clearFlags(code);
            engine.run(code, lanes);
        }
        return (threads.getCurrentThreadCpuTime() - start) * 1e-9;
    }

    /** Bytes that this thread has allocated; 0 where the JVM does not say. */
    private static long allocated() {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                ? threads.getCurrentThreadAllocatedBytes()
                : 0;
    }

    private Lanes scratch() {
        Lanes lanes = new Lanes();
        lanes.count = count;
        lanes.state = new int[16][Lanes.MOST];
        lanes.inputs = new int[4][Lanes.MOST];
        lanes.keys = new long[code.draws()];
        Arrays.setAll(lanes.unit, i -> i);
        long number = 0;
        for (int[][] rows : new int[][][] {lanes.state, lanes.inputs, lanes.registers}) {
            for (int[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = (int) (Draws.mix(++number) & 0xFFFF);
                }
            }
        }
        return lanes;
    }
}
