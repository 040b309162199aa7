package dev.ranvier.tools.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.emulator.fabric.mesh.MeshPlanes;
import dev.ranvier.emulator.fabric.mesh.Multicast;
import dev.ranvier.emulator.fabric.mesh.Pipeline;
import dev.ranvier.emulator.fabric.mesh.Routing;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.emulator.fabric.ranc.RancNetwork;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.noc.BernoulliTraffic;
import dev.ranvier.tools.noc.TrafficPattern;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Traces")
class TraceTest {
    private static final int CYCLES = 300;

    /** A fabric with what its ports are called in statistics. */
    private record Sample(String name, Fabric fabric, int flits) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> fabrics() {
        MeshConfig mesh = MeshConfig.mesh(4, 4);
        return Stream.of(
                new Sample("words of bits", new MeshNetwork(mesh), 1),
                new Sample("long packets", new MeshNetwork(mesh), 3),
                new Sample(
                        "virtual channels",
                        new MeshNetwork(mesh.withPipeline(Pipeline.SPEC).withBuffers(3, 2)),
                        2),
                new Sample("slow switch", new MeshNetwork(mesh.withDelays(3, 1)), 1),
                new Sample("torus", new MeshNetwork(MeshConfig.torus(4, 4)), 1),
                new Sample("planes", new MeshPlanes(mesh, 2), 1),
                new Sample("RANC", new RancNetwork(RancConfig.grid(4, 4)), 1));
    }

    private static TraceShape shape(Fabric fabric, int capacity) {
        return FabricActivity.shape("test", 1, 4, 4, 0, capacity, 2.5, fabric);
    }

    /** Runs congested traffic, until everything has arrived. */
    private static Activity run(Fabric fabric, TraceShape shape, TraceWindow window, int flits) {
        ActivityRecorder recorder = new ActivityRecorder(shape, window);
        FabricActivity.listen(fabric, 0, recorder);
        PacketBatch packets = new BernoulliTraffic(TrafficPattern.HOTSPOT, 4, 4, 0.3, flits, 1).list(CYCLES);
        fabric.deliver(packets, new Arrivals());
        return recorder.activity();
    }

    private static VcdReader vcd(TraceShape shape, Activity activity) throws IOException {
        StringWriter out = new StringWriter();
        new VcdTrace(shape, activity).write(out);
        return new VcdReader(out.toString());
    }

    private static JsonNode perfetto(TraceShape shape, Activity activity) throws IOException {
        StringWriter out = new StringWriter();
        new PerfettoTrace(shape, activity).write(out);
        return new ObjectMapper().readTree(out.toString()).path("traceEvents");
    }

    /** Name of a port in statistics by that of the trace's buffer or output. */
    private static boolean same(LinkLoad link, String output) {
        int port = List.of("+x", "-x", "+y", "-y", "terminal").indexOf(link.port());
        String name = List.of("east", "west", "north", "south", "terminal").get(port);
        return output.equals(name) || output.equals("plane" + link.plane() + "_" + name);
    }

    @ParameterizedTest
    @MethodSource("fabrics")
    @DisplayName("grants in the dump are the flits that the fabric counted, queues are empty at the end")
    void dump(Sample sample) throws IOException {
        TraceShape shape = shape(sample.fabric, 4);
        Activity activity = run(sample.fabric, shape, TraceWindow.all(), sample.flits);
        VcdReader dump = vcd(shape, activity);
        for (String path : dump.changes.keySet()) {
            if (path.contains(".queue_")) {
                assertEquals(0L, dump.value(path, dump.end), path);
            }
        }
        if (sample.fabric instanceof RancNetwork) {
            return;
        }
        for (LinkLoad link : sample.fabric.statistics().links()) {
            String output = shape.outputs().stream()
                    .filter(name -> same(link, name))
                    .findFirst()
                    .orElseThrow();
            String path = "chip0.tile_" + link.x() + "_" + link.y() + ".router.out_" + output;
            long grants = 0;
            for (long cycle = dump.start; cycle < dump.end; cycle++) {
                grants += dump.value(path + "_packet", cycle) == null ? 0 : 1;
                assertEquals(
                        dump.value(path + "_packet", cycle) == null, dump.value(path + "_from", cycle) == null, path);
            }
            assertEquals(link.flits(), grants, path);
        }
    }

