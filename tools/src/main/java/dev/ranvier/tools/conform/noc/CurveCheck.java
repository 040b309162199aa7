package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.tools.noc.LoadPoint;
import dev.ranvier.tools.noc.LoadSweep;
import dev.ranvier.tools.noc.TrafficPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One curve against the emulator. Judged are offered rates up to 0.8 of the highest unsaturated rate: the accepted rate,
 * relative to what the run's draws injected, within 2 %, and the mean latency within 5 %. The highest unsaturated rate
 * must not be saturated (or its latency be the reference's within its confidence) and the lowest saturated rate must be.
 * Other points are measured briefly and reported.
 */
final class CurveCheck {
    private static final double JUDGED_UP_TO = 0.8;
    private static final double ACCEPTED_TOLERANCE = 0.02;
    private static final double LATENCY_TOLERANCE = 0.05;
    private static final double SAME_RATE = 1e-9;
    /** Packets per judged point that make the chance of the draws small against the tolerances. */
    private static final long ENOUGH_PACKETS = 30_000;

    private static final int MOST_SEEDS = 32;
    /** Runs whose mean decides at the ends of the bracket, where a single run can fall on either side. */
    private static final int BRACKET_SEEDS = 4;
    /** A network this far below saturation is steady after so many cycles, and well measured in so few. */
    private static final int STEADY_WARM_UP = 1000;

    /** Share of the offered rate below which a short run tells saturation. */
    private static final double CLEARLY = 0.95;

    private static final int SHORTEST_WINDOW = 1000;
    /** Cycles of warm-up and of the window where nothing is judged. */
    private static final int BRIEFLY = 500;

    private final String name;
    private final MeshNetwork network;
    private final int side;
    private final TrafficPattern pattern;
    private final double highest;
    private final double lowest;
    private final List<String> notes = new ArrayList<>();

    /**
     * A point of the reference.
     *
     * @param rate packets per node and cycle offered
     * @param accepted mean accepted rate
     * @param injected mean injected rate
     * @param latency mean latency, NaN beyond saturation
     * @param spread 95 % half-width of the latency, NaN for a single run
     * @param warmUp cycles before the window
     * @param window cycles measured
     */
    record Point(
            double rate, double accepted, double injected, double latency, double spread, int warmUp, int window) {}

    CurveCheck(String name, MeshConfig config, TrafficPattern pattern, double highest, double lowest) {
        this.name = name;
        network = new MeshNetwork(config);
        side = config.columns();
        this.pattern = pattern;
        this.highest = highest;
        this.lowest = lowest;
    }

    /** What was measured, one line per point, the reference in brackets. */
    List<String> notes() {
        return notes;
    }

    /** The first difference, in the order of the points; the first of them is the lowest load. */
    Optional<NocResult> check(List<Point> points) {
        double lowestLatency = Double.NaN;
        for (Point point : points) {
            boolean isHighest = Math.abs(point.rate - highest) < SAME_RATE;
            boolean isLowest = Math.abs(point.rate - lowest) < SAME_RATE;
            Optional<NocResult> wrong = Optional.empty();
            if (point.rate <= JUDGED_UP_TO * highest + SAME_RATE || Double.isNaN(lowestLatency)) {
                LoadPoint got = steady(point);
                lowestLatency = Double.isNaN(lowestLatency) ? got.latencyMean() : lowestLatency;
                wrong = point.rate <= JUDGED_UP_TO * highest + SAME_RATE ? judge(point, got) : wrong;
            }
            if (wrong.isEmpty() && (isHighest || isLowest)) {
                wrong = bracket(point, isLowest, lowestLatency);
            } else if (point.rate > JUDGED_UP_TO * highest + SAME_RATE) {
                note(point, measure(point.rate, BRIEFLY, BRIEFLY, 1));
            }
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    /** A point below saturation, with as many packets as it takes. */
    private LoadPoint steady(Point point) {
        int warmUp = Math.min(point.warmUp, STEADY_WARM_UP);
        double perCycle = point.rate * side * side;
        int window = (int) Math.clamp((long) (ENOUGH_PACKETS / perCycle), SHORTEST_WINDOW, point.window);
        int seeds = (int) Math.clamp(Math.round(ENOUGH_PACKETS / (perCycle * window)), 1, MOST_SEEDS);
        LoadPoint got = measure(point.rate, warmUp, window, seeds);
        note(point, got);
        return got;
    }

    private Optional<NocResult> judge(Point point, LoadPoint got) {
        // both runs drew a little more or less than was asked for: what counts is how much of it arrived
        double expected = point.accepted * got.offered() / point.injected;
        if (!(Math.abs(got.accepted() - expected) <= ACCEPTED_TOLERANCE * expected)) {
            return differ(point, "accepted rate, 2 %", expected, got.accepted());
        }
        if (!(Math.abs(got.latencyMean() - point.latency) <= LATENCY_TOLERANCE * point.latency)) {
            return differ(point, "mean latency, 5 %", point.latency, got.latencyMean());
        }
        return Optional.empty();
    }

    /** An end of the bracket: more runs are added to the mean before a difference is called. */
    private Optional<NocResult> bracket(Point point, boolean saturated, double lowestLatency) {
        double near = Math.max(Double.isNaN(point.spread) ? 0 : point.spread, LATENCY_TOLERANCE * point.latency);
        LoadPoint got = null;
        if (saturated) {
            got = measure(point.rate, point.warmUp / 4, point.window / 4, 1);
            if (got.accepted() < CLEARLY * point.rate) {
                note(point, got);
                return Optional.empty();
            }
        }
        for (int seeds = 1; seeds <= BRACKET_SEEDS; seeds++) {
            got = measure(point.rate, point.warmUp, point.window, seeds);
            boolean asReference = !saturated && Math.abs(got.latencyMean() - point.latency) <= near;
            // the rate itself, not the draws, is what the reference compares with
            boolean is = new LoadPoint(point.rate, point.rate, got.accepted(), 0, 0, got.latencyMean(), 0, 0, 0, 0, 0)
                    .saturated(lowestLatency);
            if (is == saturated || asReference) {
                note(point, got);
                return Optional.empty();
            }
        }
        return differ(
                point,
                "saturation",
                saturated ? "saturated" : "not saturated",
                "accepted " + got.accepted() + ", latency " + got.latencyMean());
    }

    private void note(Point point, LoadPoint got) {
        notes.add(String.format(
                Locale.ROOT,
                "%s at %.6f: accepted %.5f (%.5f), latency %.2f (%.2f)",
                name,
                point.rate,
                got.accepted(),
                point.accepted,
                got.latencyMean(),
                point.latency));
    }

    private Optional<NocResult> differ(Point point, String place, Object expected, Object got) {
        String at = String.format(Locale.ROOT, "point %s at %.6f", name, point.rate);
        return Optional.of(new NocResult.Differ(at, place, String.valueOf(expected), String.valueOf(got)));
    }

    /** Mean over seeds 1, 2, ...; its offered rate is what was really drawn. */
    private LoadPoint measure(double rate, int warmUp, int window, int seeds) {
        LoadSweep sweep = new LoadSweep(network, side, side, pattern, 1, warmUp, window);
        double accepted = 0;
        double latency = 0;
        long packets = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            LoadPoint point = sweep.point(rate, seed);
            accepted += point.accepted() / seeds;
            latency += point.latencyMean() / seeds;
            packets += point.packets();
        }
        double drawn = (double) packets / seeds / window / side / side;
        return new LoadPoint(drawn, drawn, accepted, 0, packets, latency, 0, 0, 0, Double.NaN, Double.NaN);
    }
}
