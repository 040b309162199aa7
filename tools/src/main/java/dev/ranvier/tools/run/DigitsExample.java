package dev.ranvier.tools.run;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirImport;
import dev.ranvier.tools.nir.NirOptions;
import dev.ranvier.tools.nir.NirReader;
import dev.ranvier.tools.nir.sim.NirSemantics;
import dev.ranvier.tools.nir.sim.NirSimulator;
import dev.ranvier.tools.nir.sim.Precision;
import dev.ranvier.tools.quantize.Discretization;
import dev.ranvier.tools.quantize.QuantizationReport;
import dev.ranvier.tools.quantize.Quantizer;
import dev.ranvier.tools.session.ChipSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The main example: a trained classifier of handwritten digits, loaded onto a chip and shown 360 test images as spikes;
 * beside it the float64 reference. Not safe for several threads.
 */
public final class DigitsExample {
    /** Length of a tick, s. */
    public static final double DT_SECONDS = 1e-3;

    /** Ticks by which the chip's outputs follow the inputs: one per layer. */
    private static final int LAYERS = 2;

    private static final int CLASSES = 10;
    /** Every so many images state is read tick by tick, for headroom and raster. */
    private static final int SAMPLE_EVERY = 12;

    private static final String RESOURCE = "/examples/digits/digits.nir";
    private static final String HIDDEN = "hidden";
    private static final String OUT = "out";

    private final DigitImages images = DigitImages.load();
    private final NirGraph graph = graph();

    /** Sees how far a run is. */
    public interface Listener {
        /** {@code done} of {@code all} images are done. */
        void progress(int done, int all);
    }

    /**
     * What a run gives.
     *
     * @param mapping the network on the chip
     * @param quantization what quantisation did
     * @param notes choices and approximations
     * @param labels the digits
     * @param chip what the chip said
     * @param reference what the float64 reference said
     * @param counters what the chip did
     * @param wallSeconds wall time of showing all images
     * @param largestInput largest |accumulator| seen in the sampled images
     * @param largestVoltage largest |voltage| seen there
     * @param sampledImages how many were sampled
     * @param raster spikes of the sampled images, {tick, layer, neuron}; ticks count through the sampled images
     * @param rasterTicks ticks of the raster
     */
    public record Result(
            Mapping mapping,
            QuantizationReport quantization,
            List<String> notes,
            int[] labels,
            int[] chip,
            int[] reference,
            Counters counters,
            double wallSeconds,
            long largestInput,
            long largestVoltage,
            int sampledImages,
            List<int[]> raster,
            int rasterTicks) {

        /** What an accumulator holds; empty if the chip has none. */
        public OptionalLong inputLimit() {
            return mapping.spec().core() instanceof CompartmentCoreSpec
                    ? OptionalLong.of(1L << 21)
                    : OptionalLong.empty();
        }

        /** What a potential holds. */
        public long voltageLimit() {
            return mapping.spec().core() instanceof CrossbarCoreSpec crossbar
                    ? crossbar.potentialLimit() > 0 ? crossbar.potentialLimit() : Integer.MAX_VALUE
                    : (1L << 23) - 1;
        }

        /** Number of images. */
        public int images() {
            return labels.length;
        }

        /** Fraction of images that the chip has right. */
        public double accuracyChip() {
            return equal(chip, labels);
        }

        /** Fraction of images that the reference has right. */
        public double accuracyFloat64() {
            return equal(reference, labels);
        }

        /** Fraction of images on which both agree. */
        public double agreement() {
            return equal(chip, reference);
        }

        private static double equal(int[] a, int[] b) {
            int same = 0;
            for (int i = 0; i < a.length; i++) {
                same += a[i] == b[i] ? 1 : 0;
            }
            return (double) same / a.length;
        }
    }

