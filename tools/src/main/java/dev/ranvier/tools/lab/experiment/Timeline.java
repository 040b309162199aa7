package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Input spikes and controls while they are read. Times are in ms; an input spike at time t arrives, over a synapse with
 * a delay of one tick, at t. Not safe for several threads.
 */
final class Timeline {
    private static final int MOST_EVENTS = 10_000_000;

    private static final String[] STIMULUS_KEYS = {
        "input", "at_ms", "first_ms", "interval_ms", "rate_Hz", "count", "until_ms", "poisson_Hz", "seed"
    };
    private static final String[] CURRENT_KEYS = {
        "cell", "compartment", "pA", "from_ms", "to_ms", "first_ms", "interval_ms", "rate_Hz", "count", "width_ms"
    };
    private static final String[] CLAMP_KEYS = {"cell", "compartment", "mV", "from_ms", "to_ms"};

    private final double tickMs;
    private final double durationMs;
    private final List<long[]> spikes = new ArrayList<>();
    private final List<Control> controls = new ArrayList<>();

    Timeline(double tickMs, double durationMs) {
        this.tickMs = tickMs;
        this.durationMs = durationMs;
    }

    /** A spike of an input, by its stamp. */
    void spike(long stamp, int input) {
        spikes.add(new long[] {stamp, input});
    }

    /** Reads a stimulus of the inputs of a block. */
    void stimulus(YamlNode node, Preparation.Block inputs, Scope scope) {
        node.allowOnly(STIMULUS_KEYS);
        if (node.find("poisson_Hz").isPresent()) {
            poisson(node, inputs, scope);
            return;
        }
        times(node, scope, time -> {
            for (int i = 0; i < inputs.count(); i++) {
                add(node, time, inputs.first() + i);
            }
        });
    }

    private void add(YamlNode node, double time, int input) {
        long stamp = Math.round(time / tickMs) - 1;
        if (stamp < 0) {
            throw node.error("has a spike at " + time + " ms, allowed: " + tickMs + " ms (one tick) or later");
        }
        if (spikes.size() >= MOST_EVENTS) {
            throw node.error("asks for more than " + MOST_EVENTS + " input spikes; lower the rate or the duration");
        }
        spike(stamp, input);
    }

    private void times(YamlNode node, Scope scope, DoubleConsumer each) {
        YamlNode list = node.find("at_ms").orElse(null);
        if (list != null) {
            list.items().forEach(item -> each.accept(scope.number(item, 0, durationMs)));
            return;
        }
        double first = scope.number(node, "first_ms", 0, durationMs);
        double interval = interval(node, scope);
        int count = scope.whole(node, "count", 0, MOST_EVENTS, Integer.MAX_VALUE);
        double until = scope.number(node, "until_ms", 0, durationMs, durationMs);
        if (Double.isInfinite(interval)) {
            count = 0;
        }
        for (int k = 0; k < count && first + k * interval <= until + 1e-9; k++) {
            each.accept(first + k * interval);
        }
    }

    private double interval(YamlNode node, Scope scope) {
        if (node.find("interval_ms").isPresent()) {
            return scope.number(node, "interval_ms", tickMs, Double.MAX_VALUE);
        }
        double rate = scope.number(node, "rate_Hz", 0, 1000 / tickMs);
        return 1000 / rate;
    }

    private void poisson(YamlNode node, Preparation.Block inputs, Scope scope) {
        double rate = scope.number(node, "poisson_Hz", 0, 1000 / tickMs);
        long seed = node.get("seed").asLong(Long.MIN_VALUE, Long.MAX_VALUE);
        double from = scope.number(node, "first_ms", 0, durationMs, tickMs);
        double until = scope.number(node, "until_ms", 0, durationMs, durationMs);
        double perTick = rate * tickMs * 1e-3;
        for (int i = 0; i < inputs.count(); i++) {
            for (long stamp = Math.max(0, Math.round(from / tickMs) - 1); stamp < Math.round(until / tickMs); stamp++) {
                if (Draws.uniform(seed, i, stamp) < perTick) {
                    add(node, (stamp + 1) * tickMs, inputs.first() + i);
                }
            }
        }
    }

    /** Reads a current into the cells of a block. */
    void current(YamlNode node, Preparation.Block cells, boolean two, Scope scope) {
        node.allowOnly(CURRENT_KEYS);
        int compartment = compartment(node, two);
        double current = scope.number(node, "pA", -1e7, 1e7);
        if (node.find("first_ms").isPresent()) {
            double width = scope.number(node, "width_ms", tickMs, durationMs);
            times(node, scope, time -> pulse(cells, compartment, current, time, time + width));
        } else {
            double from = scope.number(node, "from_ms", 0, durationMs, 0);
            pulse(cells, compartment, current, from, scope.number(node, "to_ms", from, durationMs, Double.MAX_VALUE));
        }
    }

    private void pulse(Preparation.Block cells, int compartment, double current, double from, double to) {
        control(Control.Action.CURRENT, cells, compartment, current, from);
        if (to <= durationMs) {
            control(Control.Action.CURRENT, cells, compartment, 0, to);
        }
    }

    /** Reads a voltage clamp on the cells of a block. */
    void clamp(YamlNode node, Preparation.Block cells, boolean two, Scope scope) {
        node.allowOnly(CLAMP_KEYS);
        double millivolts = scope.number(node, "mV", -128, 127.9999);
        double from = scope.number(node, "from_ms", 0, durationMs, 0);
        double to = scope.number(node, "to_ms", from, durationMs, Double.MAX_VALUE);
        boolean both =
                node.find("compartment").map(n -> n.asText().equals("both")).orElse(false);
        int first = both ? 0 : compartment(node, two);
        int last = both && two ? 1 : first;
        for (int c = first; c <= last; c++) {
            control(Control.Action.CLAMP, cells, c, millivolts, from);
            if (to <= durationMs) {
                control(Control.Action.RELEASE, cells, c, 0, to);
            }
        }
    }

    private static int compartment(YamlNode node, boolean two) {
        YamlNode named = node.find("compartment").orElse(null);
        if (named == null) {
            return 0;
        }
        int compartment = named.asEnum(KindReader.Compartment.class).ordinal();
        if (compartment == 1 && !two) {
            throw named.error("is 'dendrite', but the cell is a point; allowed: soma");
        }
        return compartment;
    }

    private void control(Control.Action action, Preparation.Block cells, int compartment, double value, double ms) {
        for (int i = 0; i < cells.count(); i++) {
            controls.add(new Control(Math.round(ms / tickMs), action, cells.first() + i, compartment, value));
        }
    }

    Schedule finish(long ticks, int sampleTicks) {
        spikes.sort(Comparator.<long[]>comparingLong(s -> s[0]).thenComparingLong(s -> s[1]));
        controls.sort(Comparator.comparingLong(Control::tick));
        return new Schedule(
                ticks,
                sampleTicks,
                spikes.stream().mapToLong(s -> s[0]).toArray(),
                spikes.stream().mapToInt(s -> (int) s[1]).toArray(),
                controls);
    }
}
