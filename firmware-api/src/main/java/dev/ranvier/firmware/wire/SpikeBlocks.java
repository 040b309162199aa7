package dev.ranvier.firmware.wire;

import com.google.protobuf.ByteString;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.proto.SpikeBlock;
import dev.ranvier.firmware.proto.SpikeOrder;

/** Spikes as they travel: {@link SpikeBatch} here, {@link SpikeBlock} on the wire. Stateless. */
public final class SpikeBlocks {
    private SpikeBlocks() {}

    /** The wire form of a batch. */
    public static SpikeBlock encode(SpikeBatch batch) {
        int[] counts = new int[batch.ticks()];
        int[] sources = new int[batch.size()];
        boolean ascending = true;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = batch.count(i);
            for (int k = batch.start(i); k < batch.start(i + 1); k++) {
                sources[k] = batch.source(k);
                ascending &= k == batch.start(i) || Integer.compareUnsigned(sources[k - 1], sources[k]) <= 0;
            }
        }
        SpikeBlock.Builder block = SpikeBlock.newBuilder()
                .setFirstTick(batch.firstTick())
                .setTicks(counts.length)
                .setCounts(LittleEndian.ints(counts))
                .setSources(LittleEndian.ints(sources))
                .setOrder(ascending ? SpikeOrder.ASCENDING : SpikeOrder.EMISSION);
        if (batch.graded()) {
            int[] values = new int[batch.size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = batch.value(k);
            }
            block.setValues(LittleEndian.ints(values));
        }
        return block.build();
    }

    /**
     * The batch behind a block; INVALID_ARGUMENT if its columns contradict each other.
     *
     * @param path where the block stands in the message, for the error
     */
    public static SpikeBatch decode(SpikeBlock block, String path) {
        long ticks = Integer.toUnsignedLong(block.getTicks());
        if (block.getCounts().size() != 4 * ticks) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    path + ".counts",
                    path + " has " + ticks + " ticks but " + block.getCounts().size()
                            + " bytes of counts: it must be 4 per tick");
        }
        checkColumn(block.getSources(), path + ".sources");
        checkColumn(block.getValues(), path + ".values");
        int[] values = block.getValues().isEmpty() ? null : LittleEndian.ints(block.getValues());
        try {
            return SpikeBatch.of(
                    block.getFirstTick(),
                    LittleEndian.ints(block.getCounts()),
                    LittleEndian.ints(block.getSources()),
                    values);
        } catch (DeviceException e) {
            throw new DeviceException(e.code(), path, path + ": " + e.getMessage());
        }
    }

    private static void checkColumn(ByteString column, String path) {
        if (column.size() % 4 != 0) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    path,
                    path + " has " + column.size() + " bytes: it must be a multiple of 4");
        }
    }
}
