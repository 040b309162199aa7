package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.Gap;
import dev.ranvier.firmware.proto.Subscribed;
import dev.ranvier.firmware.wire.SpikeBlocks;
import dev.ranvier.firmware.wire.WindowCost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Spikes as they come from a device: batches that name every tick. After a load or a reset by the same client it goes on
 * with the new time; what was not read of the old one is dropped. One reader at a time; closing is safe from any thread.
 */
public final class SpikeSubscription implements AutoCloseable {
    /** What has come. */
    private sealed interface Item {}

    /** Spikes; {@code open}: their last tick goes on in the next piece. */
    private record Piece(SpikeBatch batch, boolean open) implements Item {}

    /** The device's time has begun again after {@code tick}. */
    private record Restart(long epoch, long tick) implements Item {}

    private final DeviceClient client;
    private final int id;
    private final EventQueue<Item> queue;
    private final AtomicLong expectedEpoch;
    private final GapRecord gaps = new GapRecord();
    private long epoch;
    private long complete; // last tick that is read completely
    private Piece rest;

    SpikeSubscription(DeviceClient client, Subscribed answer, long bufferBytes) {
        this.client = client;
        id = answer.getSubscription();
        complete = answer.getTick();
        epoch = answer.getEpoch();
        expectedEpoch = new AtomicLong(epoch);
        queue = new EventQueue<>(answer.getWindowBytes(), bufferBytes, bytes -> client.grant(id, bytes));
    }

    Subscriber subscriber() {
        return new Subscriber(this::take, queue, expectedEpoch);
    }

    private void take(Event event) {
        switch (event.getContentCase()) {
            case SPIKES ->
                queue.offer(
                        new Piece(SpikeBlocks.decode(event.getSpikes(), "spikes"), event.getTickOpen()),
                        WindowCost.of(event));
            case RESTARTED ->
                queue.offer(
                        new Restart(
                                event.getRestarted().getEpoch(),
                                event.getRestarted().getTick()),
                        0);
            case GAP -> {
                Gap gap = event.getGap();
                gaps.add(gap.getFromTick(), gap.getToTick());
                if (gap.getEnded()) {
                    queue.end(GapRecord.cut(gap));
                }
            }
            default -> {
                // Nothing else belongs to a subscription to spikes.
            }
        }
    }

    int id() {
        return id;
    }

    /**
     * The next batch; waits for it. The last tick of a batch may go on in the next one.
     *
     * @return empty once the subscription is closed
     * @throws DeviceException RESOURCE_EXHAUSTED if the device has cut it because its reader was too slow
     */
    public Optional<SpikeBatch> next() {
        return Optional.ofNullable(read(-1)).map(Piece::batch);
    }

    /** The next batch; waits {@code timeout} at most, and is empty then. */
    public Optional<SpikeBatch> next(Duration timeout) {
        return Optional.ofNullable(read(timeout.toNanos())).map(Piece::batch);
    }

    /** The next piece of the time that this client knows of; null at the end, and after {@code nanos} (negative = never). */
    private Piece read(long nanos) {
        long start = System.nanoTime();
        if (stale()) {
            rest = null;
        }
        while (rest == null) {
            Item item = queue.take(nanos < 0 ? -1 : Math.max(0, nanos - (System.nanoTime() - start)));
            switch (item) {
                case null -> {
                    return null;
                }
                case Restart restart -> {
                    epoch = restart.epoch;
                    complete = restart.tick;
                }
                case Piece piece -> rest = stale() ? null : piece;
            }
        }
        Piece piece = rest;
        rest = null;
        complete = Math.max(complete, piece.batch.endTick() - (piece.open ? 2 : 1));
        return piece;
    }

    /** True if what comes is still of a time before this client's last load or reset. */
    private boolean stale() {
        return epoch < expectedEpoch.get();
    }

    /**
     * All spikes not read yet up to and including tick {@code tick}; waits until the device has completed it and they are
     * here. After {@code run}, {@code until(end.tick())} is what the run has fired.
     *
     * @return an empty batch if everything up to that tick was read before
     * @throws DeviceException RESOURCE_EXHAUSTED if the device has cut the subscription before
     */
    public SpikeBatch until(long tick) {
        List<SpikeBatch> parts = new ArrayList<>();
        while (stale() || complete < tick) {
            Piece piece = read(-1);
            if (piece == null) {
                break;
            }
            SpikeBatch batch = piece.batch;
            int inside = (int) Math.clamp(tick - batch.firstTick() + 1, 0L, (long) batch.ticks());
            if (inside < batch.ticks()) {
                rest = new Piece(batch.slice(inside, batch.ticks()), piece.open);
                complete = tick;
                batch = batch.slice(0, inside);
            }
            parts.add(batch);
        }
        return SpikeBatch.concat(parts);
    }

    /** Ticks that were left out so far. */
    public long skippedTicks() {
        return gaps.ticks();
    }

    /** Ends the subscription; what has come stays readable. */
    @Override
    public void close() {
        client.unsubscribe(id);
    }
}
