package dev.ranvier.tools.microcode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.InputEvents;
import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.network.NetworkFile;
import dev.ranvier.tools.run.ChipChoice;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import dev.ranvier.tools.session.PlasticReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("microcode neurons of a network file")
class ProgramsOfNetworkFileTest {
    @TempDir
    Path folder;

    private NetworkDocument parse(String text) {
        return NetworkFile.parse("net.yaml", text, folder);
    }

    private static Mapping map(NetworkDocument document, List<String> overrides) {
        return UnitMapper.map(document.network(), ChipChoice.of(document, null, overrides), 1);
    }

    private static List<List<Long>> run(NetworkDocument document, Mapping mapping, int ticks) {
        List<List<Long>> spikes = new ArrayList<>();
        try (ChipSession session = new DirectSession(mapping.spec(), 1)) {
            session.load(mapping.image());
            session.collectSpikes();
            InputEvents events = document.inputEvents();
            session.inject(events.ticks(), events.channels(), events.values());
            session.advance(ticks);
            session.takeSpikes((tick, source, value) -> spikes.add(List.of(tick, (long) source)));
        }
        return spikes;
    }

    @Test
    @DisplayName("fire as the same program does in the quick look, with constants of their own")
    void sameAsQuickLook() {
        int ticks = 300;
        String drive = IntStream.range(0, ticks).mapToObj(t -> "[" + t + ", 0]").collect(Collectors.joining(", "));
        NetworkDocument document = parse(
                """
                network: one
                inputs:
                  - {name: drive, channels: 1, stimulus: [%s]}
                populations:
                  - {name: cell, size: 1, program: {name: izhikevich, constants: {c: -3276800, d: 131072}}}
                projections:
                  - {from: drive, to: cell, port: current, dense: {weight: 655360}}
                """
                        .formatted(drive));
        List<List<Long>> expected = UnitRun.of(
                        MicroLibrary.program("izhikevich").with("c", -3276800).with("d", 131072),
                        1,
                        ticks,
                        new int[] {655360, 0, 0, 0},
                        1)
                .spikes()
                .stream()
                .map(spike -> List.of(spike.tick(), (long) spike.neuron()))
                .toList();
        assertTrue(expected.size() > 5, expected.toString());
        assertEquals(expected, run(document, map(document, List.of()), ticks));
    }

    @Test
    @DisplayName("learn by the program of their synapses: before the teacher up, after it down")
    void learn() {
        NetworkDocument document = parse(
                """
                network: taught
                inputs:
                  - {name: pre, channels: 2, stimulus: [[20, 0], [40, 1]]}
                  - {name: teacher, channels: 1, stimulus: [[30, 0]]}
                populations:
                  - {name: relay, size: 1, program: relay_lif}
                projections:
                  - {name: taught, from: pre, to: relay, dense: {weight: 6553600}, program: pair_stdp}
                  - {from: teacher, to: relay, port: teacher, dense: {weight: 1}}
                """);
        Mapping mapping = map(document, List.of());
        try (ChipSession session = new DirectSession(mapping.spec(), 1)) {
            session.load(mapping.image());
            InputEvents events = document.inputEvents();
            session.inject(events.ticks(), events.channels(), events.values());
            session.advance(60);
            long[] weights = new PlasticReader(session, mapping, "taught").synapses("weight");
            // A exp(-dt / tau) with A+ = 0.8, A- = 0.9, dt = 10 ms, tau = 20 ms; weights in 2^-16.
            assertEquals(100 + 0.8 * Math.exp(-0.5), weights[0] / 65536.0, 1e-3);
            assertEquals(100 - 0.9 * Math.exp(-0.5), weights[1] / 65536.0, 1e-3);
        }
    }

