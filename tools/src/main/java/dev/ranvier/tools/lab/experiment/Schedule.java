package dev.ranvier.tools.lab.experiment;

import java.util.List;

/**
 * What happens when.
 *
 * @param ticks length of the run
 * @param sampleTicks ticks between samples
 * @param stamps stamp per input spike, not decreasing; it acts in the tick after, plus the delay less one
 * @param axons input axon per spike
 * @param controls in the order of ticks
 */
public record Schedule(long ticks, int sampleTicks, long[] stamps, int[] axons, List<Control> controls) {
    /** Copies its list. */
    public Schedule {
        controls = List.copyOf(controls);
    }

    /** Number of samples, with the one before the first tick. */
    public int samples() {
        return (int) (ticks / sampleTicks) + 1;
    }
}
