package dev.ranvier.tools.report.html;

import java.util.Locale;

/** A bar that says which part of a limit is used, with the percentage beside it. */
final class Bar {
    private Bar() {}

    /** Draws {@code fraction} in the colour of {@code state}; 1 and more fills the bar. */
    static void draw(Markup m, double fraction, String state) {
        double full = Double.isFinite(fraction) ? Math.clamp(fraction, 0, 1) : 0;
        m.open("span", "class", "barline");
        m.open("span", "class", "bar " + state);
        if (full > 0) {
            m.leaf("i", "", "style", String.format(Locale.ROOT, "width:%.2f%%", full * 100));
        }
        m.close();
        m.leaf("span", NumberText.of(fraction, "fraction").joined(), "class", "num");
        m.close();
    }
}
