package dev.ranvier.tools.run;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.tools.report.model.ConfusionPart;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.HeadroomPart;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import dev.ranvier.tools.report.model.TickMark;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The report of the digits example. Stateless. */
public final class DigitsReport {
    private static final int CLASSES = 10;
    private static final int RASTER_IMAGES = 10;
    private static final int TICKS_PER_IMAGE = DigitImages.TICKS + 2;

    private DigitsReport() {}

    /** What a page on {@code result} says. */
    public static RunReport of(DigitsExample.Result result, String command, String version) {
        Counters c = result.counters();
        int n = result.images();
        List<Headline> headlines = List.of(
                new Headline(
                        "accuracy on the chip",
                        result.accuracyChip(),
                        Headline.FRACTION,
                        right(result.chip(), result) + " of " + n + " images"),
                new Headline(
                        "accuracy in float64",
                        result.accuracyFloat64(),
                        Headline.FRACTION,
                        right(result.reference(), result) + " of " + n + " images"),
                new Headline("agreement", result.agreement(), Headline.FRACTION, "same answer, chip and float64"),
                new Headline("energy per image", c.energyJoule() / n, "J", "model " + c.energyModel()),
                new Headline("chip time per image", c.nanoseconds() * 1e-9 / n, "s", "model " + c.energyModel()),
                new Headline("spikes per image", (double) c.spikes() / n, "", "hidden and output neurons"),
                new Headline("synaptic events per image", (double) c.synapticEvents() / n, "", "synapses gone through"),
                new Headline("emulation speed", n / result.wallSeconds(), "images/s", "over the device protocol"));
        List<ReportPart> parts = new ArrayList<>();
        parts.add(new ConfusionPart(
                "What the chip took for what",
                "Rows: the digit; columns: the chip's answer, the output neuron with most spikes.",
                IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
                confusion(result)));
        parts.add(raster(result));
        parts.add(totals(result));
        parts.add(new HeadroomPart(
                "Headroom before saturation",
                "Largest magnitudes in " + result.sampledImages()
                        + " images that were read tick by tick. In all images, "
                        + (c.wraps() + c.saturations() == 0
                                ? "nothing wrapped and nothing was clipped."
                                : c.wraps() + " updates wrapped and " + c.saturations() + " were clipped."),
                quantities(result)));
        if (!result.notes().isEmpty()) {
            parts.add(new TextPart("Notes", "", TextPart.Kind.NOTE, result.notes()));
        }
        parts.addAll(TimingReport.parts(result.mapping().spec(), c));
        parts.add(ReportParts.placement(result.mapping()));
        parts.add(ReportParts.utilisation(result.mapping()));
        parts.add(ReportParts.quantization(result.quantization()));
        parts.add(ReportParts.neurons(result.quantization()));
        parts.add(ReportParts.cores(c));
        parts.add(misses(result));
        return new RunReport(
                ReportParts.identity(
                        "Handwritten digits on " + result.mapping().spec().name(),
                        n + " test images of 8 x 8 pixels, shown as spikes to a network of 64, 128 and 10 neurons, "
                                + "loaded over the device protocol.",
                        result.mapping(),
                        command,
                        version,
                        List.of(new Fact(
                                "Data",
                                "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning "
                                        + "Repository, CC BY 4.0; images with index mod 5 = 0"))),
                headlines,
                parts);
    }

    private static int right(int[] predictions, DigitsExample.Result result) {
        return (int) IntStream.range(0, predictions.length)
                .filter(i -> predictions[i] == result.labels()[i])
                .count();
    }

    private static long[][] confusion(DigitsExample.Result result) {
        long[][] counts = new long[CLASSES][CLASSES];
        for (int i = 0; i < result.images(); i++) {
            counts[result.labels()[i]][result.chip()[i]]++;
        }
        return counts;
    }

    private static RasterPart raster(DigitsExample.Result result) {
        int shown = Math.min(RASTER_IMAGES, result.sampledImages());
        int end = shown * TICKS_PER_IMAGE + 1;
        String[] names = {"pixels", "hidden", "output"};
        int[] sizes = {DigitImages.PIXELS, result.mapping().sources("hidden").length, CLASSES};
        List<RasterPart.Layer> layers = new ArrayList<>();
        for (int k = 0; k < names.length; k++) {
            int layer = k;
            List<int[]> spikes = result.raster().stream()
                    .filter(s -> s[1] == layer && s[0] < end)
                    .toList();
            layers.add(new RasterPart.Layer(
                    names[k],
                    sizes[k],
                    spikes.stream().mapToInt(s -> s[0]).toArray(),
                    spikes.stream().mapToInt(s -> s[2]).toArray()));
        }
        List<TickMark> marks = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            int image = i * result.images() / result.sampledImages();
            marks.add(
                    new TickMark(i * TICKS_PER_IMAGE + 1, result.labels()[image] + " read as " + result.chip()[image]));
        }
        return new RasterPart(
                "Spikes of " + shown + " images",
                "Every image is shown for " + DigitImages.TICKS + " ticks; the state is reset in between.",
                1,
                end,
                layers,
                marks);
    }

    private static TablePart totals(DigitsExample.Result result) {
        Counters c = result.counters();
        int n = result.images();
        List<List<Object>> rows = new ArrayList<>();
        total(rows, "ticks", c.ticks(), n);
        total(rows, "input spikes", c.hostEvents(), n);
        total(rows, "spikes", c.spikes(), n);
        total(rows, "synaptic events", c.synapticEvents(), n);
        total(rows, "compartment updates", c.neuronUpdates(), n);
        total(rows, "packets between cores", c.messages(), n);
        rows.add(List.of("chip time, us", c.nanoseconds() * 1e-3 / n, c.nanoseconds() * 1e-3));
        rows.add(List.of("energy, nJ", c.energyJoule() * 1e9 / n, c.energyJoule() * 1e9));
        return new TablePart(
                "Totals",
                "Time and energy follow the model " + c.energyModel() + "; they were not measured on silicon.",
                List.of(TablePart.Column.of("what"), TablePart.Column.of("per image"), TablePart.Column.of("in all")),
                rows);
    }

    private static void total(List<List<Object>> rows, String what, long all, int n) {
        rows.add(List.of(what, (double) all / n, all));
    }

    private static TablePart misses(DigitsExample.Result result) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < result.images(); i++) {
            if (result.chip()[i] != result.labels()[i] || result.reference()[i] != result.labels()[i]) {
                rows.add(List.of(5 * i, result.labels()[i], result.chip()[i], result.reference()[i]));
            }
        }
        return new TablePart(
                "Images that were misread",
                "Index in the data set of 1,797 images.",
                List.of(
                        TablePart.Column.of("index"),
                        TablePart.Column.of("digit"),
                        TablePart.Column.of("chip"),
                        TablePart.Column.of("float64")),
                rows);
    }

    private static List<HeadroomPart.Quantity> quantities(DigitsExample.Result result) {
        List<HeadroomPart.Quantity> quantities = new ArrayList<>();
        result.inputLimit()
                .ifPresent(limit -> quantities.add(
                        new HeadroomPart.Quantity("accumulator", result.largestInput(), limit, "units")));
        quantities.add(new HeadroomPart.Quantity("voltage", result.largestVoltage(), result.voltageLimit(), "units"));
        return quantities;
    }
}
