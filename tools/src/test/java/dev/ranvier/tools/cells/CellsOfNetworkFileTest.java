package dev.ranvier.tools.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.map.Refusal;
import dev.ranvier.tools.network.InputEvents;
import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.network.NetworkFile;
import dev.ranvier.tools.run.ChipChoice;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import dev.ranvier.tools.session.PlasticReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("cells of a network file")
class CellsOfNetworkFileTest {
    private static final Path GOLDEN = Path.of("../tests/src/test/resources/golden/biophysical");

    @TempDir
    Path folder;

    private static List<String[]> table(String golden, String name) throws IOException {
        Path file = GOLDEN.resolve(golden).resolve(name + ".csv.gz");
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return in.lines().skip(1).map(line -> line.split(",")).toList();
        }
    }

    private static String stimulus(String golden) throws IOException {
        List<String> events = new ArrayList<>();
        table(golden, "stimulus").forEach(row -> events.add("[" + row[0] + ", " + row[1] + "]"));
        return "[" + String.join(", ", events) + "]";
    }

    private NetworkDocument parse(String text) {
        return NetworkFile.parse("net.yaml", text, folder);
    }

    private static Mapping map(NetworkDocument document) {
        ChipSpec spec = ChipChoice.of(document);
        return CellMapper.map(
                        document.network(),
                        spec,
                        document.settings().tickSeconds().orElse(CellMapper.DEFAULT_TICK_SECONDS))
                .mapping();
    }

    private static ChipSession open(NetworkDocument document, Mapping mapping) {
        ChipSession session = new DirectSession(mapping.spec(), 1);
        session.load(mapping.image());
        InputEvents events = document.inputEvents();
        session.inject(events.ticks(), events.channels(), events.values());
        return session;
    }

    @Test
    @DisplayName("described in mV, ms, nS and pF go through the potentials of the golden EPSPs, bit for bit")
    void epsps() throws IOException {
        String golden = "p01_psp_ampa";
        StringBuilder text = new StringBuilder("network: epsps\ninputs:\n  - {name: in, channels: 1, stimulus: "
                + stimulus(golden) + "}\npopulations:\n");
        int[] rest = {-90, -80, -70, -60, -50, -40, -20, 0, 20};
        for (int millivolts : rest) {
            text.append("  - name: v").append(millivolts).append("\n    size: 1\n    cells:\n");
            text.append("      transmitter: glu\n      soma: {capacitance: 200, leak: 10, rest: " + millivolts + "}\n");
            text.append("      spike: {threshold: 120, peak: 40, reset: -74, peak_time: 1, refractory: 2}\n");
            text.append("      channels: {ampa: {conductance: 0.02, decay: 2, reversal: 0}}\n");
        }
        text.append("projections:\n");
        for (int millivolts : rest) {
            text.append("  - {from: in, to: v" + millivolts + ", dense: {weight: 100}}\n");
        }
        NetworkDocument document = parse(text.toString());
        Mapping mapping = map(document);
        int[] sources = new int[rest.length];
        Arrays.setAll(sources, i -> i);
        try (ChipSession session = open(document, mapping)) {
            long tick = 0;
            for (String[] row : table(golden, "expected_int")) {
                session.advance(Long.parseLong(row[0]) + 1 - tick);
                tick = Long.parseLong(row[0]) + 1;
                long[] expected = new long[rest.length];
                Arrays.setAll(expected, i -> Long.parseLong(row[1 + i]));
                assertArrayEquals(expected, session.readState("v_soma", sources), "tick " + row[0]);
            }
            assertEquals(800, tick);
        }
    }

    @Test
    @DisplayName("like 'pyramidal' learn what the golden frequency curve says: every receptor count, bit for bit")
    void plasticity() throws IOException {
        String golden = "p13_frequency_bundle";
        List<String> synapses = new ArrayList<>();
        List<String> second = new ArrayList<>();
        table(golden, "synapses").forEach(row -> {
            synapses.add("[" + row[1] + ", " + row[2] + ", " + row[3] + ", " + row[5] + "]");
            second.add(row[4]);
        });
        JsonNode json = new ObjectMapper()
                .readTree(GOLDEN.resolve(golden).resolve("case.json").toFile());
        NetworkDocument document = parse(
                """
                network: frequency
                inputs:
                  - {name: fibres, channels: 9, stimulus: %s}
                populations:
                  - {name: cells, size: 9, cells: {like: pyramidal, transmitter: glu}}
                projections:
                  - name: bundle
                    from: fibres
                    to: cells
                    receptors: [ampa, nmda]
                    sparse: {synapses: %s, second: %s}
                    plastic: true
                """
                        .formatted(stimulus(golden), synapses, second));
        Mapping mapping = map(document);
        try (ChipSession session = open(document, mapping)) {
            session.advance(json.get("ticks").asLong());
            long[] receptors = new PlasticReader(session, mapping, "bundle").synapses("ampa");
            JsonNode expected = json.get("final").get("plastic_synapses");
            assertEquals(expected.size(), receptors.length);
            for (JsonNode synapse : expected) {
                assertEquals(
                        synapse.get("A").asLong(),
                        receptors[synapse.get("index").asInt()],
                        "synapse " + synapse.get("index"));
            }
        }
    }

    private static final String SOUND =
            """
            network: two
            inputs:
              - {name: in, channels: 2, transmitter: gaba}
            biophysics:
              gates: {fast: {half: -40, slope: 5}}
            populations:
              - name: exc
                size: 2
                cells: {like: pyramidal, transmitter: [glu, glu]}
              - name: point
                size: 3
                cells:
                  transmitter: gaba
                  soma: {capacitance: 100, leak: 10, rest: -65, current: 0}
                  spike: {threshold: -45, peak: 30, reset: -65, peak_time: 0.5, refractory: 1}
                  channels:
                    ampa: {reversal: 0, conductance: 0.02, decay: 1.5}
                    nap: {opened_by: nothing, reversal: {valence: 1, outside: 145, inside: 14.25}, conductance: 1, gate: fast}
                    gaba_a: {reversal: -70, conductance: 0.02, decay: 6}
            projections:
              - {name: a, from: exc, to: point, receptors: [ampa], sparse: {synapses: [[0, 0, 10], [1, 2, 20]], delay: 3}}
              - {name: b, from: point, to: exc, receptors: [gaba_a, gaba_b], dense: {weight: 40, second: 3, delay: 1}}
              - {name: c, from: in, to: exc, dense: {weight: 5}}
            """;

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            network: two            | network: three               |
            receptors: [ampa]       | receptors: [gaba_a]          | DALE_VIOLATION: projection 'a', synapse 0: neuron 0 of population 'exc' releases glu, which opens [ampa, nmda], but the synapse has receptors [gaba_a] of gaba or gly: a neuron has one transmitter. Nothing is loaded.
            [glu, glu]              | [glu, ach]                   |
            [glu, glu]              | [glu, gaba]                  | DALE_VIOLATION: projection 'a', synapse 1: neuron 1 of population 'exc' releases gaba, which opens [gaba_a, gaba_b]
            to: exc, dense          | to: exc, receptors: [ampa], dense | DALE_VIOLATION: projection 'c', synapse 0: channel 0 of input 'in' releases gaba
            second: 3               | second: 256                  | allowed: whole numbers 0..255
            weight: 40              | weight: 256                  | projection 'b', synapse 0: weight is 256.0, allowed: whole numbers 0..255 (receptors
            weight: 40              | weight: 0.5                  | weight is 0.5, allowed: whole numbers 0..255
            delay: 3                | delay: 0                     | projection 'a', synapse 0: delay is 0, allowed: 1..63 ticks
            delay: 3                | delay: 64                    | allowed: 0..63
            receptors: [ampa]       | receptors: [kainate]         | is 'kainate', which is no channel; there are [ampa, nmda, gaba_a, gaba_b, ahp, bap, nap]
            receptors: [ampa]       | plastic: 3                   | is '3', allowed: true, false
            second: 3               | third: 3                     | 'projections[1].dense.third' is not a known key; allowed here: [delay, second, weight]
            to: point, receptors: [ampa], | to: point, receptors: [ampa, nmda], |
            synapses: [[0, 0, 10], [1, 2, 20]] | synapses: [[0, 0, 10], [1, 2, 20]], second: 7 | has 7 receptors of channel 'nmda', which the cells of population 'point' do not have; their channels: [ampa, gaba_a, nap]
            gate: fast              | gate: slow                   | gate' is 'slow', which is no gate; there are [magnesium, fast]
            half: -40, slope: 5     | half: -40, slope: 0          | slope' is 0 mV
            half: -40, slope: 5     | fractions: 2                 | has 2.0 at -128 mV, allowed: 0..1
            like: pyramidal         | like: stellate               | is 'stellate', allowed: point, pyramidal
            transmitter: gaba}      | transmitter: dopamine}       | is 'dopamine', allowed: glu, gaba, gly, ach
            capacitance: 100,       | capacitance: 0,              | capacitance' is 0, allowed: 1.0E-9..
            threshold: -45          | threshold: -145              | threshold' is -145, allowed: -128.0..127.99
            spike: {threshold: -45, peak: 30, reset: -65, peak_time: 0.5, refractory: 1} | dendrite: {capacitance: 1, leak: 1, rest: -65, coupling: 2} | has no 'spike' and is 'like' no other cell
            decay: 1.5              | decay: 1.5, rise: 2          | has a rise of 2.0 ms and a decay of 1.5 ms; the rise has to be the shorter one
            valence: 1              | valence: 0                   | an uncharged particle has no reversal potential
            current: 0              | current: 1e9                 | current 1.0E9 pA into the soma of cell 0 does not fit its register
            current: 0              | start: -200                  | start' is -200.0 mV for cell 0, allowed: -128.0..127.99 mV
            size: 2                 | size: 3                      | has 2 transmitters, needed: one for all, or a list of 3
            """)
    @DisplayName("that are wrong are refused, naming the place and what is allowed")
    void refused(String sound, String wrong, String message) {
        assertTrue(SOUND.contains(sound), "the sound file has no: " + sound);
        String text = SOUND.replace(sound, wrong);
        if (message == null) {
            map(parse(text));
            return;
        }
        RanvierException error = assertThrows(RanvierException.class, () -> map(parse(text)));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        if (message.startsWith("DALE")) {
            assertInstanceOf(DaleCheck.DaleViolation.class, error);
        }
    }

    @Test
    @DisplayName("do not share a network with compartments: a chip has cores of one kind")
    void oneKind() {
        RanvierException error = assertThrows(
                RanvierException.class,
                () -> parse(
                        """
                network: mixed
                populations:
                  - {name: a, size: 2, cells: {like: point, transmitter: glu}}
                  - {name: b, size: 2, compartments: {threshold: 3}}
                """));
        assertTrue(
                error.getMessage().contains("population 'b' is of kind compartments, population 'a' of kind cells"),
                error.getMessage());
    }

    @Test
    @DisplayName("have at most 8 channels and 3 gates, and the message names them")
    void counts() {
        RanvierException error = assertThrows(
                RanvierException.class,
                () -> parse(SOUND.replace("nap: {", "x1: none\n        x2: none\n        x3: none\n        nap: {")));
        assertTrue(error.getMessage().contains("one more than the 8 of the chip"), error.getMessage());
        error = assertThrows(
                RanvierException.class,
                () -> parse(SOUND.replace(
                        "fast: {half: -40, slope: 5}",
                        "fast: {half: -40, slope: 5}, b: {half: 1, slope: 1}, c: {half: 1, slope: 1}")));
        assertTrue(error.getMessage().contains("is one gate too many"), error.getMessage());
    }

    @Test
    @DisplayName("that do not fit are refused with the limit, and nothing is loaded")
    void capacity() {
        NetworkDocument document = parse(
                """
                network: large
                populations:
                  - {name: a, size: 600, cells: {like: point, transmitter: glu}}
                projections:
                  - {from: a, to: a, dense: {weight: 1}}
                """);
        Refusal refusal = assertThrows(Refusal.class, () -> map(document));
        assertTrue(refusal.getMessage().contains("synapses 360000 used, 65536 allowed"), refusal.getMessage());
    }

    @Test
    @DisplayName("on a chip without biophysical cores are refused with the chip that has them")
    void wrongChip() {
        NetworkDocument document = parse(SOUND);
        RanvierException error = assertThrows(
                RanvierException.class,
                () -> CellMapper.map(document.network(), ChipChoice.of(document, "loihi", List.of()), 1e-4));
        assertTrue(error.getMessage().contains("chip ranvier, profile biophysical"), error.getMessage());
    }

    @Test
    @DisplayName("start clamped, with a current, or at a potential of their own, and the register errors are reported")
    void start() {
        NetworkDocument document = parse(SOUND.replace(
                "rest: -65, current: 0", "rest: -65, start: [-65, -60, -55], clamp: [false, false, true]"));
        CellMapper.Result result = CellMapper.map(document.network(), ChipChoice.of(document), 1e-4);
        int[] sources = result.mapping().sources("point");
        try (ChipSession session = open(document, result.mapping())) {
            assertArrayEquals(new long[] {-65 * 65536, -60 * 65536, -55 * 65536}, session.readState("v_soma", sources));
            session.advance(50);
            long[] v = session.readState("v_soma", sources);
            assertEquals(-55 * 65536, v[2], "clamped");
            assertTrue(v[1] < -60 * 65536, "free: " + v[1]);
        }
        assertTrue(result.errors().stream().allMatch(e -> e.relative() < 1e-3));
        RegisterError nernst = result.errors().stream()
                .filter(e -> e.parameter().equals("nap.reversal"))
                .findFirst()
                .orElseThrow();
        assertEquals(62.0, nernst.wanted(), 0.05);
        assertEquals(nernst.wanted(), nernst.onChip(), 1.0 / 65536);
    }
}
