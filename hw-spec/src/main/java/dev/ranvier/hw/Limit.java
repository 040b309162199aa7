package dev.ranvier.hw;

/**
 * A countable limit of a core.
 *
 * @param name name as in the data sheet, e.g. {@code axons_in}
 * @param value how many there are
 * @param unit what is counted
 * @param source where the number comes from
 */
public record Limit(String name, long value, String unit, String source) {}
