package dev.ranvier.emulator.core.programmable;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/**
 * Races generated code against the vector engine on scratch state, until the JVM's compiler has made it fast or the
 * patience is over. Runs in the background; {@link #winner} may be asked by any thread.
 */
final class Trial implements Runnable {
    /** Rounds after which generated code that is not faster is given up. */
    private static final int MOST_ROUNDS = 60;
    /** Units that a round runs through, so that a round is long enough to be measured. */
    private static final int ROUND_UNITS = 1 << 17;
    /** Rounds in a row that generated code has to win. */
    private static final int WINS = 3;
    /** Generated code has to take less than this fraction of the time. */
    private static final double FASTER = 0.95;

    private final MicroCode code;
    private final int count;
    private volatile MicroEngine winner;
    private volatile boolean decided;

    Trial(MicroCode code, int count) {
        this.code = code;
        this.count = count;
    }

    /** Generated code that was measured faster, or null. */
    MicroEngine winner() {
        return winner;
    }

    /** True when the race is over. */
    boolean decided() {
        return decided;
    }

    @Override
    public void run() {
        try {
            MicroEngine vector = new VectorEngine();
            if (!race(MicroCompiler.compile(code), vector) && MicroEngines.vectors()) {
                race(MicroCompiler.compile(code, false), vector);
            }
        } finally {
            decided = true;
        }
    }

    private boolean race(MicroEngine generated, MicroEngine vector) {
        Lanes lanes = scratch();
        double best = Double.MAX_VALUE;
        int wins = 0;
        for (int round = 0; round < MOST_ROUNDS && wins < WINS; round++) {
            best = Math.min(best, seconds(vector, lanes));
            long before = allocated();
            double own = seconds(generated, lanes);
            // Code whose vectors have become objects is no winner, whatever its time.
            wins = own < FASTER * best && allocated() == before ? wins + 1 : 0;
        }
        if (wins == WINS) {
            winner = generated;
        }
        return wins == WINS;
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
        Random random = new Random(1);
        Lanes lanes = new Lanes();
        lanes.count = count;
        lanes.state = new int[16][Lanes.MOST];
        lanes.inputs = new int[4][Lanes.MOST];
        lanes.keys = new long[code.draws()];
        Arrays.setAll(lanes.unit, i -> i);
        for (int[][] rows : new int[][][] {lanes.state, lanes.inputs, lanes.registers}) {
            for (int[] row : rows) {
                Arrays.setAll(row, i -> random.nextInt(1 << 16));
            }
        }
        return lanes;
    }
}
