package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.cost.TickCost;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.emulator.trace.TickListener;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.TickRules;
import dev.ranvier.hw.TickRules.Arrival;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.MemorySection;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A chip that advances in ticks: cores that work by themselves between two exchanges of spikes.
 *
 * <p>Only cores that an image or the host has written to exist. Results do not depend on the number of threads: cores
 * share nothing while they work, and spikes are exchanged in the order of the cores.
 */
public final class TickChip implements Chip {
    /** Below this much work per tick, threads cost more than they bring: about 10 µs per thread. */
    private static final int PARALLEL_NEURONS = 16_384;

    private final ChipSpec spec;
    private final Supplier<CoreSet> coreSets;
    private final int neuronsPerCore;
    private final int parallelNeurons;
    private final long firstTick;
    private final Arrival arrival;
    private final int hostDelay;
    private final TickCost cost;
    private final Timing timing;
    private Exchange exchange;
    private TickListener listener;
    private final WorkerPool pool;
    private final SpikeLog spikeLog = new SpikeLog();
    private final Optional<EventLog> eventLog;
    private InputQueue spikesIn;
    private InputQueue errorsIn;

    private TickCore[] cores;
    private CoreSet coreSet;
    private ChipImage image;
    /** Cores in use, ascending. */
    private int[] used = new int[0];

    private boolean started;
    private boolean parallel;
    private ChannelTable channels = ChannelTable.NONE;
    private long tick;
    private long countedTicks;
    private long hostEvents;
    private long tickUnderWay;

    private final WorkerPool.Phase beginPhase =
            (part, parts) -> coreSet.beginTick(cores, used, tickUnderWay, part, parts);
    private final WorkerPool.Phase endPhase = (part, parts) -> {
        for (int i = part; i < used.length; i += parts) {
            cores[used[i]].endTick(tickUnderWay);
        }
    };

    /**
     * An empty chip.
     *
     * @param spec its description
     * @param coreSets makes the cores of an image
     * @param eventLog where the cores record events, on a chip whose board has memories for them
     * @param timing how time inside a tick is treated
     * @param threads threads that may work on it, 1 or more
     */
    public TickChip(
            ChipSpec spec, Supplier<CoreSet> coreSets, Optional<EventLog> eventLog, Timing timing, int threads) {
        this(spec, coreSets, eventLog, timing, threads, PARALLEL_NEURONS);
    }

    /** As above, with threads at work from {@code parallelNeurons} neurons on. */
    TickChip(
            ChipSpec spec,
            Supplier<CoreSet> coreSets,
            Optional<EventLog> eventLog,
            Timing timing,
            int threads,
            int parallelNeurons) {
        this.spec = spec;
        this.parallelNeurons = parallelNeurons;
        this.coreSets = coreSets;
        coreSet = coreSets.get();
        this.eventLog = eventLog;
        TickRules rules = spec.tickRules();
        neuronsPerCore = spec.core().neurons();
        firstTick = rules.firstTick();
        arrival = rules.arrival();
        hostDelay = arrival == Arrival.BEFORE_UPDATE ? rules.hostLatency() : 0;
        cost = TickCost.of(spec);
        this.timing = timing;
        exchange = Exchange.of(spec, timing);
        pool = new WorkerPool(Math.max(1, threads));
        cores = new TickCore[spec.cores()];
        tick = firstTick - 1;
        spikesIn = new InputQueue(firstDelivery());
        errorsIn = new InputQueue(firstTick);
        listUsed();
    }

    private long firstDelivery() {
        return arrival == Arrival.BEFORE_UPDATE ? firstTick : firstTick - 1;
    }

    @Override
    public ChipSpec spec() {
        return spec;
    }

    @Override
    public Optional<ChipImage> image() {
        return Optional.ofNullable(image);
    }

    // ---------------------------------------------------------------------------------------------- loading, memories

    @Override
    public void load(ChipImage next) {
        ImageChecks.check(next, spec);
        TickCore[] nextCores = new TickCore[spec.cores()];
        CoreSet nextSet = coreSets.get();
        for (MemorySection section : next.sections()) {
            if (spec.memory(section.memory()).scope() == MemorySpec.Scope.BOARD) {
                continue;
            }
            if (nextCores[section.core()] == null) {
                nextCores[section.core()] = nextSet.create(section.core());
            }
            write(bank(nextCores[section.core()], section.core(), section.memory()), section);
        }
        for (TickCore core : nextCores) {
            if (core != null) {
                core.prepare();
            }
        }
        channels = ChannelTable.of(next.inputs(), spec);
        cores = nextCores;
        coreSet = nextSet;
        image = next;
        eventLog.ifPresent(log -> {
            log.reset(0);
            log.time(firstTick - 1);
            writeBoardSections(next);
        });
        tick = firstTick - 1;
        started = false;
        spikesIn.clear(firstDelivery());
        errorsIn.clear(firstTick);
        spikeLog.clear();
        exchange.clear();
        clearCounters();
        listUsed();
    }

