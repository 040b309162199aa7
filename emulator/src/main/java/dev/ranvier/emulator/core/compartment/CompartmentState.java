package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.emulator.plasticity.PostTraces;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The state of a core's compartments as structure of arrays: the truth behind memory {@code compartment_state}. Profiles
 * nengo and lava use {@link #u} and {@link #v}, profile brian2 {@link #wideU} and {@link #wideV}. All arrays have room
 * for whole blocks of 64. Owned by its core.
 */
final class CompartmentState {
    /** Currents (nengo, lava). */
    final int[] u;
    /** Voltages (nengo, lava). */
    final int[] v;
    /** Currents before their decay (brian2). */
    final long[] wideU;
    /** Voltages (brian2). */
    final long[] wideV;
    /** Ticks still refractory. */
    final int[] refractory;
    /** Post traces (lava). */
    final PostTraces post;

    private final boolean wide;
    private final DecodedBank bank;

    CompartmentState(MemorySpec spec, Semantics semantics) {
        int room = Math.ceilDiv(spec.entries(), AccumulatorRing.BLOCK) * AccumulatorRing.BLOCK;
        room = AccumulatorRing.strideFor(room);
        wide = semantics == Semantics.BRIAN2;
        u = new int[wide ? 0 : room];
        v = new int[wide ? 0 : room];
        wideU = new long[wide ? room : 0];
        wideV = new long[wide ? room : 0];
        refractory = new int[room];
        post = new PostTraces(semantics == Semantics.LAVA ? room : 0);
        Map<String, DecodedBank.Column> columns = new HashMap<>();
        columns.put("u", wide ? wideColumn(wideU) : column(u));
        columns.put("v", wide ? wideColumn(wideV) : column(v));
        columns.put("refractory", column(refractory));
        columns.put("y1", column(post.y[0]));
        columns.put("y2", column(post.y[1]));
        columns.put("y3", column(post.y[2]));
        columns.put("ty", column(post.time));
        bank = new DecodedBank(spec, columns);
    }

    private static DecodedBank.Column column(int[] values) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return values[entry];
            }

            @Override
            public void set(int entry, long value) {
                values[entry] = (int) value;
            }
        };
    }

    private static DecodedBank.Column wideColumn(long[] values) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return values[entry];
            }

            @Override
            public void set(int entry, long value) {
                values[entry] = value;
            }
        };
    }

    DecodedBank bank() {
        return bank;
    }

    /** Current of {@code compartment} in any profile. */
    long current(int compartment) {
        return wide ? wideU[compartment] : u[compartment];
    }

    /** Voltage of {@code compartment} in any profile. */
    long voltage(int compartment) {
        return wide ? wideV[compartment] : v[compartment];
    }

    void clear() {
        Arrays.fill(u, 0);
        Arrays.fill(v, 0);
        Arrays.fill(wideU, 0);
        Arrays.fill(wideV, 0);
        Arrays.fill(refractory, 0);
        post.clear();
    }

    void save(DataOutput out) throws IOException {
        // The host may have written compartments that are not in use.
        int count = bank.spec().entries();
        while (count > 0 && isZero(count - 1)) {
            count--;
        }
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeLong(current(i));
            out.writeLong(voltage(i));
            out.writeInt(refractory[i]);
            if (post.time.length > 0) {
                out.writeInt(post.y[0][i]);
                out.writeInt(post.y[1][i]);
                out.writeInt(post.y[2][i]);
                out.writeInt(post.time[i]);
            }
        }
        bank.save(out);
    }

    private boolean isZero(int i) {
        boolean zero = current(i) == 0 && voltage(i) == 0 && refractory[i] == 0;
        return zero && (post.time.length == 0 || (post.y[0][i] | post.y[1][i] | post.y[2][i] | post.time[i]) == 0);
    }

    void load(DataInput in) throws IOException {
        clear();
        int compartments = in.readInt();
        if (compartments < 0 || compartments > bank.spec().entries()) {
            throw new IOException("saved state has " + compartments + " compartments, allowed: 0.."
                    + bank.spec().entries());
        }
        for (int i = 0; i < compartments; i++) {
            if (wide) {
                wideU[i] = in.readLong();
                wideV[i] = in.readLong();
            } else {
                u[i] = (int) in.readLong();
                v[i] = (int) in.readLong();
            }
            refractory[i] = in.readInt();
            if (post.time.length > 0) {
                post.y[0][i] = in.readInt();
                post.y[1][i] = in.readInt();
                post.y[2][i] = in.readInt();
                post.time[i] = in.readInt();
            }
        }
        bank.load(in);
    }
}
