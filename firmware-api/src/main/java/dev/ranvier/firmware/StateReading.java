package dev.ranvier.firmware;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * State variables as they were after a tick.
 *
 * @param tick the tick
 * @param columns per variable one value per neuron, in the order of the selection
 */
public record StateReading(long tick, Map<String, long[]> columns) {
    /** Copies its map, keeping the order. */
    public StateReading {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
