package dev.ranvier.hw;

/**
 * How packets travel between cores.
 *
 * @param router router kind: {@code direct} (functional only) or {@code mesh}
 * @param pipeline pipeline of the mesh router: pb, spec, la, base
 * @param virtualChannels virtual channels per input port
 * @param bufferDepth flits per virtual channel
 * @param planes independent networks, chosen by packet number
 * @param linkCyclesEastWest link latency in x, cycles
 * @param linkCyclesNorthSouth link latency in y, cycles
 * @param messageInCycles cycles to bring a message into the router network
 * @param messageOutCycles cycles to take a message out of it
 */
public record FabricSpec(
        String router,
        String pipeline,
        int virtualChannels,
        int bufferDepth,
        int planes,
        int linkCyclesEastWest,
        int linkCyclesNorthSouth,
        int messageInCycles,
        int messageOutCycles) {}
