package dev.ranvier.hw;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many there are of what on a core of the preset {@code ranvier}, for either of its core families. Immutable.
 *
 * @param limits capacities by name, in the order of the data sheet
 */
public record RanvierCapacities(Map<String, Limit> limits) {
    /** Copies its map, keeping the order. */
    public RanvierCapacities {
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    /** The capacity called {@code name}. */
    public int limit(String name) {
        Limit limit = limits.get(name);
        if (limit == null) {
            throw new RanvierException("core kind 'ranvier' has no limit '" + name + "'; it has " + limits.keySet());
        }
        return Math.toIntExact(limit.value());
    }

    /** True if overriding {@code key} changes only how many there are of something. */
    boolean isCapacity(String key) {
        return key.equals("grid.chips")
                || key.equals("grid.columns")
                || key.equals("grid.rows")
                || (key.startsWith("core.") && limits.containsKey(key.substring("core.".length())));
    }
}
