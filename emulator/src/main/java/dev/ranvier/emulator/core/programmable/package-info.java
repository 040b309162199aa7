/**
 * Cores whose neurons and synapses run microcode (neuron microcode, version 2): three engines with one meaning. Start
 * at {@link dev.ranvier.emulator.core.programmable.ProgrammableCore}.
 */
package dev.ranvier.emulator.core.programmable;
