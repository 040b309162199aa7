package dev.ranvier.tools.lab.measure;

import dev.ranvier.tools.lab.experiment.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far the chip's recording lies from the float64 one.
 *
 * @param bySignal largest and root mean square difference per recorded signal
 * @param spikesChip spikes on the chip
 * @param spikesModel spikes in float64
 * @param cellsWithEqualCounts true if every cell fired equally often in both
 * @param spikeShiftMs largest shift between spikes of cells that fired equally often
 */
public record Deviation(
        Map<Signal, Difference> bySignal,
        long spikesChip,
        long spikesModel,
        boolean cellsWithEqualCounts,
        double spikeShiftMs) {

    /** Around a spike a shift by one tick is worth up to the height of the spike. */
    private static final double SPIKE_WINDOW_MS = 5;

    /**
     * Difference of one signal.
     *
     * @param largest largest difference of all samples
     * @param awayFromSpikes largest difference of samples that lie no spike of the same cell nearby
     * @param rootMeanSquare over all samples
     */
    public record Difference(double largest, double awayFromSpikes, double rootMeanSquare) {}

    /** Compares two recordings of the same probes. */
    public static Deviation between(Recording chip, Recording model, int[] cellOfSynapse) {
        Map<Signal, List<Recording.Probe>> probes = new EnumMap<>(Signal.class);
        chip.probes().forEach(p -> probes.computeIfAbsent(p.signal(), s -> new ArrayList<>())
                .add(p));
        Map<Signal, Difference> differences = new EnumMap<>(Signal.class);
        probes.forEach((signal, list) -> differences.put(signal, difference(chip, model, list, cellOfSynapse)));
        long ofChip = 0;
        long ofModel = 0;
        boolean equal = true;
        double shift = 0;
        for (int cell = 0; cell < chip.cells(); cell++) {
            List<Double> a = chip.spikes(cell);
            List<Double> b = model.spikes(cell);
            ofChip += a.size();
            ofModel += b.size();
            equal &= a.size() == b.size();
            for (int i = 0; i < Math.min(a.size(), b.size()) && a.size() == b.size(); i++) {
                shift = Math.max(shift, Math.abs(a.get(i) - b.get(i)));
            }
        }
        return new Deviation(differences, ofChip, ofModel, equal, shift);
    }

    private static Difference difference(
            Recording chip, Recording model, List<Recording.Probe> probes, int[] cellOfSynapse) {
        double largest = 0;
        double away = 0;
        double squares = 0;
        long count = 0;
        for (Recording.Probe probe : probes) {
            int cell = probe.signal().ofSynapse() ? cellOfSynapse[probe.index()] : probe.index();
            double[] a = chip.values(probe);
            double[] b = model.values(probe);
            for (int i = 0; i < a.length; i++) {
                double difference = Math.abs(a[i] - b[i]);
                largest = Math.max(largest, difference);
                squares += difference * difference;
                if (difference > away
                        && !nearSpike(chip, cell, chip.time(i))
                        && !nearSpike(model, cell, chip.time(i))) {
                    away = difference;
                }
            }
            count += a.length;
        }
        return new Difference(largest, away, count == 0 ? 0 : Math.sqrt(squares / count));
    }

    private static boolean nearSpike(Recording recording, int cell, double ms) {
        for (double spike : recording.spikes(cell)) {
            if (Math.abs(ms - spike) < SPIKE_WINDOW_MS) {
                return true;
            }
        }
        return false;
    }
}
