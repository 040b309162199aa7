package dev.ranvier.firmware;

import java.util.concurrent.Future;

/**
 * The sole right to change a device, kept alive in the background until it is closed. Closing releases the device. Safe
 * for any thread.
 */
public final class Lease implements AutoCloseable {
    private final DeviceClient client;
    private final long id;
    private final String device;
    private final int seconds;
    private final String imageDigest;
    private final Future<?> heartbeat;
    private volatile boolean over;

    Lease(DeviceClient client, long id, String device, int seconds, String imageDigest, Future<?> heartbeat) {
        this.client = client;
        this.id = id;
        this.device = device;
        this.seconds = seconds;
        this.imageDigest = imageDigest;
        this.heartbeat = heartbeat;
    }

    /** Its number on the server. */
    public long id() {
        return id;
    }

    /** Name of the device. */
    public String device() {
        return device;
    }

    /** Seconds after the last sign of life at which the server ends it. */
    public int seconds() {
        return seconds;
    }

    /** Digest of the image that the device held when it was acquired; empty = none. */
    public String imageDigest() {
        return imageDigest;
    }

    /** True until it is released or lost. */
    public boolean valid() {
        return !over;
    }

    void end() {
        over = true;
        heartbeat.cancel(false);
    }

    /** Releases the device; does nothing if it is over already. */
    @Override
    public void close() {
        if (!over) {
            client.release(this);
        }
    }
}
