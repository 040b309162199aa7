package dev.ranvier.tools.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signals of a VCD file: for every chip {@code tick} and {@code in_tick}; for every tile that is seen a router with
 * the depth of each buffer and, for each output, the tag of the flit that is passing and the buffer it comes from; for
 * each of its cores a wire per phase, a wire for spikes and the number of the neuron.
 */
final class VcdSignals {
    private static final int TAG_BITS = 32;
    private static final int FIRST_CODE = '!';
    private static final int CODES = 94; // printable characters of ASCII, IEEE 1364-2005 section 18.2.1

    /**
     * A signal.
     *
     * @param scope modules from the outermost, parted by dots
     * @param name its name
     * @param bits its width
     * @param pulse true if it has a value only in the cycle of an event, else high impedance (a wire: 0)
     * @param code its identifier in the file
     */
    record Signal(String scope, String name, int bits, boolean pulse, String code) {
        /** Scope and name as viewers write them. */
        String path() {
            return scope + "." + name + (bits == 1 ? "" : "[" + (bits - 1) + ":0]");
        }
    }

    private final TraceShape shape;
    private final List<Signal> signals = new ArrayList<>();
    private final Map<Integer, Integer> routerOf = new HashMap<>(); // tile -> first signal
    private final Map<Integer, Integer> coresOf = new HashMap<>();

    VcdSignals(TraceShape shape, Activity activity) {
        this.shape = shape;
        int depthBits = bits(shape.bufferCapacity());
        int fromBits = bits(Math.max(1, shape.buffers().size() - 1));
        for (int chip = 0; chip < shape.chips(); chip++) {
            add("chip" + chip, "tick", TAG_BITS, false);
            add("chip" + chip, "in_tick", 1, false);
        }
        activity.tiles().stream().forEach(tile -> {
            String scope = tile(tile);
            routerOf.put(tile, signals.size());
            for (String buffer : shape.buffers()) {
                add(scope + ".router", "queue_" + buffer, depthBits, false);
            }
            for (String output : shape.outputs()) {
                add(scope + ".router", "out_" + output + "_packet", TAG_BITS, true);
                add(scope + ".router", "out_" + output + "_from", fromBits, true);
            }
            coresOf.put(tile, signals.size());
            for (int core = 0; core < shape.coresPerTile(); core++) {
                for (Phase phase : Phase.values()) {
                    add(scope + ".core" + core, phase.text(), 1, false);
                }
                add(scope + ".core" + core, "spike", 1, true);
                add(scope + ".core" + core, "neuron", TAG_BITS, true);
            }
        });
    }

    private static int bits(int largest) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(1, largest));
    }

    private void add(String scope, String name, int bits, boolean pulse) {
        StringBuilder code = new StringBuilder();
        for (int rest = signals.size(); ; rest = rest / CODES - 1) {
            code.append((char) (FIRST_CODE + rest % CODES));
            if (rest < CODES) {
                break;
            }
        }
        signals.add(new Signal(scope, name, bits, pulse, code.toString()));
    }

    /** Scope of a tile. */
    String tile(int tile) {
        return "chip" + shape.chip(tile) + ".tile_" + shape.x(tile) + "_" + shape.y(tile);
    }

    List<Signal> all() {
        return signals;
    }

    int tick(int chip) {
        return 2 * chip;
    }

    int inTick(int chip) {
        return 2 * chip + 1;
    }

    int queue(int tile, int buffer) {
        return routerOf.get(tile) + buffer;
    }

    int packet(int tile, int output) {
        return routerOf.get(tile) + shape.buffers().size() + 2 * output;
    }

    int from(int tile, int output) {
        return packet(tile, output) + 1;
    }

    private int core(int core) {
        int perCore = Phase.values().length + 2;
        return coresOf.get(core / shape.coresPerTile()) + core % shape.coresPerTile() * perCore;
    }

    int phase(int core, int phase) {
        return core(core) + phase;
    }

    int spike(int core) {
        return core(core) + Phase.values().length;
    }

    int neuron(int core) {
        return spike(core) + 1;
    }
}
