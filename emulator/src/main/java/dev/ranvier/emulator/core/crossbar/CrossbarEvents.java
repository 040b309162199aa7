package dev.ranvier.emulator.core.crossbar;

/** Kinds of events that the cores of a chip with ticks record (RANC, specification A4: warnings). */
final class CrossbarEvents {
    /** A packet for the row that is in use: dropped. Value: the row. */
    static final int CURRENT_WORD = 0;

    /** The axon was active in that row already. Value: the row. */
    static final int DUPLICATE = 1;

    /** The output was set already since the last row of outputs. Value: the output. */
    static final int BUS_DUPLICATE = 2;

    private CrossbarEvents() {}
}
