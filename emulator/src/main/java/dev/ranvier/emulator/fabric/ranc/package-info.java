/**
 * The router of RANC: four forwarding blocks and a local exit per node, fixed priorities, FIFOs of depth 4, exact to
 * the clock edge to its Verilog (spike-router specification, B.1). {@link dev.ranvier.emulator.fabric.ranc.RancRouters}
 * is the hardware, clock by clock; {@link dev.ranvier.emulator.fabric.ranc.RancNetwork} puts source queues in front of
 * it.
 */
package dev.ranvier.emulator.fabric.ranc;
