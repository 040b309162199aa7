package dev.ranvier.emulator.fabric.ranc;

/**
 * The twelve FIFOs of a node, in the order of our index {@code node * 12 + fifo}. The first letter is the block that
 * writes, the second where the packets go.
 */
final class Fifo {
    static final int LOCAL_EAST = 0;
    static final int LOCAL_WEST = 1;
    static final int EAST_LINK = 2;
    static final int EAST_NORTH = 3;
    static final int EAST_SOUTH = 4;
    static final int WEST_LINK = 5;
    static final int WEST_NORTH = 6;
    static final int WEST_SOUTH = 7;
    static final int NORTH_LINK = 8;
    static final int NORTH_LOCAL = 9;
    static final int SOUTH_LINK = 10;
    static final int SOUTH_LOCAL = 11;
    static final int COUNT = 12;

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
