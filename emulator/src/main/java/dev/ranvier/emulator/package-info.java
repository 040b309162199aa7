/** Placeholder. */
package dev.ranvier.emulator;
