package dev.ranvier.emulator.device;

import static dev.ranvier.emulator.device.Bench.eventually;
import static dev.ranvier.emulator.device.Bench.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.firmware.ActiveRun;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.DeviceInfo;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.Lease;
import dev.ranvier.firmware.Neurons;
import dev.ranvier.firmware.RunEnd;
import dev.ranvier.firmware.RunRequest;
import dev.ranvier.firmware.proto.Acquire;
import dev.ranvier.firmware.proto.Code;
import dev.ranvier.firmware.proto.Envelope;
import dev.ranvier.firmware.proto.Goodbye;
import dev.ranvier.firmware.proto.Ping;
import dev.ranvier.firmware.proto.Release;
import dev.ranvier.firmware.proto.Renew;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.Run;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeaseTest {
    private static RawClient killable(Bench bench, int seconds) throws IOException {
        RawClient client = RawClient.hello(bench.server.port());
        Response lease = client.ask(Request.newBuilder()
                .setAcquire(Acquire.newBuilder().setDevice("echo:0").setSeconds(seconds)));
        assertEquals(seconds, lease.getLease().getSeconds());
        return client;
    }

    @Test
    @DisplayName(
            "killing the client pauses its run and frees the device when its 2-second lease ends; the state is kept")
    void killedClient() throws IOException {
        try (Bench bench = new Bench()) {
            try (DeviceClient first = bench.holder(1)) {
                first.run(5);
            }
            RawClient victim = killable(bench, 2);
            long start = System.nanoTime();
            Response started = victim.ask(Request.newBuilder()
                    .setRun(Run.newBuilder().setDevice("echo:0").setTicks(Long.MAX_VALUE / 2)));
            assertEquals(5, started.getRunStarted().getTick());
            victim.socket.setSoLinger(true, 0); // no farewell: the connection is reset
            victim.close();
            try (DeviceClient observer = bench.client("observer")) {
                DeviceInfo info = observer.devices().getFirst();
                assertEquals(DeviceInfo.State.LEASED, info.state());
                assertEquals("raw", info.lessee());
                assertTrue(info.running());
                refused(ErrorCode.BUSY, "leased to 'raw'", () -> observer.acquire("echo:0"));
                eventually(6, () -> Bench.state(observer).equals("FREE"));
                assertTrue(System.nanoTime() - start >= 1_900_000_000L, "not before the lease has run out");
                assertFalse(observer.devices().getFirst().running());
                assertEquals(bench.spec.digest(), observer.devices().getFirst().chipDigest());
                Lease lease = observer.acquire("echo:0");
                assertFalse(lease.imageDigest().isEmpty(), "the image is still there");
                assertTrue(observer.readState("fired", Neurons.of(0))[0] >= 5, "and so is the state");
                assertEquals(
                        1, observer.step(1).tick() - observer.describe().info().tick() + 1);
            }
        }
    }

    @Test
    @DisplayName("any frame renews a lease; silence ends it, and its holder is told LEASE_LOST")
    void silenceEndsIt() throws Exception {
        try (Bench bench = new Bench();
                RawClient client = killable(bench, 2);
                DeviceClient observer = bench.client("observer")) {
            for (int i = 0; i < 4; i++) {
                Thread.sleep(700);
                client.ask(Request.newBuilder().setPing(Ping.newBuilder().setNonce(i)));
            }
            assertEquals("LEASED", Bench.state(observer));
            Envelope lost = client.next(e -> e.getEvent().hasLeaseLost());
            assertEquals("echo:0", lost.getEvent().getDevice());
            assertEquals("FREE", Bench.state(observer));
            Response refused = client.ask(Request.newBuilder()
                    .setRun(Run.newBuilder().setDevice("echo:0").setTicks(1)));
            assertEquals(Code.LEASE_LOST, refused.getStatus().getCode());
            Response renew =
                    client.ask(Request.newBuilder().setRenew(Renew.newBuilder().setDevice("echo:0")));
            assertEquals(Code.LEASE_LOST, renew.getStatus().getCode());
            client.ask(Request.newBuilder().setAcquire(Acquire.newBuilder().setDevice("echo:0")));
            Response longer = client.ask(Request.newBuilder()
                    .setRenew(Renew.newBuilder().setDevice("echo:0").setSeconds(99)));
            assertEquals(99, longer.getRenewed().getSeconds());
        }
    }

    @Test
    @DisplayName("the Java client keeps its lease in the background, whatever its thread does")
    void keptInTheBackground() throws Exception {
        try (Bench bench = new Bench();
                DeviceClient client = bench.client("sleeper")) {
            Lease lease = client.acquire("echo:0", 2);
            Thread.sleep(3000);
            assertTrue(lease.valid());
            assertEquals("LEASED", Bench.state(client));
            lease.close();
            assertFalse(lease.valid());
            assertEquals("FREE", Bench.state(client));
        }
    }

    @Test
    @DisplayName("who waits in line is told the place, and gets the device when it is its turn")
    void line() throws Exception {
        try (Bench bench = new Bench();
                RawClient second = RawClient.hello(bench.server.port());
                RawClient third = RawClient.hello(bench.server.port())) {
            DeviceClient holder = bench.client("holder");
            holder.acquire("echo:0");
            Request.Builder queue = Request.newBuilder()
                    .setAcquire(Acquire.newBuilder().setDevice("echo:0").setQueue(true));
            long secondAsked = second.send(queue);
            assertEquals(1, place(second));
            long thirdAsked = third.send(queue);
            assertEquals(2, place(third));
            holder.close();
            assertEquals("echo:0", second.response(secondAsked).getLease().getDevice());
            assertEquals(1, place(third));
            second.ask(Request.newBuilder().setRelease(Release.newBuilder().setDevice("echo:0")));
            assertEquals("echo:0", third.response(thirdAsked).getLease().getDevice());
            third.ask(Request.newBuilder().setGoodbye(Goodbye.getDefaultInstance()));
            try (DeviceClient last = bench.client("last")) {
                assertEquals(
                        5,
                        last.acquireQueued("echo:0", 5, Duration.ofSeconds(9)).seconds());
            }
        }
    }

    private static int place(RawClient client) throws IOException {
        return client.next(e -> e.getEvent().hasQueuePosition())
                .getEvent()
                .getQueuePosition()
                .getPosition();
    }

    @Test
    @DisplayName("one writes, others watch: an observer reads and streams but may not change anything")
    void writerAndObserver() {
        try (Bench bench = new Bench();
                DeviceClient writer = bench.holder(2, 200);
                DeviceClient observer = bench.client("observer")) {
            observer.observe("echo:0");
            var spikes = observer.subscribeSpikes(Neurons.of(1));
            ActiveRun run = writer.start(RunRequest.ticks(500));
            refused(ErrorCode.LEASE_REQUIRED, "'holder' holds it", () -> observer.pause());
            refused(ErrorCode.LEASE_REQUIRED, "'holder' holds it", () -> observer.writeMemory(0, "words", 0, 1));
            refused(ErrorCode.LEASE_REQUIRED, "'holder' holds it", () -> observer.counters(true));
            assertTrue(observer.counters().ticks() >= 0);
            RunEnd end = run.await();
            assertEquals(500, end.tick());
            assertEquals(500, spikes.until(500).size());
        }
    }

    @Test
    @DisplayName("a farewell releases the device at once and pauses its run")
    void farewell() {
        try (Bench bench = new Bench();
                DeviceClient observer = bench.client("observer")) {
            DeviceClient holder = bench.holder();
            holder.start(RunRequest.ticks(Long.MAX_VALUE / 2));
            holder.close();
            assertEquals("FREE", Bench.state(observer));
            assertFalse(observer.devices().getFirst().running());
            refused(ErrorCode.CANCELLED, "the client is closed", holder::devices);
        }
    }
}
