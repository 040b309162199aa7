package dev.ranvier.tools.data;

import dev.ranvier.hw.RanvierException;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A dense NumPy array: its shape and its elements in C order.
 *
 * @param shape sizes, outermost axis first
 * @param integral whether the elements are integers or truth values
 * @param data elements as doubles, without loss up to 2^53; truth values are 0 and 1
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record NpyArray(int[] shape, boolean integral, double[] data) {

    /**
     * The array (T, N) as spikes: an entry above 0 is a spike of that payload. Further axes count as channels, in C order.
     *
     * @param file where it comes from, for messages
     * @param channels number of channels, or empty for N
     * @throws RanvierException when the shape does not fit or an entry above 0 is no whole number
     */
    public SpikeInput toSpikes(String file, OptionalInt channels) {
        if (shape.length < 2) {
            throw new RanvierException(file + " has shape " + Arrays.toString(shape)
                    + "; spikes are an array (ticks, channels). Use reshape(-1, 1) for a single channel");
        }
        long perTick = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            perTick = Math.min(perTick * shape[axis], Integer.MAX_VALUE);
        }
        int width = (int) perTick;
        if (channels.isPresent() && channels.getAsInt() != width) {
            throw new RanvierException(file + " has shape " + Arrays.toString(shape) + ", so " + width
                    + " channels; the input has " + channels.getAsInt());
        }
        SpikeInput.Builder spikes = new SpikeInput.Builder(file);
        for (int i = 0; i < data.length; i++) {
            double value = data[i];
            if (Double.isNaN(value) || (value > 0 && (value != Math.rint(value) || value > Integer.MAX_VALUE))) {
                throw new RanvierException(file + " has " + value + " at tick " + i / width + ", channel " + i % width
                        + "; spikes are whole numbers from 0 (none) to 2^31-1. Encode analog values as spikes first");
            }
            if (value > 0) {
                spikes.add(i / width, i % width, (int) value);
            }
        }
        return spikes.build(OptionalInt.of(shape[0]), OptionalInt.of(width));
    }
}
