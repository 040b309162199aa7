package dev.ranvier.emulator.fabric.mesh;

/** A round-robin arbiter over the five ports as a table: the first asking port at or cyclically after a pointer. */
final class RoundRobin {
    private static final int SETS = 1 << Port.COUNT;
    private static final byte[] WINNER = winners();

    private RoundRobin() {}

    private static byte[] winners() {
        byte[] winner = new byte[Port.COUNT * SETS];
        for (int pointer = 0; pointer < Port.COUNT; pointer++) {
            for (int asking = 1; asking < SETS; asking++) {
                int port = pointer;
                while ((asking >>> port & 1) == 0) {
                    port = (port + 1) % Port.COUNT;
                }
                winner[pointer * SETS + asking] = (byte) port;
            }
        }
        return winner;
    }

    /** Winner among the ports whose bits are set in {@code asking}, which must not be empty. */
    static int winner(int pointer, int asking) {
        return WINNER[pointer * SETS + asking];
    }

    /** The port after {@code port}. */
    static int after(int port) {
        return port == Port.COUNT - 1 ? 0 : port + 1;
    }
}
