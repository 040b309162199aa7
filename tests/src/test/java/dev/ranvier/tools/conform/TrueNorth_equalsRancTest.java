package dev.ranvier.tools.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.crossbar.CrossbarAssembler;
import dev.ranvier.tools.crossbar.CrossbarCoreModel;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import dev.ranvier.tools.crossbar.CrossbarNeuron;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Preset truenorth in its deterministic part against the traces of RANC's simulator: every case whose negative threshold is
 * strict and in which no delay is the one that RANC drops. TrueNorth counts delays from 1 and has no output bus, so targets
 * on the bus are cut off; its thresholds have no sign, which is lifted for the cases that need one.
 */
@DisplayName("truenorth, deterministic")
class TrueNorth_equalsRancTest {
    private static final Path OWN = Path.of("src/test/resources/golden/ranc");
    private static final Path SHARED = Path.of(System.getProperty("ranvier.shared", "../../shared"), "golden", "ranc");

    @TestFactory
    @DisplayName("gives the spikes and potentials of every golden case of RANC where both apply")
    Stream<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path set : List.of(OWN, SHARED)) {
            if (Files.isDirectory(set)) {
                try (Stream<Path> folders = Files.list(set)) {
                    folders.filter(folder -> Files.isRegularFile(folder.resolve("case.json")))
                            .filter(folder -> set.equals(OWN) || !Files.isDirectory(OWN.resolve(folder.getFileName())))
                            .sorted()
                            .map(GoldenCase::new)
                            .filter(TrueNorth_equalsRancTest::applies)
                            .forEach(
                                    golden -> tests.add(DynamicTest.dynamicTest(golden.name(), () -> compare(golden))));
                }
            }
        }
        assertFalse(tests.size() < 3, "at least three cases apply: " + tests);
        return tests.stream();
    }

    private static boolean applies(GoldenCase golden) {
        CrossbarCase parsed = CrossbarCase.read(golden);
        int longest = parsed.settings().schedulerRows() - 1;
        boolean inputs = CrossbarCase.packets(golden.file("stimulus"), "slot").stream()
                .allMatch(packet -> packet.delay() < longest);
        boolean neurons = Stream.of(parsed.network().cores())
                .flatMap(cores -> stream(cores).stream())
                .flatMap(core ->
                        java.util.stream.IntStream.range(0, core.neurons()).mapToObj(core::neuron))
                .allMatch(neuron -> neuron.target().delay() < longest);
        return !parsed.settings().inclusive() && inputs && neurons;
    }

    private static List<CrossbarCoreModel> stream(Iterable<CrossbarCoreModel> cores) {
        List<CrossbarCoreModel> list = new ArrayList<>();
        cores.forEach(list::add);
        return list;
    }

    private static void compare(GoldenCase golden) {
        CrossbarCase parsed = CrossbarCase.read(golden);
        CrossbarNetwork.Bus bus = parsed.network().bus().orElseThrow();
        List<String> overrides = new ArrayList<>(parsed.settings().overrides(bus.outputs()));
        overrides.removeIf(o -> o.startsWith("core.outputs") || o.startsWith("core.negative_threshold"));
        overrides.add("core.ranges.threshold.min=-262143");
        ChipSpec spec = Chips.load("truenorth", overrides);
        List<CrossbarNetwork.Packet> packets = CrossbarCase.packets(golden.file("stimulus"), "slot").stream()
                .filter(p -> p.x() != bus.x() || p.y() != bus.y())
                .map(p -> new CrossbarNetwork.Packet(p.slot(), p.x(), p.y(), p.axon(), p.delay() + 1))
                .toList();
        CrossbarNetwork network = CrossbarNetwork.of(
                golden.name(),
                stream(parsed.network().cores()).stream()
                        .filter(core -> core.x() != bus.x() || core.y() != bus.y())
                        .map(core -> trueNorth(core, bus, parsed.settings().axons()))
                        .toList(),
                Optional.empty());
        CrossbarImage image = CrossbarAssembler.assemble(network, packets, spec);
        try (ChipSession session = new DirectSession(spec, 1)) {
            session.load(image.image());
            session.collectSpikes();
            CrossbarImage.Stimulus stimulus = image.stimulus(packets);
            if (stimulus.stamps().length > 0) {
                session.inject(stimulus.stamps(), stimulus.channels(), null);
            }
            session.advance(golden.get("ticks").asInt());
            List<String> got = new ArrayList<>();
            int neurons = spec.core().neurons();
            int columns = spec.grid().columns();
            session.takeSpikes((tick, source, value) -> got.add(tick + "," + source / neurons % columns + ","
                    + source / neurons / columns + "," + source % neurons));
            Csv spikes = golden.file("spikes");
            List<String> expected =
                    spikes.rows().stream().map(row -> String.join(",", row)).toList();
            assertEquals(expected, got);
            assertTrue(!expected.isEmpty(), "the case has spikes");
            potentials(golden, session, spec);
        }
    }

    /** The potentials after the last tick. */
    private static void potentials(GoldenCase golden, ChipSession session, ChipSpec spec) {
        Csv csv = golden.file("potentials");
        long last = golden.get("ticks").asLong();
        for (int r = 0; r < csv.size(); r++) {
            if (csv.whole(r, "tick") == last) {
                int node = (int) (csv.whole(r, "core_x") + spec.grid().columns() * csv.whole(r, "core_y"));
                int source = node * spec.core().neurons() + (int) csv.whole(r, "neuron");
                assertEquals(
                        csv.whole(r, "potential"),
                        session.readState("v", new int[] {source})[0],
                        golden.name() + " neuron " + source);
            }
        }
    }

    private static CrossbarCoreModel trueNorth(CrossbarCoreModel core, CrossbarNetwork.Bus bus, int axons) {
        byte[] types = new byte[axons];
        for (int a = 0; a < core.axons(); a++) {
            types[a] = (byte) core.axonType(a);
        }
        CrossbarCoreModel copy = new CrossbarCoreModel(core.x(), core.y(), types);
        for (int n = 0; n < core.neurons(); n++) {
            CrossbarNeuron neuron = core.neuron(n);
            Target to = neuron.target();
            boolean toBus = core.x() + to.dx() == bus.x() && core.y() + to.dy() == bus.y();
            Target target = toBus ? Target.NOWHERE : new Target(true, to.dx(), to.dy(), to.axon(), to.delay() + 1);
            copy.add(
                    CrossbarNeuron.ranc(
                            neuron.potential(),
                            neuron.reset(),
                            neuron.mode(),
                            neuron.leak(),
                            neuron.positiveThreshold(),
                            neuron.negativeThreshold(),
                            neuron.weights(),
                            target),
                    core.synapses(n));
        }
        return copy;
    }
}
