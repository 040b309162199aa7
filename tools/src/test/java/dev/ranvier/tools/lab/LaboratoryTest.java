package dev.ranvier.tools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.ExperimentFile;
import dev.ranvier.tools.lab.measure.Recording;
import dev.ranvier.tools.session.SessionKind;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the laboratory")
class LaboratoryTest {
    private static final String RANDOM =
            """
            experiment: random
            title: Random network
            duration_ms: 200
            sample_ms: 1
            inputs: {outside: {transmitter: glu, count: 40}}
            stimuli: [{input: outside, poisson_Hz: 60, seed: 7}]
            groups:
              - name: network
                cells:
                  e: {like: point, count: 60}
                  i: {like: point, count: 15, releases: gaba}
                synapses:
                  - {from: outside, to: e, ampa: 200, connect: {in_degree: 20, seed: 1}}
                  - {from: outside, to: i, ampa: 200, connect: {in_degree: 20, seed: 2}}
                  - {from: e, to: i, ampa: 100, connect: {probability: 0.2, seed: 3}, delay_ms: {from: 0.5, to: 3, seed: 4}}
                  - {from: i, to: e, gaba_a: 200, connect: {probability: 0.2, seed: 5}, delay_ms: 1}
            observables:
              spikes: {count: spikes, cell: e}
              v: {end: soma, cell: e}
            """;

    private static Experiment parse(String text) {
        return ExperimentFile.parse("mine.yaml", text, name -> {
            throw new IOException("there is none");
        });
    }

    private static ExperimentRun run(String text, int threads, String... overrides) {
        try (SessionKind.Opener opener = SessionKind.DIRECT.opener(threads)) {
            return new Laboratory(opener, List.of(overrides)).run(parse(text), (done, all) -> {});
        }
    }

    @Test
    @DisplayName("cells on one core and on many, on one thread and on two, give the same recording")
    void manyCores() {
        ExperimentRun one = run(RANDOM, 1);
        ExperimentRun many = run(RANDOM, 2, "core.neurons=8");
        assertEquals(0, one.mapping().coreOf(74));
        assertEquals(9, many.mapping().coreOf(74));
        for (int cell = 0; cell < 75; cell++) {
            assertEquals(one.chip().spikes(cell), many.chip().spikes(cell), "spikes of cell " + cell);
        }
        for (Recording.Probe probe : one.chip().probes()) {
            double[] expected = one.chip().values(probe);
            double[] got = many.chip().values(probe);
            assertTrue(IntStream.range(0, got.length).allMatch(i -> expected[i] == got[i]), probe::toString);
        }
        assertTrue(one.deviation().spikesChip() > 20, "the network is active");
    }

    @Test
    @DisplayName("more kinds of cell than the chip has profiles are refused, naming the limit")
    void profiles() {
        String text = RANDOM.replace("  - name: network\n", "  - name: network\n    sweep: {rest: [VALUES]}\n")
                .replace("e: {like: point, count: 60}", "e: {like: point, rest_mV: rest}")
                .replace("count: 15, ", "")
                .replace(
                        "VALUES",
                        String.join(
                                ",",
                                IntStream.range(-80, -60)
                                        .mapToObj(Integer::toString)
                                        .toList()));
        String message =
                assertThrows(RanvierException.class, () -> run(text, 1)).getMessage();
        assertTrue(message.contains("profiles"), message);
        assertTrue(message.contains("16"), message);
    }

    @Test
    @DisplayName("a recording that would not fit memory is refused before it is made")
    void tooManySamples() {
        String text = RANDOM.replace("duration_ms: 200", "duration_ms: 9000000")
                .replace("sample_ms: 1", "sample_ms: 0.1")
                .replace("poisson_Hz: 60, seed: 7", "at_ms: 10");
        String message =
                assertThrows(RanvierException.class, () -> run(text, 1)).getMessage();
        assertTrue(message.contains("sample_ms"), message);
    }
}
