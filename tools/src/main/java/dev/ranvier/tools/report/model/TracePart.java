package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Values over ticks, in panels below each other that share the time axis.
 *
 * @param title heading
 * @param caption may be empty
 * @param panels from top to bottom
 * @param marks moments to point at, may be empty
 * @param clock what the time axis counts
 */
public record TracePart(String title, String caption, List<Panel> panels, List<TickMark> marks, Clock clock)
        implements ReportPart {

    /**
     * What a time axis counts.
     *
     * @param label what it shows, e.g. {@code time}
     * @param unit its unit, may be empty
     * @param perTick its units per tick; above 0
     */
    public record Clock(String label, String unit, double perTick) {
        /** Plain ticks. */
        public static final Clock TICKS = new Clock("tick", "", 1);

        /**
         * Checks the length of a tick.
         *
         * @throws IllegalArgumentException if a tick takes no time
         */
        public Clock {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(unit, "unit");
            if (!(perTick > 0)) {
                throw new IllegalArgumentException("a tick is " + perTick + " " + unit + "; it takes time above 0");
            }
        }
    }

    /** Values over plain ticks. */
    public TracePart(String title, String caption, List<Panel> panels, List<TickMark> marks) {
        this(title, caption, panels, marks, Clock.TICKS);
    }

    /**
     * A set of axes.
     *
     * @param quantity what is drawn, e.g. {@code membrane voltage}
     * @param unit its unit, may be empty
     * @param series curves, drawn over each other
     * @param threshold a level to draw as a dashed line
     */
    public record Panel(String quantity, String unit, List<Series> series, OptionalDouble threshold) {
        /** Copies its list. */
        public Panel {
            Objects.requireNonNull(quantity, "quantity");
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(threshold, "threshold");
            series = List.copyOf(series);
        }
    }

    /**
     * A curve.
     *
     * @param name its name in the legend
     * @param ticks ascending ticks
     * @param values value per tick; NaN makes a gap
     * @param spikeTicks ticks at which it fired, may be empty
     * @param reference true if it is what the curve before it is compared with: drawn beneath, wide and pale, in the
     *     same colour
     */
    @SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
    public record Series(String name, int[] ticks, double[] values, int[] spikeTicks, boolean reference) {
        /** A curve of its own. */
        public Series(String name, int[] ticks, double[] values, int[] spikeTicks) {
            this(name, ticks, values, spikeTicks, false);
        }

        /**
         * Checks lengths and order.
         *
         * @throws IllegalArgumentException naming the series and what is wrong
         */
        public Series {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(spikeTicks, "spikeTicks");
            if (ticks.length != values.length) {
                throw new IllegalArgumentException("series '" + name + "' has " + ticks.length + " ticks but "
                        + values.length + " values; one value per tick is needed");
            }
            for (int i = 1; i < ticks.length; i++) {
                if (ticks[i] <= ticks[i - 1]) {
                    throw new IllegalArgumentException("series '" + name + "' has tick " + ticks[i] + " after tick "
                            + ticks[i - 1] + "; ticks must ascend");
                }
            }
        }

        /** A curve with a value at each tick from {@code firstTick} on. */
        public static Series everyTick(String name, int firstTick, double[] values, int[] spikeTicks) {
            int[] ticks = new int[values.length];
            for (int i = 0; i < ticks.length; i++) {
                ticks[i] = firstTick + i;
            }
            return new Series(name, ticks, values, spikeTicks);
        }
    }

    /** Copies its lists. */
    public TracePart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(clock, "clock");
        panels = List.copyOf(panels);
        marks = List.copyOf(marks);
    }
}
