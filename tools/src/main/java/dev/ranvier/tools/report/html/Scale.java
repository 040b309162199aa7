package dev.ranvier.tools.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis: values to pixels.
 *
 * @param low value at {@code from}; above 0 if logarithmic
 * @param high value at {@code to}; above {@code low}
 * @param from pixel
 * @param to pixel
 * @param log whether equal distances are equal ratios
 */
record Scale(double low, double high, double from, double to, boolean log) {
    private static final int MOST_DECADES_WITH_STEPS = 3;

    /** A linear axis. */
    Scale(double low, double high, double from, double to) {
        this(low, high, from, to, false);
    }

    /** A logarithmic axis over {@code low..high}, both above 0; an empty range is widened. */
    static Scale logarithmic(double low, double high, double from, double to) {
        if (!(low > 0 && low <= high)) {
            return new Scale(1, 10, from, to, true);
        }
        return low == high ? new Scale(low / 1.5, high * 1.5, from, to, true) : new Scale(low, high, from, to, true);
    }

    /** An axis over {@code low..high}; an empty range is widened around its value. */
    static Scale over(double low, double high, double from, double to) {
        if (!(low <= high)) {
            return new Scale(0, 1, from, to);
        }
        if (low == high) {
            double room = low == 0 ? 1 : Math.abs(low) * 0.1;
            return new Scale(low - room, high + room, from, to);
        }
        return new Scale(low, high, from, to);
    }

    /** An axis that leaves some room at both ends, but none beyond zero if all values lie on one side of it. */
    static Scale padded(double low, double high, double from, double to) {
        Scale tight = over(low, high, from, to);
        double room = 0.05 * (tight.high - tight.low);
        double lower = tight.low >= 0 ? Math.max(0, tight.low - room) : tight.low - room;
        double upper = tight.high <= 0 ? Math.min(0, tight.high + room) : tight.high + room;
        return over(lower, upper, from, to);
    }

    /** Pixel of {@code value}. */
    double at(double value) {
        if (log) {
            return from + Math.log(value / low) / Math.log(high / low) * (to - from);
        }
        return from + (value - low) / (high - low) * (to - from);
    }

    /** About {@code about} round values inside the axis; whole numbers only if {@code whole}. */
    List<Double> ticks(int about, boolean whole) {
        if (log) {
            return decades(whole);
        }
        double step = step(about, whole);
        List<Double> ticks = new ArrayList<>();
        for (double k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
            ticks.add(k * step + 0.0);
        }
        return ticks;
    }

    /** Powers of ten, and 2 and 5 times them where there are few. */
    private List<Double> decades(boolean whole) {
        List<Double> ticks = new ArrayList<>();
        double[] steps = Math.log10(high / low) <= MOST_DECADES_WITH_STEPS ? new double[] {1, 2, 5} : new double[] {1};
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double step : steps) {
                double tick = step * Math.pow(10, power);
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9) && (!whole || tick >= 1)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** Distance of the round values: 1, 2 or 5 times a power of ten. */
    double step(int about, boolean whole) {
        double raw = (high - low) / Math.max(1, about);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = raw / power;
        double nice = step <= 1 ? 1 : step <= 2 ? 2 : step <= 5 ? 5 : 10;
        return whole ? Math.max(1, nice * power) : nice * power;
    }

    /** Labels for {@link #ticks}, all with the same decimals, and the power of ten that they leave out. */
    Labels labels(List<Double> ticks, double step) {
        if (log) {
            return new Labels(ticks.stream().map(NumberText::plain).toList(), 0);
        }
        double largest = Math.max(Math.abs(low), Math.abs(high));
        int power = largest >= 1e6 || largest < 1e-3 ? 3 * (int) Math.floor(Math.log10(largest) / 3) : 0;
        double scaled = step / Math.pow(10, power);
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(scaled) - 1e-9));
        List<String> texts = ticks.stream()
                .map(t -> NumberText.minus(String.format(Locale.ROOT, "%,." + decimals + "f", t / Math.pow(10, power))))
                .toList();
        return new Labels(texts, power);
    }

    /**
     * Texts along an axis.
     *
     * @param texts one per tick
     * @param power the values are the texts times ten to this power
     */
    record Labels(List<String> texts, int power) {}
}
