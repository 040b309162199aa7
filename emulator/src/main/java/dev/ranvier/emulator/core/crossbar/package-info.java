/**
 * Cores with a binary crossbar (RANC, TrueNorth): axons with a type, and neurons with one weight per type.
 * {@link dev.ranvier.emulator.core.crossbar.CrossbarCores} makes the cores of a chip that goes tick by tick; what the clocked
 * chip shares with it is {@code CrossbarState}; {@link dev.ranvier.emulator.core.crossbar.RancMachine} is the clocked hardware.
 */
package dev.ranvier.emulator.core.crossbar;
