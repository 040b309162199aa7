package dev.ranvier.emulator.device;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.proto.Credit;
import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.InjectResult;
import dev.ranvier.firmware.proto.InjectSpikes;
import dev.ranvier.firmware.proto.LatePolicy;
import dev.ranvier.firmware.proto.LateSpikes;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.wire.WindowCost;
import dev.ranvier.hw.RanvierException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Input events that have not gone to the chip yet, per stream. They are handed over just before the tick of their stamp,
 * in the order of stream numbers. Owned by the device's thread.
 */
final class InputStreams {
    private record Block(SpikeBatch batch, LatePolicy policy, int cost) {}

    /** One stream. */
    private static final class Stream {
        final int id;
        final Session session;
        final ArrayDeque<Block> blocks = new ArrayDeque<>();
        int nextTick; // index into the first block
        long used; // of the window, bytes
        long lastTick = Long.MIN_VALUE;
        long complete = Long.MIN_VALUE;

        Stream(int id, Session session) {
            this.id = id;
            this.session = session;
        }
    }

    private final Device device;
    private final ServerOptions.Limits limits;
    private final List<Stream> streams = new ArrayList<>(); // by number
    private long late;
    private long lateFirst;
    private long lateLast;

    InputStreams(Device device, ServerOptions.Limits limits) {
        this.device = device;
        this.limits = limits;
    }

    /** Queues a block. */
    Response.Builder inject(Command.Ask ask) {
        device.leases().require(ask.session());
        InjectSpikes inject = ask.request().getInjectSpikes();
        Chip chip = device.chip();
        Stream stream = stream(inject.getStream(), ask.session());
        long accepted = 0;
        long lateNow = 0;
        if (ask.batch() != null && ask.batch().ticks() > 0) {
            SpikeBatch batch = ask.batch();
            int cost = WindowCost.of(inject.getBlock());
            check(stream, batch, cost, chip);
            stream.blocks.add(new Block(batch, inject.getLate(), cost));
            stream.used += cost;
            stream.lastTick = batch.endTick() - 1;
            late = 0;
            handOver(stream, chip.tick());
            lateNow = late;
            accepted = inject.getLate() == LatePolicy.NEXT_TICK ? batch.size() : batch.size() - late;
            report(stream, inject.getLate());
        }
        if (inject.hasCompleteUpTo()) {
            stream.complete = Math.max(stream.complete, inject.getCompleteUpTo());
        }
        return Response.newBuilder()
                .setInjectResult(InjectResult.newBuilder().setAccepted(accepted).setLate(lateNow));
    }

