package dev.ranvier.emulator.core.crossbar;

/**
 * Signals of the RANC hardware that the clocked chip records on request (kinds of its board's events), and how their
 * values are packed into 44 bits. Every event is of the rising edge named by its time, values as they are just before it.
 */
final class RancSignals {
    /** A token controller executes a state for the first time: 0 idle, 1 start, 6 clear. */
    static final int STATE = 0;

    /** A firing neuron begins to wait for its router. Value: neuron. */
    static final int STALL = 1;

    /** It goes on. Value: neuron. */
    static final int RESUME = 2;

    /** A potential was written back. Value: neuron (bits 11:0), potential (bits 43:12). */
    static final int WRITE_BACK = 3;

    /** A packet at a scheduler. Value: axon (11:0), tick (19:12), row (27:20), current row (35:28), lost (36). */
    static final int DELIVERY = 4;

    /** A packet was written to, or read from, a FIFO of a router. Value: read (0), FIFO (4:1), packet if written (43:5). */
    static final int HOP = 5;

    /** The input buffer was read. */
    static final int INPUT_READ = 6;

    /** A packet of the host was written to the input buffer. */
    static final int INPUT_WRITE = 7;

    /** An error flag is on for the first time. Value: 0 token controller, 1 fifo_write_error, 2 packet_read_error. */
    static final int ERROR = 8;

    /**
     * Pins and registers of the AXI front end. Value: tready (0), fifo_valid (1), fifo_full (2), fetch state (4:3),
     * fifo_write_error (5), packet_read_error (6), num_packets (23:7), addr (40:24).
     */
    static final int FRONT_END = 9;

    /** The data that the front end presents to the input buffer, when fifo_valid is on. */
    static final int FRONT_END_DATA = 10;

    /** All kinds: what is ignored until a host asks for it. */
    static final long ALL = (1L << 11) - 1;

    static final int STATE_IDLE = 0;
    static final int STATE_START = 1;
    static final int STATE_CLEAR = 6;

    private RancSignals() {}
}
