package dev.ranvier.tools.report.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ReportModelTest {
    private static final GridSpec GRID = new GridSpec(2, 1, 1, 1);
    private static final Limit NEURONS = new Limit("neurons", 100, "neurons", "");
    private static final Limit AXONS = new Limit("axons", 10, "axons", "");

    private static void refused(Executable what, String... words) {
        String message = assertThrows(IllegalArgumentException.class, what).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @Test
    @DisplayName("a raster refuses spikes of neurons and ticks that it does not have, naming both")
    void raster() {
        refused(() -> new RasterPart.Layer("hidden", 4, new int[] {0}, new int[] {4}), "hidden", "neuron 4", "0..3");
        refused(() -> new RasterPart.Layer("hidden", 4, new int[] {0, 1}, new int[] {3}), "hidden", "2", "1");
        RasterPart.Layer layer = new RasterPart.Layer("hidden", 4, new int[] {10}, new int[] {3});
        refused(() -> new RasterPart("r", "", 0, 10, List.of(layer), List.of()), "hidden", "tick 10", "0..9");
        refused(() -> new RasterPart("r", "", 5, 5, List.of(), List.of()), "'r'");
    }

    @Test
    @DisplayName("a curve refuses ticks that do not ascend")
    void traces() {
        refused(
                () -> new TracePart.Series("v", new int[] {1, 3, 3}, new double[3], new int[0]),
                "'v'",
                "tick 3 after tick 3");
    }

    @Test
    @DisplayName("a table refuses rows of another length and cells that are neither text nor number")
    void tables() {
        List<TablePart.Column> columns = List.of(TablePart.Column.of("a"), TablePart.Column.of("b"));
        refused(() -> new TablePart("t", "", columns, List.of(List.of("x"))), "row 0", "1 cells", "2 columns");
        refused(() -> new TablePart("t", "", columns, List.of(List.of("x", 'c'))), "row 0", "Character");
    }

    @Test
    @DisplayName("the binding limit is the fullest one of all cores")
    void binding() {
        UtilisationPart part = new UtilisationPart(
                "u",
                "",
                GRID,
                List.of(NEURONS, AXONS),
                List.of(
                        new UtilisationPart.CoreUse(0, Map.of("neurons", 90L)),
                        new UtilisationPart.CoreUse(1, Map.of("neurons", 50L, "axons", 12L))));
        UtilisationPart.Binding binding = part.binding().orElseThrow();
        assertEquals(new UtilisationPart.Binding(AXONS, 1, 12), binding);
        assertEquals(1.2, binding.fraction(), 1e-12);
        assertEquals(NEURONS, part.binding(part.cores().get(0)).orElseThrow().limit());
    }

    @Test
    @DisplayName("utilisation refuses cores that do not exist or appear twice, and limits that nobody declared")
    void utilisation() {
        UtilisationPart.CoreUse second = new UtilisationPart.CoreUse(2, Map.of());
        refused(() -> new UtilisationPart("u", "", GRID, List.of(), List.of(second)), "core 2", "0..1");
        UtilisationPart.CoreUse first = new UtilisationPart.CoreUse(0, Map.of());
        refused(() -> new UtilisationPart("u", "", GRID, List.of(), List.of(first, first)), "core 0", "twice");
        UtilisationPart.CoreUse odd = new UtilisationPart.CoreUse(0, Map.of("odd", 1L));
        refused(() -> new UtilisationPart("u", "", GRID, List.of(NEURONS), List.of(odd)), "'odd'", "neurons");
    }

    @Test
    @DisplayName("a confusion matrix counts rows, columns and the diagonal")
    void confusion() {
        ConfusionPart part = new ConfusionPart("c", "", List.of("a", "b"), new long[][] {{3, 1}, {2, 4}});
        assertEquals(10, part.examples());
        assertEquals(0.7, part.accuracy(), 1e-12);
        assertEquals(0.75, part.recall(0), 1e-12);
        assertEquals(0.8, part.precision(1), 1e-12);
        refused(() -> new ConfusionPart("c", "", List.of("a", "b"), new long[][] {{1, 2}}), "1 rows", "2 classes");
        refused(() -> new ConfusionPart("c", "", List.of("a"), new long[][] {{-1}}), "'a'", "-1");
    }

    @Test
    @DisplayName("histograms, plots, matrices and limits refuse shapes that do not fit")
    void shapes() {
        PlotPart.Axis axis = new PlotPart.Axis("v", "");
        refused(
                () -> new HistogramPart("h", "", axis, "n", new double[] {0, 1}, new long[] {1, 2}, List.of()),
                "2 bins",
                "2 edges");
        refused(
                () -> new HistogramPart("h", "", axis, "n", new double[] {1, 1}, new long[] {1}, List.of()),
                "must ascend");
        refused(() -> new PlotPart.Series("s", PlotPart.Style.LINE, new double[2], new double[1]), "'s'", "2 x", "1 y");
        refused(
                () -> new MatrixPart("m", "", List.of("a"), List.of("b", "c"), "q", "", 0, 1, new double[][] {{1}}),
                "'m'",
                "2 column names");
        refused(() -> new MatrixPart("m", "", List.of(), List.of(), "q", "", 1, 1, new double[0][]), "1.0..1.0");
        refused(() -> new HeadroomPart.Quantity("q", 1, 0, ""), "'q'", "0.0");
    }
}
