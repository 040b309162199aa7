package dev.ranvier.tools.quantize;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.network.CompartmentModel;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.PhysicalModel;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SynapseSpec;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.network.SynapseSpec.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns physical neurons and weights into compartment parameters and mantissas. All projections into a population share
 * one scale, which its thresholds and biases then have too; populations and projections that already are in chip units
 * pass unchanged. One use per network.
 */
public final class NetworkQuantizer {
    private static final double THRESHOLD_GOAL = 0.005;
    /** Accumulator of profile nengo: 21 bits and sign. */
    private static final double ACCUMULATOR_LIMIT = 1 << 21;

    private static final double VOLTAGE_LIMIT = (1 << 23) - 1;

    private final Network network;
    private final CompartmentProfile profile;
    private final int bits;
    private final Discretization time;
    private final Quantizer quantizer;
    private final List<QuantizationReport.OfProjection> projectionReports = new ArrayList<>();
    private final List<QuantizationReport.OfPopulation> populationReports = new ArrayList<>();
    private final Map<String, Projection> quantized = new HashMap<>();

    private NetworkQuantizer(Network network, ChipSpec spec, Discretization time, Quantizer quantizer) {
        this.network = network;
        CompartmentCoreSpec core = CompartmentCoreSpec.of(spec);
        profile = core.profile();
        bits = core.weightBits();
        this.time = time;
        this.quantizer = quantizer;
    }

    /**
     * What quantisation gives.
     *
     * @param network the network in chip units
     * @param report what it did
     */
    public record Result(Network network, QuantizationReport report) {}

    /** Quantises {@code network} for the compartment cores of {@code spec}. */
    public static Result run(Network network, ChipSpec spec, Discretization time, Quantizer quantizer) {
        return new NetworkQuantizer(network, spec, time, quantizer).run();
    }

    private Result run() {
        List<Population> populations = new ArrayList<>();
        for (Population population : network.populations()) {
            populations.add(
                    population.model() instanceof PhysicalModel model ? quantize(population, model) : population);
        }
        List<Projection> projections = new ArrayList<>();
        for (Projection projection : network.projections()) {
            Projection done = quantized.getOrDefault(projection.name(), projection);
            if (done.synapse().weights() == Weights.PHYSICAL) {
                throw new RanvierException(
                        "projection '" + projection.name() + "' has physical weights, but its target '"
                                + projection.target() + "' has chip parameters: give mantissas (weights: given)");
            }
            projections.add(done);
        }
        return new Result(
                new Network(network.name(), populations, network.inputs(), projections),
                new QuantizationReport(projectionReports, populationReports));
    }

    /** What the equations of a population say per neuron, per tick. */
    private record Dynamics(double[] lossV, double[] lossU, double[] gain, double[] drive, double[] threshold) {}

    private Dynamics dynamics(String name, PhysicalModel m) {
        int n = m.size();
        double[] lossV = new double[n];
        double[] lossU = new double[n];
        double[] gain = new double[n];
        double[] drive = new double[n];
        double[] threshold = new double[n];
        boolean cuba = m.kind() == PhysicalModel.Kind.CUBA_LIF || m.kind() == PhysicalModel.Kind.CUBA_LI;
        for (int i = 0; i < n; i++) {
            lossU[i] = cuba ? checked(name, i, "tau_syn", m.tauSyn()[i]) : 1;
            switch (m.kind()) {
                case I, IF -> {
                    lossV[i] = 0;
                    gain[i] = m.r()[i] * time.dtSeconds();
                }
                case THRESHOLD -> {
                    lossV[i] = 1;
                    gain[i] = 1;
                }
                default -> {
                    lossV[i] = checked(name, i, "tau", m.tauMem()[i]);
                    gain[i] = m.r()[i] * lossV[i] * (cuba ? m.wIn()[i] * lossU[i] : 1);
                }
            }
            // Measured from v_reset, a reset to zero is a reset to v_reset.
            double steady = cuba ? gain[i] / lossU[i] : gain[i];
            drive[i] = steady * m.bias()[i] + lossV[i] * (m.vLeak()[i] - m.vReset()[i]);
            threshold[i] = m.vThreshold()[i] - m.vReset()[i];
        }
        return new Dynamics(lossV, lossU, gain, drive, threshold);
    }

    private double checked(String name, int i, String what, double tau) {
        double loss = time.loss(tau);
        if (!(loss > 0 && loss <= 1)) {
            throw new RanvierException("neuron " + name + "[" + i + "] has " + what + " = " + tau + " s with ticks of "
                    + time.dtSeconds() + " s: the decay per tick is " + loss
                    + ", allowed: above 0, up to 1; choose a smaller --dt");
        }
        return loss;
    }

