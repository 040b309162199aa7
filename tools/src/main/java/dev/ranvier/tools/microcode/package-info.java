/**
 * Microcode for people: text to programs and back, programs and networks of units to an image, single steps. Start at
 * {@link dev.ranvier.tools.microcode.MicroAssembler}.
 */
package dev.ranvier.tools.microcode;
