package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.InjectResult;
import dev.ranvier.firmware.proto.InjectSpikes;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.SpikeBlock;
import dev.ranvier.firmware.wire.SpikeBlocks;
import dev.ranvier.firmware.wire.WindowCost;
import java.time.Duration;

/**
 * An input stream of a device: events in the order of their ticks. Sending waits while more is under way than the device
 * has room for. One sender at a time.
 */
public final class SpikeInput {
    private static final int MAX_BLOCK_BYTES = 256 << 10;

    private final Connection connection;
    private final Duration timeout;
    private final String device;
    private final int stream;
    private final LatePolicy policy;
    private final int windowBytes;
    private long credit;
    private DeviceException over;

    SpikeInput(Connection connection, Duration timeout, String device, int stream, LatePolicy policy, int windowBytes) {
        this.connection = connection;
        this.timeout = timeout;
        this.device = device;
        this.stream = stream;
        this.policy = policy;
        this.windowBytes = windowBytes;
        credit = windowBytes;
    }

    /** Number of the stream. */
    public int stream() {
        return stream;
    }

    /**
     * Queues events; their ticks must not be before those sent last.
     *
     * @return what came of them; events whose tick was over are counted there
     * @throws DeviceException TIMEOUT if the device makes no room, because it is not running
     */
    public InjectReport send(SpikeBatch batch) {
        InjectReport report = new InjectReport(0, 0);
        int tick = 0;
        while (tick < batch.ticks()) {
            if (batch.count(tick) == 0) {
                tick++; // silence need not be sent
                continue;
            }
            int bytesPerSpike = batch.graded() ? 8 : 4;
            int most = (Math.min(MAX_BLOCK_BYTES, windowBytes / 2) - WindowCost.FIXED - 4) / bytesPerSpike;
            int from = tick;
            int spikes = batch.count(tick++);
            while (tick < batch.ticks() && spikes + batch.count(tick) + (tick - from) < most) {
                spikes += batch.count(tick++);
            }
            if (spikes <= most) {
                report = report.plus(sendBlock(batch.slice(from, tick)));
                continue;
            }
            for (int k = batch.start(from); k < batch.start(tick); k += most) {
                report = report.plus(sendBlock(batch.sliceOfTick(from, k, Math.min(batch.start(tick), k + most))));
            }
        }
        return report;
    }

    /** States that no further event will be stamped with {@code tick} or an earlier one: who awaits it may go on. */
    public void completeUpTo(long tick) {
        connection.call(request(InjectSpikes.newBuilder().setCompleteUpTo(tick)), timeout);
    }

    private InjectReport sendBlock(SpikeBatch batch) {
        SpikeBlock block = SpikeBlocks.encode(batch);
        Request request = request(InjectSpikes.newBuilder().setBlock(block));
        reserve(WindowCost.of(block));
        InjectResult result = connection.call(request, timeout).getInjectResult();
        return new InjectReport(result.getAccepted(), result.getLate());
    }

    private Request request(InjectSpikes.Builder inject) {
        return Request.newBuilder()
                .setInjectSpikes(
                        inject.setDevice(device).setStream(stream).setLateValue(policy == LatePolicy.NEXT_TICK ? 1 : 0))
                .build();
    }

    private synchronized void reserve(long bytes) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (credit < bytes) {
                if (over != null) {
                    throw over.here();
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw DeviceException.error(
                                    ErrorCode.TIMEOUT,
                                    "the device has not taken input of stream " + stream + " for "
                                            + timeout.toMillis() + " ms: events of at most " + windowBytes
                                            + " bytes may wait; start a run before sending more")
                            .detail("window_bytes", Integer.toString(windowBytes))
                            .retryable()
                            .build();
                }
                wait(left);
            }
            credit -= bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DeviceException.error(ErrorCode.CANCELLED, "interrupted while waiting for room for input")
                    .cause(e)
                    .build();
        }
    }

    synchronized void credit(long bytes) {
        credit += bytes;
        notifyAll();
    }

    synchronized void refill() {
        credit = windowBytes;
        notifyAll();
    }

    synchronized void end(DeviceException why) {
        over = why;
        notifyAll();
    }
}
