package dev.ranvier.hw;

import java.util.Map;

/** Parameters of a core family: widths, capacities, semantics. One record per family. */
public sealed interface CoreSpec
        permits CompartmentCoreSpec, CrossbarCoreSpec, ProgrammableCoreSpec, BiophysicalCoreSpec {
    /** The family's name. */
    String kind();

    /** Neurons (compartments) per core. */
    int neurons();

    /** Output lines of a chip beside its neurons' spikes, e.g. of an output bus; 0 where there are none. */
    default int outputs() {
        return 0;
    }

    /** Name of the semantics profile in use; empty where a family has only one. */
    String profileName();

    /** What the emulation of the core is proven against. */
    Exactness exactness();

    /** How time is counted and when events act, on a chip whose ticks end by {@code policy}. */
    TickRules tickRules(ClockSpec.TimePolicy policy);

    /** True if a spike carries the tick in which it acts, so that it is of no use afterwards. */
    default boolean spikesCarryTheirTick() {
        return false;
    }

    /** The countable limits by name, in the order of the data sheet. */
    Map<String, Limit> limits();

    /** True if overriding {@code key} (dotted) changes only how many there are of something. */
    boolean isCapacity(String key);
}
