/** The functional fabric. */
package dev.ranvier.emulator.fabric.direct;
