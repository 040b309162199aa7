package dev.ranvier.emulator.device;

import static dev.ranvier.emulator.device.Bench.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.firmware.ActiveRun;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.InjectReport;
import dev.ranvier.firmware.LatePolicy;
import dev.ranvier.firmware.MemoryReading;
import dev.ranvier.firmware.Moment;
import dev.ranvier.firmware.Neurons;
import dev.ranvier.firmware.ResetScope;
import dev.ranvier.firmware.RunEnd;
import dev.ranvier.firmware.RunRequest;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.SpikeInput;
import dev.ranvier.firmware.SpikeSubscription;
import dev.ranvier.firmware.WordRange;
import dev.ranvier.firmware.proto.Acquire;
import dev.ranvier.firmware.proto.Code;
import dev.ranvier.firmware.proto.Envelope;
import dev.ranvier.firmware.proto.InjectSpikes;
import dev.ranvier.firmware.proto.LateSpikes;
import dev.ranvier.firmware.proto.Pause;
import dev.ranvier.firmware.proto.PauseMode;
import dev.ranvier.firmware.proto.ReadCounters;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.RunEndReason;
import dev.ranvier.firmware.proto.Step;
import dev.ranvier.firmware.wire.SpikeBlocks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunTest {
    private static final long FOREVER = Long.MAX_VALUE / 2;

    @Test
    @DisplayName("a second run is refused with BUSY and the number of the one under way; pausing twice does no harm")
    void busy() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            ActiveRun run = client.start(RunRequest.ticks(FOREVER));
            DeviceException e = refused(ErrorCode.BUSY, "pause it", () -> client.run(1));
            assertEquals(Long.toString(run.id()), e.details().get("run"));
            assertTrue(e.retryable());
            refused(ErrorCode.BUSY, "pause it", () -> client.step(1));
            refused(ErrorCode.BUSY, "pause it", () -> client.reset(ResetScope.ALL));
            refused(ErrorCode.BUSY, "pause it", () -> client.load(EchoChip.image(bench.spec, 1)));
            refused(ErrorCode.BUSY, "pause_around", () -> client.readMemory(0, "words", 0, 1));
            assertFalse(run.done());
            RunEnd end = run.pause();
            assertEquals(RunEnd.Reason.PAUSED, end.reason());
            assertEquals(end.tick(), client.pause().tick());
            assertEquals(
                    end.tick() + 5, client.run(RunRequest.until(end.tick() + 5)).tick());
            refused(ErrorCode.OUT_OF_RANGE, "is over", () -> client.run(RunRequest.until(1)));
            assertEquals(0, client.run(0).ticks());
        }
    }

    @Test
    @DisplayName("while a run is under way, memories are read and written between ticks, and after a tick exactly")
    void accessDuringRun() throws Exception {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder();
                DeviceClient observer = bench.client("observer")) {
            observer.observe("echo:0");
            WordRange word = new WordRange(0, "words", 7, 1);
            CompletableFuture<MemoryReading> later =
                    CompletableFuture.supplyAsync(() -> observer.readMemory(List.of(word), Moment.afterTick(2_000)));
            // Paced, so that the request arrives before its tick on a busy machine too.
            ActiveRun run = client.start(RunRequest.ticks(FOREVER).pace(1, 1));
            assertEquals(2_000, later.get().tick());
            long written = client.writeMemory(0, "words", 7, new long[] {42}, Moment.betweenTicks());
            MemoryReading reading = observer.readMemory(List.of(word), Moment.betweenTicks());
            assertArrayEquals(new long[] {42}, reading.words().getFirst());
            assertTrue(reading.tick() >= written);
            run.pause();
        }
    }

    @Test
    @DisplayName("a run stops exactly after the tick in which a chosen neuron spikes")
    void stopOnSpike() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            client.inject(SpikeBatch.builder().add(40, 2).add(60, 3).add(80, 2).build());
            RunEnd end = client.run(RunRequest.ticks(1000).stopOnSpike(Neurons.of(3, 4)));
            assertEquals(RunEnd.Reason.SPIKE, end.reason());
            assertEquals(61, end.tick());
            assertEquals(3, end.source());
        }
    }

    @Test
    @DisplayName("a run stops after so many ticks without spike and without waiting input, and not before")
    void stopWhenIdle() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            client.inject(SpikeBatch.builder().add(5, 2).add(300, 3).build());
            RunEnd end = client.run(RunRequest.ticks(100_000).stopWhenIdle(10));
            assertEquals(RunEnd.Reason.IDLE, end.reason());
            assertEquals(311, end.tick());
        }
    }

    @Test
    @DisplayName("a paced run keeps to the wall clock and is paused at once all the same")
    void pace() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            RunEnd end = client.run(RunRequest.ticks(100).pace(0.5, 1));
            assertTrue(end.wallNanoseconds() >= 199_000_000, () -> "it took " + end.wallNanoseconds() + " ns");
            ActiveRun slow = client.start(RunRequest.ticks(10).pace(1, 1_000_000));
            assertEquals(0, slow.pause().ticks());
            refused(
                    ErrorCode.OUT_OF_RANGE,
                    "must be positive",
                    () -> client.run(RunRequest.ticks(1).pace(-1, 1)));
        }
    }

    @Test
    @DisplayName("a run that awaits input goes no further than the stream is complete, however late it comes")
    void awaitInput() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            SpikeSubscription spikes = client.subscribeSpikes(Neurons.all());
            ActiveRun run = client.start(RunRequest.ticks(100).awaitInput(1));
            SpikeInput input = client.input();
            for (int tick = 10; tick <= 90; tick += 10) {
                input.send(SpikeBatch.builder().add(tick, tick / 10).build());
                input.completeUpTo(tick);
                // Everything up to the tick after is due now, and nothing beyond it.
                SpikeBatch got = spikes.until(tick + 1);
                assertEquals(1, got.size());
                assertEquals(tick / 10, got.source(0));
                assertEquals(tick + 1, client.counters().tick());
            }
            refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "was said to be complete up to tick 90",
                    () -> input.send(SpikeBatch.builder().add(90, 1).build()));
            assertFalse(run.done());
            input.completeUpTo(99);
            assertEquals(100, run.await().tick());
            RunEnd missing = client.run(RunRequest.ticks(50).awaitInput(1).stopWhenInputIsMissing());
            assertEquals(RunEnd.Reason.INPUT_MISSING, missing.reason());
            assertEquals(100, missing.tick());
        }
    }

    @Test
    @DisplayName("more input than the window holds is streamed into a run, and every event arrives in its tick")
    void longInput() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            SpikeBatch.Builder builder = SpikeBatch.builder();
            for (int tick = 1; tick <= 30_000; tick++) {
                for (int k = 0; k < 20; k++) {
                    builder.add(tick, (tick + k) % 32, tick);
                }
            }
            SpikeBatch input = builder.build();
            SpikeSubscription spikes = client.subscribeSpikes(Neurons.all());
            RunEnd end = client.run(30_001, input);
            assertEquals(30_001, end.tick());
            SpikeBatch out = spikes.until(30_001);
            assertEquals(input.size(), out.size());
            for (int tick = 1; tick <= 30_000; tick++) {
                assertEquals(20, out.count(tick));
                assertEquals(tick, out.value(out.start(tick)));
            }
            client.run(10, SpikeBatch.builder().add(30_001, 4).build());
            assertEquals(1, spikes.until(30_011).size());
        }
    }

    @Test
    @DisplayName("a run whose input cannot be sent is paused and refused, and the device is free for the next")
    void badInputOfRun() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            refused(
                    ErrorCode.OUT_OF_RANGE,
                    "channels 0..31",
                    () -> client.run(50, SpikeBatch.builder().add(5, 99).build()));
            client.reset(ResetScope.ALL);
            client.run(20);
            refused(
                    ErrorCode.OUT_OF_RANGE,
                    "came after their tick was over",
                    () -> client.run(50, SpikeBatch.builder().add(5, 9).build()));
            assertFalse(client.devices().getFirst().running());
        }
    }

    @Test
    @DisplayName("input beyond the window without a run is refused in time, saying what to do")
    void windowFull() {
        try (Bench bench = new Bench();
                DeviceClient client =
                        DeviceClient.connect(dev.ranvier.firmware.ClientOptions.of("127.0.0.1", bench.server.port())
                                .withRequestTimeout(Duration.ofMillis(500)))) {
            client.acquire("echo:0");
            client.load(bench.image);
            SpikeBatch.Builder builder = SpikeBatch.builder();
            for (int i = 0; i < 300_000; i++) {
                builder.add(10 + i / 100, i % 32);
            }
            SpikeBatch large = builder.build();
            refused(ErrorCode.TIMEOUT, "start a run before sending more", () -> client.inject(large));
            client.reset(ResetScope.ALL);
            client.inject(SpikeBatch.builder().add(1, 1).build());
            assertEquals(2, client.run(2).tick());
            assertEquals(1, client.counters().hostEvents());
        }
    }

    @Test
    @DisplayName("late events are counted and told: refused under REJECT, moved to the next tick under NEXT_TICK")
    void late() throws IOException {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder()) {
            client.run(10);
            SpikeSubscription spikes = client.subscribeSpikes(Neurons.all());
            SpikeBatch batch = SpikeBatch.builder()
                    .add(3, 1)
                    .add(9, 2)
                    .add(10, 3)
                    .add(11, 4)
                    .build();
            assertEquals(new InjectReport(2, 2), client.inject(batch));
            assertEquals(
                    new InjectReport(4, 2),
                    client.input(2, LatePolicy.NEXT_TICK).send(batch));
            client.run(5);
            SpikeBatch out = spikes.until(15);
            // Tick 11: channel 3 twice (both streams), 1 and 2 moved there; tick 12: channel 4 twice.
            assertEquals(4, out.count(0));
            assertEquals(List.of(1, 2, 3, 3), List.of(out.source(0), out.source(1), out.source(2), out.source(3)));
            assertEquals(2, out.count(1));
        }
        try (Bench bench = new Bench();
                RawClient raw = RawClient.hello(bench.server.port())) {
            raw.ask(Request.newBuilder().setAcquire(Acquire.newBuilder().setDevice("echo:0")));
            try (DeviceClient other = bench.client("other")) {
                other.observe("echo:0");
            }
            loadOver(raw, bench);
            raw.ask(step(10));
            // Without a request number there is no answer, but the event comes.
            raw.send(Envelope.newBuilder()
                    .setRequest(Request.newBuilder()
                            .setInjectSpikes(InjectSpikes.newBuilder()
                                    .setDevice("echo:0")
                                    .setStream(5)
                                    .setBlock(SpikeBlocks.encode(SpikeBatch.builder()
                                            .add(2, 1)
                                            .add(4, 1)
                                            .build()))))
                    .build());
            LateSpikes late =
                    raw.next(e -> e.getEvent().hasLateSpikes()).getEvent().getLateSpikes();
            assertEquals(2, late.getCount());
            assertEquals(5, late.getStream());
            assertEquals(2, late.getFirstTick());
            assertEquals(4, late.getLastTick());
            assertEquals(10, late.getDeviceTick());
        }
    }

    static void loadOver(RawClient raw, Bench bench) throws IOException {
        var serial = dev.ranvier.firmware.image.ImageCodec.encode(bench.image);
        var announce = dev.ranvier.firmware.proto.LoadImage.newBuilder()
                .setDevice("echo:0")
                .setFormatVersion(1)
                .setHeader(serial.header());
        for (int i = 0; i < serial.sections().size(); i++) {
            announce.addSections(dev.ranvier.firmware.proto.SectionInfo.newBuilder()
                    .setLength(serial.sections().get(i).size())
                    .setCrc32C(serial.crc32c(i)));
        }
        long load = raw.ask(Request.newBuilder().setLoadImage(announce))
                .getLoadReady()
                .getLoad();
        for (int i = 0; i < serial.sections().size(); i++) {
            raw.ask(Request.newBuilder()
                    .setLoadData(dev.ranvier.firmware.proto.LoadData.newBuilder()
                            .setDevice("echo:0")
                            .setLoad(load)
                            .setSection(i)
                            .setData(serial.sections().get(i))
                            .setCrc32C(serial.crc32c(i))));
        }
        Response committed = raw.ask(Request.newBuilder()
                .setCommitImage(dev.ranvier.firmware.proto.CommitImage.newBuilder()
                        .setDevice("echo:0")
                        .setLoad(load)));
        assertEquals(bench.image.digest(), committed.getCommitted().getDigest());
    }

    private static Request.Builder step(long ticks) {
        return Request.newBuilder()
                .setStep(Step.newBuilder().setDevice("echo:0").setTicks(ticks));
    }

    @Test
    @DisplayName("requests sent behind a step are answered after it, in order; Pause overtakes and ends it")
    void pipelinedBehindStep() throws IOException {
        try (Bench bench = new Bench();
                RawClient raw = RawClient.hello(bench.server.port())) {
            raw.ask(Request.newBuilder().setAcquire(Acquire.newBuilder().setDevice("echo:0")));
            loadOver(raw, bench);
            Request.Builder read = Request.newBuilder()
                    .setReadCounters(ReadCounters.newBuilder().setDevice("echo:0"));
            long[] ids = {raw.send(step(1000)), raw.send(read), raw.send(step(500)), raw.send(read)};
            for (int i = 0; i < 4; i++) {
                Envelope answer = raw.read();
                assertEquals(ids[i], answer.getRequestId());
                long tick = answer.getResponse().hasStepped()
                        ? answer.getResponse().getStepped().getTick()
                        : answer.getResponse().getCounters().getTick();
                assertEquals(i < 2 ? 1000 : 1500, tick);
            }
            long endless = raw.send(step(FOREVER));
            long behind = raw.send(read);
            Response paused =
                    raw.ask(Request.newBuilder().setPause(Pause.newBuilder().setDevice("echo:0")));
            assertTrue(paused.getPaused().getTick() >= 1500);
            assertEquals(RunEndReason.PAUSED, raw.response(endless).getStepped().getReason());
            assertEquals(
                    paused.getPaused().getTick(),
                    raw.response(behind).getCounters().getTick());
            Response cycle = raw.ask(Request.newBuilder()
                    .setPause(Pause.newBuilder().setDevice("echo:0").setMode(PauseMode.CYCLE)));
            assertEquals(Code.UNSUPPORTED, cycle.getStatus().getCode());
            Response cycles = raw.ask(Request.newBuilder()
                    .setStep(Step.newBuilder().setDevice("echo:0").setCycles(5)));
            assertEquals(Code.UNSUPPORTED, cycles.getStatus().getCode());
        }
    }
}
