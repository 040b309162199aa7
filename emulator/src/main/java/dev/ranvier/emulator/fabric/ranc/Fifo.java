package dev.ranvier.emulator.fabric.ranc;

/**
 * The twelve FIFOs of a node, in the order of our index {@code node * 12 + fifo}. The first letter is the block that
 * writes, the second where the packets go.
 */
public final class Fifo {
    /** The core's packets that go east, or straight north or south. */
    public static final int LOCAL_EAST = 0;
    /** The core's packets that go west. */
    public static final int LOCAL_WEST = 1;
    /** Forward-east to the east neighbour. */
    public static final int EAST_LINK = 2;
    /** Forward-east to forward-north. */
    public static final int EAST_NORTH = 3;
    /** Forward-east to forward-south. */
    public static final int EAST_SOUTH = 4;
    /** Forward-west to the west neighbour. */
    public static final int WEST_LINK = 5;
    /** Forward-west to forward-north. */
    public static final int WEST_NORTH = 6;
    /** Forward-west to forward-south. */
    public static final int WEST_SOUTH = 7;
    /** Forward-north to the north neighbour. */
    public static final int NORTH_LINK = 8;
    /** Forward-north to the core. */
    public static final int NORTH_LOCAL = 9;
    /** Forward-south to the south neighbour. */
    public static final int SOUTH_LINK = 10;
    /** Forward-south to the core. */
    public static final int SOUTH_LOCAL = 11;
    /** FIFOs of a node. */
    public static final int COUNT = 12;

    private static final String[] NAMES = {
        "from-local east",
        "from-local west",
        "forward-east link",
        "forward-east north",
        "forward-east south",
        "forward-west link",
        "forward-west north",
        "forward-west south",
        "forward-north link",
        "forward-north local",
        "forward-south link",
        "forward-south local"
    };

    private Fifo() {}

    static String name(int fifo) {
        return NAMES[fifo];
    }
}
