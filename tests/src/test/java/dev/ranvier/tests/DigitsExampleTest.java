package dev.ranvier.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.run.DigitImages;
import dev.ranvier.tools.run.DigitsExample;
import dev.ranvier.tools.session.DirectSession;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The digits example")
class DigitsExampleTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("shows the 360 images whose index is a multiple of 5, with pixels 0..16")
    void testImages() {
        DigitImages images = DigitImages.load();
        assertEquals(360, images.count());
        for (int i = 0; i < images.count(); i++) {
            assertEquals(5 * i, images.index()[i]);
            assertTrue(images.label()[i] >= 0 && images.label()[i] <= 9);
            for (int pixel : images.pixels()[i]) {
                assertTrue(pixel >= 0 && pixel <= DigitImages.BRIGHTEST);
            }
        }
    }

    @Test
    @DisplayName("codes a pixel of value p as p spikes in 32 ticks")
    void inputCode() {
        for (int p = 0; p <= DigitImages.BRIGHTEST; p++) {
            int spikes = 0;
            for (int t = 1; t <= DigitImages.TICKS; t++) {
                spikes += DigitImages.spikes(p, t) ? 1 : 0;
            }
            assertEquals(p, spikes);
        }
    }

    @Test
    @DisplayName("answers as the independent replicas of its training script do, on the chip and in float64")
    void equalsTheReplicas() throws Exception {
        JsonNode expected;
        try (InputStream in = DigitsExample.class.getResourceAsStream("/examples/digits/expected.json")) {
            expected = new ObjectMapper().readTree(in);
        }
        DigitsExample.Result result =
                new DigitsExample().run(Chips.load("loihi"), spec -> new DirectSession(spec, 1), (done, all) -> {});
        assertArrayEquals(ints(expected.get("chip_predictions")), result.chip());
        assertArrayEquals(ints(expected.get("float64_predictions")), result.reference());
    }

    private static int[] ints(JsonNode list) {
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asInt();
        }
        return values;
    }

    @Test
    @DisplayName(
            "over the wire: at least 96 % on the chip, at most 2 images from float64, 98 % agreement, and a report")
    void overTheWire() throws Exception {
        CommandLine.Outcome outcome = CommandLine.run("run", "digits", "--json", "--report", folder.toString());
        assertEquals(0, outcome.exit(), outcome.err());
        JsonNode json = new ObjectMapper().readTree(outcome.out());
        JsonNode result = json.get("result");
        double chip = result.get("accuracy_chip").asDouble();
        double float64 = result.get("accuracy_float64").asDouble();
        assertEquals(360, result.get("images").asInt());
        assertTrue(chip >= 0.96, "accuracy on the chip " + chip);
        assertTrue(Math.abs(chip - float64) * 360 <= 2.001, chip + " against " + float64);
        assertTrue(result.get("agreement").asDouble() >= 0.98);
        for (String key : new String[] {"ticks", "spikes", "synaptic_events", "energy_joule", "wall_seconds"}) {
            assertTrue(json.get(key).asDouble() > 0, key);
        }
        assertTrue(json.get("exactness").asText().contains("nengo-loihi"));
        assertEquals("loihi-sana-fe", json.get("energy_model").asText());
        String page = Files.readString(Path.of(json.get("report").asText()));
        assertTrue(page.contains("Headroom before saturation"));
        assertFalse(page.contains("http://") || page.contains("https://"), "the page names an external address");
        assertTrue(Files.size(folder.resolve("report.json")) > 1000);
    }
}
