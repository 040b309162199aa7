package dev.ranvier.tools.crossbar;

import java.util.List;
import java.util.Optional;

/**
 * A network of crossbar cores as it lies on a grid. Nodes without a core have silent neurons.
 *
 * @param name its name
 * @param cores the cores; may be made while they are gone through, and may be gone through more than once
 * @param bus the node that hands packets out of the chip, if there is one
 */
public record CrossbarNetwork(String name, Iterable<CrossbarCoreModel> cores, Optional<Bus> bus) {
    /**
     * The output bus.
     *
     * @param x column of its node
     * @param y row of its node
     * @param outputs number of outputs
     */
    public record Bus(int x, int y, int outputs) {}

    /**
     * A packet that a host sends.
     *
     * @param slot tick of its stamp: it acts in tick slot + 1 + its delay at the earliest
     * @param x column of its target
     * @param y row of its target
     * @param axon axon, or output of the bus
     * @param delay as the chip counts it
     */
    public record Packet(long slot, int x, int y, int axon, int delay) {}

    /** A network whose cores are all there. */
    public static CrossbarNetwork of(String name, List<CrossbarCoreModel> cores, Optional<Bus> bus) {
        return new CrossbarNetwork(name, List.copyOf(cores), bus);
    }
}
