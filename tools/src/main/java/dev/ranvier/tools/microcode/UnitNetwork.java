package dev.ranvier.tools.microcode;

import dev.ranvier.hw.microcode.MicroProgram;
import java.util.List;

/**
 * Neurons and synapses that run microcode on one core: what {@link UnitAssembler} turns into an image.
 *
 * @param name name of the network
 * @param programs programs by profile number, at most 16
 * @param tickProfile profile per neuron
 * @param traceProfile profile of the traces per neuron; -1 = none
 * @param state initial state words per neuron; null = what the programs say
 * @param axonProfile learning profile per axon; -1 = none
 * @param synapses synapses, ascending by axon
 * @param outputs {neuron, core, axon}: which axons a neuron drives, ascending by neuron
 * @param random what enters the random draws
 */
public record UnitNetwork(
        String name,
        List<MicroProgram> programs,
        int[] tickProfile,
        int[] traceProfile,
        int[][] state,
        int[] axonProfile,
        List<Synapse> synapses,
        List<int[]> outputs,
        Random random) {

    /**
     * A synapse.
     *
     * @param axon axon whose row it is in
     * @param post neuron
     * @param port input a0..a3 that it feeds
     * @param delay ticks, 0..63
     * @param weight weight
     * @param tag tag
     */
    public record Synapse(int axon, int post, int port, int delay, int weight, int tag) {}

    /**
     * What enters the random draws (neuron microcode, section 6).
     *
     * @param seed of the run
     * @param core number of the core, 0 .. 2^31 - 1
     * @param firstTick number of the first tick, 0 .. 2^63 - 1
     */
    public record Random(long seed, int core, long firstTick) {}

    /** Copies its lists. */
    public UnitNetwork {
        programs = List.copyOf(programs);
        synapses = List.copyOf(synapses);
        outputs = List.copyOf(outputs);
    }

    /** Number of neurons. */
    public int neurons() {
        return tickProfile.length;
    }
}
