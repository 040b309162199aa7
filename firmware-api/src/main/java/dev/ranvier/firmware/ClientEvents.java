package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Credit;
import dev.ranvier.firmware.proto.Event;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands what comes on its own to whoever waits for it: subscriptions, runs, input streams, leases. Called by the
 * connection's thread, filled by any.
 */
final class ClientEvents implements Connection.Listener {
    private final Map<Integer, Subscriber> subscribers = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<RunEnd>> runs = new ConcurrentHashMap<>();
    private final Map<String, SpikeInput> inputs = new ConcurrentHashMap<>();
    private final Map<Long, Lease> leases = new ConcurrentHashMap<>();

    @Override
    public void event(Event event) {
        switch (event.getContentCase()) {
            case SPIKES, SAMPLES, GAP, RESTARTED -> {
                Subscriber subscriber = subscribers.get(event.getSubscription());
                if (subscriber != null) {
                    subscriber.sink().take(event);
                }
            }
            case RUN_ENDED -> {
                RunEnd end = SheetReader.runEnd(event.getRunEnded());
                CompletableFuture<RunEnd> waiting = runs.remove(runKey(event.getDevice(), end.run()));
                if (waiting != null) {
                    waiting.complete(end);
                }
            }
            case LEASE_LOST -> {
                Lease lease = leases.remove(event.getLeaseLost().getLease());
                if (lease != null) {
                    lease.end();
                }
            }
            default -> {
                // Late spikes are counted in the answers; what a newer server sends beyond is not for us.
            }
        }
    }

    @Override
    public void credit(Credit credit) {
        SpikeInput input = inputs.get(inputKey(credit.getDevice(), credit.getStream()));
        if (input != null) {
            input.credit(credit.getBytes());
        }
    }

    @Override
    public void lost(DeviceException why) {
        subscribers.values().forEach(subscriber -> subscriber.queue().end(why));
        runs.values().forEach(run -> run.completeExceptionally(why));
        inputs.values().forEach(input -> input.end(why));
        leases.values().forEach(Lease::end);
    }

    void subscribe(int id, Subscriber subscriber) {
        subscribers.put(id, subscriber);
    }

    /** Forgets a subscription: its reader gets what has come, then the end. */
    void unsubscribe(int id) {
        Subscriber subscriber = subscribers.remove(id);
        if (subscriber != null) {
            subscriber.queue().end(null);
        }
    }

    boolean subscribed(int id) {
        return subscribers.containsKey(id);
    }

    CompletableFuture<RunEnd> run(String device, long id) {
        return runs.computeIfAbsent(runKey(device, id), key -> new CompletableFuture<>());
    }

    SpikeInput input(String device, int stream, java.util.function.Supplier<SpikeInput> open) {
        return inputs.computeIfAbsent(inputKey(device, stream), key -> open.get());
    }

    /** This client has begun a new epoch of the device: its input streams begin again, old spikes are dropped. */
    void restarted(String device, long epoch) {
        inputsForgotten(device);
        subscribers.values().forEach(subscriber -> subscriber.expectedEpoch().accumulateAndGet(epoch, Math::max));
    }

    /** The device has forgotten its input streams: each begins again with a full window. */
    void inputsForgotten(String device) {
        inputs.forEach((key, input) -> {
            if (key.startsWith(device + "/")) {
                input.refill();
            }
        });
    }

    void lease(Lease lease) {
        leases.put(lease.id(), lease);
    }

    void release(Lease lease) {
        leases.remove(lease.id());
        lease.end();
        inputsForgotten(lease.device());
    }

    /** Number of a subscription whose reader has let its buffer stay full for {@code nanos}; 0 = none. */
    int stalled(long nanos) {
        for (Map.Entry<Integer, Subscriber> entry : subscribers.entrySet()) {
            if (entry.getValue().queue().fullNanos() > nanos) {
                return entry.getKey();
            }
        }
        return 0;
    }

    private static String runKey(String device, long run) {
        return device + "/" + run;
    }

    private static String inputKey(String device, int stream) {
        return device + "/" + stream;
    }
}
