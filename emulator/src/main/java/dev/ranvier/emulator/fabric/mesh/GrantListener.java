package dev.ranvier.emulator.fabric.mesh;

/**
 * Sees every decision of the routers' switches and, if it wants to, what enters and leaves their buffers: for traces, and
 * to find the first wrong decision. Called on the network's thread; must not call the network.
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

    /**
     * A flit was written into an input buffer; it can be granted in the same cycle.
     *
     * @param cycle cycle of the write
     * @param router node id of the router
     * @param input input port
     * @param channel virtual channel of the input
     * @param tag tag of the flit's packet
     */
    default void entered(long cycle, int router, int input, int channel, long tag) {}

    /**
     * A flit left an input buffer: with its grant, or, if it was granted several outputs for a group, with the last of
     * them. Follows {@link #granted}.
     *
     * @param cycle cycle of the grant
     * @param router node id of the router
     * @param input input port
     * @param channel virtual channel of the input
     * @param tag tag of the flit's packet
     */
    default void left(long cycle, int router, int input, int channel, long tag) {}
}
