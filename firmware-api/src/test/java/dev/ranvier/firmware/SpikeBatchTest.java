package dev.ranvier.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ranvier.firmware.proto.SpikeBlock;
import dev.ranvier.firmware.proto.SpikeOrder;
import dev.ranvier.firmware.wire.SpikeBlocks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpikeBatchTest {
    private record Spike(long tick, int source, int value) {}

    @Property(tries = 300)
    @Label("spikes added in any order come out by tick, in the order of adding inside a tick, also over the wire")
    void builderSortsByTick(@ForAll long seed, @ForAll @IntRange(max = 200) int spikes) {
        Random random = new Random(seed);
        List<Spike> added = new ArrayList<>();
        SpikeBatch.Builder builder = SpikeBatch.builder();
        for (int i = 0; i < spikes; i++) {
            Spike spike = new Spike(100 + random.nextInt(50), random.nextInt(1000), random.nextInt());
            added.add(spike);
            builder.add(spike.tick, spike.source, spike.value);
        }
        added.sort(Comparator.comparingLong(Spike::tick));
        SpikeBatch batch = builder.build();
        assertEquals(added, list(batch));
        assertEquals(batch, SpikeBlocks.decode(SpikeBlocks.encode(batch), "block"));
    }

    @Property(tries = 300)
    @Label("a batch cut anywhere and put together again is the same")
    void sliceAndConcat(@ForAll long seed, @ForAll boolean graded) {
        Random random = new Random(seed);
        SpikeBatch.Builder builder = SpikeBatch.builder();
        for (int i = random.nextInt(100); i >= 0; i--) {
            if (graded) {
                builder.add(random.nextInt(30), random.nextInt(9), random.nextInt(5));
            } else {
                builder.add(random.nextInt(30), random.nextInt(9));
            }
        }
        SpikeBatch batch = builder.build();
        int cut = random.nextInt(batch.ticks() + 1);
        assertEquals(batch, SpikeBatch.concat(List.of(batch.slice(0, cut), batch.slice(cut, batch.ticks()))));
        int k = random.nextInt(batch.ticks());
        if (batch.count(k) > 1) {
            int middle = batch.start(k) + 1;
            SpikeBatch joined = SpikeBatch.concat(List.of(
                    batch.slice(0, k),
                    batch.sliceOfTick(k, batch.start(k), middle),
                    batch.sliceOfTick(k, middle, batch.start(k + 1)),
                    batch.slice(k + 1, batch.ticks())));
            assertEquals(batch, joined);
        }
    }

    @Test
    @DisplayName("blocks whose columns contradict each other are refused, naming the field")
    void contradictions() {
        SpikeBlock good = SpikeBlocks.encode(
                SpikeBatch.builder().add(5, 1).add(5, 2).add(7, 3).build());
        assertEquals(SpikeOrder.ASCENDING, good.getOrder());
        refused(good.toBuilder().setTicks(4).build(), "block.counts");
        refused(good.toBuilder().setTicks(-1).build(), "block.counts");
        refused(good.toBuilder().setSources(ByteString.copyFrom(new byte[8])).build(), "block");
        refused(good.toBuilder().setSources(ByteString.copyFrom(new byte[13])).build(), "block.sources");
        refused(good.toBuilder().setValues(ByteString.copyFrom(new byte[8])).build(), "block");
        refused(good.toBuilder().setFirstTick(-1).build(), "block");
        byte[] huge = new byte[12];
        java.util.Arrays.fill(huge, (byte) 0xFF);
        refused(good.toBuilder().setCounts(ByteString.copyFrom(huge)).build(), "block");
    }

    private static void refused(SpikeBlock block, String path) {
        DeviceException e = assertThrows(DeviceException.class, () -> SpikeBlocks.decode(block, "block"));
        assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
        assertEquals(path, e.path());
    }

    @Test
    @DisplayName("spikes that are not ascending inside a tick are marked as such")
    void order() {
        SpikeBatch batch = SpikeBatch.builder().add(1, 9).add(1, 2).build();
        assertEquals(SpikeOrder.EMISSION, SpikeBlocks.encode(batch).getOrder());
    }

    @Test
    @DisplayName("a batch over more than 16 million ticks is refused before memory is taken")
    void span() {
        DeviceException e = assertThrows(
                DeviceException.class,
                () -> SpikeBatch.builder().add(0, 0).add(Integer.MAX_VALUE, 0).build());
        assertTrue(e.getMessage().contains("make several"), e.getMessage());
    }

    private static List<Spike> list(SpikeBatch batch) {
        List<Spike> spikes = new ArrayList<>();
        batch.forEach((tick, source, value) -> spikes.add(new Spike(tick, source, value)));
        return spikes;
    }
}
