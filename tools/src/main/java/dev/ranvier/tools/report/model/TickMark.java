package dev.ranvier.tools.report.model;

import java.util.Objects;

/**
 * A moment to point at in a figure over ticks, e.g. where the next image starts.
 *
 * @param tick the tick
 * @param label a few letters, may be empty; left out where labels would overlap
 */
public record TickMark(int tick, String label) {
    /** The label is required. */
    public TickMark {
        Objects.requireNonNull(label, "label");
    }
}
