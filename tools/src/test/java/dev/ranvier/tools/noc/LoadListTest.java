package dev.ranvier.tools.noc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Loads of a sweep")
class LoadListTest {
    @Test
    @DisplayName("a number, a list, a range with and without a step, and mixtures; ranges end exactly")
    void forms() {
        assertArrayEquals(new double[] {0.2}, LoadList.parse("0.2"));
        assertArrayEquals(new double[] {0.1, 0.2, 0.4}, LoadList.parse("0.1, 0.2,0.4"));
        assertArrayEquals(
                new double[] {0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5}, LoadList.parse("0.05..0.5"));
        assertArrayEquals(new double[] {0.1, 0.4, 0.7, 1}, LoadList.parse("0.1..1:0.3"));
        assertArrayEquals(new double[] {0.01, 0.1, 0.15, 0.2}, LoadList.parse("0.01,0.1..0.2:0.05"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "0; above 0 and up to 1",
                "1.5; above 0 and up to 1",
                "-0.1; above 0 and up to 1",
                "x; is no number",
                "0.1,; is no number",
                "0.3,0.2; rising order",
                "0.3..0.1; ends at or below its start",
                "0.1..0.2:0; above 0",
                "0.1..1:0.0001; more than 1000 steps"
            })
    @DisplayName("mistakes are named with what is allowed")
    void mistakes(String text, String expected) {
        String message =
                assertThrows(RanvierException.class, () -> LoadList.parse(text)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    @DisplayName("the bracket of saturation is halved as often as asked, below the lowest load too")
    void refine() {
        List<Double> measured = new ArrayList<>();
        List<LoadPoint> points = Saturation.refine(List.of(point(0.1), point(0.5)), 3, rate -> {
            measured.add(rate);
            return point(rate);
        });
        assertEquals(3, measured.size());
        assertEquals(5, points.size());
        Saturation saturation = Saturation.of(points);
        assertTrue(saturation.carried() <= 0.23 && saturation.saturated() > 0.23, saturation.text());
        assertEquals(0.05, saturation.saturated() - saturation.carried(), 1e-12);
        Saturation lower = Saturation.of(Saturation.refine(List.of(point(0.4), point(0.5)), 1, LoadListTest::point));
        assertEquals(0.2, lower.carried());
        assertEquals(
                1,
                Saturation.refine(List.of(point(0.1)), 3, LoadListTest::point).size());
    }

    /** A network that accepts at most 0.23. */
    private static LoadPoint point(double rate) {
        return new LoadPoint(rate, rate, Math.min(rate, 0.23), 0, 1, 10, 10, 10, 10, 10, 3);
    }
}
