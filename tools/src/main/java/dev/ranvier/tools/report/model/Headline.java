package dev.ranvier.tools.report.model;

import java.util.Objects;

/**
 * One of the figures that a reader looks for first; shown as a card.
 *
 * @param label what it is, e.g. {@code accuracy on the chip}
 * @param value the number; NaN is shown as a dash
 * @param unit {@code fraction} (0..1, shown in percent), {@code s}, {@code J}, {@code W}, {@code Hz} or {@code B}
 *     (shown with a decimal prefix), any other word (shown as it is), or empty
 * @param hint a few words under the number, may be empty
 */
public record Headline(String label, double value, String unit, String hint) {
    /** Unit of values between 0 and 1 that are shown in percent. */
    public static final String FRACTION = "fraction";

    /** Every text is required, an empty one says that there is none. */
    public Headline {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(hint, "hint");
    }
}
