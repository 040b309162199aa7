package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.LatencyHistogram;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a mesh counts, always: flits per output port, deliveries and their latency. The kernels increment the arrays
 * themselves; high-water marks live beside the FIFOs they describe.
 *
 * <p>Owner: one network.
 */
final class MeshCounters {
    /** Flits that left each output, index {@code router * 8 + port}. */
    final long[] linkFlits;

    final LatencyHistogram latency = new LatencyHistogram();
    /** Flits through switches. */
    long traversals;
    /** Deliveries asked for. */
    long offered;
    /** Deliveries decided: their arrival cycle may still be to come. */
    long delivered;
    /** Cycle in which counting began. */
    long since;

    MeshCounters(int nodes) {
        linkFlits = new long[nodes * 8];
    }

    void clear(long now) {
        Arrays.fill(linkFlits, 0);
        latency.clear();
        traversals = 0;
        offered = 0;
        delivered = 0;
        since = now;
    }

    void save(DataOutput out) throws IOException {
        for (long flits : linkFlits) {
            out.writeLong(flits);
        }
        latency.save(out);
        out.writeLong(traversals);
        out.writeLong(offered);
        out.writeLong(delivered);
        out.writeLong(since);
    }

    void load(DataInput in) throws IOException {
        for (int k = 0; k < linkFlits.length; k++) {
            linkFlits[k] = in.readLong();
        }
        latency.load(in);
        traversals = in.readLong();
        offered = in.readLong();
        delivered = in.readLong();
        since = in.readLong();
    }
}
