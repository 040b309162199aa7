/** Loihi cores: compartments, synapses, delays, learning, in three semantics profiles. */
package dev.ranvier.emulator.core.compartment;
