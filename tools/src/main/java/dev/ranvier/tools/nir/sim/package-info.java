/**
 * The reference simulator: runs a flat {@link dev.ranvier.tools.nir.NirGraph} in float64 or float32 under a named
 * {@link dev.ranvier.tools.nir.sim.NirSemantics}, plainly and slowly. It says what a network does before anything of a
 * chip is involved.
 */
package dev.ranvier.tools.nir.sim;
