package dev.ranvier.tools.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.network.NetworkFile;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.RunSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The example recurrent")
class RecurrentExampleTest {
    private final NetworkDocument document = NetworkFile.read(Path.of("examples/recurrent/recurrent.yaml"));

    private static long[] spikesPerHundredTicks(NetworkDocument network) {
        long[] counts = new long[11];
        ExampleRun.of(network, 0, "excitatory", "").spikes().forEach(spike -> counts[(int) (spike[0] / 100)]++);
        return counts;
    }

    private NetworkDocument with(Network network, RunSettings settings) {
        return new NetworkDocument(network, settings);
    }

    @Test
    @DisplayName("keeps itself going after a kick of 20 ticks, at 15 to 35 spikes of a neuron in 1,000 ticks")
    void keepsItselfGoing() {
        long[] counts = spikesPerHundredTicks(document);
        for (int window = 2; window < 10; window++) {
            double perNeuronAndThousand = counts[window] / 80.0 * 10;
            assertTrue(
                    perNeuronAndThousand > 15 && perNeuronAndThousand < 35,
                    "ticks from " + 100 * window + ": " + Arrays.toString(counts));
        }
    }

    @Test
    @DisplayName("is silent without the kick")
    void isSilentWithoutKick() {
        RunSettings said = document.settings();
        RunSettings without = new RunSettings(
                said.chip(),
                said.profile(),
                said.overrides(),
                said.seed(),
                said.ticks(),
                said.tickSeconds(),
                List.of(),
                List.of());
        assertEquals(
                0,
                Arrays.stream(spikesPerHundredTicks(with(document.network(), without)))
                        .sum());
    }

    @Test
    @DisplayName("falls silent if all delays are taken away")
    void needsItsDelays() {
        Network network = document.network();
        List<Projection> projections = network.projections().stream()
                .map(RecurrentExampleTest::withoutDelays)
                .toList();
        Network immediate = new Network(network.name(), network.populations(), network.inputs(), projections);
        long[] counts = spikesPerHundredTicks(with(immediate, document.settings()));
        assertTrue(counts[0] > 0, Arrays.toString(counts));
        assertEquals(0, Arrays.stream(counts).skip(2).sum(), Arrays.toString(counts));
    }

    private static Projection withoutDelays(Projection projection) {
        Connectivity.Synapses synapses = (Connectivity.Synapses) projection.connectivity();
        return Projection.of(
                projection.name(),
                projection.source(),
                projection.target(),
                new Connectivity.Synapses(synapses.pre(), synapses.post(), synapses.weight()),
                projection.synapse());
    }

    @Test
    @DisplayName("is refused on profile nengo, which has no delays, with the profiles that have them")
    void needsAProfileWithDelays() {
        RunSettings said = document.settings();
        RunSettings nengo = new RunSettings(
                said.chip(),
                Optional.of("nengo"),
                said.overrides(),
                said.seed(),
                said.ticks(),
                said.tickSeconds(),
                said.stimuli(),
                List.of());
        RanvierException error =
                assertThrows(RanvierException.class, () -> spikesPerHundredTicks(with(document.network(), nengo)));
        assertTrue(error.getMessage().contains("use profile lava or brian2 for delays"), error.getMessage());
    }
}
