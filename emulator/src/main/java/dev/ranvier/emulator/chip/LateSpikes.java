package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.cost.FabricCounters;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Counts spikes that came too late, per core, and keeps the first of them. Owned by its chip. */
final class LateSpikes {
    private static final int KEPT = 256;

    private final long[] delayed;
    private final long[] lost;
    private final List<FabricCounters.LateSpike> first = new ArrayList<>();

    LateSpikes(int cores) {
        delayed = new long[cores];
        lost = new long[cores];
    }

    void count(long tick, int from, int to, int axon, long cycles, boolean isLost) {
        if (isLost) {
            lost[to]++;
        } else {
            delayed[to]++;
        }
        if (first.size() < KEPT) {
            first.add(new FabricCounters.LateSpike(tick, from, to, axon, cycles, isLost));
        }
    }

    List<FabricCounters.CoreLate> byCore() {
        List<FabricCounters.CoreLate> list = new ArrayList<>();
        for (int core = 0; core < delayed.length; core++) {
            if (delayed[core] + lost[core] > 0) {
                list.add(new FabricCounters.CoreLate(core, delayed[core], lost[core]));
            }
        }
        return list;
    }

    List<FabricCounters.LateSpike> first() {
        return first;
    }

    void clear() {
        java.util.Arrays.fill(delayed, 0);
        java.util.Arrays.fill(lost, 0);
        first.clear();
    }

    void save(DataOutput out) throws IOException {
        List<FabricCounters.CoreLate> cores = byCore();
        out.writeInt(cores.size());
        for (FabricCounters.CoreLate core : cores) {
            out.writeInt(core.core());
            out.writeLong(core.delayed());
            out.writeLong(core.lost());
        }
        out.writeInt(first.size());
        for (FabricCounters.LateSpike spike : first) {
            out.writeLong(spike.tick());
            out.writeInt(spike.from());
            out.writeInt(spike.to());
            out.writeInt(spike.axon());
            out.writeLong(spike.cycles());
            out.writeBoolean(spike.lost());
        }
    }

    void load(DataInput in) throws IOException {
        clear();
        int cores = in.readInt();
        for (int k = 0; k < cores; k++) {
            int core = in.readInt();
            if (core < 0 || core >= delayed.length) {
                throw new IOException("saved late spikes are of core " + core + ", allowed: 0.." + (delayed.length - 1)
                        + "; the saved state is damaged");
            }
            delayed[core] = in.readLong();
            lost[core] = in.readLong();
        }
        int count = in.readInt();
        if (count < 0 || count > KEPT) {
            throw new IOException("a saved state lists " + count + " late spikes, allowed: 0.." + KEPT
                    + "; the saved state is damaged");
        }
        for (int k = 0; k < count; k++) {
            first.add(new FabricCounters.LateSpike(
                    in.readLong(), in.readInt(), in.readInt(), in.readInt(), in.readLong(), in.readBoolean()));
        }
    }
}