    @ParameterizedTest
    @MethodSource("fabrics")
    @DisplayName("counters of the timeline reach the high-water marks of the fabric, and end where the dump does")
    void timeline(Sample sample) throws IOException {
        TraceShape shape = shape(sample.fabric, 4);
        Activity activity = run(sample.fabric, shape, TraceWindow.all(), sample.flits);
        Map<String, Integer> highest = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        double time = 0;
        for (JsonNode event : perfetto(shape, activity)) {
            if (!event.path("ph").asText().equals("M")) {
                assertTrue(event.path("ts").asDouble() >= time, "in the order of time");
                time = event.path("ts").asDouble();
            }
            if (event.path("ph").asText().equals("C")) {
                event.path("args").properties().forEach(flits -> {
                    String key = event.path("name").asText() + flits.getKey();
                    highest.merge(key, flits.getValue().asInt(), Math::max);
                    last.put(key, flits.getValue().asInt());
                });
            }
        }
        assertTrue(last.values().stream().allMatch(flits -> flits == 0), "empty at the end");
        Map<String, Integer> marks = new HashMap<>();
        for (QueueMark mark : sample.fabric.statistics().queues()) {
            marks.merge("queues (" + mark.x() + "," + mark.y() + ")" + mark.plane(), mark.highest(), Math::max);
        }
        boolean planes = sample.fabric instanceof MeshPlanes;
        Map<String, Integer> seen = new HashMap<>();
        highest.forEach((key, flits) -> {
            String plane = planes ? key.substring(key.indexOf("plane") + 5, key.indexOf("plane") + 6) : "0";
            seen.merge(key.substring(0, key.indexOf(')') + 1) + plane, flits, Math::max);
        });
        marks.forEach((key, mark) -> assertEquals(mark, seen.getOrDefault(key, 0), key));
        assertEquals((activity.endCycle() - 1) * 0.0025, time, 1e-9, "a cycle of 2.5 ns is 0.0025 microseconds");
    }

    @Test
    @DisplayName("a window of cycles and tiles shows what the whole trace shows there, with queues that were not empty")
    void window() throws IOException {
        TraceShape shape = shape(new MeshNetwork(MeshConfig.mesh(4, 4)), 4);
        Fabric fabric = new MeshNetwork(MeshConfig.mesh(4, 4));
        VcdReader whole = vcd(shape, run(fabric, shape, TraceWindow.all(), 1));
        fabric.reset();
        TraceWindow window = TraceWindow.all().withCycles("120..179").withTiles("1,1..2,2", shape);
        VcdReader part = vcd(shape, run(fabric, shape, window, 1));
        assertEquals(
                4 * 5,
                part.changes.keySet().stream().filter(p -> p.contains("queue_")).count());
        boolean busyAtStart = false;
        for (String path : part.changes.keySet()) {
            for (long cycle = part.start; cycle < part.end && path.contains(".router."); cycle++) {
                assertEquals(whole.value(path, cycle), part.value(path, cycle), path + " in cycle " + cycle);
            }
            busyAtStart |= path.contains("queue_") && whole.value(path, 119) > 0 && part.value(path, 120) > 0;
        }
        assertTrue(busyAtStart, "the window begins with flits in buffers");
        assertEquals(120, part.start);
        assertEquals(180, part.end);
    }

    @Test
    @DisplayName("a group's flit leaves its buffer once, with the last of its grants")
    void multicast() throws IOException {
        MeshNetwork network = new MeshNetwork(MeshConfig.mesh(4, 4).withRouting(Routing.X_FIRST, Multicast.TREE));
        TraceShape shape = shape(network, 4);
        ActivityRecorder recorder = new ActivityRecorder(shape, TraceWindow.all());
        FabricActivity.listen(network, 0, recorder);
        int group = network.group(0, 3, 5, 12, 15);
        for (int node = 0; node < 16; node++) {
            network.offerGroup(node, group, node);
        }
        network.stepUntilEmpty();
        VcdReader dump = vcd(shape, recorder.activity());
        for (String path : dump.changes.keySet()) {
            if (path.contains(".queue_")) {
                assertEquals(0L, dump.value(path, dump.end), path);
                assertTrue(dump.changes.get(path).values().stream().allMatch(flits -> flits <= 4), path);
            }
        }
        assertEquals(16 * 5, network.statistics().arrived());
    }

