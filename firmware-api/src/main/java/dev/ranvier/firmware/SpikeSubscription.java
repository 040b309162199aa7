package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.Gap;
import dev.ranvier.firmware.wire.SpikeBlocks;
import dev.ranvier.firmware.wire.WindowCost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Spikes as they come from a device: batches that name every tick. One reader at a time; closing is safe from any thread.
 */
public final class SpikeSubscription implements AutoCloseable {
    /** A batch, and whether its last tick goes on in the next. */
    private record Piece(SpikeBatch batch, boolean open) {}

    private final DeviceClient client;
    private final int id;
    private final EventQueue<Piece> queue;
    private final GapRecord gaps = new GapRecord();
    private long complete;
    private Piece rest;

    SpikeSubscription(DeviceClient client, int id, long tick, long windowBytes, long bufferBytes) {
        this.client = client;
        this.id = id;
        complete = tick;
        queue = new EventQueue<>(windowBytes, bufferBytes, bytes -> client.grant(id, bytes));
    }

    Subscriber subscriber() {
        return new Subscriber(this::take, queue);
    }

    private void take(Event event) {
        if (event.hasSpikes()) {
            queue.offer(
                    new Piece(SpikeBlocks.decode(event.getSpikes(), "spikes"), event.getTickOpen()),
                    WindowCost.of(event));
        } else if (event.hasGap()) {
            Gap gap = event.getGap();
            gaps.add(gap.getFromTick(), gap.getToTick());
            if (gap.getEnded()) {
                queue.end(GapRecord.cut(gap));
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

    private Piece read(long nanos) {
        Piece piece = rest == null ? queue.take(nanos) : rest;
        rest = null;
        if (piece != null) {
            complete = Math.max(complete, piece.batch.endTick() - (piece.open ? 2 : 1));
        }
        return piece;
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
        while (complete < tick) {
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
