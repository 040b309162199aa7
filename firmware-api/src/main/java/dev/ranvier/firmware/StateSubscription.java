package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.Gap;
import dev.ranvier.firmware.proto.StateSamples;
import dev.ranvier.firmware.proto.Subscribed;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.firmware.wire.WindowCost;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Samples of a state variable as they come from a device. One reader at a time; closing is safe from any thread. */
public final class StateSubscription implements AutoCloseable {
    /** A sample and the epoch that it is of. */
    private record Item(StateSample sample, long epoch) {}

    private final DeviceClient client;
    private final int id;
    private final EventQueue<Item> queue;
    private final AtomicLong expectedEpoch;
    private long arriving; // epoch of what comes in; connection's thread only
    private final GapRecord gaps = new GapRecord();

    StateSubscription(DeviceClient client, Subscribed answer, long bufferBytes) {
        this.client = client;
        id = answer.getSubscription();
        arriving = answer.getEpoch();
        expectedEpoch = new AtomicLong(arriving);
        queue = new EventQueue<>(answer.getWindowBytes(), bufferBytes, bytes -> client.grant(id, bytes));
    }

    Subscriber subscriber() {
        return new Subscriber(this::take, queue, expectedEpoch);
    }

    int id() {
        return id;
    }

    private void take(Event event) {
        if (event.hasSamples()) {
            samples(event.getSamples());
        } else if (event.hasRestarted()) {
            arriving = event.getRestarted().getEpoch();
        } else if (event.hasGap()) {
            Gap gap = event.getGap();
            gaps.add(gap.getFromTick(), gap.getToTick());
            if (gap.getEnded()) {
                queue.end(GapRecord.cut(gap));
            }
        }
    }

    private void samples(StateSamples samples) {
        long[] ticks = LittleEndian.longs(samples.getTicks());
        long[] values = LittleEndian.longs(samples.getValues());
        if (ticks.length == 0 || values.length % ticks.length != 0) {
            queue.end(new DeviceException(
                    ErrorCode.DATA_CORRUPT,
                    "the device sent " + values.length + " values for " + ticks.length + " samples"));
            return;
        }
        int width = values.length / ticks.length;
        for (int i = 0; i < ticks.length; i++) {
            StateSample sample = new StateSample(ticks[i], Arrays.copyOfRange(values, i * width, (i + 1) * width));
            queue.offer(new Item(sample, arriving), 8 + 8 * width + (i == 0 ? WindowCost.FIXED : 0));
        }
    }

    /**
     * The next sample; waits for it.
     *
     * @return empty once the subscription is closed
     * @throws DeviceException RESOURCE_EXHAUSTED if the device has cut it because its reader was too slow
     */
    public Optional<StateSample> next() {
        return read(-1);
    }

    /** The next sample; waits {@code timeout} at most, and is empty then. */
    public Optional<StateSample> next(Duration timeout) {
        return read(timeout.toNanos());
    }

    private Optional<StateSample> read(long nanos) {
        long deadline = nanos < 0 ? 0 : System.nanoTime() + nanos;
        while (true) {
            Item item = queue.take(nanos < 0 ? -1 : Math.max(0, deadline - System.nanoTime()));
            if (item == null) {
                return Optional.empty();
            }
            if (item.epoch >= expectedEpoch.get()) {
                return Optional.of(item.sample);
            }
        }
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
