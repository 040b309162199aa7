package dev.ranvier.tools.trace;

import dev.ranvier.tools.trace.VcdSignals.Signal;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;

/**
 * Activity as a value change dump (IEEE 1364-2005, section 18). One unit of time is one cycle. Scopes are {@code
 * chipC.tile_X_Y.router} and {@code chipC.tile_X_Y.coreN}.
 */
final class VcdTrace {
    private static final long IDLE = -1; // high impedance; for wires 0

    private final TraceShape shape;
    private final Activity activity;
    private final VcdSignals signals;

    // changes: time * 2, plus 1 if an event rather than the end of a pulse
    private int size;
    private long[] times;
    private int[] targets;
    private long[] values;

    VcdTrace(TraceShape shape, Activity activity) {
        this.shape = shape;
        this.activity = activity;
        signals = new VcdSignals(shape, activity);
        times = new long[4 * activity.size() + 4];
        targets = new int[times.length];
        values = new long[times.length];
        collect();
    }

    private void collect() {
        int buffers = shape.buffers().size();
        int[] depth = new int[shape.tiles() * buffers];
        activity.tiles().stream().forEach(tile -> {
            for (int buffer = 0; buffer < buffers; buffer++) {
                depth[tile * buffers + buffer] = activity.startDepth(tile, buffer, buffers);
            }
        });
        for (int k = 0; k < activity.size(); k++) {
            long cycle = activity.cycle(k);
            int place = activity.place(k);
            int a = activity.first(k);
            long b = activity.second(k);
            switch (activity.kind(k)) {
                case TICK_START -> tick(cycle, b, 1);
                case TICK_END -> tick(cycle, b, 0);
                case BUSY -> {
                    change(2 * cycle + 1, signals.phase(place, a), 1);
                    change(2 * b, signals.phase(place, a), 0);
                }
                case SPIKE -> {
                    pulse(cycle, signals.spike(place), 1);
                    pulse(cycle, signals.neuron(place), a);
                }
                case ENTER -> change(2 * cycle + 1, signals.queue(place, a), ++depth[place * buffers + a]);
                case LEAVE -> change(2 * cycle + 1, signals.queue(place, a), --depth[place * buffers + a]);
                case GRANT -> {
                    int output = a / Activity.OUTPUT_STEP;
                    pulse(cycle, signals.packet(place, output), b & 0xFFFF_FFFFL);
                    pulse(cycle, signals.from(place, output), a % Activity.OUTPUT_STEP);
                }
            }
        }
    }

    private void tick(long cycle, long tick, int inside) {
        for (int chip = 0; chip < shape.chips(); chip++) {
            if (inside == 1) {
                change(2 * cycle + 1, signals.tick(chip), tick & 0xFFFF_FFFFL);
            }
            change(2 * cycle + inside, signals.inTick(chip), inside); // one tick may end where the next begins
        }
    }

    private void pulse(long cycle, int signal, long value) {
        change(2 * cycle + 1, signal, value);
        change(2 * cycle + 2, signal, IDLE);
    }

    private void change(long time, int signal, long value) {
        if (size == times.length) {
            int length = Math.max(16, 2 * size);
            times = Arrays.copyOf(times, length);
            targets = Arrays.copyOf(targets, length);
            values = Arrays.copyOf(values, length);
        }
        times[size] = time;
        targets[size] = signal;
        values[size] = value;
        size++;
    }

    /** Writes the whole file. */
    void write(Writer out) throws IOException {
        header(out);
        long start = activity.startCycle();
        int[] order = order();
        List<Signal> all = signals.all();
        long[] now = new long[all.size()];
        for (int k = 0; k < now.length; k++) {
            now[k] = all.get(k).pulse() ? IDLE : 0;
        }
        int buffers = shape.buffers().size();
        activity.tiles().stream().forEach(tile -> {
            for (int buffer = 0; buffer < buffers; buffer++) {
                now[signals.queue(tile, buffer)] = activity.startDepth(tile, buffer, buffers);
            }
        });
        int done = 0;
        for (; done < size && times[order[done]] >> 1 == start; done++) {
            now[targets[order[done]]] = values[order[done]]; // what happens in the first cycle is its first value
        }
        out.write("#" + start + "\n$dumpvars\n");
        for (int k = 0; k < now.length; k++) {
            value(out, all.get(k), now[k]);
        }
        out.write("$end\n");
        long last = changes(out, order, done, now);
        long end = Math.max(activity.endCycle(), start + 1);
        if (end > last) {
            out.write("#" + end + "\n");
        }
    }

