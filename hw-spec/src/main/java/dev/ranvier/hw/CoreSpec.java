package dev.ranvier.hw;

import java.util.Map;

/** Parameters of a core family: widths, capacities, semantics. One record per family. */
public sealed interface CoreSpec permits CompartmentCoreSpec, ProgrammableCoreSpec, BiophysicalCoreSpec {
    /** The family's name. */
    String kind();

    /** Neurons (compartments) per core. */
    int neurons();

    /** Name of the semantics profile in use; empty where a family has only one. */
    String profileName();

    /** The countable limits by name, in the order of the data sheet. */
    Map<String, Limit> limits();

    /** True if overriding {@code key} (dotted) changes only how many there are of something. */
    boolean isCapacity(String key);
}
