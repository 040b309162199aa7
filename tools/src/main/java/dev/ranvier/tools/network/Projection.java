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
 */
public record Projection(
        String name,
        String source,
        String target,
        Connectivity connectivity,
        SynapseSpec synapse,
        Optional<LearningRule> learning) {

    /** A projection that does not learn. */
    public static Projection of(
            String name, String source, String target, Connectivity connectivity, SynapseSpec synapse) {
        return new Projection(name, source, target, connectivity, synapse, Optional.empty());
    }
}
