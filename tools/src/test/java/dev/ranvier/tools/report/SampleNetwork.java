package dev.ranvier.tools.report;

import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.TracePart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A small network of leaky integrate-and-fire neurons with random weights: 64 inputs, 128 hidden neurons, 10 outputs. It
 * classifies nothing; it fires like something that does, so that a sample report looks like a real one.
 */
final class SampleNetwork {
    private static final int INPUTS = 64;
    private static final int HIDDEN = 128;
    private static final int OUTPUTS = 10;
    private static final double THRESHOLD = 1;

    private final Random random = new Random(7);
    private final List<int[]> inputSpikes = new ArrayList<>();
    private final List<int[]> hiddenSpikes = new ArrayList<>();
    private final List<int[]> outputSpikes = new ArrayList<>();
    private final double[][] outputVoltage;
    private final int ticks;

    SampleNetwork(int ticks, int ticksPerImage) {
        this.ticks = ticks;
        outputVoltage = new double[OUTPUTS][ticks];
        double[][] toHidden = weights(HIDDEN, INPUTS, 0.22);
        double[][] toOutput = weights(OUTPUTS, HIDDEN, 0.20);
        double[] image = new double[INPUTS];
        double[] hidden = new double[HIDDEN];
        double[] output = new double[OUTPUTS];
        for (int t = 0; t < ticks; t++) {
            if (t % ticksPerImage == 0) {
                Arrays.setAll(image, i -> random.nextDouble() < 0.45 ? random.nextDouble() * 0.55 : 0);
            }
            boolean[] in = new boolean[INPUTS];
            for (int i = 0; i < INPUTS; i++) {
                in[i] = random.nextDouble() < image[i];
            }
            boolean[] mid = step(hidden, toHidden, in, null, t);
            boolean[] out = step(output, toOutput, mid, outputVoltage, t);
            record(inputSpikes, in, t);
            record(hiddenSpikes, mid, t);
            record(outputSpikes, out, t);
        }
    }

    private double[][] weights(int rows, int columns, double size) {
        double[][] weights = new double[rows][columns];
        for (double[] row : weights) {
            Arrays.setAll(row, i -> random.nextGaussian(size * 0.2, size));
        }
        return weights;
    }

    private static boolean[] step(double[] voltage, double[][] weights, boolean[] in, double[][] trace, int t) {
        boolean[] fired = new boolean[voltage.length];
        for (int n = 0; n < voltage.length; n++) {
            double v = voltage[n] * 0.92;
            for (int i = 0; i < in.length; i++) {
                v += in[i] ? weights[n][i] : 0;
            }
            v = Math.max(v, -2);
            if (trace != null) {
                trace[n][t] = v;
            }
            fired[n] = v >= THRESHOLD;
            voltage[n] = fired[n] ? 0 : v;
        }
        return fired;
    }

    private static void record(List<int[]> spikes, boolean[] fired, int tick) {
        for (int n = 0; n < fired.length; n++) {
            if (fired[n]) {
                spikes.add(new int[] {tick, n});
            }
        }
    }

    List<RasterPart.Layer> layers() {
        return List.of(
                layer("input", INPUTS, inputSpikes),
                layer("hidden", HIDDEN, hiddenSpikes),
                layer("output", OUTPUTS, outputSpikes));
    }

    private static RasterPart.Layer layer(String name, int neurons, List<int[]> spikes) {
        return new RasterPart.Layer(
                name,
                neurons,
                spikes.stream().mapToInt(s -> s[0]).toArray(),
                spikes.stream().mapToInt(s -> s[1]).toArray());
    }

    /** Voltage of output {@code n} over the first {@code until} ticks. */
    TracePart.Series output(int n, int until) {
        int[] spikes = outputSpikes.stream()
                .filter(s -> s[1] == n && s[0] < until)
                .mapToInt(s -> s[0])
                .toArray();
        return TracePart.Series.everyTick("output " + n, 0, Arrays.copyOf(outputVoltage[n], until), spikes);
    }

    int ticks() {
        return ticks;
    }
}
