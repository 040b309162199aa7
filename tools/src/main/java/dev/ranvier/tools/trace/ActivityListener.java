package dev.ranvier.tools.trace;

/**
 * Is told what happens on a board, cycle by cycle. Tiles are numbered over the board, chip after chip and row by row; a
 * core's number is its tile's times the cores per tile, plus its place in the tile.
 *
 * <p>The events of one buffer must come in the order of their cycles; others may come in any order between the start and
 * the end of their tick. Called on one thread.
 */
public interface ActivityListener {
    /**
     * A tick began.
     *
     * @param tick its number
     * @param cycle its first cycle
     */
    void tickStarted(long tick, long cycle);

    /**
     * A tick ended.
     *
     * @param tick its number
     * @param cycle the cycle after its last
     */
    void tickEnded(long tick, long cycle);

    /**
     * A core was busy.
     *
     * @param core core on the board
     * @param phase with what
     * @param from first cycle
     * @param to cycle after the last; nothing is recorded if it is not above {@code from}
     */
    void busy(int core, Phase phase, long from, long to);

    /**
     * A core emitted a spike.
     *
     * @param core core on the board
     * @param neuron neuron of the core
     * @param cycle cycle of the emission
     */
    void spiked(int core, int neuron, long cycle);

    /**
     * A flit was written into a buffer of a router.
     *
     * @param tile tile on the board
     * @param buffer number of the buffer, see {@link TraceShape#buffers()}
     * @param tag tag of the flit's packet
     * @param cycle cycle of the write
     */
    void entered(int tile, int buffer, long tag, long cycle);

    /** A flit left a buffer; parameters as for {@link #entered}. */
    void left(int tile, int buffer, long tag, long cycle);

    /**
     * A flit won the switch.
     *
     * @param tile tile on the board
     * @param buffer where it came from
     * @param output number of the output, see {@link TraceShape#outputs()}
     * @param tag tag of the flit's packet
     * @param cycle cycle of the grant
     */
    void granted(int tile, int buffer, int output, long tag, long cycle);
}
