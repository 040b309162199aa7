package dev.ranvier.emulator.fabric.ranc;

/** Sees every packet that moves through the FIFOs of a grid. Called inside {@link RancRouters#rise()}. */
public interface HopListener {
    /**
     * A packet was written.
     *
     * @param fifo node · {@link Fifo#COUNT} + kind; never the input's
     * @param dx distance to the east as the FIFO holds it; 0 where it is stripped
     * @param dy distance to the north as the FIFO holds it
     * @param payload what came in with the packet
     */
    void written(int fifo, int dx, int dy, int payload);

    /**
     * A packet was read.
     *
     * @param fifo node · {@link Fifo#COUNT} + kind, or {@link RancRouters#inputFifo()}
     */
    void read(int fifo);
}
