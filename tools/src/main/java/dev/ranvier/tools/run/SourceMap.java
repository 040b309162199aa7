package dev.ranvier.tools.run;

import dev.ranvier.tools.map.Mapping;
import java.util.Arrays;

/** From a source number on the board back to population and neuron. Immutable. */
final class SourceMap {
    private final int[] population;
    private final int[] neuron;

    SourceMap(Mapping mapping) {
        int sources = Arrays.stream(mapping.coreOf()).max().orElse(0)
                        * mapping.spec().core().neurons()
                + mapping.spec().core().neurons();
        population = new int[sources];
        neuron = new int[sources];
        Arrays.fill(population, -1);
        var populations = mapping.network().populations();
        for (int p = 0; p < populations.size(); p++) {
            int[] of = mapping.sources(populations.get(p).name());
            for (int i = 0; i < of.length; i++) {
                population[of[i]] = p;
                neuron[of[i]] = i;
            }
        }
    }

    /** Population of {@code source}, or -1. */
    int population(int source) {
        return source < population.length ? population[source] : -1;
    }

    /** Neuron within its population. */
    int neuron(int source) {
        return neuron[source];
    }
}
