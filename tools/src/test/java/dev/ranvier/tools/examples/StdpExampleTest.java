package dev.ranvier.tools.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.network.NetworkFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The example stdp")
class StdpExampleTest {
    private static final int LARGEST = 20;
    private static final int PAIRS = 12;
    private static final int START = 128;

    private final NetworkDocument document = NetworkFile.read(Path.of("examples/stdp/stdp.yaml"));

    private ExampleRun run(long seed) {
        return ExampleRun.of(document, seed, "post", "plastic");
    }

    @Test
    @DisplayName("makes post neuron i fire i - 20 ticks after every pre spike, and at no other time")
    void timeDifferences() {
        ExampleRun run = run(1);
        for (int synapse = 0; synapse <= 2 * LARGEST; synapse++) {
            int neuron = synapse;
            TreeSet<Long> expected = new TreeSet<>();
            for (int pair = 0; pair < PAIRS; pair++) {
                expected.add(70L + 80 * pair + synapse - LARGEST);
            }
            assertEquals(
                    expected,
                    run.spikes().stream()
                            .filter(spike -> spike[1] == neuron)
                            .map(spike -> spike[0])
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        assertEquals(PAIRS * (2 * LARGEST + 1), run.spikes().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("strengthens synapses whose pre spike comes first, weakens the others, and less the further apart")
    void window(long seed) {
        long[] weights = run(seed).weights();
        assertEquals(START, weights[LARGEST]);
        for (int apart = 1; apart <= LARGEST; apart++) {
            long gained = weights[LARGEST + apart] - START;
            long lost = START - weights[LARGEST - apart];
            assertTrue(gained > 0, apart + " ticks after: " + gained);
            assertTrue(lost > 0, apart + " ticks before: " + lost);
            // Rounding is stochastic: neighbours may change places, synapses five ticks apart do not.
            if (apart + 5 <= LARGEST) {
                assertTrue(gained > weights[LARGEST + apart + 5] - START, "after, " + apart);
                assertTrue(lost > START - weights[LARGEST - apart - 5], "before, " + apart);
            }
            // 12 pairs of impulse 32 times 2^-2, decaying with 10 ticks.
            double expected = PAIRS * 8 * Math.exp(-apart / 10.0);
            assertEquals(expected, gained, 7, apart + " ticks after");
            assertEquals(expected, lost, 7, apart + " ticks before");
        }
    }

    @Test
    @DisplayName("gives the same weights for the same seed, and others for another")
    void seeds() {
        long[] weights = run(1).weights();
        assertArrayEquals(weights, run(1).weights());
        assertFalse(Arrays.equals(weights, run(2).weights()));
    }
}
