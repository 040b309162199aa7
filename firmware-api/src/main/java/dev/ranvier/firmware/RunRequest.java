package dev.ranvier.firmware;

import java.util.List;

/**
 * How far and how a device runs. Immutable; start with {@link #ticks} or {@link #until} and add.
 *
 * @param ticks number of ticks; used if {@code untilTick} is {@link Moment#NO_TICK}
 * @param untilTick last tick, or {@link Moment#NO_TICK}
 * @param stopOnSpike stop after a tick in which one of these spikes; null = never
 * @param stopAfterIdleTicks stop after so many ticks in a row without spike or waiting input; 0 = never
 * @param paceFactor how much faster than real time; 0 = as fast as it goes
 * @param tickMilliseconds what a tick stands for in real time, for the pace
 * @param awaitStreams input streams that the device waits for
 * @param stopOnMissingInput end the run instead of waiting
 */
public record RunRequest(
        long ticks,
        long untilTick,
        Neurons stopOnSpike,
        int stopAfterIdleTicks,
        double paceFactor,
        double tickMilliseconds,
        List<Integer> awaitStreams,
        boolean stopOnMissingInput) {
    /** Copies its list. */
    public RunRequest {
        awaitStreams = List.copyOf(awaitStreams);
    }

    /** For {@code n} ticks, as fast as it goes. */
    public static RunRequest ticks(long n) {
        if (n < 0) {
            throw new DeviceException(ErrorCode.INVALID_ARGUMENT, "ticks", "a run of " + n + " ticks; at least 0");
        }
        return new RunRequest(n, Moment.NO_TICK, null, 0, 0, 1, List.of(), false);
    }

    /** Until tick {@code tick} is completed. */
    public static RunRequest until(long tick) {
        return new RunRequest(0, tick, null, 0, 0, 1, List.of(), false);
    }

    /** Stop after a tick in which one of {@code neurons} spikes. */
    public RunRequest stopOnSpike(Neurons neurons) {
        return new RunRequest(
                ticks,
                untilTick,
                neurons,
                stopAfterIdleTicks,
                paceFactor,
                tickMilliseconds,
                awaitStreams,
                stopOnMissingInput);
    }

    /** Stop after {@code n} ticks in a row without a spike and without input waiting. */
    public RunRequest stopWhenIdle(int n) {
        return new RunRequest(
                ticks, untilTick, stopOnSpike, n, paceFactor, tickMilliseconds, awaitStreams, stopOnMissingInput);
    }

    /** Tied to the wall clock: {@code factor} times real time, where a tick stands for {@code milliseconds}. */
    public RunRequest pace(double factor, double milliseconds) {
        return new RunRequest(
                ticks,
                untilTick,
                stopOnSpike,
                stopAfterIdleTicks,
                factor,
                milliseconds,
                awaitStreams,
                stopOnMissingInput);
    }

    /** Waits at each tick until these input streams are complete up to it. */
    public RunRequest awaitInput(Integer... streams) {
        return new RunRequest(
                ticks,
                untilTick,
                stopOnSpike,
                stopAfterIdleTicks,
                paceFactor,
                tickMilliseconds,
                List.of(streams),
                stopOnMissingInput);
    }

    /** Ends the run where awaited input is missing, instead of waiting. */
    public RunRequest stopWhenInputIsMissing() {
        return new RunRequest(
                ticks, untilTick, stopOnSpike, stopAfterIdleTicks, paceFactor, tickMilliseconds, awaitStreams, true);
    }
}
