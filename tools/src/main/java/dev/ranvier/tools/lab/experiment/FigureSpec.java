package dev.ranvier.tools.lab.experiment;

import java.util.List;

/**
 * A figure of the report.
 *
 * @param title heading
 * @param caption what it shows
 * @param kind what is drawn
 * @param signal of traces and rasters
 * @param target cell or synapse of traces
 * @param show preparations; for a curve one entry per curve
 * @param over swept variable of a curve
 * @param fromMs start of traces
 * @param toMs end of traces
 * @param relative true if traces show the change since {@code fromMs} rather than the value
 * @param xLabel of a curve's axis, with its unit: {@code holding potential (mV)}
 */
public record FigureSpec(
        String title,
        String caption,
        Kind kind,
        Signal signal,
        String target,
        List<Reference> show,
        String over,
        double fromMs,
        double toMs,
        boolean relative,
        String xLabel) {
    /** Kinds of figure. */
    public enum Kind {
        /** Signals over time: chip over float64, deviation below. */
        TRACES,
        /** An observable over a swept variable. */
        CURVE,
        /** Spikes over time. */
        RASTER
    }

    /** Copies its list. */
    public FigureSpec {
        show = List.copyOf(show);
    }
}
