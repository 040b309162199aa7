package dev.ranvier.tools.lab.measure;

import dev.ranvier.tools.lab.experiment.Observable;
import dev.ranvier.tools.lab.experiment.Preparation;
import java.util.ArrayList;
import java.util.List;

/** Measures an observable in a recording. Stateless. */
public final class Measurement {
    /** A signal has left its start value when it differs by more than this: above the rounding of a float64 run. */
    private static final double MOVED = 1e-5;

    /** Spikes of a cell that a coefficient of variation needs. */
    private static final int CV_SPIKES = 3;

    private Measurement() {}

    /** The cell or synapse of a preparation that an observable looks at. */
    public static Recording.Probe probe(Observable observable, Preparation preparation) {
        int index = observable.signal().ofSynapse()
                ? preparation.synapses().get(observable.target())
                : preparation.cells().get(observable.target()).first();
        return new Recording.Probe(observable.signal(), index);
    }

    /** The value; NaN if it does not exist, such as an interval without two spikes. */
    public static double of(Observable observable, Preparation preparation, Recording recording) {
        double value = observable.measure().ofSpikes()
                ? ofSpikes(observable, preparation, recording)
                : ofSamples(observable, recording.values(probe(observable, preparation)), recording);
        return value * observable.scale();
    }

    private static double ofSamples(Observable observable, double[] v, Recording recording) {
        int start = recording.at(observable.fromMs());
        int end = recording.at(observable.toMs());
        double from = observable.fromMs();
        return switch (observable.measure()) {
            case PEAK -> v[peak(v, start, end)] - v[start];
            case TIME_TO_PEAK -> recording.time(peak(v, start, end)) - from;
            case DECAY -> decay(v, start, end, recording);
            case ONSET -> firstTime(v, start, end, recording, Math.abs(MOVED), v[start]) - from;
            case MAXIMUM -> v[highest(v, start, end)];
            case MINIMUM -> v[lowest(v, start, end)];
            case MEAN -> mean(v, start, end);
            case START -> v[start];
            case END -> v[end];
            case CHANGE -> v[end] - v[start];
            case TIME_ABOVE -> count(v, start, end, observable.level(), true) * recording.sampleMs();
            case TIME_BELOW -> count(v, start, end, observable.level(), false) * recording.sampleMs();
            case TIME_TO -> crossing(v, start, end, observable.level(), recording) - from;
            default -> throw new IllegalArgumentException(observable.measure() + " is no measure of samples");
        };
    }

    private static int peak(double[] v, int start, int end) {
        int best = start;
        for (int i = start; i <= end; i++) {
            if (Math.abs(v[i] - v[start]) > Math.abs(v[best] - v[start])) {
                best = i;
            }
        }
        return best;
    }

    private static int highest(double[] v, int start, int end) {
        int best = start;
        for (int i = start; i <= end; i++) {
            best = v[i] > v[best] ? i : best;
        }
        return best;
    }

    private static int lowest(double[] v, int start, int end) {
        int best = start;
        for (int i = start; i <= end; i++) {
            best = v[i] < v[best] ? i : best;
        }
        return best;
    }

    private static double mean(double[] v, int start, int end) {
        double sum = 0;
        for (int i = start; i <= end; i++) {
            sum += v[i];
        }
        return sum / (end - start + 1);
    }

    private static int count(double[] v, int start, int end, double level, boolean above) {
        int count = 0;
        for (int i = start; i <= end; i++) {
            count += (above ? v[i] > level : v[i] < level) ? 1 : 0;
        }
        return count;
    }

    private static double firstTime(double[] v, int start, int end, Recording recording, double far, double base) {
        for (int i = start; i <= end; i++) {
            if (Math.abs(v[i] - base) > far) {
                return recording.time(i);
            }
        }
        return Double.NaN;
    }

    /** Time at which {@code level} is reached, linearly between samples. */
    private static double crossing(double[] v, int start, int end, double level, Recording recording) {
        for (int i = start + 1; i <= end; i++) {
            double before = v[i - 1] - level;
            double after = v[i] - level;
            if (before * after <= 0 && before != after) {
                return recording.time(i - 1) + recording.sampleMs() * before / (before - after);
            }
        }
        return Double.NaN;
    }

    private static double decay(double[] v, int start, int end, Recording recording) {
        int peak = peak(v, start, end);
        double goal = v[start] + (v[peak] - v[start]) / Math.E;
        return crossing(v, peak, end, goal, recording) - recording.time(peak);
    }

    private static double ofSpikes(Observable observable, Preparation preparation, Recording recording) {
        Preparation.Block block = preparation.cells().get(observable.target());
        double count = 0;
        double shortest = Double.NaN;
        List<Double> variations = new ArrayList<>();
        for (int cell = block.first(); cell < block.first() + block.count(); cell++) {
            List<Double> times = recording.spikes(cell).stream()
                    .filter(t -> t > observable.fromMs() && t <= observable.toMs() + 1e-9)
                    .toList();
            count += times.size();
            double[] intervals = intervals(times);
            for (double interval : intervals) {
                shortest = Double.isNaN(shortest) ? interval : Math.min(shortest, interval);
            }
            if (times.size() >= CV_SPIKES) {
                variations.add(variation(intervals));
            }
        }
        double[] first = intervals(recording.spikes(block.first()));
        return switch (observable.measure()) {
            case COUNT -> count;
            case RATE -> count / block.count() / (observable.toMs() - observable.fromMs()) * 1e3;
            case FIRST_INTERVAL -> first.length == 0 ? Double.NaN : first[0];
            case LAST_INTERVAL -> first.length == 0 ? Double.NaN : first[first.length - 1];
            case SHORTEST_INTERVAL -> shortest;
            case INTERVAL_CV ->
                variations.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
            default -> throw new IllegalArgumentException(observable.measure() + " is no measure of spikes");
        };
    }

    private static double[] intervals(List<Double> times) {
        double[] intervals = new double[Math.max(0, times.size() - 1)];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = times.get(i + 1) - times.get(i);
        }
        return intervals;
    }

    private static double variation(double[] intervals) {
        double mean = 0;
        for (double interval : intervals) {
            mean += interval / intervals.length;
        }
        double square = 0;
        for (double interval : intervals) {
            square += (interval - mean) * (interval - mean) / intervals.length;
        }
        return Math.sqrt(square) / mean;
    }
}
