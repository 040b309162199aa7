package dev.ranvier.firmware;

/**
 * What a device must have to be acquired.
 *
 * @param preset chip preset; empty = any
 * @param family core family; empty = any
 * @param cores at least so many cores
 * @param neurons at least so many neurons
 * @param chipDigest digest of the chip description; empty = any
 */
public record Requirements(String preset, String family, int cores, long neurons, String chipDigest) {
    /** Any device of a preset. */
    public static Requirements preset(String name) {
        return new Requirements(name, "", 0, 0, "");
    }

    /** Any device with that very chip description: an image made for it will load. */
    public static Requirements chip(String digest) {
        return new Requirements("", "", 0, 0, digest);
    }
}
