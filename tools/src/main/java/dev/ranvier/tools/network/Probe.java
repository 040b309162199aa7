package dev.ranvier.tools.network;

/** Something that a run records. */
public sealed interface Probe permits Probe.Spikes, Probe.State, Probe.Synapses {
    /** The population or projection that is observed. */
    String of();

    /**
     * Spikes of neurons.
     *
     * @param of population
     * @param neurons neurons within the population, ascending
     */
    record Spikes(String of, int[] neurons) implements Probe {}

    /**
     * A state variable of neurons, read after a tick.
     *
     * @param of population
     * @param variable one of the chip's state variables: u, v, q (accumulator), refractory, y1, y2, y3
     * @param neurons neurons within the population, ascending
     * @param every read after every n-th tick, n &gt;= 1
     */
    record State(String of, String variable, int[] neurons, int every) implements Probe {}

    /**
     * A variable of all synapses of a projection that learns, read after a tick.
     *
     * @param of projection
     * @param variable which one
     * @param every read after every n-th tick, n &gt;= 1
     */
    record Synapses(String of, Variable variable, int every) implements Probe {
        /** Variables of a synapse that learns. */
        public enum Variable {
            /** Weight mantissa; of spines, number of AMPA receptors. */
            WEIGHT,
            /** Tag t. */
            TAG,
            /** Learned delay d. */
            DELAY_TAG,
            /** Calcium of a spine, 2^-12. */
            CALCIUM,
            /** NMDA fraction of a spine that glutamate has bound, 2^-16. */
            BOUND
        }
    }
}
