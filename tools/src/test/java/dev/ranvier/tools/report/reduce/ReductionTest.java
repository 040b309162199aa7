package dev.ranvier.tools.report.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.TablePart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReductionTest {

    private static RasterPart raster(long seed, int ticks, int... spikes) {
        Random random = new Random(seed);
        List<RasterPart.Layer> layers = new ArrayList<>();
        for (int count : spikes) {
            layers.add(new RasterPart.Layer(
                    "layer " + layers.size(),
                    50,
                    random.ints(count, 10, 10 + ticks).toArray(),
                    random.ints(count, 0, 50).toArray()));
        }
        return new RasterPart("raster", "", 10, 10 + ticks, layers, List.of());
    }

    @Test
    @DisplayName("a raster that is small enough keeps every spike")
    void smallRasterIsWhole() {
        RasterPart part = raster(1, 100, 30, 70);
        RasterSample sample = RasterSample.of(part, 100);
        assertEquals(part.layers(), sample.layers());
        assertEquals(100, sample.shown());
    }

    @Test
    @DisplayName("a thinned raster keeps each layer's share of the spikes, and the order of those that stay")
    void thinningIsFair() {
        RasterPart part = raster(2, 1000, 40_000, 160_000);
        RasterSample sample = RasterSample.of(part, 10_000);
        assertEquals(List.of(40_000, 160_000), sample.totals());
        assertEquals(2_000, sample.layers().get(0).spikes(), 150);
        assertEquals(8_000, sample.layers().get(1).spikes(), 300);
        RasterPart.Layer all = part.layers().get(0);
        RasterPart.Layer kept = sample.layers().get(0);
        int next = 0;
        for (int s = 0; s < all.spikes() && next < kept.spikes(); s++) {
            if (all.ticks()[s] == kept.ticks()[next] && all.indices()[s] == kept.indices()[next]) {
                next++;
            }
        }
        assertEquals(kept.spikes(), next, "not a part of the original, in order");
        assertEquals(
                sample.layers().get(1).spikes(),
                RasterSample.of(part, 10_000).layers().get(1).spikes());
    }

    @Label("rates count every spike of a layer, in at most 220 bins that cover the raster")
    @Property(tries = 200)
    void ratesCountEverySpike(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int ticks) {
        RasterPart part = raster(seed, ticks, 17, 400);
        RateHistogram rates = RateHistogram.of(part);
        assertTrue(rates.bins() <= 220, () -> rates.bins() + " bins");
        assertEquals(part.firstTick(), rates.start(0));
        assertEquals(part.endTick(), rates.end(rates.bins() - 1));
        for (int layer = 0; layer < 2; layer++) {
            double spikes = 0;
            for (int b = 0; b < rates.bins(); b++) {
                spikes += rates.rates().get(layer)[b] * (rates.end(b) - rates.start(b)) * 50;
            }
            assertEquals(part.layers().get(layer).spikes(), spikes, 1e-6);
        }
    }

    @Label("a reduced curve keeps its highest, lowest, first and last point, and invents none")
    @Property(tries = 200)
    void minMaxKeepsExtremesAndEnds(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3000) int points,
            @ForAll @IntRange(min = 1, max = 40) int slices) {
        Random random = new Random(seed);
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            x[i] = (i == 0 ? 0 : x[i - 1]) + 1 + random.nextInt(5);
            y[i] = random.nextGaussian();
        }
        MinMax kept = MinMax.of(x, y, slices);
        assertTrue(kept.x().length <= Math.max(points, 4 * slices));
        assertTrue(points <= 4 * slices || kept.x().length <= 4 * slices);
        assertEquals(Arrays.stream(y).max(), Arrays.stream(kept.y()).max());
        assertEquals(Arrays.stream(y).min(), Arrays.stream(kept.y()).min());
        assertEquals(x[0], kept.x()[0]);
        assertEquals(x[points - 1], kept.x()[kept.x().length - 1]);
        for (int i = 0; i < kept.x().length; i++) {
            assertTrue(i == 0 || kept.x()[i] > kept.x()[i - 1], "not ascending");
            assertEquals(y[Arrays.binarySearch(x, kept.x()[i])], kept.y()[i]);
        }
    }

    @Test
    @DisplayName("a short gap in a long curve does not hide the peak beside it, and a long gap stays one")
    void gaps() {
        double[] x = new double[10_000];
        double[] y = new double[10_000];
        Arrays.setAll(x, i -> i);
        Arrays.setAll(y, i -> i == 5_001 ? 7 : i == 5_000 || (i >= 8_000 && i < 9_000) ? Double.NaN : 0);
        MinMax kept = MinMax.of(x, y, 100);
        assertTrue(Arrays.stream(kept.y()).anyMatch(v -> v == 7), "the peak is lost");
        assertTrue(Arrays.stream(kept.y()).filter(Double::isNaN).count() >= 10, "the gap is lost");
    }

    @Test
    @DisplayName("merged bins keep the total and the ends")
    void mergedBins() {
        double[] edges = new double[1004];
        long[] counts = new long[1003];
        Arrays.setAll(edges, i -> i * 0.5);
        Arrays.setAll(counts, i -> i % 7);
        HistogramPart part = new HistogramPart("h", "", new PlotPart.Axis("v", ""), "things", edges, counts, List.of());
        MergedBins merged = MergedBins.of(part, 100);
        assertEquals(11, merged.merged());
        assertEquals(92, merged.counts().length);
        assertEquals(part.total(), Arrays.stream(merged.counts()).sum());
        assertEquals(0, merged.edges()[0]);
        assertEquals(501.5, merged.edges()[92]);
        assertSame(counts, MergedBins.of(part, 1003).counts());
    }

    @Test
    @DisplayName("blocks of a large matrix hold the mean of their numbers")
    void blockMeans() {
        double[][] values = new double[400][1000];
        for (int r = 0; r < 400; r++) {
            for (int c = 0; c < 1000; c++) {
                values[r][c] = r < 200 ? 3 : Double.NaN;
            }
        }
        values[0][0] = 9;
        BlockMeans means = BlockMeans.of(values);
        assertTrue(means.merged());
        assertTrue(means.values().length * means.values()[0].length <= 10_000);
        double block = means.blockRows() * means.blockColumns();
        assertEquals((3 * (block - 1) + 9) / block, means.values()[0][0], 1e-12);
        assertEquals(3, means.values()[0][1]);
        assertTrue(Double.isNaN(means.values()[means.values().length - 1][0]));
        double[][] small = new double[100][100];
        assertSame(small, BlockMeans.of(small).values());
    }

    @Test
    @DisplayName("a cloud of points is thinned evenly; a line keeps its peak")
    void points() {
        double[] x = new double[50_000];
        double[] y = new double[50_000];
        Arrays.setAll(x, i -> i);
        y[31_234] = 5;
        FewerPoints line = FewerPoints.of(new PlotPart.Series("l", PlotPart.Style.LINE, x, y));
        assertTrue(line.thinned());
        assertTrue(Arrays.stream(line.y()).anyMatch(v -> v == 5));
        FewerPoints cloud = FewerPoints.of(new PlotPart.Series("c", PlotPart.Style.POINTS, x, y));
        assertEquals(50_000, cloud.total());
        assertTrue(cloud.x().length <= FewerPoints.MOST_POINTS);
        assertEquals(cloud.x()[2] - cloud.x()[1], cloud.x()[1] - cloud.x()[0]);
        double[] few = {1, 2};
        assertArrayEquals(
                few,
                FewerPoints.of(new PlotPart.Series("f", PlotPart.Style.STEPS, few, few))
                        .x());
    }

    @Test
    @DisplayName("a long table is cut, and says how long it was")
    void tables() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(List.of(i));
        }
        TableHead head = TableHead.of(new TablePart("t", "", List.of(TablePart.Column.of("n")), rows), 7);
        assertEquals(rows.subList(0, 7), head.rows());
        assertEquals(20, head.total());
        assertTrue(head.cut());
    }
}
