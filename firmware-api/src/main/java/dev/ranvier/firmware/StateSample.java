package dev.ranvier.firmware;

/**
 * A sample of a state probe.
 *
 * @param tick tick after which it was taken
 * @param values one value per neuron, in the order of the selection; the reader's own
 */
@SuppressWarnings("ArrayRecordComponent") // made for its reader alone
public record StateSample(long tick, long[] values) {}