    /** Two chips of 2 x 1 tiles with two cores each; ticks 3 and 4. */
    private static Activity board(TraceShape shape, TraceWindow window) {
        ActivityRecorder recorder = new ActivityRecorder(shape, window);
        recorder.tickStarted(3, 100);
        recorder.busy(5, Phase.AXONS, 100, 110);
        recorder.busy(5, Phase.NEURONS, 110, 130);
        recorder.spiked(5, 7, 121);
        recorder.spiked(5, 8, 122);
        recorder.busy(0, Phase.AXONS, 100, 104);
        recorder.busy(0, Phase.LEARNING, 104, 104);
        recorder.tickEnded(3, 135);
        recorder.tickStarted(4, 135);
        recorder.busy(0, Phase.OUTPUT, 136, 139);
        recorder.spiked(0, 1, 138);
        recorder.tickEnded(4, 150);
        return recorder.activity();
    }

    private static TraceShape boardShape() {
        return new TraceShape("board", 2, 2, 1, 2, List.of(), 4, List.of(), 10);
    }

    @Test
    @DisplayName("ticks, busy cores and spikes: scopes chip.tile.core, pulses of one cycle")
    void cores() throws IOException {
        VcdReader dump = vcd(boardShape(), board(boardShape(), TraceWindow.all()));
        String core = "chip1.tile_0_0.core1";
        assertEquals(3, dump.value("chip1.tick", 134));
        assertEquals(4, dump.value("chip1.tick", 135));
        assertEquals(1, dump.value("chip0.in_tick", 135), "a tick begins where the one before ends");
        assertEquals(0, dump.value("chip0.in_tick", 150));
        for (long cycle = 100; cycle < 150; cycle++) {
            assertEquals(cycle < 110 ? 1 : 0, dump.value(core + ".axons", cycle));
            assertEquals(cycle >= 110 && cycle < 130 ? 1 : 0, dump.value(core + ".neurons", cycle));
            assertEquals(cycle == 121 || cycle == 122 ? 1 : 0, dump.value(core + ".spike", cycle));
            assertEquals(cycle == 138 ? 1 : 0, dump.value("chip0.tile_0_0.core0.spike", cycle));
            assertEquals(cycle >= 136 && cycle < 139 ? 1 : 0, dump.value("chip0.tile_0_0.core0.output", cycle));
            assertEquals(0, dump.value("chip0.tile_0_0.core0.learning", cycle));
        }
        assertEquals(7, dump.value(core + ".neuron", 121));
        assertEquals(8, dump.value(core + ".neuron", 122));
        assertNull(dump.value(core + ".neuron", 123));
        assertFalse(dump.changes.containsKey("chip0.tile_1_0.core0.spike"), "nothing happened there");
    }

    @Test
    @DisplayName("the timeline has a process per chip, a thread per core, slices and instants in microseconds")
    void timelineOfCores() throws IOException {
        JsonNode events = perfetto(boardShape(), board(boardShape(), TraceWindow.all()));
        int slices = 0;
        for (JsonNode event : events) {
            if (event.path("name").asText().equals("neurons")) {
                assertEquals("X", event.path("ph").asText());
                assertEquals(2, event.path("pid").asInt());
                assertEquals(1.1, event.path("ts").asDouble(), 1e-12, "cycle 110 of 10 ns");
                assertEquals(0.2, event.path("dur").asDouble(), 1e-12);
                slices++;
                int thread = event.path("tid").asInt();
                boolean named = false;
                for (JsonNode name : events) {
                    named |= name.path("ph").asText().equals("M")
                            && name.path("pid").asInt() == 2
                            && name.path("tid").asInt() == thread
                            && name.path("args").path("name").asText().equals("core 1 of (0,0)");
                }
                assertTrue(named);
            }
            if (event.path("name").asText().equals("spike")) {
                assertEquals("i", event.path("ph").asText());
                slices++;
            }
            if (event.path("name").asText().equals("tick 3")) {
                assertEquals(0.35, event.path("dur").asDouble(), 1e-12);
                slices++;
            }
        }
        assertEquals(1 + 3 + 2, slices);
    }

