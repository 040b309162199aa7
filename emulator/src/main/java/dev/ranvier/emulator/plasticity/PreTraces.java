package dev.ranvier.emulator.plasticity;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Traces of the learning axons of a core: the truth behind memory {@code pre_trace}. Owned by its core. */
public final class PreTraces {
    /** x1 per axon, 0..127. */
    public int[] x1 = new int[0];
    /** x2 per axon, 0..127. */
    public int[] x2 = new int[0];
    /** Last spike in the learning epoch per axon, 1..T; 0 = none. */
    public int[] time = new int[0];
    /** 1 if the axon spiked since its last trace update (PES). */
    public int[] hit = new int[0];

    private final DecodedBank bank;
    private final int axons;

    /** Traces of the axons that {@code spec} has room for. */
    public PreTraces(MemorySpec spec) {
        axons = spec.entries();
        Map<String, DecodedBank.Column> columns = new HashMap<>();
        columns.put("x1", column(() -> x1));
        columns.put("x2", column(() -> x2));
        columns.put("tx", column(() -> time));
        columns.put("hit", column(() -> hit));
        bank = new DecodedBank(spec, columns);
    }

    private interface Array {
        int[] get();
    }

    private DecodedBank.Column column(Array array) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return entry < x1.length ? array.get()[entry] : 0;
            }

            @Override
            public void set(int entry, long value) {
                if (entry >= x1.length) {
                    if (value == 0) {
                        return;
                    }
                    ensure(entry + 1);
                }
                array.get()[entry] = (int) value;
            }
        };
    }

    /** Makes room for axons 0 .. count - 1. */
    public void ensure(int count) {
        if (count > x1.length) {
            int room = Math.min(axons, Math.max(count, 2 * x1.length));
            x1 = Arrays.copyOf(x1, room);
            x2 = Arrays.copyOf(x2, room);
            time = Arrays.copyOf(time, room);
            hit = Arrays.copyOf(hit, room);
        }
    }

    /** The memory that the host sees. */
    public DecodedBank bank() {
        return bank;
    }

    /** All traces to zero. */
    public void clear() {
        Arrays.fill(x1, 0);
        Arrays.fill(x2, 0);
        Arrays.fill(time, 0);
        Arrays.fill(hit, 0);
    }

    /** Writes the state. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(x1.length);
        for (int i = 0; i < x1.length; i++) {
            out.writeInt(x1[i]);
            out.writeInt(x2[i]);
            out.writeInt(time[i]);
            out.writeInt(hit[i]);
        }
        bank.save(out);
    }

    /** Reads the state. */
    public void load(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > axons) {
            throw new IOException("saved state has traces of " + count + " axons, allowed: 0.." + axons);
        }
        clear();
        ensure(count);
        for (int i = 0; i < count; i++) {
            x1[i] = in.readInt();
            x2[i] = in.readInt();
            time[i] = in.readInt();
            hit[i] = in.readInt();
        }
        bank.load(in);
    }
}
