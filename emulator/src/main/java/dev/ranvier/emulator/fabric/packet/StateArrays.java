package dev.ranvier.emulator.fabric.packet;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays of known length as saved state: their values one after the other, without a length. */
public final class StateArrays {
    private StateArrays() {}

    /** Writes all values. */
    public static void save(DataOutput out, long[] values) throws IOException {
        for (long value : values) {
            out.writeLong(value);
        }
    }

    /** Reads as many values as there are places. */
    public static void load(DataInput in, long[] values) throws IOException {
        for (int k = 0; k < values.length; k++) {
            values[k] = in.readLong();
        }
    }

    /** Writes all values. */
    public static void save(DataOutput out, int[] values) throws IOException {
        for (int value : values) {
            out.writeInt(value);
        }
    }

    /** Reads as many values as there are places. */
    public static void load(DataInput in, int[] values) throws IOException {
        for (int k = 0; k < values.length; k++) {
            values[k] = in.readInt();
        }
    }
}
