package dev.ranvier.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ranvier.firmware.ActiveRun;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.RunRequest;
import dev.ranvier.firmware.proto.Acquire;
import dev.ranvier.firmware.proto.Code;
import dev.ranvier.firmware.proto.Describe;
import dev.ranvier.firmware.proto.Envelope;
import dev.ranvier.firmware.proto.Hello;
import dev.ranvier.firmware.proto.InjectSpikes;
import dev.ranvier.firmware.proto.Ping;
import dev.ranvier.firmware.proto.ReadMemory;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.Run;
import dev.ranvier.firmware.proto.SpikeBlock;
import dev.ranvier.firmware.proto.SpikeProbe;
import dev.ranvier.firmware.proto.Status;
import dev.ranvier.firmware.proto.Step;
import dev.ranvier.firmware.proto.Subscribe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a client does, a well-behaved one beside it, which is running all the time, notices nothing. */
@Timeout(60)
class HostileClientTest {
    private final Bench bench = new Bench(
            2,
            ServerOptions.defaults()
                    .withLimits(new ServerOptions.Limits(8, 64, 16, 64, 1 << 20, 16, 1 << 20, 1 << 20, 2, 300, 60))
                    .withTimeouts(new ServerOptions.Timeouts(
                            Duration.ofMillis(400), Duration.ofSeconds(330), Duration.ofSeconds(1))));
    private DeviceClient good;
    private ActiveRun run;

    @BeforeEach
    void startGoodClient() {
        good = bench.holder(1);
        run = good.start(RunRequest.ticks(Long.MAX_VALUE / 2));
    }

    @AfterEach
    void goodClientIsUnharmed() {
        long before = good.counters().tick();
        Bench.eventually(5, () -> good.counters().tick() > before);
        assertEquals(2, good.devices().size());
        assertTrue(run.pause().tick() > 0);
        good.close();
        bench.close();
    }

    private Status lastWord(RawClient client) throws IOException {
        Status status = client.next(e -> e.hasResponse() && e.getRequestId() == 0)
                .getResponse()
                .getStatus();
        assertTrue(client.closedByServer());
        return status;
    }

    @Test
    @DisplayName("a wrong magic is answered with ours, a reason, and the end")
    void wrongMagic() throws IOException {
        try (RawClient client = new RawClient(bench.server.port())) {
            client.out.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertArrayEquals(RawClient.PREAMBLE, client.readPreamble());
            Status status = lastWord(client);
            assertEquals(Code.DATA_CORRUPT, status.getCode());
            assertTrue(status.getMessage().contains("47455420"), status.getMessage());
        }
    }

    @Test
    @DisplayName("another major is told which one is spoken here")
    void wrongMajor() throws IOException {
        try (RawClient client = new RawClient(bench.server.port())) {
            client.out.write(new byte[] {'R', 'N', 'V', 'R', 0, 2, 0, 0});
            client.readPreamble();
            Status status = lastWord(client);
            assertEquals(Code.VERSION, status.getCode());
            assertTrue(status.getMessage().contains("major 2; this one speaks major 1 only"), status.getMessage());
        }
    }

