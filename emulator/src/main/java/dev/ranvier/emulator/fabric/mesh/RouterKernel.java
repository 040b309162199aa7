package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.StallReport;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * All routers of a network: their buffers, credits and arbiters. Two kernels exist because the simple spike router,
 * which most chips have, is several times faster as words of bits than as the general router; a property test holds
 * them against each other.
 *
 * <p>Inside a cycle the order of routers never matters: whatever one router does to another travels for at least two
 * cycles (A.3).
 */
sealed interface RouterKernel permits SingleChannelRouters, VirtualChannelRouters {
    /** A packet has been appended to the source queue of a router. */
    void packetWaits(int router);

    /**
     * Simulates one cycle.
     *
     * @return flits that moved: injections and switch grants
     */
    int step(long cycle);

    /** True if the coming cycles change nothing until a flit or credit arrives or a packet is offered. */
    boolean quiet();

    /**
     * The first cycle, from {@code cycle} on, in which a flit or credit arrives; {@link Long#MAX_VALUE} if none is on
     * its way.
     */
    long nextEvent(long cycle);

    /** True if the terminal of a router has a credit for a new packet's head flit. */
    boolean canInject(int router);

    /** Most flits that any FIFO of an input port held at once since the marks were cleared. */
    int highWater(int router, int input);

    /** Sets all marks to what the FIFOs hold now. */
    void clearHighWater();

    /** Adds what every blocked FIFO waits for. */
    void waits(List<StallReport.Wait> waits);

    /** Back to empty buffers and arbiters at their start. */
    void reset();

    void save(DataOutput out) throws IOException;

    void load(DataInput in) throws IOException;
}
