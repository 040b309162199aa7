package dev.ranvier.tools.network;

import dev.ranvier.hw.learning.LearningRule;
import java.util.Optional;

/**
 * Synapses from one population or input onto one population.
 *
 * @param name its name
 * @param source population or input
 * @param target population
 * @param connectivity who is connected, with weights and delays
 * @param synapse how the chip stores and uses the weights
 * @param learning rule by which the weights change, if they do
 * @param spines for a projection onto cells
 * @param units for a projection onto neurons that run microcode
 */
public record Projection(
        String name,
        String source,
        String target,
        Connectivity connectivity,
        SynapseSpec synapse,
        Optional<LearningRule> learning,
        Optional<SpineSpec> spines,
        Optional<UnitSpec> units) {

    /** A projection onto compartments. */
    public Projection(
            String name,
            String source,
            String target,
            Connectivity connectivity,
            SynapseSpec synapse,
            Optional<LearningRule> learning) {
        this(name, source, target, connectivity, synapse, learning, Optional.empty(), Optional.empty());
    }

    /** True if its weights change while it runs. */
    public boolean learns() {
        return learning.isPresent()
                || spines.map(SpineSpec::plastic).orElse(false)
                || units.flatMap(UnitSpec::program).isPresent();
    }

    /** A projection that does not learn. */
    public static Projection of(
            String name, String source, String target, Connectivity connectivity, SynapseSpec synapse) {
        return new Projection(name, source, target, connectivity, synapse, Optional.empty());
    }
}
