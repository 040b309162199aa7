package dev.ranvier.tools.session;

import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.chip.Timing;
import dev.ranvier.emulator.device.DeviceServer;
import dev.ranvier.emulator.device.ServerOptions;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.hw.ChipSpec;
import java.util.List;
import java.util.Optional;

/** Opens boards behind the wire: a server on a free loopback port, and a client that acquires its device. */
public final class WireOpener implements SessionKind.Opener {
    private static final int LEASE_SECONDS = 60;

    private final Optional<Timing> timing;
    private final int threads;

    /** Timing and threads as in {@link SessionKind#opener(Optional, int)}. */
    public WireOpener(Optional<Timing> timing, int threads) {
        this.timing = timing;
        this.threads = threads;
    }

    @Override
    public WireSession apply(ChipSpec spec) {
        // A chip that cannot be made is the user's mistake, not a failure of the device that would make it.
        Machines.check(spec, timing);
        DeviceServer server = DeviceServer.start(
                List.of(spec), board -> Machines.create(board, timing, threads), ServerOptions.defaults());
        try {
            DeviceClient client = DeviceClient.connect("127.0.0.1", server.port());
            client.acquire(server.deviceNames().getFirst(), LEASE_SECONDS);
            return new WireSession(spec, client, server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public void close() {
        // Every session closes the server that was started for it.
    }
}