    private static NirGraph graph() {
        try (InputStream in = DigitsExample.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the build");
            }
            return NirReader.read(ByteBuffer.wrap(in.readAllBytes()), NirOptions.DEFAULT)
                    .require()
                    .flatten();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The test images. */
    public DigitImages images() {
        return images;
    }

    /** The network mapped onto {@code spec}. */
    public Mapping map(ChipSpec spec) {
        return onChip(spec).mapping();
    }

    private NetworkMapping onChip(ChipSpec spec) {
        return NetworkMapping.of(
                NirImport.run("digits", graph, DT_SECONDS).network(),
                spec,
                new Discretization(DT_SECONDS, Discretization.Integrator.EULER),
                Quantizer.byName("maxabs"),
                0);
    }

    /** Maps the network onto {@code spec}, opens a board with {@code opener} and shows all images. */
    public Result run(ChipSpec spec, Function<ChipSpec, ? extends ChipSession> opener, Listener listener) {
        NetworkMapping onChip = onChip(spec);
        Mapping mapping = onChip.mapping();
        int[] reference = reference();
        int[] chip = new int[images.count()];
        List<int[]> raster = new ArrayList<>();
        Shown shown = new Shown(mapping, raster);
        double wallSeconds;
        Counters counters;
        try (ChipSession session = opener.apply(spec)) {
            session.load(mapping.image());
            session.collectSpikes();
            long start = System.nanoTime();
            for (int i = 0; i < images.count(); i++) {
                chip[i] = i % SAMPLE_EVERY == 0
                        ? shown.sampled(session, images.pixels()[i])
                        : shown.plain(session, images.pixels()[i]);
                listener.progress(i + 1, images.count());
            }
            wallSeconds = (System.nanoTime() - start) * 1e-9;
            counters = session.counters();
        }
        return new Result(
                mapping,
                onChip.quantization(),
                onChip.notes(),
                images.label(),
                chip,
                reference,
                counters,
                wallSeconds,
                shown.largestInput,
                shown.largestVoltage,
                shown.samples,
                raster,
                shown.samples * (DigitImages.TICKS + LAYERS));
    }

    /** Showing images to a chip: what belongs to one run. */
    private static final class Shown {
        private final boolean isCompartments;
        private final int firstChannel;
        private final int[] hidden;
        private final int[] out;
        private final int[] layerOf;
        private final int[] neuronOf;
        private final int[] all;
        private final List<int[]> raster;
        private long largestInput;
        private long largestVoltage;
        private int samples;

        Shown(Mapping mapping, List<int[]> raster) {
            this.raster = raster;
            isCompartments = mapping.spec().core() instanceof CompartmentCoreSpec;
            firstChannel = mapping.image().firstChannel("input");
            hidden = mapping.sources(HIDDEN);
            out = mapping.sources(OUT);
            int sources = mapping.spec().cores() * mapping.spec().core().neurons();
            layerOf = new int[sources];
            neuronOf = new int[sources];
            all = new int[hidden.length + out.length];
            for (int i = 0; i < hidden.length; i++) {
                layerOf[hidden[i]] = 1;
                neuronOf[hidden[i]] = i;
                all[i] = hidden[i];
            }
            for (int i = 0; i < out.length; i++) {
                layerOf[out[i]] = 2;
                neuronOf[out[i]] = i;
                all[hidden.length + i] = out[i];
            }
        }

        int plain(ChipSession session, int[] pixels) {
            begin(session, pixels);
            session.advance(DigitImages.TICKS + LAYERS);
            int[] counts = new int[CLASSES];
            session.takeSpikes((tick, source, value) -> count(counts, source));
            return winner(counts);
        }

        private void count(int[] counts, int source) {
            if (layerOf[source] == 2) {
                counts[neuronOf[source]]++;
            }
        }

        int sampled(ChipSession session, int[] pixels) {
            begin(session, pixels);
            int offset = samples * (DigitImages.TICKS + LAYERS);
            for (int t = 1; t <= DigitImages.TICKS; t++) {
                for (int p = 0; p < DigitImages.PIXELS; p++) {
                    if (DigitImages.spikes(pixels[p], t)) {
                        raster.add(new int[] {offset + t, 0, p});
                    }
                }
            }
            for (int t = 0; t < DigitImages.TICKS + LAYERS; t++) {
                session.advance(1);
                if (isCompartments) {
                    largestInput = Math.max(largestInput, largest(session.readState("q", all)));
                }
                largestVoltage = Math.max(largestVoltage, largest(session.readState("v", all)));
            }
            int[] counts = new int[CLASSES];
            session.takeSpikes((tick, source, value) -> {
                count(counts, source);
                raster.add(new int[] {offset + (int) tick, layerOf[source], neuronOf[source]});
            });
            samples++;
            return winner(counts);
        }

        private static long largest(long[] values) {
            long largest = 0;
            for (long value : values) {
                largest = Math.max(largest, Math.abs(value));
            }
            return largest;
        }

        private void begin(ChipSession session, int[] pixels) {
            session.resetState();
            List<long[]> events = new ArrayList<>();
            for (int t = 1; t <= DigitImages.TICKS; t++) {
                for (int p = 0; p < DigitImages.PIXELS; p++) {
                    if (DigitImages.spikes(pixels[p], t)) {
                        events.add(new long[] {t, firstChannel + p});
                    }
                }
            }
            session.inject(
                    events.stream().mapToLong(e -> e[0]).toArray(),
                    events.stream().mapToInt(e -> (int) e[1]).toArray(),
                    null);
        }
    }

    /** The class with most spikes; the lowest of several. */
    private static int winner(int[] counts) {
        int best = 0;
        for (int k = 1; k < counts.length; k++) {
            if (counts[k] > counts[best]) {
                best = k;
            }
        }
        return best;
    }

    /** What the float64 reference says about every image. */
    public int[] reference() {
        NirSimulator simulator =
                new NirSimulator(graph, NirSemantics.named("nir-euler"), DT_SECONDS, Precision.FLOAT64);
        int[] predictions = new int[images.count()];
        double[] input = new double[DigitImages.PIXELS];
        for (int i = 0; i < images.count(); i++) {
            simulator.reset();
            int[] counts = new int[CLASSES];
            for (int t = 1; t <= DigitImages.TICKS; t++) {
                for (int p = 0; p < input.length; p++) {
                    input[p] = DigitImages.spikes(images.pixels()[i][p], t) ? 1 : 0;
                }
                double[] spikes = simulator.step(input);
                for (int k = 0; k < CLASSES; k++) {
                    counts[k] += spikes[k] > 0 ? 1 : 0;
                }
            }
            predictions[i] = winner(counts);
        }
        return predictions;
    }
}
