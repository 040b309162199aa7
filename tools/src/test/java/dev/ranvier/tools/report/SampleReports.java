package dev.ranvier.tools.report;

import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.tools.report.model.ConfusionPart;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.HeadroomPart;
import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.Identity;
import dev.ranvier.tools.report.model.MatrixPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import dev.ranvier.tools.report.model.TickMark;
import dev.ranvier.tools.report.model.TracePart;
import dev.ranvier.tools.report.model.UtilisationPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/** Reports that hold every kind of part, as large and as odd as real ones get. The same on every call. */
final class SampleReports {
    private static final int TICKS_PER_IMAGE = 50;

    private SampleReports() {}

    /** A classifier of digits on a loihi-like board, with every kind of part. */
    static RunReport digits() {
        SampleNetwork network = new SampleNetwork(400, TICKS_PER_IMAGE);
        return new RunReport(
                identity("Digits on loihi", "360 images of handwritten digits, 50 ticks each, streamed as spikes."),
                headlines(),
                List.of(
                        new TextPart(
                                "Weights were clipped",
                                "",
                                TextPart.Kind.WARNING,
                                List.of("3 of 8,192 weights of projection input→hidden lay outside -256..254 and were"
                                        + " clipped to the nearest value. The largest error is 2.5 % of the largest"
                                        + " weight; a larger weight exponent would remove it.")),
                        confusion(),
                        raster(network),
                        traces(network),
                        utilisation(),
                        headroom(),
                        tickLengths(),
                        agreement(),
                        layers(),
                        weights(),
                        new TextPart(
                                "How to read this",
                                "",
                                TextPart.Kind.NOTE,
                                List.of("Energy is a model figure: operations times the published energy of each."))));
    }

    /** Pair STDP: the learning window, and weights over time. */
    static RunReport stdp() {
        return new RunReport(
                identity("Pair STDP on loihi", "One synapse per spike-time difference, 60 pairings each."),
                List.of(
                        new Headline("pairings", 4860, "", "81 differences × 60"),
                        new Headline("largest weight change", 31, "", "of 255")),
                List.of(window(), weightsOverTime()));
    }

    static Identity identity(String title, String summary) {
        return new Identity(
                title,
                summary,
                "loihi, 128 neuro cores of 1024 compartments, profile nengo",
                "equals the nengo-loihi emulator (commit e564f66) bit for bit (golden set loihi-nengo)",
                true,
                "digits.yaml: 64 inputs, 128 hidden, 10 outputs",
                "sha256:9f2b6c1e40d8a7735be0c1a94f6d2e8b",
                "sha256:0c77d1ab52f39e6488adfe1290b3c65d",
                "sha256:e1903b7c6ad2f5480b9c7e6f3d21a058",
                1,
                "./ranvier run digits --chip loihi --seed 1",
                "2026-01-01 12:00 UTC",
                List.of(new Fact("Ranvier", "0.1.0"), new Fact("Java", "25")),
                List.of(
                        new Fact("timing", "functional"),
                        new Fact("data", "UCI optical digits, CC BY 4.0, E. Alpaydin and C. Kaynak")));
    }

    private static List<Headline> headlines() {
        return List.of(
                new Headline("accuracy on the chip", 0.975, Headline.FRACTION, "351 of 360 images"),
                new Headline("accuracy in float64", 352 / 360.0, Headline.FRACTION, "352 of 360 images"),
                new Headline("agreement", 0.9972, Headline.FRACTION, "same answer for 359 images"),
                new Headline("spikes", 512_344, "", "1,423 per image"),
                new Headline("synaptic events", 38_912_771, "", "108,091 per image"),
                new Headline("chip time", 0.01834, "s", "18,000 ticks"),
                new Headline("energy", 0.001273, "J", "3.5 µJ per image; model loihi-2018"),
                new Headline("emulation speed", 161_300, "ticks/s", "one thread"));
    }

    private static RasterPart raster(SampleNetwork network) {
        List<TickMark> marks = new ArrayList<>();
        for (int image = 0; image * TICKS_PER_IMAGE < network.ticks(); image++) {
            marks.add(new TickMark(image * TICKS_PER_IMAGE, "image " + image + ": " + image * 7 % 10));
        }
        return new RasterPart(
                "Spikes of the first 8 images",
                "One dot per spike; dotted lines mark where the next image starts. Rates below.",
                0,
                network.ticks(),
                network.layers(),
                marks);
    }

