package dev.ranvier.tools.lab.experiment;

/** What is measured of a signal within a window. */
public enum Measure {
    /** Largest deviation from the value at the start of the window, with its sign. */
    PEAK(""),
    /** Time from the start of the window to {@link #PEAK}. */
    TIME_TO_PEAK("ms"),
    /** Time from the peak until the deviation is 1/e of it. */
    DECAY("ms"),
    /** Time from the start of the window until the signal first leaves its start value. */
    ONSET("ms"),
    /** Largest value. */
    MAXIMUM(""),
    /** Smallest value. */
    MINIMUM(""),
    /** Mean value. */
    MEAN(""),
    /** Value at the start of the window. */
    START(""),
    /** Value at the end of the window. */
    END(""),
    /** End minus start. */
    CHANGE(""),
    /** Time above {@code level}. */
    TIME_ABOVE("ms"),
    /** Time below {@code level}. */
    TIME_BELOW("ms"),
    /** Time from the start of the window until the signal first reaches {@code level}. */
    TIME_TO("ms"),
    /** Number of spikes; of a block of cells their sum. */
    COUNT("spikes"),
    /** Spikes per second and cell. */
    RATE("Hz"),
    /** Interval between the first two spikes. */
    FIRST_INTERVAL("ms"),
    /** Interval between the last two spikes. */
    LAST_INTERVAL("ms"),
    /** Smallest interval between spikes of one cell. */
    SHORTEST_INTERVAL("ms"),
    /** Mean over cells with three spikes or more: coefficient of variation of their intervals. */
    INTERVAL_CV("");

    private final String unit;

    Measure(String unit) {
        this.unit = unit;
    }

    /** Unit of the result for a signal. */
    public String unit(Signal signal) {
        return unit.isEmpty() && this != INTERVAL_CV ? signal.unit() : unit;
    }

    /** True if it needs spikes rather than samples. */
    public boolean ofSpikes() {
        return ordinal() >= COUNT.ordinal();
    }

    /** The word in files. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
