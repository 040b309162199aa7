package dev.ranvier.firmware;

/**
 * A sample of a state probe.
 *
 * @param tick tick after which it was taken
 * @param values one value per neuron, in the order of the selection
 */
public record StateSample(long tick, long[] values) {}
