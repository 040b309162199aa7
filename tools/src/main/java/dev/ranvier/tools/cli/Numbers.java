package dev.ranvier.tools.cli;

import java.util.Locale;

/** Numbers for people. Stateless. */
final class Numbers {
    private static final String[] SMALL = {"", "m", "u", "n", "p", "f"};
    private static final String[] LARGE = {"", "k", "M", "G", "T", "P"};

    private Numbers() {}

    /** With an SI prefix and unit, four digits: {@code 3.214 uJ}. */
    static String si(double value, String unit) {
        double magnitude = Math.abs(value);
        int step = 0;
        if (magnitude == 0) {
            return "0 " + unit;
        }
        if (magnitude < 1) {
            while (magnitude < 1 && step < SMALL.length - 1) {
                magnitude *= 1000;
                step++;
            }
            return digits(Math.copySign(magnitude, value)) + " " + SMALL[step] + unit;
        }
        while (magnitude >= 1000 && step < LARGE.length - 1) {
            magnitude /= 1000;
            step++;
        }
        return digits(Math.copySign(magnitude, value)) + " " + LARGE[step] + unit;
    }

    private static String digits(double value) {
        double magnitude = Math.abs(value);
        int decimals = magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** With thin groups of thousands: {@code 1 234 567}. */
    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
    }

    /** As a percentage: {@code 98.61 %}. */
    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", fraction * 100);
    }
}
