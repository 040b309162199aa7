package dev.ranvier.hw.microcode;

/** Counter-based random draws (neuron microcode, section 6). Stateless. */
public final class Draws {
    private Draws() {}

    /** The SplitMix64 output function. */
    public static long mix(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** What seed, core and tick share: the first three rounds. */
    public static long tickKey(long seed, int core, long tick) {
        return mix(mix(mix(seed) ^ core) ^ tick);
    }

    /** Key of random instruction {@code ordinal} of {@code entry} in a tick; a draw is {@code mix(key ^ unit)}. */
    public static long instructionKey(long tickKey, Entry entry, int ordinal) {
        return mix(tickKey ^ ((long) entry.ordinal() << 8 | ordinal));
    }

    /** The draw of one unit: neuron index (TICK) or synapse index (PRE, POST). */
    public static long draw(long instructionKey, int unit) {
        return mix(instructionKey ^ unit);
    }
}
