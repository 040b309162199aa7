package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.cost.FabricCounters;
import dev.ranvier.emulator.cost.TickLengthRecorder;
import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStalledException;
import dev.ranvier.emulator.fabric.Fabrics;
import dev.ranvier.emulator.fabric.direct.DirectFabric;
import dev.ranvier.emulator.fabric.packet.StateArrays;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.emulator.trace.TickListener;
import dev.ranvier.emulator.trace.TickListener.Work;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.ClockSpec.TimePolicy;
import dev.ranvier.hw.FabricSpec;
import dev.ranvier.hw.RanvierException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Every packet goes through the routers, cycle by cycle. A core takes in what the host has sent, goes through the
 * synapses, then scans its neurons in order and hands out the packets of a spike when the scan has made it; a packet
 * that has arrived is taken in by its core, one after the other.
 *
 * <p>Where a barrier ends the tick, it waits for all of this, so every spike arrives in its tick. Where ticks have a
 * fixed length, what is not taken in when the tick ends acts later: a spike for the next tick acts in the tick after
 * the one in which it was taken in; a spike that carries the tick that it is for acts then, or never if that is over. A
 * core that is not done with a tick begins the next one late.
 */
final class CycleExchange implements Exchange {
    private final ChipSpec spec;
    private final int neuronsPerCore;
    private final int coresPerTile;
    private final boolean tree;
    private final boolean stamped;
    /** Length of a tick; 0 if a barrier ends it. */
    private final long tickCycles;

    private final CycleCosts costs;
    private final Fabric fabric;
    private final DirectFabric hops;
    private final TileTerminals terminals;
    private final SpikeGroups groups;
    private final Messages messages = new Messages();
    private final Arrivals arrivals = new Arrivals();
    private final TickLengthRecorder lengths;
    private final LateSpikes late;

    private TickCore[] cores = {};
    private CoreSet coreSet;
    private int[] used = {};
    private long barrierCycles;
    private TickListener listener;

    private long start;
    private long countedFrom;
    /** Per core, the cycle in which it is done with its neurons. */
    private final long[] done;

    /** Per core, the cycle in which it has taken in what has arrived. */
    private final long[] taken;

    /** Per core, spikes of the host that it takes in in the next tick. */
    private final int[] hostSpikes;

    // Of the tick under way.
    private long lastDone;
    private int slowestCore;
    private long lastArrival;
    private int lastTile;
    private long lastTaken;
    private int lastInput;

    /** Spikes that a core takes in after the end of the tick; ticks of fixed length only. */
    private final TakenSpikes later = new TakenSpikes();

    private final TakenSpikes due = new TakenSpikes();

    CycleExchange(ChipSpec spec) {
        this.spec = spec;
        neuronsPerCore = spec.core().neurons();
        coresPerTile = spec.grid().coresPerTile();
        tree = spec.fabric().multicast() == FabricSpec.Multicast.TREE;
        stamped = spec.core().spikesCarryTheirTick();
        tickCycles = spec.clock().policy() == TimePolicy.FIXED ? spec.clock().tickCycles() : 0;
        costs = CycleCosts.of(spec);
        fabric = Fabrics.create(spec);
        hops = new DirectFabric(spec);
        terminals = new TileTerminals(fabric, spec.cores(), coresPerTile);
        groups = new SpikeGroups(fabric, spec.cores(), coresPerTile);
        lengths = new TickLengthRecorder(tickCycles);
        late = new LateSpikes(spec.cores());
        done = new long[spec.cores()];
        taken = new long[spec.cores()];
        hostSpikes = new int[spec.cores()];
    }

    @Override
    public void listen(TickListener observer) {
        listener = observer;
    }

    @Override
    public Optional<Fabric> routers() {
        return Optional.of(fabric);
    }

