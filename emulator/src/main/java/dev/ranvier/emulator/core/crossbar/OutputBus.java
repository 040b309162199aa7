package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.trace.EventLog;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The node of RANC's grid that hands packets out of the chip: flags that are set by packets and given out as a row at the
 * beginning of the next tick. Owned by its core.
 */
final class OutputBus {
    private final int node;
    private final int outputs;
    private final EventLog log;
    private final long[] flags;

    OutputBus(int node, int outputs, EventLog log) {
        this.node = node;
        this.outputs = outputs;
        this.log = log;
        flags = new long[Math.ceilDiv(Math.max(1, outputs), Long.SIZE)];
    }

    int outputs() {
        return outputs;
    }

    /** A packet for {@code output}. */
    void deliver(int output, CoreActivity activity) {
        if (output >= outputs) {
            activity.dropped++;
            return;
        }
        activity.axonEvents++;
        if ((flags[output >> 6] >>> output & 1) != 0) {
            log.add(CrossbarEvents.BUS_DUPLICATE, node, output);
        }
        flags[output >> 6] |= 1L << output;
    }

    /** Gives the row out, ascending, and clears it. */
    void takeRow(IntList out) {
        for (int w = 0; w < flags.length; w++) {
            for (long bits = flags[w]; bits != 0; bits &= bits - 1) {
                out.add((w << 6) + Long.numberOfTrailingZeros(bits));
            }
            flags[w] = 0;
        }
    }

    void clear() {
        java.util.Arrays.fill(flags, 0);
    }

    void save(DataOutput out) throws IOException {
        for (long word : flags) {
            out.writeLong(word);
        }
    }

    void load(DataInput in) throws IOException {
        for (int w = 0; w < flags.length; w++) {
            flags[w] = in.readLong();
        }
    }
}
