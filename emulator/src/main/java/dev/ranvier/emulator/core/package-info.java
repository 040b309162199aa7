/** Cores: one folder per family beneath. */
package dev.ranvier.emulator.core;
