package dev.ranvier.tools.crossbar;

/**
 * A neuron of a crossbar core with the chip's own parameters. Which values are allowed is the chip's matter and is checked
 * when an image is made.
 *
 * @param potential membrane potential at the start
 * @param reset potential after a spike in mode {@link Reset#ABSOLUTE}
 * @param mode what a spike does to the potential
 * @param saturates true: the potential stays at the negative threshold when it crosses it (TrueNorth)
 * @param leak added in every tick
 * @param positiveThreshold fires at this potential and above
 * @param negativeThreshold crossed below this potential (RANC's sign: TrueNorth's beta is its negation)
 * @param weights weight per axon type
 * @param target where its spikes go
 * @param random its random parts (TrueNorth)
 */
public record CrossbarNeuron(
        int potential,
        int reset,
        Reset mode,
        boolean saturates,
        int leak,
        int positiveThreshold,
        int negativeThreshold,
        int[] weights,
        Target target,
        Random random) {

    /** What a spike does to the potential; the number is RANC's reset mode and TrueNorth's gamma. */
    public enum Reset {
        /** Sets it to the reset potential; the negative threshold sets it to the negated reset potential. */
        ABSOLUTE,
        /** Subtracts the threshold that was crossed. */
        LINEAR,
        /** Leaves it (TrueNorth). */
        NONE
    }

    /**
     * Where the spikes of a neuron go.
     *
     * @param connected false: nowhere
     * @param dx hops to the east
     * @param dy hops to the north
     * @param axon axon of the target core, or output of the bus
     * @param delay as the chip counts it: RANC's 0 and TrueNorth's 1 act in the next tick
     */
    public record Target(boolean connected, int dx, int dy, int axon, int delay) {
        /** No target. */
        public static final Target NOWHERE = new Target(false, 0, 0, 0, 0);
    }

    /**
     * What of a TrueNorth neuron depends on random numbers, or on the sign of its potential.
     *
     * @param synapses bit t: synapses of axon type t are stochastic
     * @param leak true: the leak is stochastic
     * @param thresholdMask ones of the random number that is added to the threshold; 0 = none
     * @param leakReversal true: the leak works away from zero, or towards it if negative
     */
    public record Random(int synapses, boolean leak, int thresholdMask, boolean leakReversal) {
        /** Deterministic, with a leak that does not look at the potential. */
        public static final Random NONE = new Random(0, false, 0, false);
    }

    /** A neuron as RANC has it. */
    public static CrossbarNeuron ranc(
            int potential, int reset, Reset mode, int leak, int positive, int negative, int[] weights, Target target) {
        return new CrossbarNeuron(
                potential, reset, mode, false, leak, positive, negative, weights, target, Random.NONE);
    }

    /** The neuron that stands where a network has none: it never fires. */
    public static CrossbarNeuron silent() {
        return ranc(0, 0, Reset.ABSOLUTE, 0, 1, 0, new int[0], Target.NOWHERE);
    }
}