    @Override
    public void attach(TickCore[] all, CoreSet set, int[] inUse, int tiles) {
        cores = all;
        coreSet = set;
        used = inUse;
        barrierCycles = tickCycles > 0 ? 0 : CycleCosts.roundUp(spec.costs().barrierNanoseconds(tiles), spec);
        groups.forget();
    }

    @Override
    public void restart() {
        terminals.clear();
        try {
            fabric.stepUntilEmpty();
            arrivals.clear();
            fabric.drain(arrivals);
        } catch (FabricStalledException stuck) {
            // The routers would never be empty: they lose what they hold, and their counts with it.
            fabric.reset();
            fabric.stepTo(start);
        }
        start = Math.max(start, fabric.cycle());
        forgetSpikes();
    }

    private void forgetSpikes() {
        messages.clear();
        later.clear();
        Arrays.fill(done, 0);
        Arrays.fill(taken, 0);
        Arrays.fill(hostSpikes, 0);
    }

    @Override
    public void clear() {
        fabric.reset();
        terminals.clear();
        forgetSpikes();
        start = 0;
        clearCounters();
    }

    @Override
    public void hostEvent(int core) {
        hostSpikes[core]++;
    }

    // -------------------------------------------------------------------------------------------------------- a tick

    @Override
    public void exchange(long tick, SpikeLog log) {
        if (log.enabled()) {
            log.beginTick(tick);
        }
        if (listener != null) {
            listener.tickBegins(tick, start);
        }
        lastDone = start;
        slowestCore = used.length == 0 ? -1 : used[0];
        lastArrival = start;
        lastTile = -1;
        lastTaken = start;
        lastInput = -1;
        for (int id : used) {
            scan(id, tick, log);
        }
        try {
            if (tickCycles > 0) {
                endFixed(tick);
            } else {
                endWithBarrier(tick);
            }
        } catch (FabricStalledException stuck) {
            throw new RanvierException(
                    "tick " + tick + " of chip '" + spec.name() + "' does not end, because its network stands still: "
                            + stuck.getMessage() + "\nReset the board; a longer fabric.watchdog_cycles helps if packets"
                            + " were only slow, another fabric.routing if they wait for each other.",
                    stuck);
        }
        if (listener != null) {
            listener.tickEnds(tick, start);
        }
    }

    /** Works out when core {@code id} makes its spikes, and hands their packets to its terminal. */
    private void scan(int id, long tick, SpikeLog log) {
        TickCore core = cores[id];
        CoreActivity activity = core.activity();
        long begin = Math.max(start, done[id]);
        long synapses = begin + hostSpikes[id] * costs.messageIn();
        hostSpikes[id] = 0;
        long neurons = synapses
                + activity.tickDenseEvents * costs.dense()
                + activity.tickSparseEvents * costs.sparse()
                + activity.tickCycles * costs.extra();
        long cursor = neurons;
        int scanned = 0;
        IntList fired = core.firedNeurons();
        int firstSource = core.firstSource(id, neuronsPerCore);
        for (int i = 0; i < fired.size(); i++) {
            int neuron = fired.get(i);
            int value = core.firedValue(i);
            if (log.enabled()) {
                log.add(firstSource + neuron, value);
            }
            cursor += (neuron + 1 - scanned) * costs.neuron() + costs.spike();
            scanned = neuron + 1;
            if (listener != null) {
                listener.fires(id, neuron, cursor);
            }
            cursor = tree ? sendTree(id, neuron, value, tick, cursor) : sendCopies(id, neuron, value, tick, cursor);
        }
        cursor += Math.max(0, core.neurons() - scanned) * costs.neuron();
        done[id] = cursor;
        if (cursor > lastDone) {
            lastDone = cursor;
            slowestCore = id;
        }
        if (listener != null) {
            listener.works(id, Work.INPUT, begin, synapses);
            listener.works(id, Work.SYNAPSES, synapses, neurons);
            listener.works(id, Work.NEURONS, neurons, cursor);
        }
    }