    private static TracePart traces(SampleNetwork network) {
        TracePart.Panel voltages = new TracePart.Panel(
                "voltage",
                "mV",
                List.of(network.output(0, 150), network.output(3, 150), network.output(7, 150)),
                OptionalDouble.of(1));
        double[] current = new double[150];
        Arrays.setAll(current, t -> 900 * Math.exp(-(t % 50) / 12.0) * Math.sin(t / 3.0));
        TracePart.Panel currents = new TracePart.Panel(
                "synaptic current",
                "",
                List.of(TracePart.Series.everyTick("hidden 17", 0, current, new int[0])),
                OptionalDouble.empty());
        return new TracePart(
                "Membrane voltages",
                "Three output neurons and the synaptic current of a hidden one during the first three images. Strokes"
                        + " above a panel are spikes.",
                List.of(voltages, currents),
                List.of(new TickMark(50, "image 1"), new TickMark(100, "image 2")));
    }

    private static UtilisationPart utilisation() {
        List<Limit> limits = List.of(
                new Limit("neurons", 1024, "compartments", "[N]"),
                new Limit("axons_in", 4096, "input axons", "[N]"),
                new Limit("axons_out", 4096, "output axon slots", "[N]"),
                new Limit("synapse_bits", 1_048_576, "bits", "[N]"),
                new Limit("profiles", 32, "compartment profiles", "[N]"));
        List<UtilisationPart.CoreUse> cores = new ArrayList<>();
        Random random = new Random(3);
        for (int core = 0; core < 46; core++) {
            double fill = core == 45 ? 0.12 : 0.55 + 0.45 * random.nextDouble();
            Map<String, Long> used = new HashMap<>();
            used.put("neurons", Math.round(1024 * fill * 0.6));
            used.put("axons_in", Math.round(4096 * fill * 0.4));
            used.put("axons_out", Math.round(4096 * fill * 0.2 * random.nextDouble()));
            used.put("synapse_bits", Math.round(1_048_576 * fill * 0.97));
            used.put("profiles", 1L + random.nextInt(4));
            cores.add(new UtilisationPart.CoreUse(core, used));
        }
        return new UtilisationPart(
                "Use of the cores",
                "Percent of each limit of the data sheet. Tiles hold four cores; grey cores are not in use.",
                new GridSpec(8, 4, 4, 1),
                limits,
                cores);
    }

    private static ConfusionPart confusion() {
        long[][] counts = new long[10][10];
        for (int digit = 0; digit < 10; digit++) {
            counts[digit][digit] = 36;
        }
        int[][] mistakes = {{8, 1, 3}, {3, 9, 2}, {9, 3, 1}, {4, 7, 1}, {5, 9, 2}};
        for (int[] mistake : mistakes) {
            counts[mistake[0]][mistake[1]] += mistake[2];
            counts[mistake[0]][mistake[0]] -= mistake[2];
        }
        return new ConfusionPart(
                "Confusion matrix",
                "Rows are the true digits, columns the answers of the chip; colour is the part of the row.",
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                counts);
    }

    private static HeadroomPart headroom() {
        return new HeadroomPart(
                "Headroom",
                "The largest magnitude that each quantity reached in the whole run, against where it wraps or clips.",
                List.of(
                        new HeadroomPart.Quantity("hidden: membrane voltage", 3_912_244, 8_388_607, ""),
                        new HeadroomPart.Quantity("hidden: synaptic current", 7_201_020, 8_388_607, ""),
                        new HeadroomPart.Quantity("output: membrane voltage", 8_388_607, 8_388_607, ""),
                        new HeadroomPart.Quantity("output: synaptic current", 12_400, 8_388_607, ""),
                        new HeadroomPart.Quantity("dendritic accumulator", 1_020, 4_095, "")));
    }

    private static HistogramPart tickLengths() {
        double[] edges = new double[61];
        Arrays.setAll(edges, i -> 600 + 20.0 * i);
        long[] counts = new long[60];
        Random random = new Random(11);
        for (int t = 0; t < 18_000; t++) {
            double length = 640 + 380 * -Math.log(1 - random.nextDouble()) * 0.45 + random.nextGaussian(40, 20);
            counts[(int) Math.clamp((length - 600) / 20, 0, 59)]++;
        }
        return new HistogramPart(
                "How long a tick takes",
                "",
                new PlotPart.Axis("tick length", "ns"),
                "ticks",
                edges,
                counts,
                List.of(
                        new HistogramPart.Level("mean", 851),
                        new HistogramPart.Level("p99", 1494),
                        new HistogramPart.Level("max", 1788)));
    }

