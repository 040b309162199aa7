package dev.ranvier.firmware;

import java.util.List;

/**
 * Words as they were after a tick.
 *
 * @param tick the tick
 * @param words one array per range that was asked for, words zero-extended
 */
public record MemoryReading(long tick, List<long[]> words) {
    /** Copies its list. */
    public MemoryReading {
        words = List.copyOf(words);
    }
}
