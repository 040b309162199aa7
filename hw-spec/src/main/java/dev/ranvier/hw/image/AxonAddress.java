package dev.ranvier.hw.image;

/**
 * Where a spike enters a core, packed into a long so that tables of them are plain arrays: core in bits 19:0, axon in
 * 39:20, atom (row of a population axon) in 49:40, and bit 50 set for a modulatory value (the component of a learning
 * group's error vector; the axon field then holds the group, the atom field the component).
 */
public final class AxonAddress {
    private static final long VALUE_FLAG = 1L << 50;

    private AxonAddress() {}

    /** The address of a row of an axon. */
    public static long spike(int core, int axon, int atom) {
        return core | ((long) axon << 20) | ((long) atom << 40);
    }

    /** The address of component {@code component} of the error vector of learning group {@code group}. */
    public static long error(int core, int group, int component) {
        return spike(core, group, component) | VALUE_FLAG;
    }

    /** Core on the board. */
    public static int core(long address) {
        return (int) (address & 0xFFFFF);
    }

    /** Axon, or learning group of a modulatory value. */
    public static int axon(long address) {
        return (int) (address >>> 20) & 0xFFFFF;
    }

    /** Atom, or component of a modulatory value. */
    public static int atom(long address) {
        return (int) (address >>> 40) & 0x3FF;
    }

    /** True for a modulatory value, false for a spike. */
    public static boolean isError(long address) {
        return (address & VALUE_FLAG) != 0;
    }
}
