package dev.ranvier.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.tools.report.html.HtmlReport;
import dev.ranvier.tools.report.json.ReportJson;
import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.MeshPart;
import dev.ranvier.tools.report.model.MeshPart.Direction;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.ReportPart;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Map of a mesh")
class MeshFigureTest {
    private static MeshPart mesh(int columns, int rows, int chips, boolean torus) {
        List<MeshPart.Link> links = new ArrayList<>();
        List<MeshPart.Queue> queues = new ArrayList<>();
        for (int chip = 0; chip < chips; chip++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    queues.add(new MeshPart.Queue(chip, x, y, "input +x", (x + y) % 5, 4));
                    for (Direction direction : Direction.values()) {
                        int nx = x + direction.dx();
                        int ny = y + direction.dy();
                        if (torus || (nx >= 0 && ny >= 0 && nx < columns && ny < rows)) {
                            long flits = (x * 31L + y * 17L + direction.ordinal()) % 90;
                            links.add(new MeshPart.Link(chip, x, y, direction, flits, flits / 200.0));
                        }
                    }
                }
            }
        }
        return new MeshPart("Mesh", "", columns, rows, chips, 3, links, queues);
    }

    private static String figure(MeshPart mesh) {
        String page = HtmlReport.render(SampleReports.of(mesh));
        assertFalse(page.contains("NaN") || page.contains("Infinity"));
        return page.substring(page.indexOf("<svg"), page.indexOf("</svg>"));
    }

    private static long count(String text, String part) {
        return text.split(part, -1).length - 1L;
    }

    @Test
    @DisplayName("every link is an arrow with a hint, every tile is filled to its mark, the busiest bear their rank")
    void arrows() {
        MeshPart mesh = mesh(8, 8, 1, false);
        String figure = figure(mesh);
        assertEquals(mesh.links().size(), count(figure, "class=\"link\""));
        assertEquals(64, count(figure, "class=\"water\""));
        assertEquals(3, count(figure, "class=\"rank\""));
        assertTrue(figure.contains("(0,0) to (1,0)"), "a link names its ends");
        assertTrue(figure.contains("(0,0) to its cores"));
        assertTrue(figure.contains("4/4"));
        assertTrue(figure.contains(">50 %<"), "the scale ends above the busiest link, 44.5 %");
    }

    @Test
    @DisplayName("links over the rim of a torus and several chips are drawn too")
    void torusAndChips() {
        MeshPart torus = mesh(5, 3, 1, true);
        assertEquals(75, count(figure(torus), "class=\"link\""));
        assertTrue(figure(torus).contains("(4,0) to east, over the rim"));
        String board = figure(mesh(4, 4, 4, false));
        assertTrue(board.contains("chip 3"));
        assertEquals(4 * 64, count(board, "class=\"link\""));
    }

    @Test
    @DisplayName("a mesh too large for arrows is drawn as cells, several tiles to a cell if need be")
    void cells() {
        String figure = figure(mesh(40, 40, 1, false));
        assertEquals(0, count(figure, "class=\"link\""));
        assertEquals(1600, count(figure, "busiest link: "));
        String large = figure(mesh(128, 128, 1, false));
        assertEquals(4096, count(large, "busiest link: "));
        assertTrue(large.contains("routers (0,0) to (1,1)"), "blocks name their tiles");
    }

    @Test
    @DisplayName("the numbers are in report.json")
    void json() throws Exception {
        StringWriter out = new StringWriter();
        new ReportJson().write(SampleReports.of(mesh(2, 2, 1, false)), out);
        JsonNode part =
                new ObjectMapper().readTree(out.toString()).path("parts").get(0);
        assertEquals("mesh", part.path("type").asText());
        assertEquals(12, part.path("links").size());
        assertEquals("east", part.path("links").get(0).path("direction").asText());
        assertEquals(4, part.path("queues").size());
        assertEquals(4, part.path("queues").get(0).path("capacity").asInt());
    }

    @Test
    @DisplayName("a link or queue outside of the grid is refused")
    void refuses() {
        MeshPart.Link outside = new MeshPart.Link(0, 2, 0, Direction.EAST, 1, 0.1);
        assertThrows(
                IllegalArgumentException.class, () -> new MeshPart("m", "", 2, 2, 1, 0, List.of(outside), List.of()));
        MeshPart.Queue chip = new MeshPart.Queue(1, 0, 0, "q", 1, 4);
        assertThrows(IllegalArgumentException.class, () -> new MeshPart("m", "", 2, 2, 1, 0, List.of(), List.of(chip)));
    }

    @Test
    @DisplayName("logarithmic axes have round labels, and refuse what has no logarithm")
    void logarithmicAxes() {
        ReportPart histogram = new HistogramPart(
                "h",
                "",
                PlotPart.Axis.logarithmic("latency", "cycles"),
                "packets",
                true,
                new double[] {5, 10, 100, 2000},
                new long[] {100_000, 0, 1},
                List.of(new HistogramPart.Level("max", 1500)));
        String page = HtmlReport.render(SampleReports.of(histogram));
        assertTrue(page.contains(">1,000<") && page.contains(">50<"), "decades and their halves");
        assertFalse(page.contains("NaN") || page.contains("Infinity"));
        PlotPart.Series zero = new PlotPart.Series("s", PlotPart.Style.LINE, new double[] {1, 2}, new double[] {1, 0});
        assertThrows(
                IllegalArgumentException.class,
                () -> new PlotPart(
                        "p", "", new PlotPart.Axis("x", ""), PlotPart.Axis.logarithmic("y", ""), List.of(zero)));
    }
}
