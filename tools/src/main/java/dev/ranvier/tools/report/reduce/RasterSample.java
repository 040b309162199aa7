package dev.ranvier.tools.report.reduce;

import dev.ranvier.tools.report.model.RasterPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A raster with few enough spikes to draw. Every spike has the same chance to stay, by a hash of its place in the list,
 * so that regular firing leaves no stripes, and the same raster always gives the same sample.
 *
 * @param layers the layers with the spikes that stay, in the order of the raster
 * @param totals spikes per layer before anything was left out
 */
public record RasterSample(List<RasterPart.Layer> layers, List<Integer> totals) {
    /** Spikes that a page draws at most: about a megabyte of SVG, which a browser shows without delay. */
    public static final int MOST_SPIKES = 60_000;

    /** Copies its lists. */
    public RasterSample {
        layers = List.copyOf(layers);
        totals = List.copyOf(totals);
    }

    /** Leaves out spikes until about {@code most} stay; keeps all if there are no more than that. */
    public static RasterSample of(RasterPart part, int most) {
        long all = part.spikes();
        double keep = all <= most ? 1 : most / (double) all;
        List<RasterPart.Layer> layers = new ArrayList<>();
        List<Integer> totals = new ArrayList<>();
        long place = 0;
        for (RasterPart.Layer layer : part.layers()) {
            layers.add(keep == 1 ? layer : thin(layer, place, keep));
            totals.add(layer.spikes());
            place += layer.spikes();
        }
        return new RasterSample(layers, totals);
    }

    private static RasterPart.Layer thin(RasterPart.Layer layer, long place, double keep) {
        int[] ticks = new int[layer.spikes()];
        int[] neurons = new int[layer.spikes()];
        int kept = 0;
        for (int i = 0; i < layer.spikes(); i++) {
            if (uniform(place + i) < keep) {
                ticks[kept] = layer.ticks()[i];
                neurons[kept++] = layer.indices()[i];
            }
        }
        return new RasterPart.Layer(
                layer.name(), layer.neurons(), Arrays.copyOf(ticks, kept), Arrays.copyOf(neurons, kept));
    }

    /** A number in [0, 1) that depends on {@code n} alone (the finaliser of SplitMix64, Steele et al. 2014). */
    private static double uniform(long n) {
        long z = (n + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 31) >>> 11) * 0x1p-53;
    }

    /** Spikes that stay. */
    public long shown() {
        return layers.stream().mapToLong(RasterPart.Layer::spikes).sum();
    }

    /** Spikes there were. */
    public long total() {
        return totals.stream().mapToLong(Integer::longValue).sum();
    }

    /** True if spikes were left out. */
    public boolean thinned() {
        return shown() < total();
    }
}