    /** One packet per target core; returns the cycle of the last. */
    private long sendCopies(int id, int neuron, int value, long tick, long from) {
        OutputAxons out = cores[id].outputs();
        long cursor = from;
        for (int k = out.start()[neuron]; k < out.start()[neuron + 1]; k++) {
            int to = out.core()[k];
            if (to < 0) {
                continue;
            }
            cores[id].activity().messages++;
            cursor += costs.messageOut();
            if (to < cores.length && cores[to] != null) {
                hops.carry(id, to);
                int number = messages.take(id, to, out.axonAndAtom()[k], value, tick, 1);
                terminals.emit(id, cursor, to / coresPerTile, number);
                if (tickCycles == 0) {
                    coreSet.deliver(to, out.axonAndAtom()[k], value);
                }
            }
        }
        return cursor;
    }

    /** One packet for all targets; returns its cycle. */
    private long sendTree(int id, int neuron, int value, long tick, long from) {
        OutputAxons out = cores[id].outputs();
        int destination = groups.of(id, out, cores)[neuron];
        if (destination == SpikeGroups.NOWHERE) {
            return from;
        }
        cores[id].activity().messages++;
        hops.carryTree(id, out.core(), out.start()[neuron], out.start()[neuron + 1]);
        long cursor = from + costs.messageOut();
        int number = messages.take(id, ~neuron, 0, value, tick, groups.size(destination));
        terminals.emit(id, cursor, destination, number);
        if (tickCycles == 0) {
            for (int k = out.start()[neuron]; k < out.start()[neuron + 1]; k++) {
                int to = out.core()[k];
                if (to >= 0 && to < cores.length && cores[to] != null) {
                    coreSet.deliver(to, out.axonAndAtom()[k], value);
                }
            }
        }
        return cursor;
    }

    private void endWithBarrier(long tick) {
        terminals.runUntilEmpty();
        takeArrivals(Long.MAX_VALUE);
        long coresEnd = lastDone;
        long networkEnd = Math.max(coresEnd, lastArrival);
        long inputEnd = Math.max(networkEnd, lastTaken);
        lengths.record(
                tick,
                coresEnd - start,
                networkEnd - coresEnd,
                inputEnd - networkEnd,
                barrierCycles,
                slowestCore,
                lastTile,
                lastInput);
        start = inputEnd + barrierCycles;
    }

    private void endFixed(long tick) {
        long end = start + tickCycles;
        terminals.runTo(end);
        takeArrivals(end);
        later.moveUpTo(end, due);
        due.sortBySequence();
        for (int k = 0; k < due.size(); k++) {
            deliver(due, k, tick);
        }
        due.clear();
        for (int id : used) {
            if (done[id] > end) {
                lengths.overrun();
            }
        }
        long coresEnd = lastDone;
        long networkEnd = Math.max(coresEnd, lastArrival);
        long inputEnd = Math.max(networkEnd, lastTaken);
        lengths.record(
                tick,
                coresEnd - start,
                networkEnd - coresEnd,
                inputEnd - networkEnd,
                0,
                slowestCore,
                lastTile,
                lastInput);
        start = end;
    }

    /** Cores take in what has arrived; with ticks of fixed length, what is ready before {@code end} is due. */
    private void takeArrivals(long end) {
        arrivals.clear();
        fabric.drain(arrivals);
        for (int k = 0; k < arrivals.size(); k++) {
            int number = (int) arrivals.tag(k);
            long cycle = arrivals.arrived(k);
            if (cycle > lastArrival) {
                lastArrival = cycle;
                lastTile = arrivals.destination(k);
            }
            int to = messages.to(number);
            if (to >= 0) {
                take(to, messages.axonAndAtom(number), number, cycle);
            } else {
                takeTree(number, ~to, arrivals.destination(k), cycle);
            }
            messages.arrived(number);
        }
    }

