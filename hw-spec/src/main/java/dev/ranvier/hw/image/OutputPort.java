package dev.ranvier.hw.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * A named group of neurons: a population, or a part of one that a network declares as output. Element i is neuron i of
 * the population; its value is the neuron's source number on the board, core · neurons per core + compartment, as it
 * appears in spike records.
 *
 * @param name name in the network file
 * @param output true if the network declares it as an output
 * @param sources source numbers; owned by the image, not to be changed
 */
public record OutputPort(String name, boolean output, int[] sources) {
    @Override
    public boolean equals(Object other) {
        return other instanceof OutputPort port
                && name.equals(port.name)
                && output == port.output
                && Arrays.equals(sources, port.sources);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, output, Arrays.hashCode(sources));
    }
}
