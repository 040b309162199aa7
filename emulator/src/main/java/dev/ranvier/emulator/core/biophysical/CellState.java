package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * State of the cells as a structure of arrays, with the memories {@code cell_state} and {@code channel_state} over it.
 * Potentials in 2^-16 mV, conductances per tick in 2^-28. Owned by its core; arrays are replaced when it grows.
 */
final class CellState {
    private static final int CHANNELS = BiophysicalCoreSpec.CHANNELS;

    int[] soma = new int[0];
    int[] dendrite = new int[0];
    int[] refractory = new int[0];
    long[] currentSoma = new long[0];
    long[] currentDendrite = new long[0];
    boolean[] clampSoma = new boolean[0];
    boolean[] clampDendrite = new boolean[0];
    /** 1 for a cell that fired in the last tick. */
    int[] fired = new int[0];
    /** Spikes since the last sweep. */
    int[] spikes = new int[0];
    /** Calcium drive since the last sweep, 2^-16. */
    long[] calciumDrive = new long[0];
    /** Synaptic current of the last tick per compartment, 2^-24 mV per tick: a monitor. */
    long[] synapticSoma = new long[0];

    long[] synapticDendrite = new long[0];
    /** Decaying and rising part per channel and cell. */
    final long[][] a = new long[CHANNELS][0];

    final long[][] b = new long[CHANNELS][0];

    private final DecodedBank cells;
    private final DecodedBank channels;

    CellState(ChipSpec spec) {
        cells = new DecodedBank(
                spec.memory("cell_state"),
                Map.ofEntries(
                        Map.entry("v_soma", column(i -> soma[i], (i, v) -> soma[i] = (int) v)),
                        Map.entry("v_dendrite", column(i -> dendrite[i], (i, v) -> dendrite[i] = (int) v)),
                        Map.entry("refractory", column(i -> refractory[i], (i, v) -> refractory[i] = (int) v)),
                        Map.entry("current_soma", column(i -> currentSoma[i], (i, v) -> currentSoma[i] = v)),
                        Map.entry(
                                "current_dendrite", column(i -> currentDendrite[i], (i, v) -> currentDendrite[i] = v)),
                        Map.entry("clamp_soma", column(i -> clampSoma[i] ? 1 : 0, (i, v) -> clampSoma[i] = v == 1)),
                        Map.entry(
                                "clamp_dendrite",
                                column(i -> clampDendrite[i] ? 1 : 0, (i, v) -> clampDendrite[i] = v == 1)),
                        Map.entry("fired", column(i -> fired[i], (i, v) -> fired[i] = (int) v)),
                        Map.entry("spikes", column(i -> spikes[i], (i, v) -> spikes[i] = (int) v)),
                        Map.entry("calcium_drive", column(i -> calciumDrive[i], (i, v) -> calciumDrive[i] = v))));
        channels = new DecodedBank(
                spec.memory("channel_state"),
                Map.of(
                        "a", channelColumn(a),
                        "b", channelColumn(b)));
    }

    DecodedBank cellBank() {
        return cells;
    }

    DecodedBank channelBank() {
        return channels;
    }

    /** Makes room for {@code count} cells. */
    void ensure(int count) {
        if (count <= soma.length) {
            return;
        }
        soma = Arrays.copyOf(soma, count);
        dendrite = Arrays.copyOf(dendrite, count);
        refractory = Arrays.copyOf(refractory, count);
        currentSoma = Arrays.copyOf(currentSoma, count);
        currentDendrite = Arrays.copyOf(currentDendrite, count);
        clampSoma = Arrays.copyOf(clampSoma, count);
        clampDendrite = Arrays.copyOf(clampDendrite, count);
        fired = Arrays.copyOf(fired, count);
        spikes = Arrays.copyOf(spikes, count);
        calciumDrive = Arrays.copyOf(calciumDrive, count);
        synapticSoma = Arrays.copyOf(synapticSoma, count);
        synapticDendrite = Arrays.copyOf(synapticDendrite, count);
        for (int k = 0; k < CHANNELS; k++) {
            a[k] = Arrays.copyOf(a[k], count);
            b[k] = Arrays.copyOf(b[k], count);
        }
    }

