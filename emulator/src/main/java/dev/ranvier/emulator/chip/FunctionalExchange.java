package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.cost.FabricCounters;
import dev.ranvier.emulator.cost.TickCost;
import dev.ranvier.emulator.fabric.direct.DirectFabric;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FabricSpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** Every packet arrives in its tick; a tick lasts as long as the slowest core works. */
final class FunctionalExchange implements Exchange {
    private final int neuronsPerCore;
    private final boolean tree;
    private final TickCost cost;
    private final DirectFabric fabric;
    private TickCore[] cores = {};
    private CoreSet coreSet;
    private int[] used = {};
    private double barrierNanoseconds;
    private double nanoseconds;
    private double countedNanoseconds;

    FunctionalExchange(ChipSpec spec) {
        neuronsPerCore = spec.core().neurons();
        tree = spec.fabric().multicast() == FabricSpec.Multicast.TREE;
        cost = TickCost.of(spec);
        fabric = new DirectFabric(spec);
    }

    @Override
    public void attach(TickCore[] all, CoreSet set, int[] inUse, int tiles) {
        cores = all;
        coreSet = set;
        used = inUse;
        barrierNanoseconds = cost.barrierNanoseconds(tiles);
    }

    @Override
    public void restart() {
        // Every spike has arrived in its tick.
    }

    @Override
    public void clear() {
        nanoseconds = 0;
        clearCounters();
    }

    @Override
    public void hostEvent(int core) {
        // Part of the cores' own counts.
    }

    @Override
    public void exchange(long tick, SpikeLog log) {
        boolean logging = log.enabled();
        if (logging) {
            log.beginTick(tick);
        }
        if (coreSet.exchange(log, fabric)) {
            addTime(0);
            return;
        }
        double slowest = 0;
        for (int id : used) {
            TickCore core = cores[id];
            IntList fired = core.firedNeurons();
            int count = fired.size();
            int messages = 0;
            if (count > 0) {
                OutputAxons out = core.outputs();
                int firstSource = core.firstSource(id, neuronsPerCore);
                for (int i = 0; i < count; i++) {
                    int neuron = fired.get(i);
                    int value = core.firedValue(i);
                    if (logging) {
                        log.add(firstSource + neuron, value);
                    }
                    messages += send(id, out, neuron, value);
                }
                core.activity().messages += messages;
            }
            slowest = Math.max(slowest, cost.coreNanoseconds(core.activity(), core.neurons(), count, messages));
        }
        addTime(slowest);
    }

    private void addTime(double slowestCore) {
        double duration = cost.tickNanoseconds(slowestCore, barrierNanoseconds);
        nanoseconds += duration;
        countedNanoseconds += duration;
    }

    /** Delivers a spike to all its targets; returns the number of packets. */
    private int send(int from, OutputAxons out, int neuron, int value) {
        int messages = 0;
        int first = out.start()[neuron];
        int end = out.start()[neuron + 1];
        for (int k = first; k < end; k++) {
            int to = out.core()[k];
            if (to < 0) {
                continue;
            }
            messages++;
            if (to < cores.length && cores[to] != null) {
                if (!tree) {
                    fabric.carry(from, to);
                }
                coreSet.deliver(to, out.axonAndAtom()[k], value);
            }
        }
        if (tree && messages > 0) {
            fabric.carryTree(from, out.core(), first, end);
            return 1;
        }
        return messages;
    }

    @Override
    public double nanoseconds() {
        return nanoseconds;
    }

    @Override
    public double countedNanoseconds() {
        return countedNanoseconds;
    }

    @Override
    public long hopsEastWest() {
        return fabric.hopsEastWest();
    }

    @Override
    public long hopsNorthSouth() {
        return fabric.hopsNorthSouth();
    }

    @Override
    public Optional<FabricCounters> fabric() {
        return Optional.empty();
    }

    @Override
    public void clearCounters() {
        fabric.reset(0, 0);
        countedNanoseconds = 0;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(nanoseconds);
        out.writeDouble(countedNanoseconds);
        out.writeLong(fabric.hopsEastWest());
        out.writeLong(fabric.hopsNorthSouth());
    }

    @Override
    public void load(DataInput in) throws IOException {
        double time = in.readDouble();
        double counted = in.readDouble();
        long eastWest = in.readLong();
        long northSouth = in.readLong();
        nanoseconds = time;
        countedNanoseconds = counted;
        fabric.reset(eastWest, northSouth);
    }
}