    private Population quantize(Population population, PhysicalModel model) {
        Dynamics d = dynamics(population.name(), model);
        List<Projection> into = network.projections().stream()
                .filter(p -> p.target().equals(population.name()))
                .toList();
        List<double[]> folded = new ArrayList<>();
        double largest = 0;
        for (Projection projection : into) {
            double[] weights = folded(projection, d.gain());
            folded.add(weights);
            largest = Math.max(
                    largest, Arrays.stream(weights).map(Math::abs).max().orElse(0));
        }
        double[] all = folded.stream().flatMapToDouble(Arrays::stream).toArray();
        int most = (1 << (bits - 1)) - 1;
        double scale = quantizer.scale(all, most);
        double[] worst = worstInput(into, folded, population.size());
        int exponent = exponent(d, scale, worst);
        // One stored step is worth 2^zeros mantissa units of 64 · 2^exponent.
        int zeros = LoihiWeights.lowZeros(bits, Sign.MIXED);
        double unit = scale * Math.scalb(64.0, zeros + exponent);
        for (int k = 0; k < into.size(); k++) {
            quantizeWeights(into.get(k), folded.get(k), scale, most, zeros, exponent);
        }
        return new Population(
                population.name(),
                population.shape(),
                compartments(
                        population.name(),
                        model,
                        d,
                        unit,
                        Arrays.stream(worst).max().orElse(0)),
                population.output());
    }

