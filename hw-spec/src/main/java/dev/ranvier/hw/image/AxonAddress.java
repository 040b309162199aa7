package dev.ranvier.hw.image;

/**
 * Where an input event enters a core, packed into a long so that tables of them are plain arrays: core in bits 19:0,
 * axon in 39:20, atom (row of a population axon) in 51:40. Bit 52 marks a modulatory value instead of a spike: the axon
 * field is then the learning group, the atom field the compartment whose error it is, and bit 53 says that its sign is
 * turned.
 */
public final class AxonAddress {
    private static final long ERROR_FLAG = 1L << 52;
    private static final long NEGATIVE_FLAG = 1L << 53;

    private AxonAddress() {}

    /** The address of a row of an axon. */
    public static long spike(int core, int axon, int atom) {
        return core | ((long) axon << 20) | ((long) atom << 40);
    }

    /** The error of {@code compartment} in learning group {@code group}. */
    public static long error(int core, int group, int compartment, boolean negative) {
        return spike(core, group, compartment) | ERROR_FLAG | (negative ? NEGATIVE_FLAG : 0);
    }

    /** Core on the board. */
    public static int core(long address) {
        return (int) (address & 0xFFFFF);
    }

    /** Axon, or learning group of an error. */
    public static int axon(long address) {
        return (int) (address >>> 20) & 0xFFFFF;
    }

    /** Atom, or compartment of an error. */
    public static int atom(long address) {
        return (int) (address >>> 40) & 0xFFF;
    }

    /** True for an error, false for a spike. */
    public static boolean isError(long address) {
        return (address & ERROR_FLAG) != 0;
    }

    /** True for an error whose sign is turned. */
    public static boolean isNegative(long address) {
        return (address & NEGATIVE_FLAG) != 0;
    }
}
