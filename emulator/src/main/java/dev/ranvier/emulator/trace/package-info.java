/** What is recorded while a chip runs. */
package dev.ranvier.emulator.trace;
