package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * The synapses of a core as a structure of arrays, with the memory {@code spine} over it. Owned by its core; arrays are
 * replaced when it grows.
 */
final class Spines {
    short[] post = new short[0];
    byte[] delay = new byte[0];
    boolean[] plastic = new boolean[0];
    /** Receptor counts 0..255: w0 and w1. */
    short[] receptors0 = new short[0];

    short[] receptors1 = new short[0];
    /** Receptor count of a plastic spine, 2^-16; w0 follows it at each sweep. */
    int[] ampa = new int[0];
    /** Calcium, 2^-12. */
    int[] calcium = new int[0];
    /** Glutamate-bound NMDA fraction, 2^-16. */
    int[] bound = new int[0];

    private final DecodedBank bank;

    Spines(MemorySpec spec) {
        bank = new DecodedBank(
                spec,
                Map.of(
                        "post", column(i -> post[i], (i, v) -> post[i] = (short) v),
                        "delay", column(i -> delay[i], (i, v) -> delay[i] = (byte) v),
                        "plastic", column(i -> plastic[i] ? 1 : 0, (i, v) -> plastic[i] = v == 1),
                        "receptors_0", column(i -> receptors0[i], (i, v) -> receptors0[i] = (short) v),
                        "receptors_1", column(i -> receptors1[i], (i, v) -> receptors1[i] = (short) v),
                        "ampa", column(i -> ampa[i], (i, v) -> ampa[i] = (int) v),
                        "calcium", column(i -> calcium[i], (i, v) -> calcium[i] = (int) v),
                        "bound", column(i -> bound[i], (i, v) -> bound[i] = (int) v)));
    }

    DecodedBank bank() {
        return bank;
    }

    /** Number of spines that have storage; those above are all zero. */
    int stored() {
        return post.length;
    }

    /** Makes room for {@code count} spines. */
    void ensure(int count) {
        if (count > post.length) {
            post = Arrays.copyOf(post, count);
            delay = Arrays.copyOf(delay, count);
            plastic = Arrays.copyOf(plastic, count);
            receptors0 = Arrays.copyOf(receptors0, count);
            receptors1 = Arrays.copyOf(receptors1, count);
            ampa = Arrays.copyOf(ampa, count);
            calcium = Arrays.copyOf(calcium, count);
            bound = Arrays.copyOf(bound, count);
        }
    }

    private interface Getter {
        long get(int index);
    }

    private interface Setter {
        void set(int index, long value);
    }

    private DecodedBank.Column column(Getter getter, Setter setter) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return entry < post.length ? getter.get(entry) : 0;
            }

            @Override
            public void set(int entry, long value) {
                if (entry >= post.length) {
                    if (value == 0) {
                        return;
                    }
                    ensure(Math.min(bank.spec().entries(), Math.max(entry + 1, Math.max(64, 2 * post.length))));
                }
                setter.set(entry, value);
            }
        };
    }

    void save(DataOutput out) throws IOException {
        bank.save(out);
        out.writeInt(post.length);
        for (int i = 0; i < post.length; i++) {
            out.writeShort(post[i]);
            out.writeByte(delay[i]);
            out.writeBoolean(plastic[i]);
            out.writeShort(receptors0[i]);
            out.writeShort(receptors1[i]);
            out.writeInt(ampa[i]);
            out.writeInt(calcium[i]);
            out.writeInt(bound[i]);
        }
    }

    void load(DataInput in) throws IOException {
        bank.load(in);
        int count = in.readInt();
        if (count < 0 || count > bank.spec().entries()) {
            throw new IOException("saved state has " + count + " synapses, this core holds 0.."
                    + bank.spec().entries());
        }
        post = new short[0];
        delay = new byte[0];
        plastic = new boolean[0];
        receptors0 = new short[0];
        receptors1 = new short[0];
        ampa = new int[0];
        calcium = new int[0];
        bound = new int[0];
        ensure(count);
        for (int i = 0; i < count; i++) {
            post[i] = in.readShort();
            delay[i] = in.readByte();
            plastic[i] = in.readBoolean();
            receptors0[i] = in.readShort();
            receptors1[i] = in.readShort();
            ampa[i] = in.readInt();
            calcium[i] = in.readInt();
            bound[i] = in.readInt();
        }
    }
}
