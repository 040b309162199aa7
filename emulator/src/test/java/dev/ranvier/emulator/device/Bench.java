package dev.ranvier.emulator.device;

import dev.ranvier.firmware.ClientOptions;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.image.ChipImage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** A server with a board for a test, and clients of it. */
final class Bench implements AutoCloseable {
    final ChipSpec spec;
    final DeviceServer server;
    final ChipImage image;

    Bench() {
        this(1, ServerOptions.defaults());
    }

    Bench(int boards, ServerOptions options) {
        this(EchoChip.small(), boards, options);
    }

    Bench(ChipSpec spec, int boards, ServerOptions options) {
        this.spec = spec;
        server = DeviceServer.start(Collections.nCopies(boards, spec), EchoChip::new, options);
        image = EchoChip.image(spec);
    }

    DeviceClient client(String name) {
        return DeviceClient.connect(
                ClientOptions.of("127.0.0.1", server.port()).withName(name).withRequestTimeout(Duration.ofSeconds(10)));
    }

    /** A client that holds the lease of the first board, with its image loaded. */
    DeviceClient holder(long... words) {
        DeviceClient client = client("holder");
        client.acquire("echo:0");
        client.load(words.length == 0 ? image : EchoChip.image(spec, words));
        return client;
    }

    /** The error of that code, which mentions {@code text}. */
    static DeviceException refused(ErrorCode code, String text, Executable call) {
        DeviceException e = Assertions.assertThrows(DeviceException.class, call);
        Assertions.assertEquals(code, e.code(), e.getMessage());
        Assertions.assertTrue(e.getMessage().contains(text), e.getMessage());
        return e;
    }

    /** Waits until {@code condition} holds, {@code seconds} at most. */
    static void eventually(int seconds, BooleanSupplier condition) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            Assertions.assertTrue(System.nanoTime() < end, "it did not come to pass within " + seconds + " s");
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The device as anybody sees it. */
    static String state(DeviceClient client) {
        return List.copyOf(client.devices()).getFirst().state().name();
    }

    @Override
    public void close() {
        server.close();
    }
}
