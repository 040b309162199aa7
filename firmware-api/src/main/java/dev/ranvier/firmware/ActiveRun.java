package dev.ranvier.firmware;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A run under way, or over. Safe for any thread. */
public final class ActiveRun {
    private final DeviceClient client;
    private final long id;
    private final String device;
    private final CompletableFuture<RunEnd> end;

    ActiveRun(DeviceClient client, long id, String device, CompletableFuture<RunEnd> end) {
        this.client = client;
        this.id = id;
        this.device = device;
        this.end = end;
    }

    /** Its number on the device. */
    public long id() {
        return id;
    }

    /** Name of the device. */
    public String device() {
        return device;
    }

    /** True once it is over. */
    public boolean done() {
        return end.isDone();
    }

    /** Its end, for those who want to be told; the callback must not wait for the device. */
    public CompletableFuture<RunEnd> end() {
        return end.copy();
    }

    /**
     * Waits for its end, however long it takes.
     *
     * @throws DeviceException RESOURCE_EXHAUSTED if the run waits for this very client to read a subscription whose buffer
     *     has been full for 5 s
     */
    public RunEnd await() {
        return client.awaitEnd(end, -1);
    }

    /** Waits for its end; TIMEOUT after {@code timeout}, and the run goes on. */
    public RunEnd await(Duration timeout) {
        return client.awaitEnd(end, timeout.toNanos());
    }

    /** Ends it after the tick under way and waits for that. */
    public RunEnd pause() {
        client.pause();
        return await();
    }
}
