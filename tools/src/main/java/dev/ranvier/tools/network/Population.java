package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import java.util.Arrays;

/**
 * Neurons with one kind of parameters.
 *
 * @param name its name
 * @param shape its shape, C order; the product is the number of neurons
 * @param model the neurons' parameters
 * @param output true if the host reads its spikes
 */
public record Population(String name, int[] shape, NeuronModel model, boolean output) {
    /** Checks that the model has as many neurons as the shape. */
    public Population {
        long size = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        if (size < 1 || size > Integer.MAX_VALUE || size != model.size()) {
            throw new RanvierException("population '" + name + "' has shape " + Arrays.toString(shape) + " (" + size
                    + " neurons), but parameters of " + model.size() + " neurons");
        }
    }

    /** A population of a plain row of neurons. */
    public static Population of(String name, NeuronModel model) {
        return new Population(name, new int[] {model.size()}, model, true);
    }

    /** Number of neurons. */
    public int size() {
        return model.size();
    }
}
