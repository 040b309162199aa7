package dev.ranvier.tools.cli;

import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.device.DeviceServer;
import dev.ranvier.emulator.device.ServerOptions;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ranvier serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Offers emulated boards as devices over the device protocol, until interrupted.",
            "Listens on the loopback address unless --bind says otherwise."
        },
        footer = {"", "Example: ranvier serve --chip loihi --port 51000"})
public final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ChipOptions chip;

    @Mixin
    private TimingOptions timing;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "51000",
            description = "TCP port, 0 = any free one; default ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address to listen on; default ${DEFAULT-VALUE}")
    private String address;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "1",
            description = "boards to offer; default ${DEFAULT-VALUE}")
    private int devices;

    @Option(names = "--token", paramLabel = "SECRET", defaultValue = "", description = "secret that clients must give")
    private String token;

    @Option(
            names = "--longest-lease",
            paramLabel = "S",
            defaultValue = "300",
            description = "longest lease in seconds, 2..300; default ${DEFAULT-VALUE}")
    private int longestLease;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "threads per board; default ${DEFAULT-VALUE}")
    private int threads;

    @Override
    public Integer call() throws InterruptedException {
        if (devices < 1 || devices > 64) {
            throw new RanvierException("--devices is " + devices + ", allowed: 1..64");
        }
        if (threads < 1 || threads > 256) {
            throw new RanvierException("--threads is " + threads + ", allowed: 1..256");
        }
        ChipSpec spec = chip.load();
        Machines.check(spec, timing.timing());
        ServerOptions options = ServerOptions.defaults()
                .withAddress(address, port)
                .withToken(token)
                .withLongestLease(longestLease);
        PrintWriter out = command.commandLine().getOut();
        try (DeviceServer server = DeviceServer.start(
                Collections.nCopies(devices, spec),
                board -> Machines.create(board, timing.timing(), threads),
                options)) {
            out.println(spec.identity());
            out.println("listening on " + address + ":" + server.port() + ", devices "
                    + String.join(", ", server.deviceNames()));
            out.flush();
            CountDownLatch stop = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown));
            stop.await();
        }
        return 0;
    }
}
