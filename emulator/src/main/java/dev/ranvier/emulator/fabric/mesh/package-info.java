/**
 * The mesh: five-port, input-buffered, credit-based wormhole routers on a grid or torus, exact to the packet to
 * BookSim2's iq router (spike-router specification, part A). Start with {@link
 * dev.ranvier.emulator.fabric.mesh.MeshConfig} and {@link dev.ranvier.emulator.fabric.mesh.MeshNetwork}.
 */
package dev.ranvier.emulator.fabric.mesh;
