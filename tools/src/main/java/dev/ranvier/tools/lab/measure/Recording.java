package dev.ranvier.tools.lab.measure;

import dev.ranvier.tools.lab.experiment.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has shown: samples of its probes and the spikes of its cells, in physical units. Filled by the run, then
 * only read.
 */
public final class Recording {
    private final double sampleMs;
    private final int samples;
    private final Map<Probe, double[]> values = new LinkedHashMap<>();
    private final List<List<Double>> spikes = new ArrayList<>();

    /**
     * What is sampled.
     *
     * @param signal the signal
     * @param index cell or synapse of the network
     */
    public record Probe(Signal signal, int index) {}

    /**
     * An empty recording.
     *
     * @param probes what will be sampled
     * @param samples number of samples
     * @param sampleMs time between samples; the first shows the state before the first tick
     * @param cells number of cells
     */
    public Recording(List<Probe> probes, int samples, double sampleMs, int cells) {
        this.sampleMs = sampleMs;
        this.samples = samples;
        probes.forEach(probe -> values.put(probe, new double[samples]));
        for (int i = 0; i < cells; i++) {
            spikes.add(new ArrayList<>(0));
        }
    }

    /** Enters a sample. */
    public void sample(Probe probe, int sample, double value) {
        values.get(probe)[sample] = value;
    }

    /** Enters a spike; those of a cell come in the order of time. */
    public void spike(int cell, double timeMs) {
        spikes.get(cell).add(timeMs);
    }

    /** What has been sampled. */
    public List<Probe> probes() {
        return List.copyOf(values.keySet());
    }

    /** Samples of {@code probe}; not to be changed. */
    public double[] values(Probe probe) {
        return values.get(probe);
    }

    /** Spike times of {@code cell}, ms. */
    public List<Double> spikes(int cell) {
        return spikes.get(cell);
    }

    /** Number of cells. */
    public int cells() {
        return spikes.size();
    }

    /** Number of samples. */
    public int samples() {
        return samples;
    }

    /** Time of a sample, ms. */
    public double time(int sample) {
        return sample * sampleMs;
    }

    /** Times of all samples, ms. */
    public double[] times() {
        double[] times = new double[samples];
        Arrays.setAll(times, this::time);
        return times;
    }

    /** The last sample at or before {@code ms}, or the first one. */
    public int at(double ms) {
        int sample = (int) Math.floor(ms / sampleMs + 1e-6);
        return Math.min(Math.max(sample, 0), samples - 1);
    }

    /** Time between samples, ms. */
    public double sampleMs() {
        return sampleMs;
    }
}
