package dev.ranvier.tools.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;

/**
 * Activity in the trace event format that ui.perfetto.dev and chrome://tracing read: a process per chip, a thread per
 * core and per router, ticks on a thread of their own; busy phases and switch grants are slices, spikes are instants,
 * buffers are counters. Times are in microseconds, as the format demands, with {@code cycle} in the arguments.
 */
final class PerfettoTrace {
    private static final double NANOSECONDS_PER_UNIT = 1000;
    private static final int TICKS_THREAD = 1;

    private final TraceShape shape;
    private final Activity activity;
    private final int[] depth;
    private JsonGenerator json;

    PerfettoTrace(TraceShape shape, Activity activity) {
        this.shape = shape;
        this.activity = activity;
        depth = new int[shape.tiles() * shape.buffers().size()];
    }

    /** Writes the whole file; {@code out} stays open. */
    void write(Writer out) throws IOException {
        json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ns");
        json.writeObjectFieldStart("otherData");
        json.writeStringField("title", shape.title());
        json.writeNumberField("nanoseconds_per_cycle", shape.cycleNanoseconds());
        json.writeEndObject();
        json.writeArrayFieldStart("traceEvents");
        names();
        counters();
        long tickStart = activity.startCycle();
        for (int k = 0; k < activity.size(); k++) {
            long cycle = activity.cycle(k);
            switch (activity.kind(k)) {
                case TICK_START -> tickStart = cycle;
                case TICK_END -> tick(activity.second(k), tickStart, cycle);
                case BUSY -> busy(activity.place(k), activity.first(k), cycle, activity.second(k));
                case SPIKE -> spike(activity.place(k), activity.first(k), cycle);
                case ENTER -> queue(activity.place(k), activity.first(k), 1, cycle);
                case LEAVE -> queue(activity.place(k), activity.first(k), -1, cycle);
                case GRANT -> grant(activity.place(k), activity.first(k), activity.second(k), cycle);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.close();
    }

    private int process(int tile) {
        return shape.chip(tile) + 1;
    }

    /** A tile's threads follow each other: its router, then of each core its work and its input, which may overlap. */
    private int thread(int tile, int part) {
        return TICKS_THREAD + 1 + tile % shape.tilesPerChip() * (2 * shape.coresPerTile() + 1) + part;
    }

    private int thread(int core, Phase phase) {
        int part = 1 + 2 * (core % shape.coresPerTile()) + (phase == Phase.INPUT ? 1 : 0);
        return thread(core / shape.coresPerTile(), part);
    }

    private String tile(int tile) {
        return "(" + shape.x(tile) + "," + shape.y(tile) + ")";
    }

    private void names() throws IOException {
        for (int chip = 0; chip < shape.chips(); chip++) {
            name("process_name", chip + 1, 0, "chip " + chip);
            name("thread_name", chip + 1, TICKS_THREAD, "ticks");
        }
        for (int tile : activity.tiles().stream().toArray()) {
            if (!shape.buffers().isEmpty()) {
                name("thread_name", process(tile), thread(tile, 0), "router " + tile(tile));
            }
            for (int core = 0; core < shape.coresPerTile(); core++) {
                int number = tile * shape.coresPerTile() + core;
                String name = "core " + core + " of " + tile(tile);
                name("thread_name", process(tile), thread(number, Phase.NEURONS), name);
                name("thread_name", process(tile), thread(number, Phase.INPUT), name + " input");
            }
        }
    }

    private void name(String what, int process, int thread, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", what);
        json.writeStringField("ph", "M");
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void counters() throws IOException {
        int buffers = shape.buffers().size();
        for (int tile : activity.tiles().stream().toArray()) {
            for (int buffer = 0; buffer < buffers; buffer++) {
                depth[tile * buffers + buffer] = activity.startDepth(tile, buffer, buffers);
            }
            if (buffers > 0) {
                counter(tile, activity.startCycle());
            }
        }
    }

    private void begin(String name, String kind, int process, int thread, long cycle) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("ph", kind);
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeNumberField("ts", cycle * shape.cycleNanoseconds() / NANOSECONDS_PER_UNIT);
    }

    private void slice(String name, int process, int thread, long from, long to) throws IOException {
        begin(name, "X", process, thread, from);
        json.writeNumberField("dur", (to - from) * shape.cycleNanoseconds() / NANOSECONDS_PER_UNIT);
        json.writeObjectFieldStart("args");
        json.writeNumberField("cycle", from);
        json.writeNumberField("cycles", to - from);
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeEndObject();
    }

    private void tick(long tick, long from, long to) throws IOException {
        for (int chip = 0; chip < shape.chips(); chip++) {
            slice("tick " + tick, chip + 1, TICKS_THREAD, from, to);
            end();
        }
    }

    private void busy(int core, int phase, long from, long to) throws IOException {
        int tile = core / shape.coresPerTile();
        Phase what = Phase.values()[phase];
        slice(what.text(), process(tile), thread(core, what), from, to);
        end();
    }

    private void spike(int core, int neuron, long cycle) throws IOException {
        int tile = core / shape.coresPerTile();
        begin("spike", "i", process(tile), thread(core, Phase.NEURONS), cycle);
        json.writeStringField("s", "t");
        json.writeObjectFieldStart("args");
        json.writeNumberField("neuron", neuron);
        json.writeNumberField("cycle", cycle);
        end();
    }

    private void queue(int tile, int buffer, int change, long cycle) throws IOException {
        depth[tile * shape.buffers().size() + buffer] += change;
        counter(tile, cycle);
    }

    private void counter(int tile, long cycle) throws IOException {
        begin("queues " + tile(tile), "C", process(tile), thread(tile, 0), cycle);
        json.writeObjectFieldStart("args");
        for (int buffer = 0; buffer < shape.buffers().size(); buffer++) {
            int flits = depth[tile * shape.buffers().size() + buffer];
            json.writeNumberField(shape.buffers().get(buffer), flits);
        }
        end();
    }

    private void grant(int tile, int way, long tag, long cycle) throws IOException {
        String from = shape.buffers().get(way % Activity.OUTPUT_STEP);
        String to = shape.outputs().get(way / Activity.OUTPUT_STEP);
        slice(from + " to " + to, process(tile), thread(tile, 0), cycle, cycle + 1);
        json.writeNumberField("packet", tag);
        end();
    }
}
