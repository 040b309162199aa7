package dev.ranvier.tools.crossbar;

import dev.ranvier.hw.CrossbarCoreSpec.Semantics;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Random;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.quantize.Discretization;
import dev.ranvier.tools.quantize.QuantizationReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Whole numbers for the neurons of a partition. Every neuron has a scale of its own, since its threshold can be scaled
 * with its weights. Not safe for several threads.
 */
final class CrossbarQuantizer {
    /** Weights have a sign and 8 bits. */
    private static final int WEIGHT = 255;

    private static final int MOST_LEAK = 255;

    /** Where a decaying potential is on average, as part of the threshold: a leak that loses as much there. */
    private static final double MEAN_POTENTIAL = 0.5;

    /** What a leak and a threshold become. */
    private record Units(double scale, int leak, int alpha, int beta, int start) {}

    private final CrossbarWiring wiring;
    private final CrossbarPartition partition;
    private final int[] lines;
    private final Discretization time;
    private final LineWeights[] weights;
    private final Units[] units;

    CrossbarQuantizer(CrossbarWiring wiring, CrossbarPartition partition, int[] lines, Discretization time) {
        this.wiring = wiring;
        this.partition = partition;
        this.lines = lines;
        this.time = time;
        weights = new LineWeights[partition.cores().size()];
        units = new Units[wiring.neurons];
        for (int c = 0; c < weights.length; c++) {
            CrossbarPartition.Core core = partition.cores().get(c);
            weights[c] = LineWeights.of(
                    matrix(wiring, core.neurons(), core.keys()), core.keys().length, lines[core.population()]);
            for (int i = 0; i < core.neurons().length; i++) {
                units[core.neurons()[i]] = units(core.neurons()[i], weights[c].levels[i], lines[core.population()]);
            }
        }
    }

    private static double[][] matrix(CrossbarWiring wiring, int[] neurons, long[] keys) {
        double[][] matrix = new double[neurons.length][keys.length];
        for (int i = 0; i < neurons.length; i++) {
            for (Map.Entry<Long, Double> input : wiring.inputs.get(neurons[i]).entrySet()) {
                matrix[i][Arrays.binarySearch(keys, input.getKey())] = input.getValue();
            }
        }
        return matrix;
    }

    /** Root mean square error of the weights of {@code count} neurons with {@code lines} lines per source, relative. */
    static double error(CrossbarWiring wiring, int first, int count, int lines) {
        int[] neurons = new int[count];
        Arrays.setAll(neurons, i -> first + i);
        long[] keys = Arrays.stream(neurons)
                .mapToObj(n -> wiring.inputs.get(n).keySet())
                .flatMap(java.util.Collection::stream)
                .mapToLong(Long::longValue)
                .distinct()
                .sorted()
                .toArray();
        double[][] real = matrix(wiring, neurons, keys);
        LineWeights made = LineWeights.of(real, keys.length, lines);
        double noise = 0;
        double signal = 0;
        for (int i = 0; i < count; i++) {
            for (int s = 0; s < keys.length; s++) {
                double e = made.weight(i, s) - real[i][s];
                noise += e * e;
                signal += real[i][s] * real[i][s];
            }
        }
        return signal == 0 ? 0 : Math.sqrt(noise / signal);
    }

    private Units units(int n, double[] levels, int lines) {
        double largest = Arrays.stream(levels).map(Math::abs).max().orElse(0);
        long mostThreshold = Math.min(wiring.core.range("threshold").max(), Integer.MAX_VALUE);
        double scale = largest == 0 ? WEIGHT / Math.max(wiring.threshold[n], 1e-300) : WEIGHT / largest;
        if (wiring.threshold[n] > 0) {
            scale = Math.min(scale, (mostThreshold - 1) / wiring.threshold[n]);
        }
        if (lines > 2 && largest > 0) {
            // The smallest level is a whole number, so that all are exact.
            scale = Math.max(1, Math.floor(scale * levels[0])) / levels[0];
        }
        long alpha = (long) Math.floor(wiring.threshold[n] * scale) + 1;
        if (alpha > mostThreshold) {
            throw new RanvierException("neuron " + wiring.place(n) + ": its threshold becomes " + alpha
                    + ", allowed: up to " + mostThreshold + "; threshold and weights are too far apart");
        }
        boolean leaks = wiring.loss[n] > 0;
        double leak = leaks
                ? -Math.min(
                        MOST_LEAK,
                        Math.max(1, Math.rint(MEAN_POTENTIAL * wiring.loss[n] * wiring.threshold[n] * scale)))
                : Math.rint(wiring.drive[n] * scale);
        if (Math.abs(leak) > MOST_LEAK) {
            throw new RanvierException("neuron " + wiring.place(n) + " needs a constant input of " + (long) leak
                    + " per tick, allowed: -" + MOST_LEAK + ".." + MOST_LEAK + "; bias and weights are too far apart");
        }
        int beta = (int) (leaks ? Math.max(1, alpha - 1) : mostThreshold);
        return new Units(scale, (int) leak, (int) alpha, beta, (int) Math.rint(wiring.start[n] * scale));
    }

