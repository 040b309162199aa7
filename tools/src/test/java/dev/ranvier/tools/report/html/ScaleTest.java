package dev.ranvier.tools.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    @DisplayName("ticks are round values, with as many decimals as their distance needs")
    void roundTicks() {
        Scale scale = new Scale(-0.3, 0.95, 0, 100);
        List<Double> ticks = scale.ticks(5, false);
        assertEquals(
                List.of("0.0", "0.5"),
                new Scale(0, 0.9, 0, 1).labels(List.of(0.0, 0.5), 0.5).texts());
        assertEquals(
                List.of("0.0", "0.5"), scale.labels(ticks, scale.step(5, false)).texts());
    }

    @Test
    @DisplayName("large and small values leave their power of ten to the axis title")
    void powers() {
        Scale large = new Scale(0, 8_388_607, 0, 1);
        Scale.Labels labels = large.labels(large.ticks(4, false), large.step(4, false));
        assertEquals(6, labels.power());
        assertEquals(List.of("0", "5"), labels.texts());
        assertEquals("current (×10⁶ mA)", Frame.title("current", "mA", 6));
        Scale small = new Scale(0, 4e-5, 0, 1);
        assertEquals(
                -6, small.labels(small.ticks(4, false), small.step(4, false)).power());
    }

    @Test
    @DisplayName("a range of one value, or of none, still makes an axis")
    void emptyRanges() {
        Scale one = Scale.over(5, 5, 0, 100);
        assertEquals(50, one.at(5), 1e-9);
        Scale none = Scale.padded(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 100);
        assertTrue(Double.isFinite(none.at(0)));
    }

    @Label("ticks lie inside the axis, and are never more than asked for by one")
    @Property(tries = 500)
    void ticksLieInsideAndAreFew(
            @ForAll @DoubleRange(min = -50, max = 50) double start, @ForAll @IntRange(min = -6, max = 9) int power) {
        double span = Math.pow(10, power) * 3.7;
        double low = start * span;
        Scale scale = new Scale(low, low + span, 0, 100);
        List<Double> ticks = scale.ticks(8, false);
        assertTrue(ticks.size() <= 9, () -> ticks.toString());
        for (double tick : ticks) {
            assertTrue(tick >= low - 1e-6 * span && tick <= low + span * (1 + 1e-6), () -> tick + " outside");
        }
    }
}
