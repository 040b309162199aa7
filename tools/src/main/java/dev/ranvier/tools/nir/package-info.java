/**
 * NIR, the Neuromorphic Intermediate Representation: reading a file, judging it, and the graph that comes out.
 *
 * <p>{@link dev.ranvier.tools.nir.NirReader} turns a file into a {@link dev.ranvier.tools.nir.NirReport}: one verdict,
 * every repair, every fault, and the immutable {@link dev.ranvier.tools.nir.NirGraph} when the file can be used. A NIR
 * file declares a network in continuous time; it has no time step. What it does in steps is decided by a named profile
 * of {@code dev.ranvier.tools.nir.sim}.
 */
package dev.ranvier.tools.nir;