    @Test
    @DisplayName("a frame of 2 GB is refused by its announcement alone")
    void oversizedFrame() throws IOException {
        try (RawClient client = RawClient.hello(bench.server.port())) {
            client.out.writeInt(Integer.MAX_VALUE);
            Status status = lastWord(client);
            assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode());
            assertEquals("4194304", status.getDetails(0).getValue());
        }
    }

    @Test
    @DisplayName("a control request of more than 1 MiB is refused, and the session goes on")
    void oversizedControl() throws IOException {
        try (RawClient client = RawClient.hello(bench.server.port())) {
            Response refused = client.ask(
                    Request.newBuilder().setDescribe(Describe.newBuilder().setDevice("x".repeat(1 << 20))));
            assertEquals(Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
            assertTrue(client.ask(Request.newBuilder().setPing(Ping.newBuilder().setNonce(1)))
                    .hasPong());
        }
    }

    @Test
    @DisplayName("a frame that is no Envelope ends the connection with a reason")
    void garbage() throws IOException {
        Random random = new Random(4);
        for (int i = 0; i < 20; i++) {
            try (RawClient client = RawClient.hello(bench.server.port())) {
                byte[] noise = new byte[1 + random.nextInt(200)];
                random.nextBytes(noise);
                noise[0] = 0x0F; // field 1 with wire type 7, which does not exist
                client.out.writeInt(noise.length);
                client.out.write(noise);
                assertEquals(Code.DATA_CORRUPT, lastWord(client).getCode());
            }
        }
    }

    @Test
    @DisplayName("random valid messages are answered one by one or refused, never with silence")
    void nonsense() throws IOException {
        try (RawClient client = RawClient.hello(bench.server.port())) {
            assertEquals(
                    Code.UNSUPPORTED,
                    client.ask(Request.newBuilder()).getStatus().getCode());
            assertEquals(
                    Code.NOT_FOUND,
                    client.ask(Request.newBuilder().setRun(Run.newBuilder().setDevice("")))
                            .getStatus()
                            .getCode());
            assertEquals(
                    Code.INVALID_ARGUMENT,
                    client.ask(Request.newBuilder().setHello(Hello.getDefaultInstance()))
                            .getStatus()
                            .getCode());
            Response negative = client.ask(Request.newBuilder()
                    .setInjectSpikes(InjectSpikes.newBuilder()
                            .setDevice("echo:1")
                            .setBlock(SpikeBlock.newBuilder().setTicks(-1))));
            assertEquals(Code.INVALID_ARGUMENT, negative.getStatus().getCode());
            assertEquals("block.counts", negative.getStatus().getPath());
            assertEquals(
                    Code.UNSUPPORTED,
                    client.ask(Request.newBuilder()
                                    .setSubscribe(Subscribe.newBuilder().setDevice("echo:1")))
                            .getStatus()
                            .getCode());
            client.send(Envelope.newBuilder()
                    .setRequest(Request.newBuilder().setPing(Ping.getDefaultInstance()))
                    .build());
            Envelope noNumber = client.next(e -> e.hasResponse() && e.getRequestId() == 0);
            assertEquals("request_id", noNumber.getResponse().getStatus().getPath());
            client.send(Envelope.newBuilder()
                    .setRequestId(77)
                    .setSession(99)
                    .setRequest(Request.newBuilder().setPing(Ping.getDefaultInstance()))
                    .build());
            assertEquals("session", client.response(77).getStatus().getPath());
        }
    }

    @Test
    @DisplayName("who connects and says nothing is disconnected after the handshake time")
    void halfOpen() throws IOException {
        try (RawClient silent = new RawClient(bench.server.port());
                RawClient preambleOnly = new RawClient(bench.server.port())) {
            preambleOnly.out.write(RawClient.PREAMBLE);
            silent.readPreamble();
            preambleOnly.readPreamble();
            assertEquals(Code.TIMEOUT, lastWord(silent).getCode());
            assertEquals(Code.TIMEOUT, lastWord(preambleOnly).getCode());
        }
    }

    @Test
    @DisplayName("one connection too many is told so")
    void tooManyConnections() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            clients.add(RawClient.hello(bench.server.port()));
        }
        try (RawClient extra = new RawClient(bench.server.port())) {
            extra.readPreamble();
            Status status = lastWord(extra);
            assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode());
            assertTrue(status.getMessage().contains("8 connections"), status.getMessage());
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    @DisplayName("requests beyond the pipeline limit are refused at once, and the others are all answered")
    void tooManyRequests() throws IOException {
        try (RawClient client = RawClient.hello(bench.server.port())) {
            client.ask(Request.newBuilder().setAcquire(Acquire.newBuilder().setDevice("echo:1")));
            try (DeviceClient loader = bench.client("loader")) {
                assertEquals(2, loader.devices().size());
            }
            long endless = client.send(Request.newBuilder()
                    .setReadMemory(ReadMemory.newBuilder()
                            .setDevice("echo:1")
                            .setWhen(
                                    dev.ranvier.firmware.proto.When.newBuilder().setAtTick(1000))));
            int refused = 0;
            for (int i = 0; i < 200; i++) {
                client.send(Request.newBuilder()
                        .setReadMemory(ReadMemory.newBuilder()
                                .setDevice("echo:1")
                                .setWhen(dev.ranvier.firmware.proto.When.newBuilder()
                                        .setAtTick(1000))));
            }
            for (int i = 0; i < 200 - 63; i++) {
                Envelope answer = client.read();
                assertEquals(
                        Code.RESOURCE_EXHAUSTED,
                        answer.getResponse().getStatus().getCode());
                assertTrue(answer.getResponse().getStatus().getRetryable());
                refused++;
            }
            assertEquals(137, refused);
            assertTrue(endless > 0);
        }
    }

    @Test
    @DisplayName("a client that asks for megabytes and never reads is disconnected before the server drowns")
    void neverReads() throws IOException {
        try (RawClient client = RawClient.hello(bench.server.port())) {
            ReadMemory.Builder read = ReadMemory.newBuilder()
                    .setDevice("echo:0")
                    .setWhen(dev.ranvier.firmware.proto.When.newBuilder().setPauseAround(true));
            for (int i = 0; i < 2000; i++) {
                read.addRanges(dev.ranvier.firmware.proto.MemoryRange.newBuilder()
                        .setMemory("words")
                        .setCount(64));
            }
            byte[] frame = Envelope.newBuilder()
                    .setRequestId(9)
                    .setRequest(Request.newBuilder().setReadMemory(read))
                    .build()
                    .toByteArray();
            client.socket.setSoTimeout(500);
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 4000; i++) {
                        client.out.writeInt(frame.length);
                        client.out.write(frame);
                    }
                } catch (IOException e) {
                    // disconnected, or the test is over
                }
            });
            Bench.eventually(5, () -> good.counters().tick() > 0);
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                good.counters();
                assertTrue(System.nanoTime() - start < 3_000_000_000L);
            }
            client.close();
            writer.interrupt();
        }
    }

    @Test
    @DisplayName("a subscriber that never reads its socket is cut; Pause and reads of others go on")
    void subscriberNeverReads() throws IOException {
        try (RawClient client = RawClient.hello(bench.server.port())) {
            client.ask(Request.newBuilder()
                    .setSubscribe(
                            Subscribe.newBuilder().setDevice("echo:0").setSpikes(SpikeProbe.getDefaultInstance())));
            long before = good.counters().tick();
            Bench.eventually(10, () -> good.counters().tick() > before + 2_000_000);
            boolean gap =
                    client.next(e -> e.getEvent().hasGap()).getEvent().getGap().getEnded();
            assertTrue(gap);
        }
    }

    @Test
    @DisplayName("an overdrawn input window is refused and nothing of the block is queued")
    void overdrawnWindow() throws IOException {
        try (RawClient client = RawClient.hello(bench.server.port());
                Bench own = new Bench()) {
            assertEquals(
                    Code.LEASE_REQUIRED,
                    client.ask(Request.newBuilder()
                                    .setStep(Step.newBuilder()
                                            .setDevice("echo:0")
                                            .setTicks(1)))
                            .getStatus()
                            .getCode());
            try (RawClient owner = RawClient.hello(own.server.port())) {
                owner.ask(Request.newBuilder().setAcquire(Acquire.newBuilder().setDevice("echo:0")));
                RunTest.loadOver(owner, own);
                int ticks = 100_000;
                SpikeBlock block = SpikeBlock.newBuilder()
                        .setFirstTick(50)
                        .setTicks(ticks)
                        .setCounts(ByteString.copyFrom(new byte[4 * ticks]))
                        .build();
                Request.Builder inject = Request.newBuilder()
                        .setInjectSpikes(
                                InjectSpikes.newBuilder().setDevice("echo:0").setBlock(block));
                assertTrue(owner.ask(inject).hasInjectResult());
                inject.getInjectSpikesBuilder().getBlockBuilder().setFirstTick(50 + ticks);
                assertTrue(owner.ask(inject).hasInjectResult());
                inject.getInjectSpikesBuilder().getBlockBuilder().setFirstTick(50 + 2 * ticks);
                Response third = owner.ask(inject);
                assertEquals(Code.RESOURCE_EXHAUSTED, third.getStatus().getCode());
                owner.ask(Request.newBuilder()
                        .setStep(Step.newBuilder().setDevice("echo:0").setTicks(50L + ticks)));
                Envelope credit = owner.next(Envelope::hasCredit);
                assertEquals(32 + 4 * ticks, credit.getCredit().getBytes());
                assertTrue(owner.ask(inject).hasInjectResult());
            }
        }
    }
}
