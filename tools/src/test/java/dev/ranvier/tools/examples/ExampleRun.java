package dev.ranvier.tools.examples;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.map.Mapper;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.InputEvents;
import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import dev.ranvier.tools.session.PlasticReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network file does when it is run as it says.
 *
 * @param spikes {tick, neuron} of the population that is looked at, in the order of ticks
 * @param weights weights of a projection that learns after the last tick; empty if none is looked at
 */
record ExampleRun(List<long[]> spikes, long[] weights) {
    /**
     * Maps and runs {@code document} for as long as it says.
     *
     * @param seed seed of the chip's draws
     * @param population whose spikes
     * @param projection whose weights; empty for none
     */
    static ExampleRun of(NetworkDocument document, long seed, String population, String projection) {
        ChipSpec spec = document.settings().loadChip();
        Mapping mapping = Mapper.map(document.network(), spec, seed);
        Map<Integer, Integer> neuronOf = new HashMap<>();
        int[] sources = mapping.sources(population);
        Arrays.stream(sources).forEach(source -> neuronOf.put(source, neuronOf.size()));
        List<long[]> spikes = new ArrayList<>();
        try (ChipSession session = new DirectSession(spec, 1)) {
            session.load(mapping.image());
            session.collectSpikes();
            InputEvents events = document.inputEvents();
            session.inject(events.ticks(), events.channels(), events.values());
            session.advance(document.settings().ticks().orElseThrow());
            session.takeSpikes((tick, source, value) -> {
                if (neuronOf.containsKey(source)) {
                    spikes.add(new long[] {tick, neuronOf.get(source)});
                }
            });
            return new ExampleRun(
                    spikes,
                    projection.isEmpty()
                            ? new long[0]
                            : new PlasticReader(session, mapping, projection).synapses("weight"));
        }
    }
}