    @Test
    @DisplayName("on several cores give the spikes of one core")
    void severalCores() {
        NetworkDocument document = parse(
                """
                network: chain
                inputs:
                  - {name: in, channels: 3, stimulus: [[0, 0], [1, 1], [5, 2], [9, 0]]}
                populations:
                  - {name: first, size: 9, program: {name: relay_lif, state: {v: [0, 50, 100, 0, 0, 0, 0, 0, 0]}}}
                  - {name: second, size: 7, program: relay_lif}
                projections:
                  - {from: in, to: first, dense: {weight: 401}}
                  - {from: first, to: second, dense: {weight: 60, delay: 2}}
                  - {from: second, to: first, dense: {weight: 10, delay: 5}}
                """);
        Mapping one = map(document, List.of());
        Mapping four = map(document, List.of("core.neurons=4"));
        assertEquals(4, four.usage().size());
        assertEquals(1, one.usage().size());
        List<List<Long>> expected = run(document, one, 40);
        assertTrue(expected.size() > 20, expected.toString());
        assertEquals(expected, run(document, four, 40));
    }

    @Test
    @DisplayName("run a program text that lies beside the network file; an error in it names file, line and column")
    void ownProgram() throws IOException {
        String text =
                "network: own\npopulations:\n  - {name: a, size: 2, program: {name: mine.nmc, state: {n: [3, 5]}}}\n";
        Files.writeString(
                folder.resolve("mine.nmc"), ".state n\n.tick\n  SUB n, n, #1\n  EQ p0, n, #0\n  [p0] SPK #1\n  END\n");
        NetworkDocument document = parse(text);
        assertEquals(List.of(List.of(2L, 0L), List.of(4L, 1L)), run(document, map(document, List.of()), 10));
        Files.writeString(folder.resolve("mine.nmc"), ".state n\n.tick\n  SUB n, m, #1\n  END\n");
        RanvierException error = assertThrows(RanvierException.class, () -> map(parse(text), List.of()));
        assertTrue(error.getMessage().contains("mine.nmc:3:10: UNKNOWN_NAME"), error.getMessage());
        assertTrue(error.getMessage().startsWith("population 'a'"), error.getMessage());
    }

    private static final String SOUND =
            """
            network: n
            inputs:
              - {name: in, channels: 2}
            populations:
              - {name: a, size: 2, program: {name: relay_lif, constants: {theta: 5}, state: {v: 1}}}
            projections:
              - {name: p, from: in, to: a, port: sum, dense: {weight: 3, delay: 2}, program: pair_stdp}
              - {name: q, from: in, to: a, dense: {weight: 3}}
            """;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            name: relay_lif    | name: relay         | population 'a': program 'relay' does not exist; library: truenorth_lif
            name: relay_lif    | name: pair_stdp     | population 'a':
            theta: 5           | thetta: 5           | its constants: [decay, theta]
            state: {v: 1}      | state: {w: 1}       | population 'a' starts with a state word 'w', which program 'relay_lif' does not have; its state words: [v]
            port: sum          | port: total         | feeds port 'total', which population 'a' does not have; ports: a0..a3, named [sum, teacher]
            program: pair_stdp | program: srm0       | projection 'p' learns by program 'srm0', which has neither .pre nor .post
            weight: 3}}        | weight: 3}, program: triplet_stdp} | projections 'p' and 'q' learn by different programs onto population 'a'
            weight: 3}}        | weight: 3.5}}       | projection 'q', synapse 0: weight is 3.5, allowed: whole numbers of 32 bits
            delay: 2           | delay: 64           | allowed: whole numbers 0..63
            """)
    @DisplayName("that are wrong are refused, naming the place and what is allowed")
    void refused(String sound, String wrong, String message) {
        assertTrue(SOUND.contains(sound), "the sound file has no: " + sound);
        map(parse(SOUND), List.of());
        RanvierException error =
                assertThrows(RanvierException.class, () -> map(parse(SOUND.replace(sound, wrong)), List.of()));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    @DisplayName("keep the order of the network file when weights are read")
    void order() {
        NetworkDocument document = parse(
                """
                network: order
                inputs:
                  - {name: in, channels: 3}
                populations:
                  - {name: a, size: 3, program: relay_lif}
                projections:
                  - {name: p, from: in, to: a, sparse: {synapses: [[2, 0, 5], [0, 1, 6], [1, 2, 7], [0, 0, 8]]}, program: pair_stdp}
                """);
        Mapping mapping = map(document, List.of("core.neurons=2"));
        try (ChipSession session = new DirectSession(mapping.spec(), 1)) {
            session.load(mapping.image());
            assertArrayEquals(new long[] {5, 6, 7, 8}, new PlasticReader(session, mapping, "p").synapses("weight"));
        }
    }
}
