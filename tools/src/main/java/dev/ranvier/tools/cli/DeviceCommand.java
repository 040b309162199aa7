package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.emulator.cost.FabricCounters;
import dev.ranvier.firmware.ClientOptions;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.DeviceCounters;
import dev.ranvier.firmware.DeviceDescription;
import dev.ranvier.firmware.DeviceInfo;
import dev.ranvier.firmware.LoadReport;
import dev.ranvier.firmware.Neurons;
import dev.ranvier.firmware.ResetScope;
import dev.ranvier.firmware.RunEnd;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.SpikeSubscription;
import dev.ranvier.firmware.image.ImageFile;
import dev.ranvier.firmware.proto.FabricReading;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.data.SpikeFile;
import dev.ranvier.tools.data.SpikeInput;
import dev.ranvier.tools.run.TimingReport;
import dev.ranvier.tools.session.FabricReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier device}: host commands for a device that some server offers. */
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        description = "Speaks to a device over the device protocol.",
        subcommands = {
            DeviceCommand.ListDevices.class,
            DeviceCommand.Describe.class,
            DeviceCommand.Load.class,
            DeviceCommand.Run.class,
            DeviceCommand.Read.class,
            DeviceCommand.Write.class,
            DeviceCommand.Reset.class,
            DeviceCommand.Counters.class
        },
        footer = {
            "",
            "Example: ranvier serve --port 51000 &",
            "         ranvier map digits -o digits.rnvi",
            "         ranvier device load digits.rnvi",
            "         ranvier device run --ticks 34 --input spikes.csv"
        })