    private void header(Writer out) throws IOException {
        out.write("$comment " + shape.title().replace("$", "") + " $end\n");
        out.write("$comment one unit of time is one cycle $end\n");
        out.write("$version Ranvier $end\n$timescale 1 ns $end\n");
        String[] open = {};
        for (Signal signal : signals.all()) {
            String[] wanted = signal.scope().split("\\.");
            int same = 0;
            while (same < Math.min(open.length, wanted.length) && open[same].equals(wanted[same])) {
                same++;
            }
            for (int k = open.length; k > same; k--) {
                out.write("$upscope $end\n");
            }
            for (int k = same; k < wanted.length; k++) {
                out.write("$scope module " + wanted[k] + " $end\n");
            }
            open = wanted;
            String range = signal.bits() == 1 ? "" : " [" + (signal.bits() - 1) + ":0]";
            out.write("$var wire " + signal.bits() + " " + signal.code() + " " + signal.name() + range + " $end\n");
        }
        for (int k = open.length; k > 0; k--) {
            out.write("$upscope $end\n");
        }
        out.write("$enddefinitions $end\n");
    }

    /**
     * Per cycle the last value of each signal that changed, in the order in which they first changed there.
     *
     * @return the last time written
     */
    private long changes(Writer out, int[] order, int done, long[] now) throws IOException {
        List<Signal> all = signals.all();
        long[] next = now.clone();
        int[] touched = new int[now.length];
        boolean[] isTouched = new boolean[now.length];
        long written = activity.startCycle();
        for (int from = done; from < size; ) {
            long cycle = times[order[from]] >> 1;
            int count = 0;
            int to = from;
            for (; to < size && times[order[to]] >> 1 == cycle; to++) {
                int signal = targets[order[to]];
                next[signal] = values[order[to]];
                if (!isTouched[signal]) {
                    isTouched[signal] = true;
                    touched[count++] = signal;
                }
            }
            for (int k = 0; k < count; k++) {
                int signal = touched[k];
                isTouched[signal] = false;
                if (next[signal] != now[signal]) {
                    if (cycle != written) {
                        out.write("#" + cycle + "\n");
                        written = cycle;
                    }
                    value(out, all.get(signal), next[signal]);
                    now[signal] = next[signal];
                }
            }
            from = to;
        }
        return written;
    }

    /** Changes by time; those of the same time as they were made. */
    private int[] order() {
        long base = 2 * activity.startCycle();
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, size));
        long[] keys = new long[size];
        for (int k = 0; k < size; k++) {
            keys[k] = (times[k] - base) << bits | k;
        }
        Arrays.sort(keys);
        int[] order = new int[size];
        for (int k = 0; k < size; k++) {
            order[k] = (int) (keys[k] & ((1L << bits) - 1));
        }
        return order;
    }

    private static void value(Writer out, Signal signal, long value) throws IOException {
        if (signal.bits() == 1 && (value != IDLE || signal.name().equals("spike"))) {
            out.write(value == 1 ? "1" : "0");
            out.write(signal.code() + "\n");
        } else if (signal.bits() == 1) {
            out.write("z" + signal.code() + "\n");
        } else {
            out.write(value == IDLE ? "bz " : "b" + Long.toBinaryString(value) + " ");
            out.write(signal.code() + "\n");
        }
    }

    /** The layout for GTKWave that belongs to {@code dump}. */
    String layout(String dump) {
        long cycles = Math.max(1, activity.endCycle() - activity.startCycle());
        return new GtkwLayout(signals.all(), dump, activity.startCycle(), cycles, busiest()).text();
    }

    /** Scope of the tile at which most happened, empty if nothing did. */
    private String busiest() {
        int[] entries = new int[shape.tiles()];
        int most = 0;
        for (int k = 0; k < activity.size(); k++) {
            int tile =
                    switch (activity.kind(k)) {
                        case TICK_START, TICK_END -> -1;
                        case BUSY, SPIKE -> activity.place(k) / shape.coresPerTile();
                        case ENTER, LEAVE, GRANT -> activity.place(k);
                    };
            if (tile >= 0 && ++entries[tile] > entries[most]) {
                most = tile;
            }
        }
        return entries[most] == 0 ? "" : signals.tile(most);
    }
}