    private static MatrixPart agreement() {
        List<String> runs = List.of("float64", "loihi nengo", "loihi lava", "loihi brian2");
        return new MatrixPart(
                "Agreement of runs",
                "Part of the images for which two runs give the same answer.",
                runs,
                runs,
                "agreement",
                Headline.FRACTION,
                0.9,
                1,
                new double[][] {
                    {1, 0.9972, 0.9917, 0.9861},
                    {0.9972, 1, 0.9944, 0.9889},
                    {0.9917, 0.9944, 1, Double.NaN},
                    {0.9861, 0.9889, Double.NaN, 1}
                });
    }

    private static TablePart layers() {
        return new TablePart(
                "Layers",
                "",
                List.of(
                        TablePart.Column.of("population"),
                        TablePart.Column.of("neurons"),
                        TablePart.Column.of("spikes"),
                        new TablePart.Column("rate", "per neuron and tick"),
                        new TablePart.Column("silent", Headline.FRACTION),
                        new TablePart.Column("energy", "J")),
                List.of(
                        List.of("input", 64, 201_334L, 0.1747, 0.0313, 0.0),
                        List.of("hidden", 128, 302_771L, 0.1314, 0.0547, 0.00112),
                        List.of("output", 10, 8_239L, 0.04577, 0.0, 0.0000153)));
    }

