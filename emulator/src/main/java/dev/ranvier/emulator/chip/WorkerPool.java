package dev.ranvier.emulator.chip;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run the parts of a phase between two barriers. The caller takes part, so a pool of n threads starts n - 1.
 * Both sides spin for some ten microseconds and then park. Used by one caller at a time.
 */
final class WorkerPool implements AutoCloseable {
    /** A phase of a tick: part {@code part} of {@code parts}. */
    interface Phase {
        /** Runs one part. */
        void run(int part, int parts);
    }

    private static final int SPINS = 2_000;

    private final Thread[] workers;
    private final AtomicInteger remaining = new AtomicInteger();
    private volatile int generation;
    private volatile boolean closed;
    private volatile Throwable failure;
    private Phase phase;
    private volatile Thread caller;

    WorkerPool(int threads) {
        workers = new Thread[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            int part = i + 1;
            workers[i] =
                    Thread.ofPlatform().daemon().name("ranvier-worker-" + part).unstarted(() -> work(part));
            workers[i].start();
        }
    }

    int threads() {
        return workers.length + 1;
    }

    /** Runs all parts of {@code next} and returns when they are done. */
    void run(Phase next) {
        if (workers.length == 0) {
            next.run(0, 1);
            return;
        }
        phase = next;
        caller = Thread.currentThread();
        failure = null;
        remaining.set(workers.length);
        generation++;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
        try {
            next.run(0, workers.length + 1);
        } finally {
            int spins = 0;
            while (remaining.get() > 0) {
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
        }
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown != null) {
            throw new IllegalStateException("a worker failed", thrown);
        }
    }

    private void work(int part) {
        int seen = 0;
        while (true) {
            int spins = 0;
            while (generation == seen) {
                if (closed) {
                    return;
                }
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen++;
            try {
                phase.run(part, workers.length + 1);
            } catch (Throwable e) {
                failure = e;
            } finally {
                if (remaining.decrementAndGet() == 0) {
                    LockSupport.unpark(caller);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
    }
}
