package dev.ranvier.tools.report.html;

import java.util.Locale;

/**
 * A colour ramp in {@link #LEVELS} steps, interpolated in the Oklab space (Ottosson 2020), where equal steps look equal;
 * lightness runs one way from end to end, so that the order survives colour blindness and a grey print.
 */
final class Ramp {
    /** Steps of every ramp: about 3 % each; the exact number is shown when one points at it. */
    static final int LEVELS = 33;

    /** Low is near the white page, high is dark. */
    static final Ramp LIGHT = new Ramp(0xF1F6F0, 0xB5E0C3, 0x56B9B4, 0x2E86AB, 0x3B4F96, 0x2A1A4F);
    /** Low is near the dark page, high is bright: the anchors follow matplotlib's viridis. */
    static final Ramp DARK = new Ramp(0x262238, 0x3F4787, 0x2A788E, 0x23A884, 0x7AD151, 0xFDE725);
    /** Below and above zero, on a white page. */
    static final Ramp LIGHT_SIGNED = new Ramp(0x0B4F8A, 0x5B9BC8, 0xF4F4F1, 0xE59A4B, 0x9A4A00);
    /** Below and above zero, on a dark page. */
    static final Ramp DARK_SIGNED = new Ramp(0x8CC8FF, 0x2F6FA8, 0x22262C, 0xB0651C, 0xFFC078);

    private final int[] colours = new int[LEVELS];

    private Ramp(int... anchors) {
        for (int level = 0; level < LEVELS; level++) {
            double place = level / (double) (LEVELS - 1) * (anchors.length - 1);
            int left = Math.min(anchors.length - 2, (int) place);
            colours[level] = mix(anchors[left], anchors[left + 1], place - left);
        }
    }

    /** The level that stands for {@code fraction} of the range, 0..1; beyond it the end. */
    static int level(double fraction) {
        return (int) Math.round(Math.clamp(fraction, 0, 1) * (LEVELS - 1));
    }

    /** Colour of {@code level}, as {@code #rrggbb}. */
    String colour(int level) {
        return String.format(Locale.ROOT, "#%06x", colours[level]);
    }

    /** Black or white, whichever reads better on {@code level}: at least 4.5 to 1 by WCAG 2. */
    String ink(int level) {
        double luminance = luminance(level);
        return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? "#000000" : "#ffffff";
    }

    /** Relative luminance of {@code level} as WCAG 2 defines it, 0..1. */
    double luminance(int level) {
        int rgb = colours[level];
        return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    }

    private static int mix(int a, int b, double t) {
        double[] from = oklab(a);
        double[] to = oklab(b);
        double[] lab = new double[3];
        for (int i = 0; i < 3; i++) {
            lab[i] = from[i] + t * (to[i] - from[i]);
        }
        return rgb(lab);
    }

    private static double[] oklab(int rgb) {
        double r = linear(rgb >> 16 & 255);
        double g = linear(rgb >> 8 & 255);
        double b = linear(rgb & 255);
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return new double[] {
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        };
    }

    private static int rgb(double[] lab) {
        double l = cube(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]);
        double m = cube(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]);
        double s = cube(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2]);
        return gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) << 16
                | gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) << 8
                | gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    private static double cube(double x) {
        return x * x * x;
    }

    /** sRGB byte to linear light (IEC 61966-2-1). */
    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    /** Linear light to sRGB byte (IEC 61966-2-1). */
    private static int gamma(double c) {
        double s = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * Math.clamp(s, 0, 1));
    }
}
