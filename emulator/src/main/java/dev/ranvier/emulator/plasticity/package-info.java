/** Learning engines of the families that have them. */
package dev.ranvier.emulator.plasticity;