    /** Core {@code c} at (x, y); copy k of neuron n sends to {@code targets.get(n).get(k)}. */
    CrossbarCoreModel core(int c, int x, int y, List<List<Target>> targets) {
        CrossbarPartition.Core core = partition.cores().get(c);
        LineWeights w = weights[c];
        CrossbarCoreModel model = new CrossbarCoreModel(x, y, w.types.clone());
        for (int i = 0; i < core.neurons().length; i++) {
            int n = core.neurons()[i];
            long[] row = new long[Math.ceilDiv(w.types.length, Long.SIZE)];
            for (int axon = 0; axon < w.types.length; axon++) {
                row[axon >> 6] |= w.synapses[i][axon] ? 1L << axon : 0;
            }
            for (int k = 0; k < partition.copies()[n]; k++) {
                Target target = k < targets.get(n).size() ? targets.get(n).get(k) : Target.NOWHERE;
                model.add(neuron(n, w.levels[i], target), row);
            }
        }
        return model;
    }

    private CrossbarNeuron neuron(int n, double[] levels, Target target) {
        Units u = units[n];
        int[] whole = Arrays.stream(levels)
                .mapToInt(level -> (int) Math.rint(level * u.scale()))
                .toArray();
        boolean trueNorth = wiring.core.semantics() == Semantics.TRUENORTH;
        int negative = trueNorth
                ? -u.beta()
                : (int) Math.max(wiring.core.range("threshold").min(), Integer.MIN_VALUE);
        return new CrossbarNeuron(
                u.start(),
                0,
                Reset.ABSOLUTE,
                trueNorth,
                u.leak(),
                u.alpha(),
                negative,
                whole,
                target,
                new Random(0, false, 0, wiring.loss[n] > 0));
    }

    // ---------------------------------------------------------------------------------------------------------- report

    QuantizationReport report() {
        List<QuantizationReport.OfProjection> projections = new ArrayList<>();
        for (Projection projection : wiring.network.projections()) {
            projections.add(report(projection));
        }
        List<QuantizationReport.OfPopulation> populations = new ArrayList<>();
        for (int p = 0; p < wiring.firstNeuron.length; p++) {
            populations.add(report(p));
        }
        return new QuantizationReport(projections, populations);
    }

    private QuantizationReport.OfProjection report(Projection projection) {
        int first = firstSource(projection.source());
        int last = first + sizeOf(projection.source());
        int population = wiring.network.populations().indexOf(wiring.network.population(projection.target()));
        int count = 0;
        long zeroed = 0;
        double largest = 0;
        double sum = 0;
        double noise = 0;
        double signal = 0;
        for (int c = 0; c < weights.length; c++) {
            CrossbarPartition.Core core = partition.cores().get(c);
            for (int i = 0; core.population() == population && i < core.neurons().length; i++) {
                for (int s = 0; s < core.keys().length; s++) {
                    long source = core.keys()[s] >>> 8;
                    Double real = wiring.inputs.get(core.neurons()[i]).get(core.keys()[s]);
                    if (source < first || source >= last || real == null) {
                        continue;
                    }
                    double got = weights[c].weight(i, s);
                    count++;
                    zeroed += got == 0 ? 1 : 0;
                    largest = Math.max(largest, Math.abs(got - real));
                    sum += got - real;
                    noise += (got - real) * (got - real);
                    signal += real * real;
                }
            }
        }
        int bits = lines[population];
        return new QuantizationReport.OfProjection(
                projection.name(),
                count,
                bits,
                bits + " axons per source",
                units[wiring.firstNeuron[population]].scale(),
                0,
                0,
                zeroed,
                largest,
                count == 0 ? 0 : sum / count,
                noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise));
    }

    private int firstSource(String name) {
        int first = 0;
        for (var population : wiring.network.populations()) {
            if (population.name().equals(name)) {
                return first;
            }
            first += population.size();
        }
        for (var input : wiring.network.inputs()) {
            if (input.name().equals(name)) {
                return first;
            }
            first += input.channels();
        }
        throw new IllegalStateException("no source " + name);
    }

    private int sizeOf(String name) {
        return wiring.network.inputs().stream()
                .filter(input -> input.name().equals(name))
                .mapToInt(input -> input.channels())
                .findFirst()
                .orElseGet(() -> wiring.network.population(name).size());
    }

    private QuantizationReport.OfPopulation report(int p) {
        int first = wiring.firstNeuron[p];
        int size = wiring.network.populations().get(p).size();
        double thresholdError = 0;
        double biasError = 0;
        double worst = 0;
        for (int n = first; n < first + size; n++) {
            Units u = units[n];
            double exact = wiring.threshold[n] * u.scale();
            thresholdError = Math.max(thresholdError, exact == 0 ? 0 : Math.abs(u.alpha() - 0.5 - exact) / exact);
            if (wiring.loss[n] == 0) {
                biasError = Math.max(biasError, Math.abs(u.leak() / u.scale() - wiring.drive[n]));
            }
            double up = 0;
            double down = 0;
            for (double w : wiring.inputs.get(n).values()) {
                up += Math.max(0, w);
                down -= Math.min(0, w);
            }
            worst = Math.max(worst, Math.max(up, down) * u.scale());
        }
        Units u = units[first];
        double loss = wiring.loss[first];
        double after = loss == 0 ? 0 : -u.leak() / (MEAN_POTENTIAL * wiring.threshold[first] * u.scale());
        int limit = wiring.core.potentialLimit() > 0 ? wiring.core.potentialLimit() : Integer.MAX_VALUE;
        return new QuantizationReport.OfPopulation(
                wiring.network.populations().get(p).name(),
                u.scale(),
                thresholdError,
                time.tau(loss),
                time.tau(Math.min(1, after)),
                0,
                0,
                biasError,
                worst,
                limit);
    }
}
