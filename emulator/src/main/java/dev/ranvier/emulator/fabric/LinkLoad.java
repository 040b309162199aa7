package dev.ranvier.emulator.fabric;

/**
 * Traffic of one directed link: an output port of a router.
 *
 * @param plane network of a fabric with several, counted from 0
 * @param router node id of the router that sends
 * @param x column of that router
 * @param y row of that router
 * @param port name of the output, for example {@code +x}, {@code terminal}
 * @param flits flits that left through it
 */
public record LinkLoad(int plane, int router, int x, int y, String port, long flits) {
    /**
     * Share of the counted cycles in which the link carried a flit, 0 .. 1 (RANC's links need two cycles per packet: 0
     * .. 0.5).
     */
    public double utilisation(long cycles) {
        return cycles <= 0 ? 0 : (double) flits / cycles;
    }
}
