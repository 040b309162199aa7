package dev.ranvier.firmware;

/** Told how far an upload has come. */
@FunctionalInterface
public interface LoadListener {
    /** Called in the thread that loads, after every piece: bytes at the device, and bytes in all. */
    void progress(long sentBytes, long totalBytes);
}
