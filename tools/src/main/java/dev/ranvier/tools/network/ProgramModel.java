package dev.ranvier.tools.network;

import java.util.Map;
import java.util.TreeMap;

/**
 * Neurons that run a microcode program, for programmable cores.
 *
 * @param size number of neurons
 * @param program what they run
 * @param state initial values of state words by name, one per neuron; words that are not named start as the program says
 */
public record ProgramModel(int size, ProgramRef program, Map<String, int[]> state) implements NeuronModel {
    /** Copies its map, in the order of the names. */
    public ProgramModel {
        state = java.util.Collections.unmodifiableMap(new TreeMap<>(state));
    }
}