    private void grow(int index) {
        if (index >= soma.length) {
            ensure(Math.min(cells.spec().entries(), Math.max(index + 1, Math.max(16, 2 * soma.length))));
        }
    }

    /** Everything to zero, which is not a resting cell: an image says where cells start. */
    void clear() {
        Arrays.fill(soma, 0);
        Arrays.fill(dendrite, 0);
        Arrays.fill(refractory, 0);
        Arrays.fill(currentSoma, 0);
        Arrays.fill(currentDendrite, 0);
        Arrays.fill(clampSoma, false);
        Arrays.fill(clampDendrite, false);
        Arrays.fill(fired, 0);
        Arrays.fill(spikes, 0);
        Arrays.fill(calciumDrive, 0);
        Arrays.fill(synapticSoma, 0);
        Arrays.fill(synapticDendrite, 0);
        for (int k = 0; k < CHANNELS; k++) {
            Arrays.fill(a[k], 0);
            Arrays.fill(b[k], 0);
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
                return entry < soma.length ? getter.get(entry) : 0;
            }

            @Override
            public void set(int entry, long value) {
                if (entry < soma.length || value != 0) {
                    grow(entry);
                    setter.set(entry, value);
                }
            }
        };
    }

    private DecodedBank.Column channelColumn(long[][] words) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                int cell = entry / CHANNELS;
                return cell < soma.length ? words[entry % CHANNELS][cell] : 0;
            }

            @Override
            public void set(int entry, long value) {
                int cell = entry / CHANNELS;
                if (cell < soma.length || value != 0) {
                    grow(cell);
                    words[entry % CHANNELS][cell] = value;
                }
            }
        };
    }

    void save(DataOutput out) throws IOException {
        cells.save(out);
        channels.save(out);
        out.writeInt(soma.length);
        for (int i = 0; i < soma.length; i++) {
            out.writeInt(soma[i]);
            out.writeInt(dendrite[i]);
            out.writeInt(refractory[i]);
            out.writeLong(currentSoma[i]);
            out.writeLong(currentDendrite[i]);
            out.writeBoolean(clampSoma[i]);
            out.writeBoolean(clampDendrite[i]);
            out.writeInt(fired[i]);
            out.writeInt(spikes[i]);
            out.writeLong(calciumDrive[i]);
            out.writeLong(synapticSoma[i]);
            out.writeLong(synapticDendrite[i]);
            for (int k = 0; k < CHANNELS; k++) {
                out.writeLong(a[k][i]);
                out.writeLong(b[k][i]);
            }
        }
    }

    void load(DataInput in) throws IOException {
        cells.load(in);
        channels.load(in);
        int count = in.readInt();
        if (count < 0 || count > cells.spec().entries()) {
            throw new IOException("saved state has " + count + " cells, this core holds 0.."
                    + cells.spec().entries());
        }
        clear();
        ensure(count);
        for (int i = 0; i < count; i++) {
            soma[i] = in.readInt();
            dendrite[i] = in.readInt();
            refractory[i] = in.readInt();
            currentSoma[i] = in.readLong();
            currentDendrite[i] = in.readLong();
            clampSoma[i] = in.readBoolean();
            clampDendrite[i] = in.readBoolean();
            fired[i] = in.readInt();
            spikes[i] = in.readInt();
            calciumDrive[i] = in.readLong();
            synapticSoma[i] = in.readLong();
            synapticDendrite[i] = in.readLong();
            for (int k = 0; k < CHANNELS; k++) {
                a[k][i] = in.readLong();
                b[k][i] = in.readLong();
            }
        }
    }
}
