/**
 * The network on chip alone: traffic generators, load sweeps and the speed workloads of {@code ranvier noc} and {@code
 * ranvier bench noc}.
 */
package dev.ranvier.tools.noc;
