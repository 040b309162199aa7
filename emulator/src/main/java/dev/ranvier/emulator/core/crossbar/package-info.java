/**
 * Cores with a binary crossbar (RANC, TrueNorth): axons with a type, and neurons with one weight per type.
 * {@link dev.ranvier.emulator.core.crossbar.CrossbarCore} is a core of a chip that goes tick by tick; what the clocked
 * chip shares with it is {@link dev.ranvier.emulator.core.crossbar.CrossbarState}.
 */
package dev.ranvier.emulator.core.crossbar;
