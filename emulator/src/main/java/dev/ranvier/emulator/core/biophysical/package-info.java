/**
 * Cores of conductance-based cells: receptors, dendrites, back-propagating spikes, spine calcium and receptor-count
 * plasticity, hard-wired in fixed point (biophysical core, version 1). Start at {@link
 * dev.ranvier.emulator.core.biophysical.BiophysicalCore}.
 */
package dev.ranvier.emulator.core.biophysical;
