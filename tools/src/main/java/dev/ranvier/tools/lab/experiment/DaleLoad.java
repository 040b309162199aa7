package dev.ranvier.tools.lab.experiment;

import dev.ranvier.tools.cells.PhysicalNetwork;

/**
 * A network that is only loaded: does the chip take it?
 *
 * @param name its name, the one of an observable that is 1 if the load is accepted and 0 if it breaks Dale's principle
 * @param network the network
 */
public record DaleLoad(String name, PhysicalNetwork network) {}
