package dev.ranvier.firmware;

/**
 * When a read or write is done.
 *
 * @param atTick after this tick exactly; {@link #NO_TICK} = not tied to a tick
 * @param aroundTicks between two ticks of a run that is under way
 */
public record Moment(long atTick, boolean aroundTicks) {
    /** No tick in particular. */
    public static final long NO_TICK = Long.MIN_VALUE;

    /** Only while no run is under way; a running device answers BUSY. */
    public static Moment paused() {
        return new Moment(NO_TICK, false);
    }

    /** At once, if need be between two ticks of a run. */
    public static Moment betweenTicks() {
        return new Moment(NO_TICK, true);
    }

    /** After tick {@code tick} exactly; the answer comes then. A tick that is over is OUT_OF_RANGE. */
    public static Moment afterTick(long tick) {
        return new Moment(tick, false);
    }
}
