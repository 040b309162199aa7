/**
 * Networks of crossbar cores as they lie on the chip, RANC's own files, and the assembler that makes images of them. Start
 * at {@link dev.ranvier.tools.crossbar.RancFiles} and {@link dev.ranvier.tools.crossbar.CrossbarAssembler}.
 */
package dev.ranvier.tools.crossbar;
