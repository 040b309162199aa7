package dev.ranvier.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ranvier.emulator.RandomNetwork;
import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.compartment.CompartmentCore;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A running chip allocates nothing: no thread that advances it, with input, learning and a spike log. */
class NoAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHUNK = 500;
    private static final int TICKS = 10_000;

    /** Threads whose bytes count: this one and the chip's workers. */
    private static long[] threads() {
        long self = Thread.currentThread().threadId();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.threadId() == self || t.getName().startsWith("ranvier-worker"))
                .mapToLong(Thread::threadId)
                .toArray();
    }

    private static long allocated(long[] ids) {
        long sum = 0;
        for (long id : ids) {
            sum += THREADS.getThreadAllocatedBytes(id);
        }
        return sum;
    }

    private static long drain(Chip chip) {
        int spikes = chip.spikeLog().size();
        long sum = 0;
        for (int i = 0; i < spikes; i++) {
            sum += chip.spikeLog().source(i);
        }
        chip.spikeLog().clear();
        return sum;
    }

    private static long run(Chip chip, int ticks) {
        long sum = 0;
        for (int done = 0; done < ticks; done += CHUNK) {
            long first = chip.tick() + 2;
            for (int t = 0; t < CHUNK; t++) {
                chip.inject(first + t, t % 7, 1);
                chip.inject(first + t + 700, t % 5, 1);
            }
            chip.advance(CHUNK);
            sum += drain(chip);
        }
        return sum;
    }

    private static void warmUp(Chip chip, long[] ids, long deadline) {
        long before;
        do {
            before = allocated(ids);
            run(chip, 2_000);
        } while (allocated(ids) > before && System.nanoTime() < deadline);
    }

    @ParameterizedTest(name = "profile {0}, learning {1}, {2} threads, timing {3}")
    @CsvSource({
        "nengo, false, 1, FUNCTIONAL",
        "nengo, true, 1, FUNCTIONAL",
        "brian2, true, 1, FUNCTIONAL",
        "lava, true, 2, FUNCTIONAL",
        "nengo, false, 2, CYCLE"
    })
    @DisplayName("10,000 ticks after warm-up allocate 0 bytes")
    void nothing(String profile, boolean learning, int threads, Timing timing) {
        RandomNetwork network = RandomNetwork.of(profile, 2, 100, learning, profile.equals("nengo") && learning, 8);
        try (Chip chip = new TickChip(
                network.spec(),
                () -> CoreSet.of(network.spec().cores(), core -> new CompartmentCore(network.spec(), core)),
                Optional.empty(),
                timing,
                threads,
                /* parallelNeurons= */ 0)) {
            chip.load(network.image());
            chip.spikeLog().enable(true);
            long[] ids = threads();
            assertEquals(threads, ids.length);
            // Until the compiler has replaced boxed vectors by registers, and every list has its size: a list may grow
            // once more when more neurons fire in one tick than ever before.
            long deadline = System.nanoTime() + 60_000_000_000L;
            long bytes;
            do {
                warmUp(chip, ids, deadline);
                long before = allocated(ids);
                assertTrue(run(chip, TICKS) > 0, "there are spikes");
                bytes = allocated(ids) - before;
            } while (bytes > 0 && System.nanoTime() < deadline);
            assertEquals(0, bytes, "bytes in " + TICKS + " ticks by threads " + Arrays.toString(ids));
        }
    }
}
