package dev.ranvier.emulator.fabric.mesh;

/**
 * Sees every decision of the routers' switches: for traces, and to find the first wrong decision. Called on the
 * network's thread; must not call the network.
 */
@FunctionalInterface
public interface GrantListener {
    /**
     * A flit won the switch.
     *
     * @param cycle cycle of the grant
     * @param router node id of the router
     * @param input input port, see {@link Port}
     * @param channel virtual channel of the input, 0 .. V-1
     * @param output output port
     * @param tag tag of the flit's packet
     * @param flit number of the flit in its packet, from 0
     */
    void granted(long cycle, int router, int input, int channel, int output, long tag, int flit);
}
