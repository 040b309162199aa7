package dev.ranvier.tools.map;

/** Synapse memory that a list of synapses costs (nengo-loihi, hardware/nxsdk_objects and allocators). Stateless. */
public final class SynapseBits {
    private static final int BLOCK = 64;
    private static final int HEADER = 4 + 6;

    private SynapseBits() {}

    /**
     * Bits of one axon's list: blocks of up to 64 synapses, each rounded up to 64 bits.
     *
     * @param count synapses
     * @param bitsPerSynapse weight, delay, tag and (if sparse) index bits
     */
    public static long of(int count, int bitsPerSynapse) {
        int rest = count % BLOCK;
        return (long) (count / BLOCK) * rounded(BLOCK * bitsPerSynapse + HEADER)
                + (rest > 0 ? rounded(rest * bitsPerSynapse + HEADER) : 0);
    }

    private static long rounded(long bits) {
        return Math.ceilDiv(bits, 64L) * 64;
    }
}
