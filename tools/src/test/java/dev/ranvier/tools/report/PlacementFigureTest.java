package dev.ranvier.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.GridSpec;
import dev.ranvier.tools.report.html.HtmlReport;
import dev.ranvier.tools.report.json.ReportJson;
import dev.ranvier.tools.report.model.PlacementPart;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Map of the populations")
class PlacementFigureTest {
    private static final GridSpec GRID = new GridSpec(2, 2, 2, 1);

    private static PlacementPart part(List<PlacementPart.Core> cores) {
        List<String> names = IntStream.range(0, 10).mapToObj(k -> "pop" + k).toList();
        return new PlacementPart("Placement", "", GRID, names, cores);
    }

    @Test
    @DisplayName("a core has a band per population, as high as its share, and tells how many neurons they have")
    void bands() {
        String page = HtmlReport.render(SampleReports.of(part(
                List.of(new PlacementPart.Core(0, Map.of(0, 30, 1, 10)), new PlacementPart.Core(5, Map.of(9, 7))))));
        String map = page.substring(page.indexOf("Map of the cores"));
        map = map.substring(0, map.indexOf("</svg>"));
        assertEquals(3, map.split("class=\"fl ", -1).length - 1);
        double[] heights = new double[2];
        for (int k = 0; k < 2; k++) {
            String band = map.substring(map.indexOf("class=\"fl s" + k));
            heights[k] = Double.parseDouble(band.replaceAll("(?s)^.*?height=\"([0-9.]+)\".*$", "$1"));
        }
        assertEquals(3, heights[0] / heights[1], 0.01);
        assertTrue(map.contains("pop0: 30 neurons\npop1: 10 neurons"));
        assertTrue(map.contains("class=\"fl s1 pale\""), "the tenth population has the second colour, paler");
        assertFalse(page.contains("NaN"));
    }

    @Test
    @DisplayName("the numbers are in report.json")
    void json() throws Exception {
        StringWriter out = new StringWriter();
        new ReportJson().write(SampleReports.of(part(List.of(new PlacementPart.Core(3, Map.of(2, 4))))), out);
        JsonNode part =
                new ObjectMapper().readTree(out.toString()).path("parts").get(0);
        assertEquals("placement", part.path("type").asText());
        assertEquals(4, part.path("cores").get(0).path("neurons").path("pop2").asInt());
    }

    @Test
    @DisplayName("cores that do not exist, appear twice, or have neurons of nobody are refused")
    void refuses() {
        assertThrows(IllegalArgumentException.class, () -> part(List.of(new PlacementPart.Core(8, Map.of(0, 1)))));
        assertThrows(
                IllegalArgumentException.class,
                () -> part(List.of(new PlacementPart.Core(1, Map.of(0, 1)), new PlacementPart.Core(1, Map.of(0, 1)))));
        assertThrows(IllegalArgumentException.class, () -> part(List.of(new PlacementPart.Core(1, Map.of(10, 1)))));
        assertThrows(IllegalArgumentException.class, () -> part(List.of(new PlacementPart.Core(1, Map.of(0, 0)))));
    }
}
