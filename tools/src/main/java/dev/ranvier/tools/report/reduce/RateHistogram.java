package dev.ranvier.tools.report.reduce;

import dev.ranvier.tools.report.model.RasterPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Firing rates over time, counted from all spikes of a raster.
 *
 * @param firstTick first tick of the first bin
 * @param endTick tick after the last bin, which may be shorter than the others
 * @param binTicks ticks per bin
 * @param rates per layer and bin: spikes per neuron and tick
 */
public record RateHistogram(int firstTick, int endTick, int binTicks, List<double[]> rates) {
    /** Bins at most: about four pixels each. */
    private static final int MOST_BINS = 220;

    /** Copies its list. */
    public RateHistogram {
        rates = List.copyOf(rates);
    }

    /** Counts the spikes of {@code part}, in bins of 1, 2 or 5 times a power of ten ticks. */
    public static RateHistogram of(RasterPart part) {
        long span = (long) part.endTick() - part.firstTick();
        int width = niceWidth(span);
        int bins = Math.toIntExact((span + width - 1) / width);
        List<double[]> rates = new ArrayList<>();
        for (RasterPart.Layer layer : part.layers()) {
            double[] rate = new double[bins];
            for (int tick : layer.ticks()) {
                rate[(int) (((long) tick - part.firstTick()) / width)]++;
            }
            for (int b = 0; b < bins; b++) {
                long ticks = Math.min(width, span - (long) b * width);
                rate[b] /= (double) ticks * layer.neurons();
            }
            rates.add(rate);
        }
        return new RateHistogram(part.firstTick(), part.endTick(), width, rates);
    }

    private static int niceWidth(long span) {
        long power = 1;
        while (true) {
            for (int step : new int[] {1, 2, 5}) {
                if (span <= step * power * MOST_BINS) {
                    return Math.toIntExact(step * power);
                }
            }
            power *= 10;
        }
    }

    /** Number of bins. */
    public int bins() {
        return Math.toIntExact(((long) endTick - firstTick + binTicks - 1) / binTicks);
    }

    /** First tick of bin {@code b}. */
    public int start(int b) {
        return firstTick + b * binTicks;
    }

    /** Tick after the last one of bin {@code b}. */
    public int end(int b) {
        return (int) Math.min(endTick, (long) firstTick + (long) (b + 1) * binTicks);
    }

    /** Highest rate of any layer; 0 if nothing fired. */
    public double highest() {
        double highest = 0;
        for (double[] rate : rates) {
            for (double r : rate) {
                highest = Math.max(highest, r);
            }
        }
        return highest;
    }
}
