package dev.ranvier.hw.microcode;

/**
 * How a core keeps a trace (neuron microcode, section 7).
 *
 * @param decay decay per tick, 2^-24, 0..2^24
 * @param jump what an event adds, or sets
 * @param sets true: an event sets the trace, false: it adds
 */
public record TraceRule(int decay, int jump, boolean sets) {
    /** A trace that stays 0. */
    public static final TraceRule NONE = new TraceRule(0, 0, false);
}