    @Test
    @DisplayName("a window of ticks leaves out the others")
    void ticks() throws IOException {
        Activity activity = board(boardShape(), TraceWindow.all().withTicks("4..4"));
        assertEquals(4, activity.size());
        VcdReader dump = vcd(boardShape(), activity);
        assertEquals(135, dump.start);
        assertEquals(150, dump.end);
        assertFalse(dump.changes.containsKey("chip1.tile_0_0.core1.spike"));
        assertEquals(0, board(boardShape(), TraceWindow.all().withTicks("5..9")).size());
    }

    @Test
    @DisplayName("an empty trace is still a dump, a layout and a timeline")
    void empty(@TempDir Path folder) throws IOException {
        TraceShape shape = boardShape();
        Activity nothing = new ActivityRecorder(shape, TraceWindow.all()).activity();
        List<Path> files = new TraceFile(folder.resolve("new/a.vcd")).write(shape, nothing);
        assertEquals(
                List.of("a.vcd", "a.gtkw"),
                files.stream().map(f -> f.getFileName().toString()).toList());
        VcdReader dump = new VcdReader(Files.readString(files.getFirst()));
        assertEquals(4, dump.changes.size());
        new TraceFile(folder.resolve("a.json")).write(shape, nothing);
        assertTrue(new ObjectMapper()
                .readTree(folder.resolve("a.json").toFile())
                .path("traceEvents")
                .isArray());
    }

    @Test
    @DisplayName("every signal that the layout names is in the dump, and the same run gives the same bytes")
    void layout(@TempDir Path folder) throws IOException {
        TraceShape shape = shape(new MeshNetwork(MeshConfig.mesh(4, 4)), 4);
        for (String name : List.of("a.vcd", "b.vcd")) {
            Activity activity = run(new MeshNetwork(MeshConfig.mesh(4, 4)), shape, TraceWindow.all(), 1);
            new TraceFile(folder.resolve(name)).write(shape, activity);
        }
        assertEquals(-1, Files.mismatch(folder.resolve("a.vcd"), folder.resolve("b.vcd")));
        VcdReader dump = new VcdReader(Files.readString(folder.resolve("a.vcd")));
        int named = 0;
        for (String line : Files.readAllLines(folder.resolve("a.gtkw"))) {
            if (line.startsWith("chip0.")) {
                String path = line.replaceAll("\\[.*", "");
                assertTrue(dump.changes.containsKey(path), path);
                int width = dump.widths.get(path);
                assertEquals(path + (width == 1 ? "" : "[" + (width - 1) + ":0]"), line);
                named++;
            }
        }
        assertEquals(dump.changes.size(), named);
    }

    @Test
    @DisplayName("mistakes are named: kind of file, ranges, tiles")
    void mistakes() {
        TraceShape shape = boardShape();
        for (Map.Entry<String, Runnable> mistake : Map.<String, Runnable>of(
                        ".vcd (waveforms", () -> new TraceFile(Path.of("trace.txt")),
                        "give a range FIRST..LAST", () -> TraceWindow.all().withCycles("7"),
                        "end before their start", () -> TraceWindow.all().withTicks("7..3"),
                        "give X,Y or a rectangle", () -> TraceWindow.all().withTiles("1", shape),
                        "do not exist", () -> TraceWindow.all().withTiles("0,0..2,0", shape),
                        "chips are 0..1", () -> TraceWindow.all().withTiles("2:0,0", shape))
                .entrySet()) {
            String message = assertThrows(RanvierException.class, mistake.getValue()::run)
                    .getMessage();
            assertTrue(message.contains(mistake.getKey()), message);
        }
        assertTrue(TraceWindow.all().withTiles("1:1,0", shape).hasTile(3));
        assertFalse(TraceWindow.all().withTiles("1:1,0", shape).hasTile(1));
    }
}
