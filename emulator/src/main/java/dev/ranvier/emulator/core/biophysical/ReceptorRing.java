package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Receptor counts under way: 64 slots of one saturating 16-bit sum per channel and cell (sections 2 and 5.1), and the
 * memory {@code ring} over it. Only channels that something arrives at have storage. Owned by its core.
 */
final class ReceptorRing {
    private static final int CHANNELS = BiophysicalCoreSpec.CHANNELS;
    private static final int SLOTS = BiophysicalCoreSpec.DELAY_SLOTS;
    private static final int MOST = 0xFFFF;

    private final DecodedBank bank;
    private int stride;
    /** Per channel: sums at slot · stride + cell, or null. */
    private final char[][] sums = new char[CHANNELS][];
    /** Per slot: bit k says that channel k may hold something. */
    private final int[] touched = new int[SLOTS];

    ReceptorRing(MemorySpec spec) {
        Map<String, DecodedBank.Column> columns = new HashMap<>();
        for (int k = 0; k < 4; k++) {
            columns.put("channel_" + k, column(k));
        }
        bank = new DecodedBank(spec, columns);
    }

    DecodedBank bank() {
        return bank;
    }

    /** Makes room for {@code cells} cells. */
    void ensure(int cells) {
        if (cells <= stride) {
            return;
        }
        for (int k = 0; k < CHANNELS; k++) {
            if (sums[k] != null) {
                char[] wider = new char[SLOTS * cells];
                for (int slot = 0; slot < SLOTS; slot++) {
                    System.arraycopy(sums[k], slot * stride, wider, slot * cells, stride);
                }
                sums[k] = wider;
            }
        }
        stride = cells;
    }

    /** Gives channel {@code channel} storage. */
    void open(int channel) {
        if (sums[channel] == null) {
            sums[channel] = new char[SLOTS * stride];
        }
    }

    /** Adds {@code count} receptors of {@code channel}, which is open, for the tick whose slot is {@code slot}. */
    void add(int slot, int channel, int cell, int count) {
        int at = slot * stride + cell;
        sums[channel][at] = (char) Math.min(sums[channel][at] + count, MOST);
        touched[slot] |= 1 << channel;
    }

    /** True if something may arrive through {@code channel} in the tick of {@code slot}. */
    boolean holds(int slot, int channel) {
        return (touched[slot] >>> channel & 1) != 0;
    }

    /** Sums of {@code channel}; those of a slot start at {@link #base}. */
    char[] sums(int channel) {
        return sums[channel];
    }

    /** Index of the first cell's sum in {@code slot}. */
    int base(int slot) {
        return slot * stride;
    }

    /** Empties a slot. */
    void clear(int slot) {
        for (int left = touched[slot]; left != 0; left &= left - 1) {
            int from = slot * stride;
            Arrays.fill(sums[Integer.numberOfTrailingZeros(left)], from, from + stride, (char) 0);
        }
        touched[slot] = 0;
    }

    /** Empties all slots. */
    void clearAll() {
        for (int slot = 0; slot < SLOTS; slot++) {
            clear(slot);
        }
    }

    private DecodedBank.Column column(int quarter) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                int cell = entry / (2 * SLOTS);
                int channel = 4 * (entry & 1) + quarter;
                return cell < stride && sums[channel] != null
                        ? sums[channel][(entry >> 1 & (SLOTS - 1)) * stride + cell]
                        : 0;
            }

            @Override
            public void set(int entry, long value) {
                int cell = entry / (2 * SLOTS);
                int slot = entry >> 1 & (SLOTS - 1);
                int channel = 4 * (entry & 1) + quarter;
                if (value == 0 && (cell >= stride || sums[channel] == null)) {
                    return;
                }
                ensure(cell + 1);
                open(channel);
                sums[channel][slot * stride + cell] = (char) value;
                touched[slot] |= 1 << channel;
            }
        };
    }

    void save(DataOutput out) throws IOException {
        bank.save(out);
        out.writeInt(stride);
        for (int k = 0; k < CHANNELS; k++) {
            out.writeBoolean(sums[k] != null);
            if (sums[k] != null) {
                for (char sum : sums[k]) {
                    out.writeChar(sum);
                }
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            out.writeInt(touched[slot]);
        }
    }

    void load(DataInput in) throws IOException {
        bank.load(in);
        int cells = in.readInt();
        if (cells < 0 || cells > bank.spec().entries() / (2 * SLOTS)) {
            throw new IOException("saved ring has " + cells + " cells, this core holds 0.."
                    + bank.spec().entries() / (2 * SLOTS));
        }
        stride = cells;
        for (int k = 0; k < CHANNELS; k++) {
            sums[k] = in.readBoolean() ? new char[SLOTS * cells] : null;
            for (int i = 0; sums[k] != null && i < sums[k].length; i++) {
                sums[k][i] = in.readChar();
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            touched[slot] = in.readInt();
        }
    }
}
