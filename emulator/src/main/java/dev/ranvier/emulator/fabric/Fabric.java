package dev.ranvier.emulator.fabric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A network on chip: takes packets at nodes and yields their arrivals, cycle by cycle.
 *
 * <p>Two forms over the same routers. <em>Stepped</em>: {@link #offer} packets that are generated now, {@link #stepTo}
 * a later cycle, {@link #drain} what has arrived; this is for machines whose cores and network influence each other
 * inside a tick. <em>Batch</em>: {@link #deliver} a list of packets with their emission cycles; this is for machines
 * that compute a whole tick first. Both give the same arrivals, and both may be mixed.
 *
 * <p>Owner: the chip that holds it; one thread at a time. Nothing is allocated while running, except when more packets
 * are in flight than ever before.
 */
public interface Fabric {
    /** Number of nodes; node ids are 0 .. nodes-1, row by row: {@code y * columns + x}. */
    int nodes();

    /** Routers that a packet from {@code source} to {@code destination} crosses, both ends counted: at least 1. */
    int routersCrossed(int source, int destination);

    /** The next cycle to be simulated; 0 at reset. */
    long cycle();

    /**
     * Deliveries that are still to come: packets (for groups: copies) offered and not arrived before {@link #cycle()}.
     */
    long inFlight();

    /**
     * Hands one packet to the source queue of a node; it is generated at {@link #cycle()}.
     *
     * @param source node id, 0 .. nodes-1
     * @param destination node id, 0 .. nodes-1; the source itself is allowed, the packet then crosses one router
     * @param flits length of the packet, at least 1
     * @param tag returned with the arrival; the fabric does not look at it
     * @throws IllegalArgumentException if a value is out of range
     */
    void offer(int source, int destination, int flits, long tag);

    /**
     * Registers a set of destinations for {@link #offerGroup}; done once, when a chip is loaded.
     *
     * @param destinations node ids without repetition, at least 1
     * @return the group's number, counted from 0
     */
    int group(int... destinations);

    /**
     * Hands one single-flit packet for all members of a group to the source queue of a node. Every member yields one
     * arrival with this tag. Whether copies are made at the source, in the order in which the members were registered,
     * or in the routers, is a property of the fabric.
     *
     * @param source node id, 0 .. nodes-1
     * @param group a number that {@link #group} returned
     * @param tag returned with every arrival
     */
    void offerGroup(int source, int group, long tag);

    /**
     * True if a packet offered to this node now could not enter the network in this cycle: something waits before it,
     * or the router's local buffer is full.
     */
    boolean blocked(int node);

    /**
     * Simulates all cycles before {@code cycle}; afterwards {@link #cycle()} equals it. Stretches in which nothing can
     * happen are jumped over.
     *
     * @param cycle not before {@link #cycle()}
     * @throws FabricStalledException if nothing has moved for the watchdog's time while packets are in flight
     */
    void stepTo(long cycle);

    /**
     * Simulates until nothing is in flight any more.
     *
     * @return the cycle after the last arrival, which is also the new {@link #cycle()}; unchanged if nothing was in
     *     flight
     * @throws FabricStalledException as {@link #stepTo}
     */
    long stepUntilEmpty();

    /**
     * Moves all arrivals of simulated cycles (that is, before {@link #cycle()}) to the end of {@code into}, in the
     * order of their cycles and, within a cycle, of their destination nodes' routers.
     *
     * @return how many were moved
     */
    int drain(Arrivals into);

    /**
     * Batch form: feeds packets at their emission cycles and simulates all cycles before {@code until}. What has not
     * arrived by then stays in flight and arrives in a later call.
     *
     * @param packets sorted by cycle ({@link PacketBatch#sortByCycle()}); none before {@link #cycle()}, none at or
     *     after {@code until}
     * @param until cycle to stop at
     * @param into receives the arrivals
     */
    default void deliver(PacketBatch packets, long until, Arrivals into) {
        int count = packets.size();
        if (count > 0 && packets.cycle(count - 1) >= until) {
            throw new IllegalArgumentException("the last packet is emitted in cycle " + packets.cycle(count - 1)
                    + ", which is not before the end of the run (" + until
                    + "): allowed are emission cycles below the end; run longer or deliver it in the next call");
        }
        feed(packets, into);
        stepTo(until);
        drain(into);
    }

    /**
     * Batch form: feeds packets at their emission cycles and simulates until everything has arrived.
     *
     * @param packets sorted by cycle ({@link PacketBatch#sortByCycle()}); none before {@link #cycle()}
     * @param into receives the arrivals
     * @return the cycle after the last arrival
     */
    default long deliver(PacketBatch packets, Arrivals into) {
        feed(packets, into);
        long end = stepUntilEmpty();
        drain(into);
        return end;
    }

    /**
     * Steps to each packet's emission cycle and offers it there. Part of the batch form: afterwards the last packet has
     * been offered and not yet stepped.
     */
    private void feed(PacketBatch packets, Arrivals into) {
        int count = packets.size();
        for (int k = 0; k < count; k++) {
            long due = packets.cycle(k);
            if (due != cycle()) {
                if (due < cycle()) {
                    throw new IllegalArgumentException("packet " + k + " of the batch is emitted in cycle " + due
                            + " but the fabric has already reached cycle " + cycle()
                            + ": sort the batch by cycle and do not emit into the past");
                }
                stepTo(due);
                drain(into);
            }
            if (packets.isGroup(k)) {
                offerGroup(packets.source(k), packets.group(k), packets.tag(k));
            } else {
                offer(packets.source(k), packets.destination(k), packets.flits(k), packets.tag(k));
            }
        }
    }

    /** What has been counted since the reset (or since {@link #clearStatistics()}), as an immutable copy. */
    FabricStatistics statistics();

    /** Sets all counters, high-water marks and the histogram to zero; the network's state is not touched. */
    void clearStatistics();

    /**
     * Back to cycle 0 with empty buffers and all arbiters at their start; registered groups stay, counters become zero.
     */
    void reset();

    /** Writes the complete state, registered groups and counters included. */
    void save(DataOutput out) throws IOException;

    /**
     * Reads a state that {@link #save} wrote from a fabric of the same configuration.
     *
     * @throws IOException if the state belongs to another configuration or is damaged
     */
    void load(DataInput in) throws IOException;
}