    private static MatrixPart weights() {
        double[][] values = new double[10][128];
        Random random = new Random(2);
        for (double[] row : values) {
            Arrays.setAll(row, i -> Math.rint(random.nextGaussian(0, 70)));
        }
        List<String> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add("output " + i);
        }
        for (int i = 0; i < 128; i++) {
            columns.add("hidden " + i);
        }
        return new MatrixPart("Weights hidden→output", "", rows, columns, "weight", "", -255, 255, values);
    }

    private static PlotPart window() {
        int n = 81;
        double[] difference = new double[n];
        double[] measured = new double[n];
        double[] rule = new double[n];
        Random random = new Random(9);
        for (int i = 0; i < n; i++) {
            difference[i] = i - 40;
            double size = difference[i] > 0
                    ? 32 * Math.exp(-difference[i] / 10)
                    : difference[i] < 0 ? -24 * Math.exp(difference[i] / 14) : Double.NaN;
            rule[i] = size;
            measured[i] = difference[i] == 0 ? 0 : Math.rint(size + random.nextGaussian(0, 0.6));
        }
        return new PlotPart(
                "Learning window",
                "Weight change after 60 pairings against the time from the presynaptic to the postsynaptic spike.",
                new PlotPart.Axis("time from pre to post", "ticks"),
                new PlotPart.Axis("weight change", ""),
                List.of(
                        new PlotPart.Series("rule in float64", PlotPart.Style.LINE, difference, rule),
                        new PlotPart.Series("on the chip", PlotPart.Style.POINTS, difference, measured)));
    }

    private static PlotPart weightsOverTime() {
        List<PlotPart.Series> series = new ArrayList<>();
        Random random = new Random(4);
        for (int synapse = 0; synapse < 5; synapse++) {
            double[] tick = new double[241];
            double[] weight = new double[241];
            double w = 100;
            for (int i = 0; i < tick.length; i++) {
                tick[i] = 25.0 * i;
                weight[i] = w;
                w = Math.clamp(Math.rint(w + random.nextGaussian((synapse - 2) * 0.35, 1.2)), 0, 255);
            }
            series.add(new PlotPart.Series("synapse " + synapse, PlotPart.Style.STEPS, tick, weight));
        }
        return new PlotPart(
                "Weights over time", "", new PlotPart.Axis("tick", ""), new PlotPart.Axis("weight", ""), series);
    }

    /** Large recordings, a large board, long and hostile names. */
    static RunReport large() {
        return new RunReport(
                identity("A name that a user chose: <script>alert(1)</script> & \"more\"", ""),
                List.of(
                        new Headline("a label that is rather longer than a card is wide", 12_345_678_901_234L, "", ""),
                        new Headline("nothing", Double.NaN, "", "not measured")),
                List.of(largeRaster(2_000_000), largeTraces(1_000_000), largeBoard(), twoChips(), manyClasses()));
    }

    /** A raster of {@code spikes} spikes over 100,000 ticks, in layers of very different size. */
    static RasterPart largeRaster(int spikes) {
        Random random = new Random(1);
        List<RasterPart.Layer> layers = new ArrayList<>();
        int[] neurons = {4, 300, 20_000, 100};
        String[] names = {"teacher", "a population with a long name", "reservoir", "<b>out</b>"};
        int[] share = {spikes / 100, spikes / 5, spikes / 2, spikes - spikes / 100 - spikes / 5 - spikes / 2};
        for (int i = 0; i < neurons.length; i++) {
            int[] ticks = new int[share[i]];
            int[] indices = new int[share[i]];
            for (int s = 0; s < ticks.length; s++) {
                int tick = random.nextInt(100_000);
                // Activity comes in waves, so that thinning that loses the shape would be seen.
                ticks[s] = random.nextDouble() < 0.5 + 0.5 * Math.sin(tick / 4_000.0) ? tick : random.nextInt(100_000);
                indices[s] = (int) (neurons[i] * Math.min(0.999999, Math.abs(random.nextGaussian(0.5, 0.22)) % 1));
            }
            layers.add(new RasterPart.Layer(names[i], neurons[i], ticks, indices));
        }
        return new RasterPart("Spikes of a long run", "", 0, 100_000, layers, List.of());
    }

    private static TracePart largeTraces(int ticks) {
        double[] values = new double[ticks];
        Random random = new Random(6);
        double v = 0;
        for (int t = 0; t < ticks; t++) {
            v = 0.999 * v + random.nextGaussian();
            values[t] = t == 123_456 ? 400 : v;
        }
        double[] weak = new double[ticks];
        Arrays.setAll(weak, t -> t > 400_000 && t < 450_000 ? Double.NaN : 2_000_000 * Math.sin(t / 90_000.0));
        return new TracePart(
                "A million ticks",
                "One tick of the upper curve is 400; the lower one has a gap.",
                List.of(
                        new TracePart.Panel(
                                "voltage",
                                "",
                                List.of(TracePart.Series.everyTick("noise", 0, values, new int[] {123_456})),
                                OptionalDouble.of(200)),
                        new TracePart.Panel(
                                "current",
                                "",
                                List.of(TracePart.Series.everyTick("slow", 0, weak, new int[0])),
                                OptionalDouble.empty())),
                List.of());
    }

    private static UtilisationPart largeBoard() {
        List<UtilisationPart.CoreUse> cores = new ArrayList<>();
        for (int core = 0; core < 4_000; core++) {
            cores.add(
                    new UtilisationPart.CoreUse(core, Map.of("axons", 256L - core / 16, "neurons", (long) core % 257)));
        }
        return new UtilisationPart(
                "4,096 cores",
                "",
                new GridSpec(64, 64, 1, 1),
                List.of(
                        new Limit("axons", 256, "axons", "data sheet"),
                        new Limit("neurons", 256, "neurons", "data sheet")),
                cores);
    }

    private static UtilisationPart twoChips() {
        List<UtilisationPart.CoreUse> cores = new ArrayList<>();
        for (int core = 0; core < 80; core++) {
            cores.add(new UtilisationPart.CoreUse(core, Map.of("synapses", 20L * core)));
        }
        return new UtilisationPart(
                "Two chips, and too full",
                "",
                new GridSpec(6, 4, 2, 2),
                List.of(new Limit("synapses", 1_200, "synapses", "made up")),
                cores);
    }

    private static ConfusionPart manyClasses() {
        List<String> classes = new ArrayList<>();
        long[][] counts = new long[35][35];
        Random random = new Random(8);
        for (int c = 0; c < 35; c++) {
            classes.add("class number " + c);
            counts[c][c] = 60L + random.nextInt(40);
            counts[c][random.nextInt(35)] += random.nextInt(30);
        }
        return new ConfusionPart("Speech commands", "", classes, counts);
    }

    /** A report with nothing but {@code parts}. */
    static RunReport of(ReportPart... parts) {
        return new RunReport(identity("Sample", ""), List.of(), List.of(parts));
    }
}
