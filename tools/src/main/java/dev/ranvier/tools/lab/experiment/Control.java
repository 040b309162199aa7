package dev.ranvier.tools.lab.experiment;

/**
 * What the experimenter does to a cell before a tick.
 *
 * @param tick it is done before this tick
 * @param action what
 * @param cell cell of the network
 * @param compartment 0 soma, 1 dendrite
 * @param value pA or mV; 0 for a release
 */
public record Control(long tick, Action action, int cell, int compartment, double value) {
    /** Kinds of control. */
    public enum Action {
        /** Injects a current from now on, pA. */
        CURRENT,
        /** Holds the potential from now on, mV. */
        CLAMP,
        /** Lets a held compartment go. */
        RELEASE
    }
}
