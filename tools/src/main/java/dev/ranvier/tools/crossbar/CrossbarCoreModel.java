package dev.ranvier.tools.crossbar;

import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.List;

/**
 * A core of a crossbar network: axon types, neurons and the synapses between them. Filled by one thread, then only read.
 */
public final class CrossbarCoreModel {
    private final int x;
    private final int y;
    private final byte[] axonTypes;
    private final List<CrossbarNeuron> neurons = new ArrayList<>();
    private final List<long[]> synapses = new ArrayList<>();

    /**
     * A core without neurons.
     *
     * @param x column of its node
     * @param y row of its node
     * @param axonTypes type per axon; owned by the core from now on
     */
    public CrossbarCoreModel(int x, int y, byte[] axonTypes) {
        this.x = x;
        this.y = y;
        this.axonTypes = axonTypes;
    }

    /**
     * Adds a neuron; returns its number.
     *
     * @param row bit a: synapse from axon a; owned by the core from now on
     */
    public int add(CrossbarNeuron neuron, long[] row) {
        if (row.length > Math.ceilDiv(axonTypes.length, Long.SIZE)) {
            throw new RanvierException("core (" + x + "," + y + "): a row of synapses has " + row.length
                    + " words, allowed: " + Math.ceilDiv(axonTypes.length, Long.SIZE) + " for " + axonTypes.length
                    + " axons");
        }
        neurons.add(neuron);
        synapses.add(row);
        return neurons.size() - 1;
    }

    /** Column of its node. */
    public int x() {
        return x;
    }

    /** Row of its node. */
    public int y() {
        return y;
    }

    /** Number of axons. */
    public int axons() {
        return axonTypes.length;
    }

    /** Type of {@code axon}. */
    public int axonType(int axon) {
        return axonTypes[axon];
    }

    /** Number of neurons. */
    public int neurons() {
        return neurons.size();
    }

    /** Neuron {@code n}. */
    public CrossbarNeuron neuron(int n) {
        return neurons.get(n);
    }

    /** Synapses onto neuron {@code n}: bit a for axon a; not to be changed. */
    public long[] synapses(int n) {
        return synapses.get(n);
    }
}
