package dev.ranvier.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.MeshPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Tables beside a report")
class ReportTablesTest {
    private static final PlotPart PLOT = new PlotPart(
            "Latency / load!",
            "",
            new PlotPart.Axis("load", "packets"),
            new PlotPart.Axis("latency", ""),
            List.of(
                    new PlotPart.Series(
                            "a, \"b\"", PlotPart.Style.LINE, new double[] {1, 2.5}, new double[] {3, Double.NaN}),
                    new PlotPart.Series("c", PlotPart.Style.POINTS, new double[] {0}, new double[] {1e-3})));

    @Test
    @DisplayName("a plot is a row per point, quoted where need be, with a gap where there is no number")
    void plot() {
        Map<String, String> files =
                ReportTables.of(SampleReports.of(new TextPart("t", "", TextPart.Kind.NOTE, List.of("no table")), PLOT));
        assertEquals(List.of("report-02-latency-load.csv"), List.copyOf(files.keySet()));
        assertEquals(
                "series,load (packets),latency\r\n\"a, \"\"b\"\"\",1,3\r\n\"a, \"\"b\"\"\",2.5,\r\nc,0,0.001\r\n",
                files.get("report-02-latency-load.csv"));
    }

    @Test
    @DisplayName("histograms, tables and links of a mesh have their own columns")
    void others() {
        Map<String, String> files = ReportTables.of(SampleReports.of(
                new HistogramPart(
                        "h",
                        "",
                        new PlotPart.Axis("v", ""),
                        "packets",
                        new double[] {0, 1, 4},
                        new long[] {7, 8},
                        List.of()),
                new TablePart(
                        "t",
                        "",
                        List.of(TablePart.Column.of("name"), new TablePart.Column("use", "fraction")),
                        List.of(List.of("x", 0.25))),
                new MeshPart(
                        "m",
                        "",
                        2,
                        1,
                        1,
                        0,
                        List.of(new MeshPart.Link(0, 0, 0, MeshPart.Direction.EAST, 5, 0.5)),
                        List.of())));
        assertEquals("from,to,packets\r\n0,1,7\r\n1,4,8\r\n", files.get("report-01-h.csv"));
        assertEquals("name,use (fraction)\r\nx,0.25\r\n", files.get("report-02-t.csv"));
        assertEquals("chip,x,y,direction,flits,load\r\n0,0,0,east,5,0.5\r\n", files.get("report-03-m.csv"));
    }

    @Test
    @DisplayName("only names of our own making count as old tables")
    void names() {
        assertTrue(ReportTables.isName("report-02-latency-load.csv"));
        assertTrue(ReportTables.isName("report-112-.csv"));
        assertFalse(ReportTables.isName("report.csv"));
        assertFalse(ReportTables.isName("report-mine.csv"));
        assertFalse(ReportTables.isName("my-report-02-x.csv"));
    }
}
