/** The instruction set of the programmable cores: words, programs, random draws (neuron microcode, version 2). */
package dev.ranvier.hw.microcode;
