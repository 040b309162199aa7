package dev.ranvier.tools.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RampTest {

    @Test
    @DisplayName("lightness runs one way from end to end, so that the order survives colour blindness and a grey print")
    void monotone() {
        for (int level = 1; level < Ramp.LEVELS; level++) {
            assertTrue(Ramp.LIGHT.luminance(level) < Ramp.LIGHT.luminance(level - 1), "light, level " + level);
            assertTrue(Ramp.DARK.luminance(level) > Ramp.DARK.luminance(level - 1), "dark, level " + level);
        }
    }

    @Test
    @DisplayName("a number on any colour has a contrast of at least 4.5 to 1")
    void readable() {
        for (Ramp ramp : List.of(Ramp.LIGHT, Ramp.DARK, Ramp.LIGHT_SIGNED, Ramp.DARK_SIGNED)) {
            for (int level = 0; level < Ramp.LEVELS; level++) {
                double paper = ramp.luminance(level) + 0.05;
                double ink = ramp.ink(level).equals("#ffffff") ? 1.05 : 0.05;
                assertTrue(Math.max(paper / ink, ink / paper) >= 4.5, ramp.colour(level));
            }
        }
    }

    @Test
    @DisplayName("the ends of a ramp are its outer anchors, and zero is the middle of a signed one")
    void ends() {
        assertEquals("#f1f6f0", Ramp.LIGHT.colour(0));
        assertEquals("#2a1a4f", Ramp.LIGHT.colour(Ramp.LEVELS - 1));
        assertEquals("#f4f4f1", Ramp.LIGHT_SIGNED.colour(Ramp.level(0.5)));
        assertEquals(0, Ramp.level(-3));
        assertEquals(Ramp.LEVELS - 1, Ramp.level(1.7));
    }
}
