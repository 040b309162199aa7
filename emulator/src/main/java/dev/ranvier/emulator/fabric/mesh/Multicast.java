package dev.ranvier.emulator.fabric.mesh;

/** What becomes of a packet for a group of destinations ({@link MeshNetwork#offerGroup}). */
public enum Multicast {
    /**
     * The source sends one packet per member, in the order in which the members were registered, as Loihi does. Every
     * configuration can do it.
     */
    COPIES_AT_SOURCE,
    /**
     * One flit travels along the dimension-ordered tree of the members' unicast routes and is copied where the tree
     * branches. At each router it asks for all outputs it has still to visit; every output serves it independently, in
     * the cycle in which its arbiter picks it. An output that is blocked delays only its own copy and, because the flit
     * keeps its place in the input buffer until the last copy has left, the flits behind it. Its buffer place is
     * credited upstream when that last copy leaves.
     *
     * <p>Only for single-flit packets on a mesh with pipeline {@link Pipeline#PB}, one channel and a switch delay of 1.
     * There a copy never holds one output while it waits for another, so the order of dimensions keeps the network free
     * of deadlock as it does for unicast.
     */
    TREE
}
