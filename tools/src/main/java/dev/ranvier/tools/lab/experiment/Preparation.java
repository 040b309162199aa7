package dev.ranvier.tools.lab.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One point of a sweep: cells, inputs and synapses of its own, among all others on the same chip.
 *
 * @param group name of its group
 * @param at value per swept variable
 * @param cells cells by name
 * @param synapses first synapse of each named connection
 */
public record Preparation(
        String group, Map<String, Double> at, Map<String, Block> cells, Map<String, Integer> synapses) {
    /** Copies its maps, in order. */
    public Preparation {
        at = Collections.unmodifiableMap(new LinkedHashMap<>(at));
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
        synapses = Collections.unmodifiableMap(new LinkedHashMap<>(synapses));
    }

    /**
     * Consecutive cells or inputs.
     *
     * @param first first of them
     * @param count 1 or more
     */
    public record Block(int first, int count) {}

    /** The swept values in words, e.g. {@code hold -70}; the group if nothing is swept. */
    public String label() {
        if (at.isEmpty()) {
            return group;
        }
        StringBuilder text = new StringBuilder();
        at.forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(name.replace('_', ' '))
                .append(' ')
                .append(plain(value)));
        return text.toString();
    }

    /** A number without a needless fraction. */
    public static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
