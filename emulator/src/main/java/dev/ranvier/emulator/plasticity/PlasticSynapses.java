package dev.ranvier.emulator.plasticity;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The synapses that learn, as structure of arrays: the truth behind memory {@code plastic_synapse}. The arrays grow to
 * the highest entry that was ever written. Owned by its core; learning groups change it.
 */
public final class PlasticSynapses {
    /** Number of trace columns of a synapse (profile brian2): x1, x2, y1, y2, y3. */
    public static final int TRACES = 5;

    private static final String[] TRACE_NAMES = {"x1", "x2", "y1", "y2", "y3"};

    private int room;
    /** Target compartment. */
    public int[] target = new int[0];
    /** Weight mantissa. */
    public int[] weight = new int[0];
    /** Tag t (tag_1). */
    public int[] tag = new int[0];
    /** Learned delay d (tag_2). */
    public int[] delayTag = new int[0];
    /** Delay in ticks. */
    public int[] delay = new int[0];
    /** Traces of the synapse, by trace and synapse. */
    public int[][] trace = new int[TRACES][0];

    private final MemorySpec spec;
    private final DecodedBank bank;

    /** No synapses yet; there is room for those of {@code spec}. */
    public PlasticSynapses(MemorySpec spec) {
        this.spec = spec;
        Map<String, DecodedBank.Column> columns = new HashMap<>();
        columns.put("target", column(() -> target));
        columns.put("weight", column(() -> weight));
        columns.put("tag", column(() -> tag));
        columns.put("delay_tag", column(() -> delayTag));
        columns.put("delay", column(() -> delay));
        for (int k = 0; k < TRACES; k++) {
            int which = k;
            columns.put(TRACE_NAMES[k], column(() -> trace[which]));
        }
        bank = new DecodedBank(spec, columns);
    }

    private interface Array {
        int[] get();
    }

    private DecodedBank.Column column(Array array) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                int[] values = array.get();
                return entry < values.length ? values[entry] : 0;
            }

            @Override
            public void set(int entry, long value) {
                if (entry >= room) {
                    if (value == 0) {
                        return;
                    }
                    grow(entry);
                }
                array.get()[entry] = (int) value;
            }
        };
    }

    private void grow(int entry) {
        room = (int) Math.min(spec.entries(), Math.max(entry + 1L, 2L * room));
        target = Arrays.copyOf(target, room);
        weight = Arrays.copyOf(weight, room);
        tag = Arrays.copyOf(tag, room);
        delayTag = Arrays.copyOf(delayTag, room);
        delay = Arrays.copyOf(delay, room);
        for (int k = 0; k < TRACES; k++) {
            trace[k] = Arrays.copyOf(trace[k], room);
        }
    }

    /** Makes room for entries 0 .. count - 1. */
    public void ensure(int count) {
        if (count > room) {
            grow(count - 1);
        }
    }

    /** The memory that the host sees. */
    public DecodedBank bank() {
        return bank;
    }

    /** Writes the state. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(room);
        for (int i = 0; i < room; i++) {
            out.writeInt(target[i]);
            out.writeInt(weight[i]);
            out.writeInt(tag[i]);
            out.writeInt(delayTag[i]);
            out.writeInt(delay[i]);
            for (int k = 0; k < TRACES; k++) {
                out.writeInt(trace[k][i]);
            }
        }
        bank.save(out);
    }

    /** Reads the state. */
    public void load(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > spec.entries()) {
            throw new IOException("saved state has " + count + " plastic synapses, allowed: 0.." + spec.entries());
        }
        room = 0;
        ensure(count);
        for (int i = 0; i < count; i++) {
            target[i] = in.readInt();
            weight[i] = in.readInt();
            tag[i] = in.readInt();
            delayTag[i] = in.readInt();
            delay[i] = in.readInt();
            for (int k = 0; k < TRACES; k++) {
                trace[k][i] = in.readInt();
            }
        }
        bank.load(in);
    }
}
