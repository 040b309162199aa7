package dev.ranvier.emulator.core.biophysical;

/** The rounding rules of the biophysical core (sections 2 and 5). Stateless. */
final class FixedPoint {
    /** Largest conductance word, u4.28. */
    static final long CONDUCTANCE_MAX = 0xFFFF_FFFFL;

    /** Largest membrane potential, s7.16. */
    static final int POTENTIAL_MAX = (1 << 23) - 1;

    /** Smallest membrane potential. */
    static final int POTENTIAL_MIN = -(1 << 23);

    private FixedPoint() {}

    /** {@code x / 2^shift} rounded half up, {@code shift} 1..62. */
    static long round(long x, int shift) {
        return (x + (1L << (shift - 1))) >> shift;
    }

    /** A word of at most 32 bits after one decay by {@code rate}, 2^-24: never sticks above zero. */
    static long decay(long x, long rate) {
        long delta = (x * rate + (1L << 23)) >> 24;
        if (delta == 0 && x > 0 && rate > 0) {
            delta = 1;
        }
        return x - delta;
    }
}
