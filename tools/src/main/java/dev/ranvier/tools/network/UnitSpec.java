package dev.ranvier.tools.network;

import java.util.Optional;

/**
 * What a projection onto neurons that run microcode says beside its weights.
 *
 * @param port input of the neuron's program that it feeds: a0..a3, or the name that the program gives it
 * @param program learning program of its synapses, if they learn
 */
public record UnitSpec(String port, Optional<ProgramRef> program) {}