    private void writeBoardSections(ChipImage from) {
        for (MemorySection section : from.sections()) {
            if (spec.memory(section.memory()).scope() == MemorySpec.Scope.BOARD) {
                write(boardBank(section.memory()), section);
            }
        }
    }

    private static void write(MemoryBank bank, MemorySection section) {
        for (int i = 0; i < section.words().length; i++) {
            bank.write(section.address() + i, section.words()[i]);
        }
    }

    private MemoryBank boardBank(String name) {
        return eventLog.stream()
                .flatMap(log -> log.memories().stream())
                .filter(bank -> bank.spec().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no machine behind board memory " + name));
    }

    private MemoryBank bank(TickCore core, int coreId, String name) {
        for (MemoryBank bank : core.memories()) {
            if (bank.spec().name().equals(name)) {
                return bank;
            }
        }
        throw new IllegalStateException("no machine behind memory " + name + " of core " + coreId);
    }

    @Override
    public MemoryBank memory(int core, String name) {
        ChannelTable.checkCore(core, spec);
        MemorySpec wanted = spec.memory(name);
        wanted.checkCore(core);
        if (wanted.scope() == MemorySpec.Scope.BOARD) {
            return boardBank(name);
        }
        if (cores[core] == null) {
            TickCore created = coreSet.create(core);
            created.prepare();
            cores[core] = created;
            listUsed();
        }
        return bank(cores[core], core, name);
    }

    private void listUsed() {
        IntList list = new IntList(16);
        IntList tiles = new IntList(16);
        int neurons = 0;
        for (int core = 0; core < cores.length; core++) {
            if (cores[core] != null) {
                list.add(core);
                neurons += cores[core].neurons();
                int tile = core / spec.grid().coresPerTile();
                if (tiles.size() == 0 || tiles.get(tiles.size() - 1) != tile) {
                    tiles.add(tile);
                }
            }
        }
        used = java.util.Arrays.copyOf(list.array(), list.size());
        orderBySource();
        exchange.attach(cores, coreSet, used, tiles.size());
        parallel = pool.threads() > 1 && used.length > 1 && neurons >= parallelNeurons;
    }

    /** Spikes of a tick are logged by ascending source: a core whose sources lie behind those of others comes last. */
    private void orderBySource() {
        int kept = 0;
        int[] last = new int[used.length];
        int lasts = 0;
        for (int id : used) {
            if (cores[id].firstSource(id, neuronsPerCore) == id * neuronsPerCore) {
                used[kept++] = id;
            } else {
                last[lasts++] = id;
            }
        }
        System.arraycopy(last, 0, used, kept, lasts);
    }

    @Override
    public void reset(ResetScope scope) {
        switch (scope) {
            case ALL -> {
                if (image != null) {
                    load(image);
                } else {
                    cores = new TickCore[spec.cores()];
                    coreSet = coreSets.get();
                    listUsed();
                    eventLog.ifPresent(log -> log.reset(0));
                    restart();
                    exchange.clear();
                    clearCounters();
                }
            }
            case STATE -> {
                for (int core : used) {
                    cores[core].clearState();
                }
                rewrite(prototype().stateMemories());
                eventLog.ifPresent(EventLog::clear);
                restart();
            }
            case PLASTICITY -> {
                List<String> learned = prototype().plasticMemories();
                learned.forEach(this::zero);
                rewrite(learned);
            }
        }
    }

    /** A core that shows what cores of this chip are like. */
    private TickCore prototype() {
        return used.length > 0 ? cores[used[0]] : coreSets.get().create(0);
    }

    private void restart() {
        tick = firstTick - 1;
        started = false;
        spikesIn.clear(firstDelivery());
        errorsIn.clear(firstTick);
        spikeLog.clear();
        exchange.restart();
        eventLog.ifPresent(log -> log.time(firstTick - 1));
    }

    private void zero(String memory) {
        for (int core : used) {
            MemoryBank bank = bank(cores[core], core, memory);
            for (int address = 0; address < bank.spec().depth(); address++) {
                if (bank.read(address) != 0) {
                    bank.write(address, 0);
                }
            }
        }
    }

    private void rewrite(List<String> memories) {
        if (image == null) {
            return;
        }
        for (MemorySection section : image.sections()) {
            if (memories.contains(section.memory())) {
                write(bank(cores[section.core()], section.core(), section.memory()), section);
            }
        }
    }

    // -------------------------------------------------------------------------------------------------------- running

    @Override
    public long tick() {
        return tick;
    }

    @Override
    public long cycle() {
        return (long) Math.ceil(exchange.nanoseconds() / spec.clock().nanosecondsPerCycle());
    }

    @Override
    public boolean inject(long stamp, int channel, int value) {
        channels.check(channel);
        boolean taken;
        if (channels.isError()[channel]) {
            taken = errorsIn.add(stamp, channel, value);
        } else if (arrival == Arrival.HOST_THEN_SPIKES && stamp == tick) {
            // Its tick is over, but it acts in the next at the earliest: it arrives before that begins.
            deliver(channel, value);
            taken = true;
        } else {
            taken = spikesIn.add(stamp + hostDelay, channel, value);
        }
        if (taken) {
            hostEvents++;
        }
        return taken;
    }

    @Override
    public void advance(long ticks) {
        for (int core : used) {
            cores[core].prepare();
        }
        if (spec.core().outputs() > 0) {
            orderBySource();
        }
        if (!started) {
            started = true;
            if (arrival != Arrival.BEFORE_UPDATE && spikesIn.waiting() > 0) {
                // Spikes stamped with the tick before the first one act in the first tick.
                deliverHostSpikes(firstTick - 1);
                tickUnderWay = firstTick - 1;
                runPhase(endPhase);
            }
            spikesIn.clearBefore(firstTick);
        }
        for (long i = 0; i < ticks; i++) {
            step(tick + 1);
        }
    }

    private void step(long now) {
        tickUnderWay = now;
        if (eventLog.isPresent()) {
            eventLog.get().time(now);
        }
        if (errorsIn.waiting() > 0) {
            deliverErrors(now);
        }
        errorsIn.done(now);
        switch (arrival) {
            case BEFORE_UPDATE -> {
                deliverHostSpikes(now);
                runPhase(beginPhase);
                exchange.exchange(now, spikeLog);
            }
            case SPIKES_THEN_HOST -> {
                runPhase(beginPhase);
                exchange.exchange(now, spikeLog);
                deliverHostSpikes(now);
                runPhase(endPhase);
            }
            case HOST_THEN_SPIKES -> {
                runPhase(beginPhase);
                deliverHostSpikes(now);
                exchange.exchange(now, spikeLog);
                runPhase(endPhase);
            }
        }
        tick = now;
        countedTicks++;
    }

    private void runPhase(WorkerPool.Phase phase) {
        if (parallel) {
            pool.run(phase);
        } else {
            phase.run(0, 1);
        }
    }

    private void deliverHostSpikes(long now) {
        IntList due = spikesIn.channels(now);
        IntList values = spikesIn.values(now);
        for (int i = 0; i < due.size(); i++) {
            deliver(due.get(i), values.get(i));
        }
        spikesIn.done(now);
    }

    private void deliver(int channel, int value) {
        for (int k = channels.offsets()[channel]; k < channels.offsets()[channel + 1]; k++) {
            long target = channels.targets()[k];
            int to = AxonAddress.core(target);
            if (cores[to] != null) {
                coreSet.deliver(to, AxonAddress.axon(target) | AxonAddress.atom(target) << 20, value);
                exchange.hostEvent(to);
            }
        }
    }

    private void deliverErrors(long now) {
        IntList due = errorsIn.channels(now);
        IntList values = errorsIn.values(now);
        for (int i = 0; i < due.size(); i++) {
            int channel = due.get(i);
            for (int k = channels.offsets()[channel]; k < channels.offsets()[channel + 1]; k++) {
                long target = channels.targets()[k];
                TickCore core = cores[AxonAddress.core(target)];
                if (core != null) {
                    int value = AxonAddress.isNegative(target) ? -values.get(i) : values.get(i);
                    core.deliverError(AxonAddress.axon(target), AxonAddress.atom(target), value);
                }
            }
        }
    }

    // ------------------------------------------------------------------------------------------------- being observed

    @Override
    public List<String> stateVariables() {
        return prototype().stateVariables();
    }

    @Override
    public void readState(String variable, int[] sources, long[] out) {
        List<String> known = prototype().stateVariables();
        int which = known.indexOf(variable);
        if (which < 0) {
            throw new RanvierException("state variable '" + variable + "' does not exist; this chip has " + known);
        }
        for (int i = 0; i < sources.length; i++) {
            int core = sources[i] / neuronsPerCore;
            if (sources[i] < 0 || core >= cores.length) {
                throw new RanvierException("neuron " + sources[i] + " does not exist: chip '" + spec.name()
                        + "' has neurons 0.." + ((long) cores.length * neuronsPerCore - 1));
            }
            out[i] = cores[core] == null ? 0 : cores[core].readState(which, sources[i] % neuronsPerCore);
        }
    }

    @Override
    public SpikeLog spikeLog() {
        return spikeLog;
    }

    @Override
    public Counters counters() {
        List<Counters.CoreCounters> list = new ArrayList<>();
        CoreActivity sum = new CoreActivity();
        for (int id : used) {
            list.add(Counters.CoreCounters.of(id, cores[id].neurons(), cores[id].activity()));
            sum.add(cores[id].activity());
        }
        return new Counters(
                countedTicks,
                (long) Math.ceil(exchange.countedNanoseconds() / spec.clock().nanosecondsPerCycle()),
                exchange.countedNanoseconds(),
                sum.spikes,
                sum.denseEvents + sum.sparseEvents,
                sum.axonEvents,
                sum.neuronUpdates,
                sum.messages,
                exchange.hopsEastWest(),
                exchange.hopsNorthSouth(),
                sum.wraps,
                sum.saturations,
                sum.dropped,
                hostEvents,
                cost.energyJoule(new TickCost.Work(
                        countedTicks,
                        sum.neuronUpdates,
                        sum.spikes,
                        sum.messages,
                        sum.denseEvents,
                        sum.sparseEvents,
                        exchange.hopsEastWest(),
                        exchange.hopsNorthSouth())),
                cost.model(),
                exchange.fabric(),
                list);
    }

    @Override
    public void clearCounters() {
        for (TickCore core : cores) {
            if (core != null) {
                core.activity().clear();
            }
        }
        exchange.clearCounters();
        countedTicks = 0;
        hostEvents = 0;
    }

    // ---------------------------------------------------------------------------------------------------------- state

    @Override
    public void save(DataOutput out) throws IOException {
        for (int core : used) {
            cores[core].prepare();
        }
        out.writeUTF(spec.digest());
        out.writeUTF(image == null ? "" : image.digest());
        out.writeInt(used.length);
        for (int core : used) {
            out.writeInt(core);
            cores[core].save(out);
        }
        out.writeLong(tick);
        out.writeBoolean(started);
        out.writeLong(countedTicks);
        out.writeLong(hostEvents);
        spikesIn.save(out);
        errorsIn.save(out);
        exchange.save(out);
        if (eventLog.isPresent()) {
            eventLog.get().save(out);
        }
    }

    @Override
    public void restore(DataInput in) throws IOException {
        ImageChecks.checkState(in.readUTF(), in.readUTF(), image, spec);
        TickCore[] next = new TickCore[spec.cores()];
        CoreSet nextSet = coreSets.get();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int core = in.readInt();
            ChannelTable.checkCore(core, spec);
            next[core] = nextSet.create(core);
            next[core].load(in);
        }
        long nextTick = in.readLong();
        boolean nextStarted = in.readBoolean();
        long[] counts = {in.readLong(), in.readLong()};
        InputQueue nextSpikes = new InputQueue(firstDelivery());
        nextSpikes.load(in, channels.channels());
        InputQueue nextErrors = new InputQueue(firstTick);
        nextErrors.load(in, channels.channels());
        Exchange nextExchange = Exchange.of(spec, timing);
        nextExchange.load(in);
        if (eventLog.isPresent()) {
            eventLog.get().load(in);
        }
        // Nothing can fail from here on: a state that cannot be read leaves the chip as it was.
        cores = next;
        coreSet = nextSet;
        tick = nextTick;
        started = nextStarted;
        countedTicks = counts[0];
        hostEvents = counts[1];
        exchange = nextExchange;
        exchange.listen(listener);
        spikesIn = nextSpikes;
        errorsIn = nextErrors;
        spikeLog.clear();
        listUsed();
    }

    /**
     * Lets somebody see what happens inside the ticks from now on; null: nobody.
     *
     * @throws RanvierException if the chip has functional timing
     */
    public void listen(TickListener observer) {
        if (timing != Timing.CYCLE) {
            throw new RanvierException("chip '" + spec.name()
                    + "' runs with functional timing, in which nothing happens" + " inside a tick: use --timing cycle");
        }
        listener = observer;
        exchange.listen(observer);
    }

    /** The routers of the board; an error if the chip has functional timing. */
    public Fabric routers() {
        return exchange.routers()
                .orElseThrow(() -> new RanvierException(
                        "chip '" + spec.name() + "' runs with functional timing, without routers: use --timing cycle"));
    }

    @Override
    public void close() {
        pool.close();
    }
}