    private Stream stream(int id, Session session) {
        int at = 0;
        for (Stream stream : streams) {
            if (stream.id == id) {
                return stream;
            }
            at += Integer.compareUnsigned(stream.id, id) < 0 ? 1 : 0;
        }
        if (streams.size() == limits.inputStreams()) {
            throw new DeviceException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "stream",
                    "stream " + Integer.toUnsignedString(id) + " would be one too many: " + limits.inputStreams()
                            + " are open; a load, a reset or a new lease closes them");
        }
        Stream opened = new Stream(id, session);
        streams.add(at, opened);
        return opened;
    }

    private void check(Stream stream, SpikeBatch batch, int cost, Chip chip) {
        int channels = chip.image()
                .orElseThrow(() -> new DeviceException(
                        ErrorCode.INVALID_ARGUMENT, "block", "no image is loaded, so there are no channels: load one"))
                .channels();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.source(i) < 0 || batch.source(i) >= channels) {
                throw new DeviceException(
                        ErrorCode.OUT_OF_RANGE,
                        "block.sources",
                        "channel " + Integer.toUnsignedString(batch.source(i)) + " does not exist: network '"
                                + chip.image().get().network() + "' has "
                                + (channels == 0 ? "no input channels" : "channels 0.." + (channels - 1)));
            }
        }
        if (batch.firstTick() < stream.lastTick) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "block.first_tick",
                    "tick " + batch.firstTick() + " after tick " + stream.lastTick + ": the ticks of stream "
                            + Integer.toUnsignedString(stream.id) + " must not decrease");
        }
        if (batch.firstTick() <= stream.complete) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "block.first_tick",
                    "stream " + Integer.toUnsignedString(stream.id) + " was said to be complete up to tick "
                            + stream.complete + ", an event of tick " + batch.firstTick() + " comes too late for that");
        }
        if (stream.used + cost > limits.inputWindowBytes()) {
            throw DeviceException.error(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "a block of " + cost + " bytes would make " + (stream.used + cost)
                                    + " bytes of waiting input; stream "
                                    + Integer.toUnsignedString(stream.id) + " has a window of "
                                    + limits.inputWindowBytes() + ": wait for credit, or run")
                    .path("block")
                    .detail("window_bytes", Integer.toString(limits.inputWindowBytes()))
                    .retryable()
                    .build();
        }
    }

    /** Hands over everything that is stamped with {@code tick} or before. */
    void handOver(long tick) {
        for (int i = 0; i < streams.size(); i++) {
            Stream stream = streams.get(i);
            if (!stream.blocks.isEmpty()) {
                late = 0;
                LatePolicy policy = stream.blocks.peek().policy;
                handOver(stream, tick);
                report(stream, policy);
            }
        }
    }

    private void handOver(Stream stream, long tick) {
        Chip chip = device.chip();
        long returned = 0;
        Block block = stream.blocks.peek();
        while (block != null) {
            SpikeBatch batch = block.batch;
            int i = stream.nextTick;
            while (i < batch.ticks() && batch.firstTick() + i <= tick) {
                for (int k = batch.start(i); k < batch.start(i + 1); k++) {
                    give(chip, batch.firstTick() + i, batch.source(k), batch.value(k), block.policy);
                }
                i++;
            }
            stream.nextTick = i;
            if (i < batch.ticks()) {
                break;
            }
            returned += block.cost;
            stream.nextTick = 0;
            stream.blocks.remove();
            block = stream.blocks.peek();
        }
        if (returned > 0) {
            stream.used -= returned;
            stream.session.send(Credit.newBuilder()
                    .setStream(stream.id)
                    .setDevice(device.name())
                    .setBytes(returned));
        }
    }

    private void give(Chip chip, long stamp, int channel, int value, LatePolicy policy) {
        boolean queued;
        try {
            queued = chip.inject(stamp, channel, value);
            if (!queued && policy == LatePolicy.NEXT_TICK) {
                chip.inject(chip.tick() + 1 - SheetWriter.hostLatency(chip.spec()), channel, value);
            }
        } catch (RanvierException e) {
            // Checked on arrival as far as the wire knows; what only the chip knows counts as late.
            device.log("input event refused by the chip: " + e.getMessage());
            queued = false;
        }
        if (!queued) {
            lateFirst = late == 0 ? stamp : Math.min(lateFirst, stamp);
            lateLast = late == 0 ? stamp : Math.max(lateLast, stamp);
            late++;
        }
    }

    private void report(Stream stream, LatePolicy policy) {
        if (late > 0) {
            stream.session.send(Event.newBuilder()
                    .setDevice(device.name())
                    .setLateSpikes(LateSpikes.newBuilder()
                            .setStream(stream.id)
                            .setCount(late)
                            .setFirstTick(lateFirst)
                            .setLastTick(lateLast)
                            .setDeviceTick(device.tick())
                            .setPolicy(policy)));
            late = 0;
        }
    }

    /** True if an event waits to be handed over. */
    boolean waiting() {
        for (int i = 0; i < streams.size(); i++) {
            if (!streams.get(i).blocks.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The tick up to which all of these streams are complete; {@link Long#MIN_VALUE} if one has not said so. */
    long completeUpTo(int[] ids) {
        long complete = Long.MAX_VALUE;
        for (int id : ids) {
            long one = Long.MIN_VALUE;
            for (int i = 0; i < streams.size(); i++) {
                if (streams.get(i).id == id) {
                    one = streams.get(i).complete;
                }
            }
            complete = Math.min(complete, one);
        }
        return complete;
    }

    /** Forgets all streams and what waits in them. */
    void clear() {
        streams.clear();
    }
}
