package dev.ranvier.tools.lab.experiment;

import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.DefaultCells;
import java.util.LinkedHashMap;
import java.util.Map;

/** A kind of cell while a file changes it, starting from a default cell. Not safe for several threads. */
final class KindDraft {
    boolean two;
    double[] capacitance;
    double[] leak;
    double[] rest;
    double coupling;
    double threshold;
    double peak;
    double reset;
    double spikeMs;
    double refractoryMs;
    /** Channels by name. */
    final Map<String, CellKind.Channel> channels = new LinkedHashMap<>();
    /** Number of each channel. */
    final Map<String, Integer> numbers = new LinkedHashMap<>();

    private KindDraft(CellKind kind) {
        two = kind.two();
        capacitance = both(kind.capacitance());
        leak = both(kind.leak());
        rest = both(kind.rest());
        coupling = kind.coupling();
        threshold = kind.threshold();
        peak = kind.peak();
        reset = kind.reset();
        spikeMs = kind.peakTime();
        refractoryMs = kind.refractoryTime();
        kind.channels().forEach((number, channel) -> {
            channels.put(channel.name(), channel);
            numbers.put(channel.name(), number);
        });
    }

    /** One compartment. */
    static KindDraft point() {
        return new KindDraft(DefaultCells.point());
    }

    /** Soma and dendrite. */
    static KindDraft pyramidal() {
        return new KindDraft(DefaultCells.pyramidal());
    }

    /** A point cell holds the values of its soma twice. */
    private double[] both(double[] values) {
        return new double[] {values[0], two ? values[1] : values[0]};
    }

    /** Number of a channel that every cell knows by name, or -1. */
    static int number(String name) {
        return DefaultCells.CHANNELS.indexOf(name);
    }

    CellKind finish() {
        Map<Integer, CellKind.Channel> byNumber = new LinkedHashMap<>();
        channels.forEach((name, channel) -> byNumber.put(numbers.get(name), channel));
        return new CellKind(
                two,
                capacitance,
                leak,
                rest,
                two ? coupling : 0,
                threshold,
                peak,
                reset,
                spikeMs,
                refractoryMs,
                byNumber);
    }
}
