package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.fabric.ranc.RancRouters;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.image.AxonAddress;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The input buffer loaded directly: packets wait with the host until the buffer has room and enter it one per edge, in
 * order. Nothing is lost or repeated, as with the AXI front end.
 */
final class HostQueue implements HostPort {
    private final EventLog log;
    private final PacketFormat format;
    private final int columns;
    private long[] targets = new long[64];
    private int first;
    private int size;

    HostQueue(EventLog log, PacketFormat format, int columns) {
        this.log = log;
        this.format = format;
        this.columns = columns;
    }

    @Override
    public void event(long target, int value) {
        if (size == targets.length) {
            long[] grown = new long[2 * size];
            for (int i = 0; i < size; i++) {
                grown[i] = targets[(first + i) & (size - 1)];
            }
            targets = grown;
            first = 0;
        }
        targets[(first + size++) & (targets.length - 1)] = target;
    }

    @Override
    public void edge(long now, boolean tick, RancRouters routers) {
        if (size == 0 || routers.inputFull()) {
            return;
        }
        long target = targets[first];
        first = (first + 1) & (targets.length - 1);
        size--;
        int node = AxonAddress.core(target);
        int payload = format.payload(AxonAddress.axon(target), AxonAddress.atom(target));
        routers.strobeInput(format.dx(node % columns), format.dy(node / columns), payload);
        log.add(RancSignals.INPUT_WRITE, 0, (long) node << 24 | payload);
    }

    @Override
    public boolean idle() {
        return size == 0;
    }

    @Override
    public void clear() {
        first = 0;
        size = 0;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(targets[(first + i) & (targets.length - 1)]);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            event(in.readLong(), 1);
        }
    }
}
