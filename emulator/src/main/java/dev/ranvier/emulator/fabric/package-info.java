/**
 * How spikes travel between cores. {@link dev.ranvier.emulator.fabric.Fabric} is what every network on chip offers; the
 * networks themselves lie in the packages beneath: {@code mesh} (the credit-based five-port router) and {@code ranc}
 * (the router of the RANC project).
 */
package dev.ranvier.emulator.fabric;
