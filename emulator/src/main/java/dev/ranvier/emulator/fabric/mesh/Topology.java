package dev.ranvier.emulator.fabric.mesh;

/** How the routers at the rims of the grid are connected. */
public enum Topology {
    /** Not at all: packets never cross the rim. */
    MESH,
    /** To the opposite rim, in both dimensions. */
    TORUS
}