public final class DeviceCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(), "missing subcommand: list, describe, load, run, read, write, reset, counters");
    }

    /** Where the device is: shared by the subcommands. */
    static final class Where {
        @Option(
                names = "--host",
                paramLabel = "HOST",
                description = "server's host, or HOST:PORT; default: environment RANVIER_HOST, else 127.0.0.1:51000")
        private String host;

        @Option(names = "--port", paramLabel = "N", description = "server's port; default 51000")
        private Integer port;

        @Option(
                names = "--device",
                paramLabel = "NAME",
                description = "device, e.g. loihi:0; default: the first one that is free")
        private String device;

        @Option(names = "--token", paramLabel = "SECRET", defaultValue = "", description = "secret of the server")
        private String token;

        @Option(
                names = "--lease",
                paramLabel = "S",
                defaultValue = "60",
                description = "lease in seconds, 2..300; default ${DEFAULT-VALUE}")
        private int lease;

        DeviceClient connect() {
            String named = host != null ? host : System.getenv().getOrDefault("RANVIER_HOST", "127.0.0.1");
            int colon = named.lastIndexOf(':');
            boolean hasPort = colon > 0 && named.indexOf(':') == colon;
            int chosen = port != null ? port : hasPort ? portOf(named.substring(colon + 1)) : 51000;
            if (chosen < 1 || chosen > 65535) {
                throw new RanvierException("port " + chosen + " is out of range, allowed: 1..65535");
            }
            ClientOptions options = ClientOptions.of(hasPort ? named.substring(0, colon) : named, chosen)
                    .withName("ranvier device");
            return DeviceClient.connect(token.isEmpty() ? options : options.withToken(token));
        }

        private static int portOf(String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new RanvierException("'" + text + "' is no port, allowed: 1..65535", e);
            }
        }

        String name(DeviceClient client) {
            if (device != null) {
                return device;
            }
            List<DeviceInfo> devices = client.devices();
            return devices.stream()
                    .filter(d -> d.state() != DeviceInfo.State.LEASED)
                    .findFirst()
                    .or(() -> devices.stream().findFirst())
                    .map(DeviceInfo::name)
                    .orElseThrow(() -> new RanvierException("the server offers no device"));
        }

        DeviceClient acquired() {
            DeviceClient client = connect();
            try {
                client.acquire(name(client), lease);
                return client;
            } catch (RuntimeException e) {
                client.close();
                throw e;
            }
        }

        DeviceClient observing() {
            DeviceClient client = connect();
            try {
                client.observe(name(client));
                return client;
            } catch (RuntimeException e) {
                client.close();
                throw e;
            }
        }
    }

    /** {@code ranvier device list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the devices of a server.",
            footer = {"", "Example: ranvier device list --port 51000"})
    static final class ListDevices implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Mixin
        private Where where;

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = command.commandLine().getOut();
            try (DeviceClient client = where.connect()) {
                ObjectNode root = Json.object();
                var list = root.putArray("devices");
                for (DeviceInfo device : client.devices()) {
                    if (json) {
                        list.addObject()
                                .put("name", device.name())
                                .put("preset", device.preset())
                                .put("state", device.state().name())
                                .put("lessee", device.lessee())
                                .put("cores", device.cores())
                                .put("neurons", device.neurons())
                                .put("tick", device.tick())
                                .put("running", device.running())
                                .put("image_digest", device.imageDigest());
                    } else {
                        out.printf(
                                "%-14s %-7s %5d cores %9d neurons  tick %d%s%s%n",
                                device.name(),
                                device.state(),
                                device.cores(),
                                device.neurons(),
                                device.tick(),
                                device.running() ? ", running" : "",
                                device.lessee().isEmpty() ? "" : ", held by " + device.lessee());
                    }
                }
                if (json) {
                    out.println(Json.text(root));
                }
            }
            out.flush();
            return 0;
        }
    }

    /** {@code ranvier device describe}. */
    @Command(
            name = "describe",
            mixinStandardHelpOptions = true,
            description = "Prints what a device says of itself.",
            footer = {"", "Example: ranvier device describe --device loihi:0"})
    static final class Describe implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Mixin
        private Where where;

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = command.commandLine().getOut();
            try (DeviceClient client = where.connect()) {
                DeviceDescription d = client.describe(where.name(client));
                if (json) {
                    ObjectNode root = Json.object();
                    root.put("name", d.info().name());
                    root.put("preset", d.info().preset());
                    root.put("title", d.title());
                    root.put("identity", d.identity());
                    root.put("profile", d.profile());
                    root.put("state", d.info().state().name());
                    root.put("tick", d.info().tick());
                    root.put("network", d.network());
                    ObjectNode limits = root.putObject("limits");
                    d.limits().forEach(limit -> limits.put(limit.name(), limit.value()));
                    var memories = root.putArray("memories");
                    d.memories().forEach(m -> {
                        ObjectNode node =
                                memories.addObject().put("name", m.name()).put("words", m.depth());
                        var fields = node.putArray("fields");
                        for (FieldSpec f : m.fields()) {
                            fields.addObject()
                                    .put("name", f.name())
                                    .put("word", f.word())
                                    .put("low", f.low())
                                    .put("bits", f.bits())
                                    .put("signed", f.signed());
                        }
                    });
                    d.stateVariables().forEach(root.putArray("state_variables")::add);
                    var inputs = root.putArray("inputs");
                    d.inputs().forEach(p -> inputs.addObject()
                            .put("name", p.name())
                            .put("channels", p.size())
                            .put("first_channel", p.firstChannel())
                            .put("kind", p.kind()));
                    var outputs = root.putArray("outputs");
                    d.outputs().forEach(p -> outputs.addObject()
                            .put("name", p.name())
                            .put("neurons", p.size())
                            .put("kind", p.kind()));
                    out.println(Json.text(root));
                } else {
                    out.println(d.info().name() + " - " + d.title());
                    out.println(d.identity());
                    out.println("state " + d.info().state() + ", tick "
                            + d.info().tick() + (d.network().isEmpty() ? ", no network" : ", network " + d.network()));
                    d.inputs()
                            .forEach(p -> out.printf(
                                    "  input   %-20s %d channels from %d%n", p.name(), p.size(), p.firstChannel()));
                    d.outputs().forEach(p -> out.printf("  %-7s %-20s %d neurons%n", p.kind(), p.name(), p.size()));
                    out.println("state variables: " + String.join(", ", d.stateVariables()));
                    out.println("memories of a core:");
                    d.memories().forEach(m -> out.printf("  %-20s %9d words  %s%n", m.name(), m.depth(), m.title()));
                }
            }
            out.flush();
            return 0;
        }
    }

    /** {@code ranvier device load}. */
    @Command(
            name = "load",
            mixinStandardHelpOptions = true,
            description = "Loads an image; the device keeps the old one if anything is wrong.",
            footer = {"", "Example: ranvier device load digits.rnvi"})
    static final class Load implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Mixin
        private Where where;

        @Parameters(paramLabel = "IMAGE", description = "image file, from 'ranvier map'")
        private Path image;

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = command.commandLine().getOut();
            if (!Files.isRegularFile(image)) {
                throw new RanvierException(
                        image + ": no such file; make one with 'ranvier map NETWORK -o " + image.getFileName() + "'");
            }
            var content = ImageFile.read(image);
            try (DeviceClient client = where.acquired();
                    Progress progress = new Progress(out, "loading", json)) {
                LoadReport report = client.load(content, progress::update);
                if (json) {
                    out.println(Json.text(Json.object()
                            .put("device", client.device())
                            .put("digest", report.digest())
                            .put("already_loaded", report.alreadyLoaded())
                            .put("bytes", report.sentBytes())
                            .put("tick", report.tick())));
                } else {
                    out.println(client.device() + ": "
                            + (report.alreadyLoaded()
                                    ? "has it already, "
                                    : "loaded " + Numbers.whole(report.sentBytes()) + " bytes, ")
                            + "digest " + report.digest());
                }
            }
            out.flush();
            return 0;
        }
    }

    /** {@code ranvier device run}. */
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Injects spikes, runs, and prints the spikes that the device sends.",
            footer = {"", "Example: ranvier device run --ticks 34 --input spikes.csv --spikes out.csv"})
    static final class Run implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Mixin
        private Where where;

        @Option(names = "--ticks", paramLabel = "N", required = true, description = "ticks to run")
        private long ticks;

        @Option(
                names = "--input",
                paramLabel = "FILE",
                description =
                        "events: CSV tick,channel[,value] and the other formats of 'ranvier run'; ticks count from the device's tick")
        private String input;

        @Option(names = "--population", paramLabel = "NAME", description = "take only this population's spikes")
        private String population;

        @Option(
                names = "--spikes",
                paramLabel = "FILE",
                description = "write the spikes as CSV tick,source[,value] instead of printing counts only")
        private Path spikes;

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = command.commandLine().getOut();
            if (ticks < 1) {
                throw new RanvierException("--ticks is " + ticks + ", allowed: 1 or more");
            }
            try (DeviceClient client = where.acquired()) {
                Neurons selection = population == null ? Neurons.all() : Neurons.population(population);
                try (SpikeSubscription subscription = client.subscribeSpikes(selection)) {
                    SpikeBatch events = events(client.describe());
                    RunEnd end = events == null ? client.run(ticks) : client.run(ticks, events);
                    print(out, client.device(), end, subscription.until(end.tick()));
                }
            }
            out.flush();
            return 0;
        }

        private SpikeBatch events(DeviceDescription sheet) {
            if (input == null) {
                return null;
            }
            SpikeInput read = SpikeFile.read(input, OptionalInt.empty(), SpikeFile.DEFAULT_MICROSECONDS_PER_TICK);
            long origin = sheet.info().tick() - sheet.firstTick() + 1;
            SpikeBatch.Builder batch = SpikeBatch.builder();
            for (int i = 0; i < read.count(); i++) {
                batch.add(origin + read.tick()[i], read.channel()[i], read.value()[i]);
            }
            return batch.build();
        }

        private void print(PrintWriter out, String device, RunEnd end, SpikeBatch batch) {
            if (spikes != null) {
                StringBuilder csv = new StringBuilder(batch.graded() ? "tick,source,value\n" : "tick,source\n");
                batch.forEach((tick, source, value) -> csv.append(tick)
                        .append(',')
                        .append(source)
                        .append(batch.graded() ? "," + value : "")
                        .append('\n'));
                try {
                    Files.writeString(spikes, csv);
                } catch (IOException e) {
                    throw new RanvierException(
                            spikes + " cannot be written: " + e.getMessage(), new UncheckedIOException(e));
                }
            }
            if (json) {
                out.println(Json.text(Json.object()
                        .put("device", device)
                        .put("reason", end.reason().name())
                        .put("tick", end.tick())
                        .put("ticks", end.ticks())
                        .put("spikes", batch.size())
                        .put("wall_seconds", end.wallNanoseconds() * 1e-9)));
            } else {
                out.printf(
                        Locale.ROOT,
                        "%s: %s at tick %d, %d ticks, %d spikes, %.3f s%n",
                        device,
                        end.reason().name().toLowerCase(Locale.ROOT),
                        end.tick(),
                        end.ticks(),
                        batch.size(),
                        end.wallNanoseconds() * 1e-9);
            }
        }
    }

    /** {@code ranvier device read}. */
    @Command(
            name = "read",
            mixinStandardHelpOptions = true,
            description = "Reads words of a memory, decoded by its layout.",
            footer = {"", "Example: ranvier device read --core 0 --memory compartment_state --count 6"})
    static final class Read implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Mixin
        private Where where;

        @Option(names = "--core", paramLabel = "N", defaultValue = "0", description = "core; default ${DEFAULT-VALUE}")
        private int core;

        @Option(names = "--memory", paramLabel = "NAME", required = true, description = "memory")
        private String memory;

        @Option(
                names = "--address",
                paramLabel = "N",
                defaultValue = "0",
                description = "first word; default ${DEFAULT-VALUE}")
        private int address;

        @Option(
                names = "--count",
                paramLabel = "N",
                defaultValue = "1",
                description = "words; default ${DEFAULT-VALUE}")
        private int count;

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = command.commandLine().getOut();
            try (DeviceClient client = where.observing()) {
                MemorySpec layout = client.describe().memory(memory);
                long[] words = client.readMemory(core, memory, address, count);
                ObjectNode root = Json.object();
                root.put("device", client.device()).put("core", core).put("memory", memory);
                var list = root.putArray("words");
                for (int i = 0; i < words.length; i++) {
                    int at = address + i;
                    ObjectNode node = list.addObject().put("address", at).put("word", String.format("%016x", words[i]));
                    StringBuilder fields = new StringBuilder();
                    for (FieldSpec field : layout.fields()) {
                        if (field.word() == at % layout.entryWords()) {
                            node.put(field.name(), field.decode(words[i]));
                            fields.append("  ").append(field.name()).append('=').append(field.decode(words[i]));
                        }
                    }
                    if (!json) {
                        out.printf("%8d  %016x %s%n", at, words[i], fields);
                    }
                }
                if (json) {
                    out.println(Json.text(root));
                }
            }
            out.flush();
            return 0;
        }
    }

    /** {@code ranvier device write}. */
    @Command(
            name = "write",
            mixinStandardHelpOptions = true,
            description = "Writes words of a memory.",
            footer = {"", "Example: ranvier device write --core 0 --memory compartment_state --address 1 0x2000"})
    static final class Write implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Mixin
        private Where where;

        @Option(names = "--core", paramLabel = "N", defaultValue = "0", description = "core; default ${DEFAULT-VALUE}")
        private int core;

        @Option(names = "--memory", paramLabel = "NAME", required = true, description = "memory")
        private String memory;

        @Option(names = "--address", paramLabel = "N", required = true, description = "first word")
        private int address;

        @Parameters(arity = "1..*", paramLabel = "WORD", description = "words, decimal or 0x...")
        private List<String> words;

        @Override
        public Integer call() {
            long[] values = new long[words.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = word(words.get(i));
            }
            PrintWriter out = command.commandLine().getOut();
            try (DeviceClient client = where.acquired()) {
                client.writeMemory(core, memory, address, values);
                out.println(client.device() + ": wrote " + values.length + " word(s)");
            }
            out.flush();
            return 0;
        }

        private static long word(String text) {
            try {
                return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new RanvierException(
                        "'" + text + "' is no word, allowed: 64-bit whole numbers, decimal or 0x...", e);
            }
        }
    }

    /** {@code ranvier device reset}. */
    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Brings state, learned weights or everything back to the image's.",
            footer = {"", "Example: ranvier device reset --scope state"})
    static final class Reset implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Mixin
        private Where where;

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                defaultValue = "all",
                description = "state, plasticity or all; default ${DEFAULT-VALUE}")
        private ResetScope scope;

        @Override
        public Integer call() {
            PrintWriter out = command.commandLine().getOut();
            try (DeviceClient client = where.acquired()) {
                out.println(
                        client.device() + ": reset, tick " + client.reset(scope).tick());
            }
            out.flush();
            return 0;
        }
    }

    /** {@code ranvier device counters}. */
    @Command(
            name = "counters",
            mixinStandardHelpOptions = true,
            description = "Prints what a device has done.",
            footer = {"", "Example: ranvier device counters --json"})
    static final class Counters implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Mixin
        private Where where;

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = command.commandLine().getOut();
            try (DeviceClient client = where.observing()) {
                DeviceCounters c = client.counters();
                if (json) {
                    ObjectNode root = Json.object()
                            .put("tick", c.tick())
                            .put("ticks", c.ticks())
                            .put("spikes", c.spikes())
                            .put("synaptic_events", c.synapticEvents())
                            .put("axon_events", c.axonEvents())
                            .put("neuron_updates", c.neuronUpdates())
                            .put("messages", c.messages())
                            .put("wraps", c.wraps())
                            .put("saturations", c.saturations())
                            .put("dropped", c.dropped())
                            .put("host_events", c.hostEvents())
                            .put("chip_seconds", c.nanoseconds() * 1e-9)
                            .put("energy_joule", c.energyJoule())
                            .put("energy_model", c.energyModel());
                    c.fabric().ifPresent(fabric -> timing(root.putObject("timing"), fabric));
                    out.println(Json.text(root));
                } else {
                    out.printf("tick %d, %s ticks counted%n", c.tick(), Numbers.whole(c.ticks()));
                    out.printf(
                            "spikes %s, synaptic events %s, host events %s%n",
                            Numbers.whole(c.spikes()),
                            Numbers.whole(c.synapticEvents()),
                            Numbers.whole(c.hostEvents()));
                    out.printf(
                            "wrapped %s, clipped %s, dropped %s%n",
                            Numbers.whole(c.wraps()), Numbers.whole(c.saturations()), Numbers.whole(c.dropped()));
                    out.printf(
                            "chip time %s, energy %s (model %s)%n",
                            Numbers.si(c.nanoseconds() * 1e-9, "s"), Numbers.si(c.energyJoule(), "J"), c.energyModel());
                    c.fabric().map(FabricReader::counters).ifPresent(fabric -> timing(out, fabric));
                }
            }
            out.flush();
            return 0;
        }

        private static void timing(ObjectNode node, FabricReading fabric) {
            TimingReport.counts(node, FabricReader.counters(fabric));
            ArrayNode links = node.putArray("links");
            fabric.getLinksList().stream().filter(link -> link.getFlits() > 0).forEach(link -> links.addObject()
                    .put("plane", link.getPlane())
                    .put("x", link.getX())
                    .put("y", link.getY())
                    .put("port", link.getPort())
                    .put("flits", link.getFlits()));
            ArrayNode queues = node.putArray("queues");
            fabric.getQueuesList().stream()
                    .filter(queue -> queue.getHighest() > 0)
                    .forEach(queue -> queues.addObject()
                            .put("plane", queue.getPlane())
                            .put("x", queue.getX())
                            .put("y", queue.getY())
                            .put("buffer", queue.getBuffer())
                            .put("highest", queue.getHighest())
                            .put("capacity", queue.getCapacity()));
        }

        private static void timing(PrintWriter out, FabricCounters fabric) {
            out.printf(
                    "packets %s, routers crossed %s, late spikes: %s acted later, %s lost%n",
                    Numbers.whole(fabric.network().arrived()),
                    Numbers.whole(fabric.network().traversals()),
                    Numbers.whole(fabric.delayed()),
                    Numbers.whole(fabric.lost()));
            if (fabric.ticks().longest() != null) {
                out.printf(
                        "longest tick %d: %s cycles%n",
                        fabric.ticks().longest().tick(),
                        Numbers.whole(fabric.ticks().longest().cycles()));
            }
        }
    }
}
