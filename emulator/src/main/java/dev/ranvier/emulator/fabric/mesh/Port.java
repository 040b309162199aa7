package dev.ranvier.emulator.fabric.mesh;

/**
 * Port numbers, the same for inputs and outputs (spike-router specification, A.1). An output feeds the input {@code
 * output ^ 1} of the neighbour: what leaves a router at +x enters the next one at -x.
 */
public final class Port {
    /** Towards higher x. */
    public static final int EAST = 0;
    /** Towards lower x. */
    public static final int WEST = 1;
    /** Towards higher y. */
    public static final int NORTH = 2;
    /** Towards lower y. */
    public static final int SOUTH = 3;
    /** The node's own terminal: injection as input, ejection as output. */
    public static final int TERMINAL = 4;
    /** Number of ports. */
    public static final int COUNT = 5;

    private static final String[] NAMES = {"+x", "-x", "+y", "-y", "terminal"};

    private Port() {}

    /** {@code +x}, {@code -x}, {@code +y}, {@code -y} or {@code terminal}. */
    public static String name(int port) {
        return NAMES[port];
    }
}
