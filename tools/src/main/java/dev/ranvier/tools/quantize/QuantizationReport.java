package dev.ranvier.tools.quantize;

import java.util.List;

/**
 * What quantisation did to a network.
 *
 * @param projections one per quantised projection
 * @param populations one per quantised population
 */
public record QuantizationReport(List<OfProjection> projections, List<OfPopulation> populations) {
    /** Copies its lists. */
    public QuantizationReport {
        projections = List.copyOf(projections);
        populations = List.copyOf(populations);
    }

    /**
     * A projection.
     *
     * @param name its name
     * @param count synapses
     * @param bits weight bits
     * @param method quantiser
     * @param scale stored weight per unit of physical weight (with the neuron's input gain folded in)
     * @param exponent weight exponent of the synapse format
     * @param saturated weights that were clipped
     * @param zeroed weights that became 0
     * @param largestError largest |error|, in units of the folded weight
     * @param meanError mean error (bias), same units
     * @param sqnrDecibel signal to quantisation noise
     */
    public record OfProjection(
            String name,
            int count,
            int bits,
            String method,
            double scale,
            int exponent,
            long saturated,
            long zeroed,
            double largestError,
            double meanError,
            double sqnrDecibel) {}

    /**
     * A population.
     *
     * @param name its name
     * @param unit accumulator units per volt
     * @param thresholdError largest relative error of a threshold
     * @param tauMemBefore membrane time constant before, s, of the neuron with the largest change
     * @param tauMemAfter after
     * @param tauSynBefore synaptic time constant before, s
     * @param tauSynAfter after
     * @param biasError largest |error| of a bias, volts per tick
     * @param worstInput largest |input| of a tick if every source fires at once, accumulator units
     * @param inputLimit what the accumulator holds
     */
    public record OfPopulation(
            String name,
            double unit,
            double thresholdError,
            double tauMemBefore,
            double tauMemAfter,
            double tauSynBefore,
            double tauSynAfter,
            double biasError,
            double worstInput,
            double inputLimit) {}
}
