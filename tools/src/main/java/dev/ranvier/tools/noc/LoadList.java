package dev.ranvier.tools.noc;

import dev.ranvier.hw.RanvierException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Offered loads as text: {@code 0.2}, {@code 0.1,0.2,0.4}, {@code 0.05..0.5} or, with a step, {@code 0.05..0.5:0.05}.
 * Without a step a range is parted into about ten round steps. Decimal arithmetic, so that 0.05..0.5 ends at 0.5.
 */
public final class LoadList {
    private static final int MOST = 1000;
    private static final int STEPS = 10;

    private LoadList() {}

    /**
     * The loads of a text, in packets per node and cycle.
     *
     * @return at least one load, rising, each above 0 and at most 1
     */
    public static double[] parse(String text) {
        List<BigDecimal> loads = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int dots = part.indexOf("..");
            if (dots < 0) {
                loads.add(number(part, text));
            } else {
                range(part, dots, text, loads);
            }
        }
        for (int k = 1; k < loads.size(); k++) {
            if (loads.get(k).compareTo(loads.get(k - 1)) <= 0) {
                throw new RanvierException("loads '" + text + "': " + loads.get(k) + " follows " + loads.get(k - 1)
                        + ": give them in rising order, since saturation is judged against the lowest");
            }
        }
        return loads.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    }

    private static void range(String part, int dots, String text, List<BigDecimal> loads) {
        int colon = part.indexOf(':', dots);
        BigDecimal low = number(part.substring(0, dots), text);
        BigDecimal high = number(part.substring(dots + 2, colon < 0 ? part.length() : colon), text);
        if (high.compareTo(low) <= 0) {
            throw new RanvierException("load range '" + part + "' ends at or below its start: give LOW..HIGH");
        }
        BigDecimal step = colon < 0 ? step(high.subtract(low)) : number(part.substring(colon + 1), text);
        if (high.subtract(low).divide(step, MathContext.DECIMAL64).doubleValue() > MOST) {
            throw new RanvierException("load range '" + part + "' has more than " + MOST + " steps: use a larger step");
        }
        for (BigDecimal load = low; load.compareTo(high) <= 0; load = load.add(step)) {
            loads.add(load);
        }
    }

    /** 1, 2 or 5 times a power of ten, so that a range has about ten steps. */
    private static BigDecimal step(BigDecimal range) {
        double raw = range.doubleValue() / STEPS;
        int power = (int) Math.floor(Math.log10(raw));
        double mantissa = raw / Math.pow(10, power);
        int nice = mantissa < 1.5 ? 1 : mantissa < 3 ? 2 : mantissa < 7 ? 5 : 10;
        return new BigDecimal(nice).scaleByPowerOfTen(power);
    }

    private static BigDecimal number(String cell, String text) {
        try {
            BigDecimal value = new BigDecimal(cell.trim());
            if (value.signum() > 0 && value.compareTo(BigDecimal.ONE) <= 0) {
                return value;
            }
            throw new RanvierException("load " + value + " of '" + text
                    + "': allowed are numbers above 0 and up to 1, packets per node and cycle");
        } catch (NumberFormatException wrong) {
            throw new RanvierException(
                    "load '" + cell + "' of '" + text
                            + "' is no number: give for example 0.2, 0.1,0.2,0.4 or 0.05..0.5:0.05",
                    wrong);
        }
    }
}
