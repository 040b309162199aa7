package dev.ranvier.firmware;

/**
 * A device at a glance.
 *
 * @param name name on its server, e.g. {@code loihi:0}
 * @param preset chip preset
 * @param chipDigest SHA-256 (hex) of the chip description
 * @param state whether it can be acquired
 * @param lessee label of the lease holder; empty = none
 * @param tiles tiles of the board
 * @param cores cores of the board
 * @param neurons neurons of the board
 * @param synapseBits bits of synapse memory of the board
 * @param weightBits most weight bits
 * @param delayMax largest synaptic delay, ticks
 * @param tick last completed tick
 * @param running true while a run is under way
 * @param imageDigest digest of the loaded image; empty = none
 */
public record DeviceInfo(
        String name,
        String preset,
        String chipDigest,
        State state,
        String lessee,
        int tiles,
        int cores,
        long neurons,
        long synapseBits,
        int weightBits,
        int delayMax,
        long tick,
        boolean running,
        String imageDigest) {
    /** Whether a device can be acquired. */
    public enum State {
        /** Nobody holds it. */
        FREE,
        /** Somebody holds it. */
        LEASED,
        /** Its emulation failed; loading an image repairs it. */
        FAULT
    }
}
