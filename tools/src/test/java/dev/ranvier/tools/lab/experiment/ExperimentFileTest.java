package dev.ranvier.tools.lab.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.cells.Transmitter;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("experiment files")
class ExperimentFileTest {
    @Test
    @DisplayName("a sweep sets up a preparation per value, with its own cells, synapses and currents")
    void sweep() {
        Experiment experiment = ExperimentFileErrorTest.parse(ExperimentFileErrorTest.GOOD);
        assertEquals(2, experiment.preparations().size());
        assertEquals(Map.of("hold", -70.0), experiment.preparations().get(1).at());
        assertEquals(2, experiment.network().cells());
        assertEquals(-90, experiment.network().kinds().get(0).rest()[1]);
        assertEquals(800, experiment.schedule().ticks());
        assertEquals(401, experiment.schedule().samples());
        assertArrayEquals(new long[] {99}, experiment.schedule().stamps(), "an input at 10 ms is stamped tick 99");
        assertEquals(
                "[100 CURRENT 0, 300 CURRENT 1, 600 CURRENT 0, 600 CURRENT 1]",
                experiment.schedule().controls().stream()
                        .map(c -> c.tick() + " " + c.action() + " " + c.cell())
                        .toList()
                        .toString());
    }

    @Test
    @DisplayName("expressions follow the rules of arithmetic")
    void expressions() {
        Map<String, Double> names = Map.of("delta", -10.0, "k", 3.0);
        assertEquals(109, Expression.evaluate("120 + delta - 1", names));
        assertEquals(1620, Expression.evaluate("120+500*k", names));
        assertEquals(1.5e-3, Expression.evaluate("1.5e-3", names));
        assertEquals(-5, Expression.evaluate("-(k + 2)", names));
        assertEquals(2, Expression.evaluate("k - 2 / 2 / 1", names));
    }

    @Test
    @DisplayName("random connections and Poisson inputs depend on their seed alone, and meet their probability")
    void random() {
        CellSynapses first = random(1);
        assertArrayEquals(first.source(), random(1).source());
        assertNotEquals(
                Arrays.toString(first.source()), Arrays.toString(random(2).source()));
        long inhibitory =
                Arrays.stream(first.source()).filter(s -> s >= 50 + 80).count();
        long excitatory = first.count() - inhibitory - 100 * 10;
        // Binomial, 80 * 100 and 20 * 100 pairs at 0.1: within four standard deviations.
        assertEquals(800, excitatory, 4 * Math.sqrt(8000 * 0.09));
        assertEquals(200, inhibitory, 4 * Math.sqrt(2000 * 0.09));
        for (int post = 0; post < 100; post++) {
            int cell = post;
            long inputs = java.util.stream.IntStream.range(0, first.count())
                    .filter(s -> first.post()[s] == cell && first.source()[s] < 50)
                    .count();
            assertEquals(10, inputs, "in-degree of cell " + cell);
        }
        assertTrue(Arrays.stream(first.delay()).allMatch(d -> d >= 1 && d <= 30));
        assertTrue(Arrays.stream(first.delay()).distinct().count() > 20);
    }

    private static CellSynapses random(int seed) {
        Experiment experiment = ExperimentFileErrorTest.parse(
                """
                experiment: random
                title: Random
                duration_ms: 1000
                inputs: {outside: {transmitter: glu, count: 50}}
                stimuli: [{input: outside, poisson_Hz: 20, seed: SEED}]
                groups:
                  - name: network
                    cells:
                      e: {like: point, count: 80}
                      i: {like: point, count: 20, releases: gaba}
                    synapses:
                      - {from: outside, to: e, ampa: 100, connect: {in_degree: 10, seed: SEED}}
                      - {from: outside, to: i, ampa: 100, connect: {in_degree: 10, seed: SEED}}
                      - {from: e, to: e, ampa: 75, connect: {probability: 0.1, seed: SEED}, delay_ms: {from: 0.1, to: 3, seed: 4}}
                      - {from: e, to: i, ampa: 75, connect: {probability: 0.1, seed: SEED}}
                      - {from: i, to: e, gaba_a: 200, connect: {probability: 0.1, seed: SEED}}
                      - {from: i, to: i, gaba_a: 200, connect: {probability: 0.1, seed: SEED}}
                """
                        .replace("SEED", Integer.toString(seed)));
        int spikes = experiment.schedule().stamps().length;
        assertEquals(1000, spikes, 4 * Math.sqrt(1000), "50 inputs at 20 Hz for a second");
        assertEquals(Transmitter.GABA, experiment.network().transmitterOfCell()[99]);
        return experiment.network().synapses();
    }
}
