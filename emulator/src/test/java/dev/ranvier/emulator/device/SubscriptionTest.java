package dev.ranvier.emulator.device;

import static dev.ranvier.emulator.device.Bench.eventually;
import static dev.ranvier.emulator.device.Bench.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.firmware.ActiveRun;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.Neurons;
import dev.ranvier.firmware.ResetScope;
import dev.ranvier.firmware.RunEnd;
import dev.ranvier.firmware.RunRequest;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.SpikeSubscription;
import dev.ranvier.firmware.StateSample;
import dev.ranvier.firmware.StateSubscription;
import dev.ranvier.firmware.SubscriptionOptions;
import dev.ranvier.hw.ChipSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubscriptionTest {
    private static final int NEURONS = 8192;
    private static final ChipSpec BUSY_BOARD = EchoChip.spec(8, NEURONS / 8);

    private static Bench busyBench() {
        return new Bench(BUSY_BOARD, 1, ServerOptions.defaults());
    }

    @Test
    @DisplayName("every spike of every tick arrives once, in order, also when ticks are larger than a frame's credit")
    void lossless() {
        try (Bench bench = busyBench();
                DeviceClient client = bench.holder(NEURONS)) {
            SpikeSubscription spikes = client.subscribeSpikes(
                    Neurons.all(), SubscriptionOptions.lossless().window(16 << 10));
            ActiveRun run = client.start(RunRequest.ticks(200));
            for (int tick = 1; tick <= 200; tick++) {
                SpikeBatch batch = spikes.until(tick);
                assertEquals(tick, batch.firstTick());
                assertEquals(NEURONS, batch.size());
                for (int i = 0; i < NEURONS; i++) {
                    assertEquals(i, batch.source(i));
                }
            }
            assertEquals(200, run.await().tick());
            assertEquals(0, spikes.until(200).size());
            assertEquals(0, spikes.skippedTicks());
        }
    }

    @Test
    @DisplayName("only the chosen neurons are streamed; silent ticks are told too; payloads are kept")
    void selection() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            SpikeSubscription some = client.subscribeSpikes(Neurons.of(3, 30));
            SpikeSubscription all = client.subscribeSpikes(Neurons.range(0, 32));
            client.inject(
                    SpikeBatch.builder().add(1, 3).add(1, 4).add(3, 30, -7).build());
            client.run(6);
            SpikeBatch chosen = some.until(6);
            assertEquals(6, chosen.ticks());
            assertEquals(2, chosen.size());
            assertEquals(3, chosen.source(0));
            assertEquals(1, chosen.value(0));
            assertEquals(-7, chosen.value(1));
            assertEquals(3, all.until(6).size());
            some.close();
            client.inject(SpikeBatch.builder().add(7, 3).build());
            client.run(4);
            assertEquals(1, all.until(10).size());
            assertEquals(Optional.empty(), some.next());
        }
    }

    @Test
    @DisplayName("the lease holder's slow reader holds the run, and not one spike is lost; Pause works meanwhile")
    void holderHoldsTheRun() throws Exception {
        try (Bench bench = busyBench();
                DeviceClient client = bench.holder(NEURONS)) {
            SpikeSubscription spikes = client.subscribeSpikes(
                    Neurons.all(), SubscriptionOptions.lossless().buffer(0));
            ActiveRun run = client.start(RunRequest.ticks(1000)); // 32 MB of spikes
            Thread.sleep(300);
            assertFalse(run.done(), "nobody reads, so it waits");
            long held = client.counters().tick();
            Thread.sleep(200);
            assertEquals(held, client.counters().tick());
            RunEnd paused = run.pause();
            assertEquals(RunEnd.Reason.PAUSED, paused.reason());
            assertEquals(
                    (int) paused.tick() * NEURONS, spikes.until(paused.tick()).size());
            ActiveRun rest = client.start(RunRequest.until(1000));
            SpikeBatch read = spikes.until(1000);
            assertEquals((1000 - (int) paused.tick()) * NEURONS, read.size());
            assertEquals(1000, rest.await().tick());
        }
    }

    @Test
    @DisplayName("a client that runs and never reads its own subscription is told so instead of waiting for ever")
    void selfMadeDeadlock() {
        try (Bench bench = busyBench();
                DeviceClient client = bench.holder(NEURONS)) {
            SpikeSubscription spikes = client.subscribeSpikes(
                    Neurons.all(), SubscriptionOptions.lossless().buffer(0));
            refused(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "waits for this client to read subscription 1",
                    () -> client.run(1000));
            client.pause();
            spikes.close();
            assertTrue(client.run(1000).tick() >= 1000);
        }
    }

    @Test
    @DisplayName("an observer that does not read is cut with a gap, and the run never waits for it")
    void observerIsCut() {
        try (Bench bench = busyBench();
                DeviceClient writer = bench.holder(NEURONS);
                DeviceClient observer = bench.client("observer")) {
            observer.observe("echo:0");
            SpikeSubscription slow = observer.subscribeSpikes(
                    Neurons.all(), SubscriptionOptions.lossless().buffer(0));
            RunEnd end = writer.run(2000);
            assertEquals(RunEnd.Reason.COMPLETED, end.reason());
            DeviceException cut = refused(ErrorCode.RESOURCE_EXHAUSTED, "was cut", () -> slow.until(2000));
            long from = Long.parseLong(cut.details().get("from_tick"));
            assertTrue(from >= 1 && from <= 2000, "what came before the cut was kept: from " + from);
            assertTrue(slow.skippedTicks() > 0);
            // The observer goes on with a new subscription.
            SpikeSubscription again = observer.subscribeSpikes(Neurons.of(1));
            writer.run(5);
            assertEquals(5, again.until(2005).size());
        }
    }

    @Test
    @DisplayName(
            "an observer without credit is cut after the stall time, even if its data still fits the server's buffer")
    void observerStalls() {
        ServerOptions quick = ServerOptions.defaults()
                .withTimeouts(new ServerOptions.Timeouts(
                        Duration.ofSeconds(5), Duration.ofSeconds(330), Duration.ofMillis(300)));
        try (Bench bench = new Bench(BUSY_BOARD, 1, quick);
                DeviceClient writer = bench.holder(NEURONS);
                DeviceClient observer = bench.client("observer")) {
            observer.observe("echo:0");
            SpikeSubscription slow = observer.subscribeSpikes(
                    Neurons.range(0, 1000),
                    SubscriptionOptions.lossless().window(16 << 10).buffer(0));
            writer.run(6); // 24 kB: more than the window, less than the buffer
            eventually(5, () -> slow.skippedTicks() > 0);
            refused(ErrorCode.RESOURCE_EXHAUSTED, "was cut", () -> slow.until(6));
        }
    }

    @Test
    @DisplayName("a subscription to the newest data loses what its reader is too slow for, says which, and never ends")
    void newest() {
        try (Bench bench = busyBench();
                DeviceClient client = bench.holder(NEURONS)) {
            SpikeSubscription spikes = client.subscribeSpikes(Neurons.all(), SubscriptionOptions.newest());
            client.run(1000);
            long seen = 0;
            Optional<SpikeBatch> batch = spikes.next(Duration.ofMillis(300));
            while (batch.isPresent()) {
                seen += batch.get().size();
                batch = spikes.next(Duration.ofMillis(300));
            }
            assertTrue(seen > 0 && seen < 1000L * NEURONS, "seen " + seen);
            client.run(1);
            assertTrue(spikes.skippedTicks() > 0);
            assertTrue(spikes.next(Duration.ofSeconds(5)).isPresent(), "it goes on");
        }
    }

    @Test
    @DisplayName("state is sampled after every n-th tick exactly")
    void stateProbe() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder(1)) {
            client.run(3);
            StateSubscription state =
                    client.subscribeState("fired", Neurons.of(1, 0), 4, SubscriptionOptions.lossless());
            client.run(1000);
            for (int tick = 4; tick <= 1003; tick += 4) {
                StateSample sample = state.next().orElseThrow();
                assertEquals(tick, sample.tick());
                assertArrayEquals(new long[] {0, tick}, sample.values());
            }
            assertEquals(Optional.empty(), state.next(Duration.ofMillis(50)));
            refused(
                    ErrorCode.NOT_FOUND,
                    "it has [fired, tick]",
                    () -> client.subscribeState("v", Neurons.of(1), 1, SubscriptionOptions.lossless()));
        }
    }

    @Test
    @DisplayName("a subscription outlives loads and resets: it goes on with the new time and mixes no ticks of the old")
    void restarts() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder(1);
                DeviceClient observer = bench.client("observer")) {
            observer.observe("echo:0");
            SpikeSubscription watching = observer.subscribeSpikes(Neurons.all());
            SpikeSubscription spikes = client.subscribeSpikes(Neurons.all());
            StateSubscription state = client.subscribeState("tick", Neurons.of(0), 5, SubscriptionOptions.lossless());
            client.run(20);
            assertEquals(10, spikes.until(10).size()); // ten ticks stay unread
            for (int round = 0; round < 5; round++) {
                if (round % 2 == 0) {
                    client.reset(ResetScope.STATE);
                } else {
                    client.load(bench.image);
                    client.load(EchoChip.image(bench.spec, 1));
                }
                client.run(7);
                SpikeBatch batch = spikes.until(7);
                assertEquals(1, batch.firstTick());
                assertEquals(7, batch.size());
                assertEquals(5, state.next().orElseThrow().tick());
            }
            client.run(1);
            assertEquals(1, spikes.until(8).size());
            long seen = 0;
            while (seen < 20 + 5 * 7 + 1) {
                seen += watching.next().orElseThrow().size();
            }
        }
    }

    @Test
    @DisplayName("callbacks get every batch in a thread that may call the client")
    void callbacks() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder(1)) {
            List<Long> ticks = Collections.synchronizedList(new ArrayList<>());
            client.subscribeSpikes(Neurons.of(0), batch -> {
                client.counters();
                batch.forEach((tick, source, value) -> ticks.add(tick));
            });
            List<Long> samples = Collections.synchronizedList(new ArrayList<>());
            client.subscribeState("tick", Neurons.of(0), 10, sample -> samples.add(sample.values()[0]));
            client.run(50);
            eventually(5, () -> ticks.size() == 50 && samples.size() == 5);
            assertEquals(List.of(10L, 20L, 30L, 40L, 50L), samples);
        }
    }

    @Test
    @DisplayName("subscriptions are limited per session and per window, with the limits named")
    void limits() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            refused(
                    ErrorCode.OUT_OF_RANGE,
                    "allowed: 16384..1048576",
                    () -> client.subscribeSpikes(
                            Neurons.all(), SubscriptionOptions.lossless().window(5)));
            for (int i = 0; i < 16; i++) {
                client.subscribeSpikes(Neurons.all());
            }
            refused(ErrorCode.RESOURCE_EXHAUSTED, "16 per session", () -> client.subscribeSpikes(Neurons.all()));
            assertEquals(10, client.run(10).tick());
        }
    }
}
