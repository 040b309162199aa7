package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * Spikes over time: one dot per spike, one band per layer, firing rates below.
 *
 * @param title heading
 * @param caption may be empty
 * @param firstTick first tick shown
 * @param endTick tick after the last one shown; greater than {@code firstTick}
 * @param layers bands from top to bottom
 * @param marks moments to point at, may be empty
 */
public record RasterPart(
        String title, String caption, int firstTick, int endTick, List<Layer> layers, List<TickMark> marks)
        implements ReportPart {

    /**
     * Spikes of a population.
     *
     * @param name name of the population
     * @param neurons number of its neurons, at least 1
     * @param ticks tick per spike, in any order
     * @param indices neuron per spike, 0 .. neurons - 1; as long as {@code ticks}
     */
    @SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
    public record Layer(String name, int neurons, int[] ticks, int[] indices) {
        /**
         * Checks lengths and indices.
         *
         * @throws IllegalArgumentException naming the layer and what is wrong
         */
        public Layer {
            Objects.requireNonNull(name, "name");
            if (neurons < 1) {
                throw new IllegalArgumentException(
                        "layer '" + name + "' has " + neurons + " neurons; at least 1 is needed");
            }
            if (ticks.length != indices.length) {
                throw new IllegalArgumentException("layer '" + name + "' has " + ticks.length + " spike ticks but "
                        + indices.length + " spike neurons; one of each per spike is needed");
            }
            for (int neuron : indices) {
                if (neuron < 0 || neuron >= neurons) {
                    throw new IllegalArgumentException("layer '" + name + "' has a spike of neuron " + neuron
                            + "; its neurons are 0.." + (neurons - 1));
                }
            }
        }

        /** Number of spikes. */
        public int spikes() {
            return ticks.length;
        }
    }

    /**
     * Copies its lists and checks the ticks.
     *
     * @throws IllegalArgumentException naming the spike that lies outside
     */
    public RasterPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        layers = List.copyOf(layers);
        marks = List.copyOf(marks);
        if (endTick <= firstTick) {
            throw new IllegalArgumentException("raster '" + title + "' ends at tick " + endTick + " but starts at "
                    + firstTick + "; it needs at least one tick");
        }
        for (Layer layer : layers) {
            for (int tick : layer.ticks()) {
                if (tick < firstTick || tick >= endTick) {
                    throw new IllegalArgumentException("layer '" + layer.name() + "' has a spike at tick " + tick
                            + "; raster '" + title + "' shows ticks " + firstTick + ".." + (endTick - 1));
                }
            }
        }
    }

    /** Number of spikes of all layers. */
    public long spikes() {
        return layers.stream().mapToLong(Layer::spikes).sum();
    }
}
