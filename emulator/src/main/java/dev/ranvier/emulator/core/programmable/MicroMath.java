package dev.ranvier.emulator.core.programmable;

/**
 * The arithmetic of the instructions (neuron microcode, section 5). Generated code calls it too. Stateless.
 */
final class MicroMath {
    private MicroMath() {}

    /** {@code x} limited to 32 bits. */
    static int saturate(long x) {
        return (int) Math.min(Math.max(x, Integer.MIN_VALUE), Integer.MAX_VALUE);
    }

    /** Saturating sum; in 32 bits so that loops over it are packed. */
    static int add(int x, int y) {
        int sum = x + y;
        int over = ((x ^ sum) & (y ^ sum)) >> 31;
        return (sum & ~over) | (((x >> 31) ^ Integer.MAX_VALUE) & over);
    }

    /** Saturating difference. */
    static int subtract(int x, int y) {
        int difference = x - y;
        int over = ((x ^ y) & (x ^ difference)) >> 31;
        return (difference & ~over) | (((x >> 31) ^ Integer.MAX_VALUE) & over);
    }

    /** Saturating shift left by 0..31. */
    static int shiftLeft(int x, int n) {
        return saturate((long) x << n);
    }

    /** {@code p / 2^n} rounded down. */
    static long floor(long p, int n) {
        return p >> n;
    }

    /** {@code p / 2^n} rounded half up. */
    static long halfUp(long p, int n) {
        return n == 0 ? p : (p >> n) + (p >> (n - 1) & 1);
    }

    /** {@code p / 2^n} rounded toward zero. */
    static long towardZero(long p, int n) {
        long sign = p >> 63;
        return (((p ^ sign) - sign) >> n ^ sign) - sign;
    }

    /** {@code p / 2^n}, up with the probability of the remainder. */
    static long stochastic(long p, int n, long draw) {
        long mask = (1L << n) - 1;
        return (p >> n) + (n == 0 ? 0 : ((p & mask) + (draw & mask)) >>> n);
    }

    /** Floor of a shifted product. */
    static int multiplyFloor(int x, int y, int n) {
        return saturate(floor((long) x * y, n));
    }

    /** Product rounded half up. */
    static int multiplyHalfUp(int x, int y, int n) {
        return saturate(halfUp((long) x * y, n));
    }

    /** Product rounded toward zero. */
    static int multiplyTowardZero(int x, int y, int n) {
        return saturate(towardZero((long) x * y, n));
    }

    /** Product rounded stochastically. */
    static int multiplyStochastic(int x, int y, int n, long draw) {
        return saturate(stochastic((long) x * y, n, draw));
    }

    /** Shift rounded half up. */
    static int shiftHalfUp(int x, int n) {
        return (int) halfUp(x, n);
    }

    /** Shift rounded toward zero. */
    static int shiftTowardZero(int x, int n) {
        return (int) towardZero(x, n);
    }

    /** Shift rounded stochastically. */
    static int shiftStochastic(int x, int n, long draw) {
        return (int) stochastic(x, n, draw);
    }

    /** {@code accumulator + x · y}, limited to 64 bits. */
    static long accumulate(long accumulator, int x, int y) {
        long product = (long) x * y;
        long sum = accumulator + product;
        if (((accumulator ^ sum) & (product ^ sum)) < 0) {
            return accumulator < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }

    /** The accumulator shifted, rounded down. */
    static int readFloor(long accumulator, int n) {
        return saturate(accumulator >> n);
    }

    /** The accumulator shifted, rounded half up. */
    static int readHalfUp(long accumulator, int n) {
        return saturate(halfUp(accumulator, n));
    }

    /** One decay of {@code x} by {@code rate}, 2^-24: symmetric, never sticks above zero, never changes sign. */
    static int decay(int x, int rate) {
        if (rate <= 0 || x == 0) {
            return x;
        }
        long m = Math.abs((long) x);
        m = Math.max(0, m - Math.max(1, (m * rate + (1L << 23)) >> 24));
        return (int) (x < 0 ? -m : m);
    }

    /** The low 32 bits of a draw under a mask. */
    static int random(int mask, long draw) {
        return (int) draw & mask;
    }

    /** -1 if {@code x >= y}, else 0. */
    static int greaterOrEqual(int x, int y) {
        return x >= y ? -1 : 0;
    }

    /** -1 if {@code x > y}, else 0. */
    static int greater(int x, int y) {
        return x > y ? -1 : 0;
    }

    /** -1 if {@code x < y}, else 0. */
    static int less(int x, int y) {
        return x < y ? -1 : 0;
    }

    /** -1 if {@code x = y}, else 0. */
    static int equal(int x, int y) {
        return x == y ? -1 : 0;
    }

    /** {@code value} where {@code mask} is -1, {@code old} where it is 0. */
    static int blend(int value, int old, int mask) {
        return (value & mask) | (old & ~mask);
    }
}
