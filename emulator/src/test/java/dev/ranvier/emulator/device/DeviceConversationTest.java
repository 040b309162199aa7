package dev.ranvier.emulator.device;

import static dev.ranvier.emulator.device.Bench.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.firmware.ClientOptions;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.DeviceCounters;
import dev.ranvier.firmware.DeviceDescription;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.DeviceInfo;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.Lease;
import dev.ranvier.firmware.LoadReport;
import dev.ranvier.firmware.MemoryReading;
import dev.ranvier.firmware.Moment;
import dev.ranvier.firmware.Neurons;
import dev.ranvier.firmware.Requirements;
import dev.ranvier.firmware.ResetScope;
import dev.ranvier.firmware.RunEnd;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.StateReading;
import dev.ranvier.firmware.WordRange;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.MemorySection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceConversationTest {
    @Test
    @DisplayName("a host lists, describes, acquires, loads, runs, reads and releases")
    void wholeConversation() {
        try (Bench bench = new Bench(2, ServerOptions.defaults().withName("bench 1"));
                DeviceClient client = bench.client("test")) {
            assertEquals("bench 1", client.server().server());
            assertEquals(List.of("compartment"), client.server().families());
            List<DeviceInfo> devices = client.devices();
            assertEquals(
                    List.of("echo:0", "echo:1"),
                    devices.stream().map(DeviceInfo::name).toList());
            assertEquals(DeviceInfo.State.FREE, devices.getFirst().state());
            assertEquals(32, devices.getFirst().neurons());
            assertEquals(2048, devices.getFirst().synapseBits());

            Lease lease = client.acquire(Requirements.chip(bench.spec.digest()), 20);
            assertEquals("echo:0", lease.device());
            assertEquals(20, lease.seconds());
            assertEquals("test", client.devices().getFirst().lessee());

            LoadReport report = client.load(bench.image);
            assertFalse(report.alreadyLoaded());
            assertEquals(bench.image.digest(), report.digest());
            assertEquals(0, report.tick());
            assertEquals(bench.image.digest(), client.devices().getFirst().imageDigest());

            DeviceDescription sheet = client.describe();
            assertEquals(bench.spec.memories(), sheet.memories());
            assertEquals(bench.spec.grid(), sheet.grid());
            assertEquals(List.copyOf(bench.spec.limits().values()), sheet.limits());
            assertEquals("echo-net", sheet.network());
            assertEquals(List.of(new DeviceDescription.Port("in", 32, "spike", 0)), sheet.inputs());
            assertEquals(List.of(new DeviceDescription.Port("all", 32, "output", 0)), sheet.outputs());
            assertEquals(1, sheet.firstTick());
            assertEquals(1, sheet.hostLatency());
            assertEquals(bench.spec.identity(), sheet.identity());
            assertEquals("4095", sheet.parameters().get("decay_max"));

            RunEnd end = client.run(7);
            assertEquals(RunEnd.Reason.COMPLETED, end.reason());
            assertEquals(7, end.tick());
            assertEquals(7, end.ticks());
            assertEquals(70, end.cycles());
            assertEquals(8, client.step(1).tick());

            client.writeMemory(1, "words", 0, 5, 0xFFFFFFFFL);
            assertArrayEquals(new long[] {5, 0xFFFFFFFFL, 0}, client.readMemory(1, "words", 0, 3));
            MemoryReading both = client.readMemory(
                    List.of(new WordRange(1, "words", 8, 3), new WordRange(1, "words", 1, 1)), Moment.afterTick(8));
            assertEquals(8, both.tick());
            assertArrayEquals(new long[] {11, 12, 13}, both.words().get(0));
            assertArrayEquals(new long[] {0xFFFFFFFFL}, both.words().get(1));

            StateReading state = client.readState(List.of("tick", "fired"), Neurons.population("all"), Moment.paused());
            assertEquals(List.of("tick", "fired"), List.copyOf(state.columns().keySet()));
            assertEquals(8, state.columns().get("tick")[31]);

            DeviceCounters counters = client.counters();
            assertEquals(8, counters.ticks());
            assertEquals("none", counters.energyModel());
            assertEquals(0, client.reset(ResetScope.STATE).tick());
            assertArrayEquals(new long[] {5}, client.readMemory(1, "words", 0, 1));
            lease.close();
            assertEquals(DeviceInfo.State.FREE, client.devices().getFirst().state());
            assertTrue(client.ping().toNanos() > 0);
        }
    }

    @Test
    @DisplayName("counters are not cleared by reading, only when asked, and then in the same moment")
    void counters() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder(3)) {
            client.run(10);
            assertEquals(30, client.counters().spikes());
            assertEquals(30, client.counters(true).spikes());
            assertEquals(0, client.counters().spikes());
        }
    }

    @Test
    @DisplayName("an image of several megabytes arrives whole, with progress, and is read back in parts")
    void largeImage() {
        int depth = 1_500_000;
        ChipSpec spec = EchoChip.spec(2, 16, depth);
        try (Bench bench = new Bench(spec, 1, ServerOptions.defaults());
                DeviceClient client = bench.client("large")) {
            long[] words = new Random(5).longs(depth, 0, 1L << 32).toArray();
            List<MemorySection> sections = new ArrayList<>();
            sections.add(new MemorySection(0, "words", 0, words));
            for (int i = 0; i < 500; i++) {
                sections.add(new MemorySection(1, "words", i, new long[] {i}));
            }
            ChipImage large = ChipImage.of(
                    "large", spec.name(), spec.digest(), sections, bench.image.inputs(), bench.image.outputs());
            client.acquire("echo:0");
            List<Long> progress = new ArrayList<>();
            LoadReport report = client.load(large, (sent, total) -> {
                progress.add(sent);
                assertTrue(sent <= total);
            });
            assertTrue(report.sentBytes() > 4L * depth);
            assertEquals(report.sentBytes(), progress.getLast());
            assertArrayEquals(words, client.readMemory(0, "words", 0, depth));
            assertEquals(499, client.readMemory(1, "words", 499, 1)[0]);
            client.writeMemory(1, "words", 0, words);
            assertArrayEquals(words, client.readMemory(1, "words", 0, depth));
        }
    }

    @Test
    @DisplayName("every mistake is answered with its kind, its place and what is allowed, and the device goes on")
    void mistakes() {
        try (Bench bench = new Bench();
                DeviceClient client = bench.client("clumsy")) {
            refused(ErrorCode.NOT_FOUND, "devices of this server: echo:0", () -> client.acquire("loihi:7"));
            refused(ErrorCode.NOT_FOUND, "[echo:0]", () -> client.acquire(Requirements.preset("loihi"), 0));
            refused(ErrorCode.OUT_OF_RANGE, "allowed: 2..300 s", () -> client.acquire("echo:0", 1));
            refused(ErrorCode.OUT_OF_RANGE, "allowed: 2..300 s", () -> client.acquire("echo:0", 301));
            refused(ErrorCode.INVALID_ARGUMENT, "no device is in use", () -> client.run(1));
            client.observe("echo:0");
            refused(ErrorCode.LEASE_REQUIRED, "acquire it first", () -> client.load(bench.image));
            refused(ErrorCode.LEASE_REQUIRED, "acquire it first", () -> client.run(1));
            client.acquire("echo:0");
            refused(ErrorCode.INVALID_ARGUMENT, "no image to run", () -> client.run(1));
            refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "no image is loaded",
                    () -> client.inject(SpikeBatch.builder().add(1, 0).build()));
            ChipImage alien = ChipImage.of("n", "loihi", "f".repeat(64), List.of(), List.of(), List.of());
            refused(ErrorCode.INVALID_ARGUMENT, "made for chip 'loihi'", () -> client.load(alien));
            client.load(bench.image);
            DeviceException core =
                    refused(ErrorCode.OUT_OF_RANGE, "has cores 0..1", () -> client.readMemory(2, "words", 0, 1));
            assertEquals("ranges[0].core", core.path());
            DeviceException memory =
                    refused(ErrorCode.NOT_FOUND, "its memories: words", () -> client.readMemory(1, "weights", 0, 1));
            assertEquals(1, memory.element().core());
            assertEquals("(1,0).0", memory.element().place());
            DeviceException word =
                    refused(ErrorCode.OUT_OF_RANGE, "it has words 0..63", () -> client.readMemory(0, "words", 60, 5));
            assertEquals("ranges[0].address", word.path());
            refused(
                    ErrorCode.OUT_OF_RANGE,
                    "whose words have 32 bits",
                    () -> client.writeMemory(0, "words", 3, 7, 1L << 32));
            assertEquals(0, client.readMemory(0, "words", 3, 1)[0], "a refused write writes nothing");
            refused(ErrorCode.NOT_FOUND, "it has [fired, tick]", () -> client.readState("u", Neurons.of(0)));
            refused(ErrorCode.OUT_OF_RANGE, "neurons 0..31", () -> client.readState("fired", Neurons.of(32)));
            refused(
                    ErrorCode.NOT_FOUND,
                    "populations: [all]",
                    () -> client.readState("fired", Neurons.population("some")));
            refused(ErrorCode.INVALID_ARGUMENT, "0 neurons", () -> client.readState("fired", Neurons.all()));
            refused(
                    ErrorCode.OUT_OF_RANGE,
                    "channels 0..31",
                    () -> client.inject(SpikeBatch.builder().add(1, 32).build()));
            refused(
                    ErrorCode.OUT_OF_RANGE,
                    "is over",
                    () -> client.readMemory(List.of(new WordRange(0, "words", 0, 1)), Moment.afterTick(-1)));
            assertEquals(3, client.run(3).tick());
        }
    }

    @Test
    @DisplayName("a client that meets nobody, or somebody else, is told so")
    void noServer() throws Exception {
        int free;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        refused(ErrorCode.NOT_FOUND, "ranvier serve", () -> DeviceClient.connect("127.0.0.1", free));
        try (java.net.ServerSocket other = new java.net.ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (java.net.Socket peer = other.accept()) {
                    peer.getOutputStream()
                            .write("SSH-2.0-OpenSSH_9\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    peer.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    // the test is over
                }
            });
            refused(
                    ErrorCode.DATA_CORRUPT,
                    "does not speak this protocol",
                    () -> DeviceClient.connect("127.0.0.1", other.getLocalPort()));
        }
        try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
            refused(
                    ErrorCode.TIMEOUT,
                    "did not answer within 200 ms",
                    () -> DeviceClient.connect(ClientOptions.of("127.0.0.1", silent.getLocalPort())
                            .withConnectTimeout(java.time.Duration.ofMillis(200))));
        }
    }

    @Test
    @DisplayName("a server with a token refuses who does not know it")
    void token() {
        try (Bench bench = new Bench(1, ServerOptions.defaults().withToken("secret"))) {
            int port = bench.server.port();
            refused(ErrorCode.INVALID_ARGUMENT, "asks for a token", () -> DeviceClient.connect("127.0.0.1", port));
            refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "is not the one",
                    () -> DeviceClient.connect(
                            ClientOptions.of("127.0.0.1", port).withToken("guess")));
            try (DeviceClient client =
                    DeviceClient.connect(ClientOptions.of("127.0.0.1", port).withToken("secret"))) {
                assertEquals(1, client.devices().size());
            }
        }
    }

    @Test
    @DisplayName("a port that is taken is refused with a remedy")
    void portTaken() {
        try (Bench bench = new Bench()) {
            RanvierException e = assertThrows(
                    RanvierException.class,
                    () -> new Bench(1, ServerOptions.defaults().withPort(bench.server.port())).close());
            assertTrue(e.getMessage().contains("choose another port"), e.getMessage());
        }
    }

    @Test
    @DisplayName("an emulation that fails ends its run, says so, and a load repairs the device")
    void fault() {
        try (Bench bench = new Bench(2, ServerOptions.defaults());
                DeviceClient client = bench.holder(0, 0, 5)) {
            RunEnd end = client.run(10);
            assertEquals(RunEnd.Reason.FAULTED, end.reason());
            assertTrue(end.message().contains("told to fail in tick 5"), end.message());
            assertEquals(DeviceInfo.State.FAULT, client.devices().getFirst().state());
            assertEquals(DeviceInfo.State.FREE, client.devices().getLast().state());
            refused(ErrorCode.DEVICE_FAULT, "load an image to repair it", () -> client.run(1));
            refused(ErrorCode.DEVICE_FAULT, "load an image", () -> client.readMemory(0, "words", 0, 1));
            client.load(bench.image);
            assertEquals(10, client.run(10).tick());
            assertEquals(DeviceInfo.State.LEASED, client.devices().getFirst().state());
        }
    }
}
