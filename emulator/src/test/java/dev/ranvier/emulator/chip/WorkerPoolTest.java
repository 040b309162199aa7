package dev.ranvier.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Phases run on all parts and end when all are done, also when one fails or sleeps. */
class WorkerPoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    @DisplayName("every part of every phase runs exactly once, and run returns after the last")
    void everyPart(int threads) {
        AtomicIntegerArray ran = new AtomicIntegerArray(threads);
        try (WorkerPool pool = new WorkerPool(threads)) {
            assertEquals(threads, pool.threads());
            for (int phase = 1; phase <= 200; phase++) {
                pool.run((part, parts) -> {
                    assertEquals(threads, parts);
                    ran.incrementAndGet(part);
                });
                for (int part = 0; part < threads; part++) {
                    assertEquals(phase, ran.get(part));
                }
            }
        }
    }

    @Test
    @DisplayName("a worker that sleeps long is waited for, and workers that have parked wake up again")
    void sleepers() {
        long[] result = new long[2];
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int round = 0; round < 3; round++) {
                pool.run((part, parts) -> {
                    sleep(part == 1 ? 30 : 0);
                    result[part]++;
                });
                sleep(30);
            }
            assertEquals(3, result[0]);
            assertEquals(3, result[1]);
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("a failure in any part reaches the caller after all parts have ended, and the pool goes on")
    void failures() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (WorkerPool pool = new WorkerPool(3)) {
                for (int failing = 0; failing < 3; failing++) {
                    int bad = failing;
                    AtomicIntegerArray ran = new AtomicIntegerArray(3);
                    RanvierException thrown = assertThrows(
                            RanvierException.class,
                            () -> pool.run((part, parts) -> {
                                ran.incrementAndGet(part);
                                if (part == bad) {
                                    throw new RanvierException("part " + part);
                                }
                            }));
                    assertEquals("part " + bad, thrown.getMessage());
                    assertEquals(3, ran.get(0) + ran.get(1) + ran.get(2));
                }
                assertThrows(
                        IllegalStateException.class,
                        () -> pool.run((part, parts) -> {
                            if (part == 2) {
                                throw new AssertionError("an error");
                            }
                        }));
                pool.run((part, parts) -> {});
            }
        });
    }

    @Test
    @DisplayName("closing ends the workers")
    void closing() throws InterruptedException {
        WorkerPool pool = new WorkerPool(3);
        Thread[] workers = new Thread[3];
        pool.run((part, parts) -> workers[part] = Thread.currentThread());
        pool.close();
        for (int i = 1; i < 3; i++) {
            workers[i].join(10_000);
            assertTrue(!workers[i].isAlive());
        }
    }
}
