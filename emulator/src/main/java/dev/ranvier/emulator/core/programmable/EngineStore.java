package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Trials of engines that the cores of a chip share: an entry is compiled once, warmed on scratch state in the background,
 * and what was measured fastest is offered. Results do not depend on when that is. Safe for several
 * threads.
 */
public final class EngineStore {
    private static final long IDLE_SECONDS = 1;

    private final ConcurrentHashMap<Key, Trial> trials = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor background;

    /** What generated code depends on; tables are handed to it. */
    private record Key(Entry entry, List<Instruction> instructions, List<Integer> constants) {
        static Key of(MicroCode code) {
            return new Key(
                    code.entry(),
                    code.instructions(),
                    Arrays.stream(code.constants()).boxed().toList());
        }
    }

    /** A store without code; its thread starts with the first trial and ends when there is nothing to do. */
    public EngineStore() {
        background = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "microcode-trials");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        background.allowCoreThreadTimeOut(true);
    }

    /** The trial of {@code code}, started if it is new, on blocks of {@code count} units. */
    Trial trial(MicroCode code, int count) {
        return trials.computeIfAbsent(Key.of(code), key -> {
            Trial trial = new Trial(code, count);
            background.execute(trial);
            return trial;
        });
    }
}
