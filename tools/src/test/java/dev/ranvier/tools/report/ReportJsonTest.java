package dev.ranvier.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJsonTest {
    @TempDir
    Path dir;

    private JsonNode json(RunReport report) throws Exception {
        new ReportWriter().write(report, dir);
        return new ObjectMapper().readTree(dir.resolve("report.json").toFile());
    }

    private static JsonNode part(JsonNode json, String type) {
        for (JsonNode part : json.get("parts")) {
            if (part.get("type").asText().equals(type)) {
                return part;
            }
        }
        throw new AssertionError("no part of type " + type);
    }

    @Test
    @DisplayName("identity and headline figures are in the JSON as they were given, fractions as 0..1")
    void headlines() throws Exception {
        RunReport report = SampleReports.digits();
        JsonNode json = json(report);
        assertEquals("ranvier-report", json.get("format").asText());
        assertEquals(1, json.get("version").asInt());
        assertEquals(
                report.identity().imageDigest(),
                json.at("/identity/image_digest").asText());
        assertEquals(report.identity().seed(), json.at("/identity/seed").asLong());
        assertTrue(json.at("/identity/proven").asBoolean());
        assertEquals("0.1.0", json.at("/identity/versions/0/value").asText());
        for (int i = 0; i < report.headlines().size(); i++) {
            Headline headline = report.headlines().get(i);
            assertEquals(headline.label(), json.at("/headlines/" + i + "/label").asText());
            assertEquals(headline.value(), json.at("/headlines/" + i + "/value").asDouble(), 0);
            assertEquals(headline.unit(), json.at("/headlines/" + i + "/unit").asText());
        }
        assertTrue(json.at("/headlines/3/value").isIntegralNumber(), "a count is written as a whole number");
    }

    @Test
    @DisplayName("every part is in the JSON, in order")
    void parts() throws Exception {
        RunReport report = SampleReports.digits();
        JsonNode parts = json(report).get("parts");
        List<ReportPart> expected = report.parts();
        assertEquals(expected.size(), parts.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).title(), parts.get(i).get("title").asText());
        }
    }

    @Test
    @DisplayName("a raster that is not thinned holds every spike")
    void wholeRaster() throws Exception {
        RunReport report = SampleReports.digits();
        RasterPart raster = (RasterPart) report.parts().get(2);
        JsonNode json = part(json(report), "raster");
        assertEquals(raster.spikes(), json.get("spikes_total").asLong());
        assertEquals(raster.spikes(), json.get("spikes_shown").asLong());
        for (int i = 0; i < raster.layers().size(); i++) {
            RasterPart.Layer layer = raster.layers().get(i);
            JsonNode shown = json.get("layers").get(i);
            assertEquals(layer.spikes(), shown.get("ticks").size());
            for (int s = 0; s < layer.spikes(); s++) {
                assertEquals(layer.ticks()[s], shown.get("ticks").get(s).asInt());
                assertEquals(layer.indices()[s], shown.get("indices").get(s).asInt());
            }
        }
    }

    @Test
    @DisplayName("page and JSON of a thinned raster tell the same numbers")
    void thinnedAlike() throws Exception {
        JsonNode raster = part(json(SampleReports.of(SampleReports.largeRaster(200_000))), "raster");
        assertEquals(200_000, raster.get("spikes_total").asInt());
        int shown = raster.get("spikes_shown").asInt();
        int listed = 0;
        for (JsonNode layer : raster.get("layers")) {
            listed += layer.get("ticks").size();
        }
        assertEquals(shown, listed);
        assertTrue(Files.readString(dir.resolve("report.html"))
                .contains("Thinned: %,d of 200,000 spikes".formatted(shown)));
    }

    @Test
    @DisplayName("what the page computes is in the JSON: accuracy, recall, binding limit, used fractions")
    void computed() throws Exception {
        JsonNode json = json(SampleReports.digits());
        JsonNode confusion = part(json, "confusion");
        assertEquals(351, confusion.get("correct").asInt());
        assertEquals(0.975, confusion.get("accuracy").asDouble(), 1e-12);
        assertEquals(33 / 36.0, confusion.get("recall").get(8).asDouble(), 1e-12);
        assertEquals(36 / 39.0, confusion.get("precision").get(1).asDouble(), 1e-12);
        assertEquals(3, confusion.at("/counts/8/1").asInt());
        JsonNode binding = part(json, "utilisation").get("binding");
        assertEquals("synapse_bits", binding.get("limit").asText());
        assertEquals(30, binding.get("core").asInt());
        assertEquals(999_175 / 1_048_576.0, binding.get("fraction").asDouble(), 1e-12);
        assertEquals(1, part(json, "headroom").at("/quantities/2/fraction").asDouble(), 0);
        assertEquals(18_000, part(json, "histogram").get("total").asInt());
    }

    @Test
    @DisplayName("numbers that are not finite become null")
    void notFinite() throws Exception {
        JsonNode json = json(SampleReports.digits());
        assertTrue(part(json, "matrix").at("/values/2/3").isNull());
        RunReport headline = new RunReport(
                SampleReports.identity("t", ""), List.of(new Headline("none", Double.NaN, "", "")), List.of());
        assertTrue(json(headline).at("/headlines/0/value").isNull());
    }

    @Test
    @DisplayName("cells of a table keep their kind: long numbers stay exact")
    void tableCells() throws Exception {
        long exact = (1L << 60) + 1;
        TablePart table = new TablePart(
                "t", "", List.of(TablePart.Column.of("a"), TablePart.Column.of("b")), List.of(List.of("x", exact)));
        JsonNode row = part(json(SampleReports.of(table)), "table").at("/rows/0");
        assertEquals("x", row.get(0).asText());
        assertEquals(exact, row.get(1).asLong());
    }

    @Test
    @DisplayName("a name that is not Unicode does not keep the report from being written")
    void halfASurrogate() throws Exception {
        JsonNode json = json(new RunReport(SampleReports.identity("half \uD83D of a pair", ""), List.of(), List.of()));
        assertEquals("half ? of a pair", json.at("/identity/title").asText());
    }
}
