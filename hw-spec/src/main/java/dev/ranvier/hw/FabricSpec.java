package dev.ranvier.hw;

/**
 * How packets travel between cores.
 *
 * @param router kind of the routers
 * @param topology shape of a chip's network
 * @param pipeline pipeline of the mesh router ({@code pb}, {@code spec}, {@code la}, {@code base}; spike-router
 *     specification, A.2), or a remark on that of another router
 * @param routing order of the dimensions
 * @param multicast what becomes of a spike for several tiles
 * @param virtualChannels virtual channels per input port
 * @param bufferDepth flits per virtual channel
 * @param planes independent networks, chosen by packet number
 * @param linkCyclesEastWest link latency in x, cycles
 * @param linkCyclesNorthSouth link latency in y, cycles
 * @param switchCycles cycles that a flit spends in the switch
 * @param creditCycles extra cycles before a returned credit counts
 * @param messageInCycles cycles that a core needs to take a packet in
 * @param messageOutCycles cycles that a core needs to hand a packet out
 * @param watchdogCycles cycles without any movement after which a network with packets in flight counts as stalled
 * @param links links between the chips of a board
 */
public record FabricSpec(
        Router router,
        Topology topology,
        String pipeline,
        Routing routing,
        Multicast multicast,
        int virtualChannels,
        int bufferDepth,
        int planes,
        int linkCyclesEastWest,
        int linkCyclesNorthSouth,
        int switchCycles,
        int creditCycles,
        int messageInCycles,
        int messageOutCycles,
        int watchdogCycles,
        LinkSpec links) {
    /** Kind of the routers. */
    public enum Router {
        /** None: packets arrive at once, and only functional timing is possible. */
        DIRECT,
        /** The five-port router with credits. */
        MESH,
        /** RANC's routers. */
        RANC
    }

    /** Shape of a chip's network. */
    public enum Topology {
        /** A grid with edges. */
        MESH,
        /** A grid whose edges are joined. */
        TORUS
    }

    /** Order of the dimensions in which a packet travels. */
    public enum Routing {
        /** First along x, then along y. */
        X_FIRST,
        /** First along y, then along x. */
        Y_FIRST,
        /** As {@link #X_FIRST}, without the channel classes that keep the rings of a torus free of deadlock. */
        X_FIRST_WITHOUT_CLASSES
    }

    /** What becomes of a spike for several tiles. */
    public enum Multicast {
        /** The core sends one packet per target core, as Loihi does. */
        COPIES,
        /** One packet per spike, copied by the routers where its ways part. */
        TREE
    }

    /**
     * Links between neighbouring chips: one in each direction, from the tile in the middle of a chip's edge to the
     * facing tile.
     *
     * @param columns chips per row of the board; the last row may be shorter
     * @param latencyCycles cycles that a packet is under way, after its last bit was sent
     * @param widthBits bits sent per cycle
     * @param packetBits bits of a packet
     */
    public record LinkSpec(int columns, int latencyCycles, int widthBits, int packetBits) {
        /** Cycles for which a packet occupies the link. */
        public int cyclesPerPacket() {
            return Math.ceilDiv(packetBits, widthBits);
        }
    }
}