    private double[] folded(Projection projection, double[] gain) {
        if (projection.synapse().weights() != Weights.PHYSICAL
                || !(projection.connectivity() instanceof Connectivity.Synapses synapses)) {
            throw new RanvierException("projection '" + projection.name() + "' has chip weights, but its target '"
                    + projection.target() + "' has physical parameters: give physical weights (weights: physical)");
        }
        double[] weights = synapses.weight().clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= gain[synapses.post()[i]];
        }
        return weights;
    }

    private static double[] worstInput(List<Projection> into, List<double[]> folded, int size) {
        double[] positive = new double[size];
        double[] negative = new double[size];
        for (int k = 0; k < into.size(); k++) {
            Connectivity.Synapses synapses = (Connectivity.Synapses) into.get(k).connectivity();
            for (int i = 0; i < folded.get(k).length; i++) {
                double w = folded.get(k)[i];
                if (w > 0) {
                    positive[synapses.post()[i]] += w;
                } else {
                    negative[synapses.post()[i]] -= w;
                }
            }
        }
        double[] worst = new double[size];
        Arrays.setAll(worst, i -> Math.max(positive[i], negative[i]));
        return worst;
    }

    /**
     * The exponent: raised until thresholds are precise, lowered until they fit. Raising stops where the worst input of a
     * tick would leave the accumulator.
     */
    private int exponent(Dynamics d, double scale, double[] worst) {
        int zeros = LoihiWeights.lowZeros(bits, Sign.MIXED);
        double largest = Arrays.stream(d.threshold()).max().orElse(0);
        double smallest = Arrays.stream(d.threshold()).filter(t -> t > 0).min().orElse(0);
        double worstInput = Arrays.stream(worst).max().orElse(0);
        int exponent = 0;
        while (exponent > profile.weightExponentMin()
                && !fits(scale * Math.scalb(64.0, zeros + exponent), largest, worstInput)) {
            exponent--;
        }
        while (exponent < profile.weightExponentMax()
                && smallest > 0
                && thresholdError(smallest, scale * Math.scalb(1.0, zeros + exponent)) > THRESHOLD_GOAL
                && fits(scale * Math.scalb(64.0, zeros + exponent + 1), largest, worstInput)) {
            exponent++;
        }
        return exponent;
    }

    private boolean fits(double unit, double threshold, double worstInput) {
        boolean accumulator = profile.semantics() != Semantics.NENGO || worstInput * unit < ACCUMULATOR_LIMIT;
        return threshold * unit <= profile.thresholdMax() * 64.0 && accumulator;
    }

    private static double thresholdError(double threshold, double mantissaPerVolt) {
        double exact = threshold * mantissaPerVolt;
        return Math.abs(Math.rint(exact) - exact) / exact;
    }

    private void quantizeWeights(
            Projection projection, double[] folded, double scale, int most, int zeros, int exponent) {
        double[] mantissas = new double[folded.length];
        long saturated = 0;
        long zeroed = 0;
        double largestError = 0;
        double sumError = 0;
        double noise = 0;
        double signal = 0;
        for (int i = 0; i < folded.length; i++) {
            double stored = Quantizer.quantize(folded[i], scale, most);
            mantissas[i] = stored * (1 << zeros);
            saturated += Math.abs(Math.rint(folded[i] * scale)) > most ? 1 : 0;
            zeroed += stored == 0 && folded[i] != 0 ? 1 : 0;
            double error = stored / scale - folded[i];
            largestError = Math.max(largestError, Math.abs(error));
            sumError += error;
            noise += error * error;
            signal += folded[i] * folded[i];
        }
        Connectivity.Synapses synapses = (Connectivity.Synapses) projection.connectivity();
        quantized.put(
                projection.name(),
                new Projection(
                        projection.name(),
                        projection.source(),
                        projection.target(),
                        synapses.withWeights(mantissas),
                        new SynapseSpec(Weights.GIVEN, Sign.MIXED, bits, exponent, false),
                        projection.learning()));
        projectionReports.add(new QuantizationReport.OfProjection(
                projection.name(),
                folded.length,
                bits,
                quantizer.name(),
                scale,
                exponent,
                saturated,
                zeroed,
                largestError,
                folded.length == 0 ? 0 : sumError / folded.length,
                noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise)));
    }

    private CompartmentModel compartments(String name, PhysicalModel model, Dynamics d, double unit, double worst) {
        int n = model.size();
        int[] decayU = new int[n];
        int[] decayV = new int[n];
        int[] mantissa = new int[n];
        int[] exponent = new int[n];
        int[] threshold = new int[n];
        int[] initialV = new int[n];
        double thresholdError = 0;
        double biasError = 0;
        int tauChange = 0;
        for (int i = 0; i < n; i++) {
            decayV[i] = (int) Math.max(0, Math.min(profile.decayMax(), Math.rint(d.lossV()[i] * 4095)));
            boolean wide = profile.semantics() == Semantics.BRIAN2;
            decayU[i] = (int) Math.max(
                    0,
                    Math.min(
                            profile.decayMax(),
                            Math.rint(d.lossU()[i] * (wide ? 4096 : 4095)) - (wide ? 0 : d.lossU()[i] == 1 ? 0 : 1)));
            if (model.spikes()) {
                threshold[i] = threshold(name, i, d.threshold()[i] * unit / 64);
                thresholdError = Math.max(thresholdError, thresholdError(d.threshold()[i], unit / 64));
            } else {
                threshold[i] = profile.thresholdMax();
            }
            double bias = d.drive()[i] * unit;
            setBias(name, i, bias, mantissa, exponent);
            biasError = Math.max(biasError, Math.abs(((double) mantissa[i] * (1L << exponent[i]) - bias) / unit));
            initialV[i] = (int) Math.rint(-model.vReset()[i] * unit);
            tauChange =
                    change(d.lossV()[i], decayV[i]) > change(d.lossV()[tauChange], decayV[tauChange]) ? i : tauChange;
        }
        populationReports.add(new QuantizationReport.OfPopulation(
                name,
                unit,
                thresholdError,
                time.tau(d.lossV()[tauChange]),
                time.tau(decayV[tauChange] / 4096.0),
                time.tau(d.lossU()[tauChange]),
                time.tau(Math.min(1, (decayU[tauChange] + (profile.semantics() == Semantics.BRIAN2 ? 0 : 1)) / 4096.0)),
                biasError,
                worst * unit,
                profile.semantics() == Semantics.NENGO ? ACCUMULATOR_LIMIT : VOLTAGE_LIMIT));
        return CompartmentModel.builder(n)
                .decayU(decayU)
                .decayV(decayV)
                .biasMantissa(mantissa)
                .biasExponent(exponent)
                .threshold(threshold)
                .initialV(initialV)
                .build();
    }

    private static double change(double loss, int decay) {
        return loss == 0 ? 0 : Math.abs(decay / 4096.0 - loss) / loss;
    }

    private int threshold(String name, int i, double exact) {
        int mantissa = (int) Math.rint(exact);
        if (mantissa < Math.max(1, profile.thresholdMin()) || mantissa > profile.thresholdMax()) {
            throw new RanvierException("neuron " + name + "[" + i + "]: its threshold becomes a mantissa of " + mantissa
                    + ", allowed: " + Math.max(1, profile.thresholdMin()) + ".." + profile.thresholdMax()
                    + "; the threshold and the largest weight of the population are too far apart");
        }
        return mantissa;
    }

    private void setBias(String name, int i, double exact, int[] mantissa, int[] exponent) {
        long whole = Math.round(exact);
        if (whole == 0) {
            return;
        }
        if (profile.biasMantissaMax() == 0) {
            throw new RanvierException("neuron " + name + "[" + i + "] needs a bias of " + whole + ", profile '"
                    + profile.name() + "' has none: use profile nengo or lava");
        }
        int most = Math.min(4095, profile.biasMantissaMax());
        int shift = 0;
        while (Math.abs(Math.rint(exact / (1L << shift))) > most) {
            shift++;
        }
        if (shift > Math.min(7, profile.biasExponentMax())) {
            throw new RanvierException("neuron " + name + "[" + i + "] needs a bias of " + whole + ", allowed: up to "
                    + (most << 7) + "; the bias and the largest weight of the population are too far apart");
        }
        mantissa[i] = (int) Math.rint(exact / (1L << shift));
        exponent[i] = shift;
    }
}
