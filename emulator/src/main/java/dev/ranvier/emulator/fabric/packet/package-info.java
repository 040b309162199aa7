/**
 * What every network on chip needs around its routers: packets in flight, the queues in front of the terminals,
 * arrivals in order, destination groups.
 */
package dev.ranvier.emulator.fabric.packet;
