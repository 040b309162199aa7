package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * In which of the last 64 sweeps each input axon spoke (section 6), with the memory {@code axon_history} over it. Owned
 * by its core.
 */
final class SourceHistory {
    /** Bit i: spoke i sweeps ago. */
    long[] history = new long[0];
    /** Spoke since the last sweep. */
    boolean[] arrived = new boolean[0];

    private final DecodedBank bank;

    SourceHistory(MemorySpec spec) {
        bank = new DecodedBank(
                spec,
                Map.of(
                        "history",
                        new DecodedBank.Column() {
                            @Override
                            public long get(int entry) {
                                return entry < history.length ? history[entry] : 0;
                            }

                            @Override
                            public void set(int entry, long value) {
                                if (entry < history.length || value != 0) {
                                    ensure(entry + 1);
                                    history[entry] = value;
                                }
                            }
                        },
                        "arrived",
                        new DecodedBank.Column() {
                            @Override
                            public long get(int entry) {
                                return entry < arrived.length && arrived[entry] ? 1 : 0;
                            }

                            @Override
                            public void set(int entry, long value) {
                                if (entry < arrived.length || value != 0) {
                                    ensure(entry + 1);
                                    arrived[entry] = value == 1;
                                }
                            }
                        }));
    }

    DecodedBank bank() {
        return bank;
    }

    /** Makes room for {@code axons} axons. */
    void ensure(int axons) {
        if (axons > history.length) {
            history = Arrays.copyOf(history, axons);
            arrived = Arrays.copyOf(arrived, axons);
        }
    }

    /** Closes the time since the last sweep. */
    void shift() {
        for (int i = 0; i < history.length; i++) {
            history[i] = history[i] << 1 | (arrived[i] ? 1 : 0);
            arrived[i] = false;
        }
    }

    void clear() {
        Arrays.fill(history, 0);
        Arrays.fill(arrived, false);
    }

    void save(DataOutput out) throws IOException {
        bank.save(out);
        out.writeInt(history.length);
        for (int i = 0; i < history.length; i++) {
            out.writeLong(history[i]);
            out.writeBoolean(arrived[i]);
        }
    }

    void load(DataInput in) throws IOException {
        bank.load(in);
        int count = in.readInt();
        if (count < 0 || count > bank.spec().entries()) {
            throw new IOException("saved state has " + count + " axons, this core holds 0.."
                    + bank.spec().entries());
        }
        history = new long[count];
        arrived = new boolean[count];
        for (int i = 0; i < count; i++) {
            history[i] = in.readLong();
            arrived[i] = in.readBoolean();
        }
    }
}
