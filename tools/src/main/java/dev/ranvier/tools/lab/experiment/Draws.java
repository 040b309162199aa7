package dev.ranvier.tools.lab.experiment;

/** Counter-based random draws: a function of seed, stream and index, so that no draw depends on another. Stateless. */
final class Draws {
    private Draws() {}

    /** Uniform in 0..1 without 1. */
    static double uniform(long seed, long stream, long index) {
        return (mix(mix(mix(seed) + stream) + index) >>> 11) * 0x1p-53;
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static long mix(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
