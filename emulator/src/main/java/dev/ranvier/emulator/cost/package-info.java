/** Counters, cycles and energy. */
package dev.ranvier.emulator.cost;
