package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.Headline;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A number as people read it, apart from its unit.
 *
 * @param number the digits
 * @param unit the unit with its prefix, may be empty
 */
record NumberText(String number, String unit) {
    private static final String DASH = "–";
    private static final String[] SMALL = {"", "m", "µ", "n", "p", "f"};
    private static final String[] LARGE = {"", "k", "M", "G", "T"};
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** {@code value} in {@code unit}, as {@link Headline#unit} says. */
    static NumberText of(double value, String unit) {
        if (!Double.isFinite(value)) {
            return new NumberText(DASH, "");
        }
        return switch (unit) {
            case Headline.FRACTION -> new NumberText(percent(value), "%");
            case "s", "J" -> prefixed(value, unit, false);
            case "W", "Hz", "B" -> prefixed(value, unit, true);
            default -> new NumberText(plain(value), unit);
        };
    }

    /** Number and unit in one text. */
    String joined() {
        return unit.isEmpty() ? number : number + "\u00A0" + unit;
    }

    /** Percent with one decimal; never 100 for what is less, never 0 for what is more. */
    static String percent(double fraction) {
        double percent = fraction * 100;
        if (percent == Math.rint(percent)) {
            return count((long) percent);
        }
        for (int decimals = 1; decimals < 8; decimals++) {
            String text = String.format(Locale.ROOT, "%,." + decimals + "f", percent);
            double shown = Double.parseDouble(text.replace(",", ""));
            if (shown != 0 && !(percent < 100 && shown >= 100)) {
                return minus(text);
            }
        }
        return plain(percent);
    }

    /** The sign of typesetters, as wide as a digit. */
    static String minus(String number) {
        return number.replace('-', '−');
    }

    /** A count with its thousands apart. */
    static String count(long value) {
        return minus(String.format(Locale.ROOT, "%,d", value));
    }

    /** Four significant digits; whole numbers in full; very large and small ones with a power of ten. */
    static String plain(double value) {
        if (!Double.isFinite(value)) {
            return DASH;
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e15) {
            return count((long) value);
        }
        if (size < 1e-4 || size >= 1e15) {
            return scientific(value);
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return trim(value, decimals);
    }

    /** The same with a power of ten if the number has more than {@code letters} letters. */
    NumberText within(int letters, double value) {
        return number.length() <= letters ? this : new NumberText(scientific(value), unit);
    }

    private static String scientific(double value) {
        int power = (int) Math.floor(Math.log10(Math.abs(value)));
        return trim(value / Math.pow(10, power), 3) + power(power);
    }

    /** All digits that the number has, for those who point at it. */
    static String exact(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return count((long) value);
        }
        return Double.isFinite(value) ? minus(Double.toString(value)) : DASH;
    }

    /** {@code decimals} decimals at most. */
    private static String trim(double value, int decimals) {
        BigDecimal rounded = new BigDecimal(value, MathContext.DECIMAL64)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return minus(String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded));
    }

    private static NumberText prefixed(double value, String unit, boolean large) {
        double size = Math.abs(value);
        int step = 0;
        while (size > 0 && size < 0.9995 && -step < SMALL.length - 1) {
            size *= 1000;
            step--;
        }
        while (large && size >= 999.5 && step >= 0 && step + 1 < LARGE.length) {
            size /= 1000;
            step++;
        }
        String prefix = step < 0 ? SMALL[-step] : LARGE[step];
        return new NumberText(plain(Math.copySign(size, value)), prefix + unit);
    }

    /** {@code ×10} to {@code power}. */
    static String power(int power) {
        StringBuilder text = new StringBuilder("×10");
        for (char c : Integer.toString(power).toCharArray()) {
            text.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
        }
        return text.toString();
    }
}