    private void takeTree(int number, int neuron, int tile, long cycle) {
        TickCore sender = cores[messages.from(number)];
        OutputAxons out = sender == null ? OutputAxons.none(0) : sender.outputs();
        if (neuron >= out.start().length - 1) {
            return; // the host has made the core smaller since
        }
        for (int k = out.start()[neuron]; k < out.start()[neuron + 1]; k++) {
            int to = out.core()[k];
            if (to >= 0 && to < cores.length && cores[to] != null && to / coresPerTile == tile) {
                take(to, out.axonAndAtom()[k], number, cycle);
            }
        }
    }

    private void take(int core, int axonAndAtom, int number, long cycle) {
        long begin = Math.max(cycle, taken[core]);
        taken[core] = begin + costs.messageIn();
        if (taken[core] > lastTaken) {
            lastTaken = taken[core];
            lastInput = core;
        }
        if (listener != null && costs.messageIn() > 0) {
            listener.works(core, Work.INPUT, begin, taken[core]);
        }
        if (tickCycles > 0) {
            later.add(
                    messages.sequence(number),
                    taken[core],
                    messages.tick(number),
                    messages.from(number),
                    core,
                    axonAndAtom,
                    messages.value(number));
        }
    }

    /** Delivers a spike that was taken in in tick {@code tick}. */
    private void deliver(TakenSpikes spikes, int k, long tick) {
        int to = spikes.to(k);
        if (cores[to] == null) {
            return;
        }
        long behind = tick - spikes.tick(k);
        int axonAndAtom = spikes.axonAndAtom(k);
        if (behind > 0) {
            int delay = axonAndAtom >>> 20;
            boolean lost = stamped && delay < behind;
            if (!stamped || lost) {
                long meantEnd = start - (behind - 1 - (stamped ? delay : 0)) * tickCycles;
                late.count(spikes.tick(k), spikes.from(k), to, axonAndAtom & 0xFFFFF, spikes.cycle(k) - meantEnd, lost);
            }
            if (lost) {
                return;
            }
            axonAndAtom -= stamped ? (int) behind << 20 : 0;
        }
        coreSet.deliver(to, axonAndAtom, spikes.value(k));
    }

    // ------------------------------------------------------------------------------------------------ counters, state

    @Override
    public double nanoseconds() {
        return start * spec.clock().nanosecondsPerCycle();
    }

    @Override
    public double countedNanoseconds() {
        return (start - countedFrom) * spec.clock().nanosecondsPerCycle();
    }

    @Override
    public long hopsEastWest() {
        return hops.hopsEastWest();
    }

    @Override
    public long hopsNorthSouth() {
        return hops.hopsNorthSouth();
    }

    @Override
    public Optional<FabricCounters> fabric() {
        return Optional.of(new FabricCounters(
                fabric.statistics(), lengths.snapshot(), terminals.mostWaiting(), late.byCore(), late.first()));
    }

    @Override
    public void clearCounters() {
        fabric.clearStatistics();
        terminals.clearStatistics();
        hops.reset(0, 0);
        lengths.clear();
        late.clear();
        countedFrom = start;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(start);
        out.writeLong(countedFrom);
        out.writeLong(hops.hopsEastWest());
        out.writeLong(hops.hopsNorthSouth());
        StateArrays.save(out, done);
        StateArrays.save(out, taken);
        StateArrays.save(out, hostSpikes);
        groups.save(out);
        messages.save(out);
        terminals.save(out);
        later.save(out);
        lengths.save(out);
        late.save(out);
        fabric.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        start = in.readLong();
        countedFrom = in.readLong();
        hops.reset(in.readLong(), in.readLong());
        StateArrays.load(in, done);
        StateArrays.load(in, taken);
        StateArrays.load(in, hostSpikes);
        groups.load(in);
        messages.load(in);
        terminals.load(in);
        later.load(in);
        lengths.load(in);
        late.load(in);
        fabric.load(in);
    }
}
