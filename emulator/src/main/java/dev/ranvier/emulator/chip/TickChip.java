package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.cost.TickCost;
import dev.ranvier.emulator.fabric.direct.DirectFabric;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

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
    private final IntFunction<TickCore> coreFactory;
    private final int neuronsPerCore;
    private final int parallelNeurons;
    private final long firstTick;
    private final boolean spikesArriveInTick;
    private final int hostDelay;
    private final TickCost cost;
    private final DirectFabric fabric;
    private final WorkerPool pool;
    private final SpikeLog spikeLog = new SpikeLog();
    private InputQueue spikesIn;
    private InputQueue errorsIn;

    private TickCore[] cores;
    private ChipImage image;
    /** Cores in use, ascending. */
    private int[] used = new int[0];

    /** Time of a barrier over the tiles in use, in ns. */
    private double barrierNanoseconds;

    private boolean started;
    private boolean parallel;
    /** Channel i reaches targets[offsets[i] .. offsets[i + 1] - 1]. */
    private int[] channelOffsets = {0};

    private long[] channelTargets = new long[0];
    private boolean[] channelIsError = new boolean[0];
    private long tick;
    private double nanoseconds;
    private double countedNanoseconds;
    private long countedTicks;
    private long hostEvents;
    private long tickUnderWay;

    private final WorkerPool.Phase beginPhase = (part, parts) -> {
        for (int i = part; i < used.length; i += parts) {
            cores[used[i]].beginTick(tickUnderWay);
        }
    };
    private final WorkerPool.Phase endPhase = (part, parts) -> {
        for (int i = part; i < used.length; i += parts) {
            cores[used[i]].endTick(tickUnderWay);
        }
    };

    /**
     * An empty chip.
     *
     * @param spec its description
     * @param coreFactory makes the core of a core number
     * @param threads threads that may work on it, 1 or more
     */
    public TickChip(ChipSpec spec, IntFunction<TickCore> coreFactory, int threads) {
        this(spec, coreFactory, threads, PARALLEL_NEURONS);
    }

    /** As above, with threads at work from {@code parallelNeurons} neurons on. */
    TickChip(ChipSpec spec, IntFunction<TickCore> coreFactory, int threads, int parallelNeurons) {
        this.spec = spec;
        this.parallelNeurons = parallelNeurons;
        this.coreFactory = coreFactory;
        neuronsPerCore = spec.core().neurons();
        switch (spec.core()) {
            case CompartmentCoreSpec compartment -> {
                firstTick = compartment.profile().firstTick();
                spikesArriveInTick = compartment.profile().semantics() == Semantics.LAVA;
                hostDelay = spikesArriveInTick ? 0 : compartment.profile().hostLatency();
            }
            case BiophysicalCoreSpec biophysical -> {
                firstTick = 0;
                spikesArriveInTick = false;
                hostDelay = BiophysicalCoreSpec.HOST_LATENCY;
            }
            case ProgrammableCoreSpec programmable -> {
                firstTick = 0;
                spikesArriveInTick = false;
                hostDelay = ProgrammableCoreSpec.HOST_LATENCY;
            }
        }
        cost = new TickCost(spec);
        fabric = new DirectFabric(spec.grid());
        pool = new WorkerPool(Math.max(1, threads));
        cores = new TickCore[spec.cores()];
        tick = firstTick - 1;
        spikesIn = new InputQueue(firstDelivery());
        errorsIn = new InputQueue(firstTick);
        listUsed();
    }

    private long firstDelivery() {
        return spikesArriveInTick ? firstTick - 1 : firstTick;
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
        if (!next.chipDigest().equals(spec.digest())) {
            throw new RanvierException("image '" + next.network() + "' was made for another description of chip '"
                    + next.chip() + "' (digest " + shorten(next.chipDigest()) + "); this device is '" + spec.name()
                    + "' (digest " + shorten(spec.digest())
                    + "): map the network again with the same chip, profile and --set values");
        }
        TickCore[] nextCores = new TickCore[spec.cores()];
        for (MemorySection section : next.sections()) {
            checkCore(section.core());
            if (nextCores[section.core()] == null) {
                nextCores[section.core()] = coreFactory.apply(section.core());
            }
            write(nextCores[section.core()], section);
        }
        for (TickCore core : nextCores) {
            if (core != null) {
                core.prepare();
            }
        }
        setPorts(next.inputs());
        cores = nextCores;
        image = next;
        tick = firstTick - 1;
        started = false;
        spikesIn.clear(firstDelivery());
        errorsIn.clear(firstTick);
        nanoseconds = 0;
        spikeLog.clear();
        clearCounters();
        listUsed();
    }

    private static String shorten(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    private void setPorts(List<InputPort> ports) {
        int channels = ports.stream().mapToInt(InputPort::channels).sum();
        int[] offsets = new int[channels + 1];
        boolean[] isError = new boolean[channels];
        long[] targets =
                new long[ports.stream().mapToInt(p -> p.targets().length).sum()];
        int channel = 0;
        int at = 0;
        for (InputPort port : ports) {
            for (int i = 0; i < port.channels(); i++) {
                isError[channel] = port.kind() == InputPort.Kind.ERROR;
                for (int k = port.offsets()[i]; k < port.offsets()[i + 1]; k++) {
                    checkCore(AxonAddress.core(port.targets()[k]));
                    targets[at++] = port.targets()[k];
                }
                offsets[++channel] = at;
            }
        }
        channelOffsets = offsets;
        channelTargets = targets;
        channelIsError = isError;
    }

    private void checkCore(int core) {
        if (core < 0 || core >= spec.cores()) {
            throw new RanvierException(
                    "core " + core + " does not exist: chip '" + spec.name() + "' has cores 0.." + (spec.cores() - 1));
        }
    }

    private void write(TickCore core, MemorySection section) {
        MemoryBank bank = bank(core, section.core(), section.memory());
        bank.spec().checkRange("core " + section.core(), section.address(), section.words().length);
        for (int i = 0; i < section.words().length; i++) {
            bank.write(section.address() + i, section.words()[i]);
        }
    }

    private MemoryBank bank(TickCore core, int coreId, String name) {
        for (MemoryBank bank : core.memories()) {
            if (bank.spec().name().equals(name)) {
                return bank;
            }
        }
        throw new RanvierException("memory '" + name + "' of core " + coreId + " does not exist; memories of chip '"
                + spec.name() + "': "
                + String.join(
                        ", ", spec.memories().stream().map(MemorySpec::name).toList()));
    }

    @Override
    public MemoryBank memory(int core, String name) {
        checkCore(core);
        if (cores[core] == null) {
            spec.memory(name);
            TickCore created = coreFactory.apply(core);
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
        barrierNanoseconds = cost.barrierNanoseconds(tiles.size());
        parallel = pool.threads() > 1 && used.length > 1 && neurons >= parallelNeurons;
    }

    @Override
    public void reset(ResetScope scope) {
        switch (scope) {
            case ALL -> {
                if (image != null) {
                    load(image);
                } else {
                    cores = new TickCore[spec.cores()];
                    listUsed();
                    restart();
                    clearCounters();
                }
            }
            case STATE -> {
                for (int core : used) {
                    cores[core].clearState();
                }
                stateMemories().forEach(this::rewrite);
                restart();
            }
            case PLASTICITY -> {
                plasticMemories().forEach(this::zero);
                plasticMemories().forEach(this::rewrite);
            }
        }
    }

    private void restart() {
        tick = firstTick - 1;
        started = false;
        spikesIn.clear(firstDelivery());
        errorsIn.clear(firstTick);
        spikeLog.clear();
    }

    /** Memories that a reset of the state brings back to what the image says. */
    private List<String> stateMemories() {
        return switch (spec.core()) {
            case CompartmentCoreSpec compartment -> List.of("compartment_state");
            case BiophysicalCoreSpec biophysical -> List.of("cell_state", "channel_state", "axon_history", "ring");
            case ProgrammableCoreSpec programmable ->
                List.of("control", "neuron_state", "neuron_trace", "neuron_last", "axon_trace", "axon_last", "ring");
        };
    }

    /** Memories that hold what was learned. */
    private List<String> plasticMemories() {
        return switch (spec.core()) {
            case CompartmentCoreSpec compartment -> List.of("plastic_synapse", "pre_trace");
            case BiophysicalCoreSpec biophysical -> List.of("spine", "axon_history");
            case ProgrammableCoreSpec programmable -> List.of("synapse", "axon_trace", "neuron_trace");
        };
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

    private void rewrite(String memory) {
        if (image == null) {
            return;
        }
        for (MemorySection section : image.sections()) {
            if (section.memory().equals(memory)) {
                write(cores[section.core()], section);
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
        return (long) Math.ceil(nanoseconds / spec.clock().nanosecondsPerCycle());
    }

    @Override
    public boolean inject(long stamp, int channel, int value) {
        if (channel < 0 || channel >= channelIsError.length) {
            throw new RanvierException("input channel " + channel + " does not exist: the image has channels 0.."
                    + (channelIsError.length - 1));
        }
        boolean taken = channelIsError[channel]
                ? errorsIn.add(stamp, channel, value)
                : spikesIn.add(stamp + hostDelay, channel, value);
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
        if (!started) {
            started = true;
            if (spikesArriveInTick && spikesIn.waiting() > 0) {
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
        if (errorsIn.waiting() > 0) {
            deliverErrors(now);
        }
        errorsIn.done(now);
        if (!spikesArriveInTick) {
            deliverHostSpikes(now);
        }
        runPhase(beginPhase);
        exchange(now);
        if (spikesArriveInTick) {
            deliverHostSpikes(now);
            runPhase(endPhase);
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
        IntList channels = spikesIn.channels(now);
        IntList values = spikesIn.values(now);
        for (int i = 0; i < channels.size(); i++) {
            int channel = channels.get(i);
            for (int k = channelOffsets[channel]; k < channelOffsets[channel + 1]; k++) {
                long target = channelTargets[k];
                TickCore core = cores[AxonAddress.core(target)];
                if (core != null) {
                    core.deliver(AxonAddress.axon(target) | AxonAddress.atom(target) << 20, values.get(i));
                }
            }
        }
        spikesIn.done(now);
    }

    private void deliverErrors(long now) {
        IntList channels = errorsIn.channels(now);
        IntList values = errorsIn.values(now);
        for (int i = 0; i < channels.size(); i++) {
            int channel = channels.get(i);
            for (int k = channelOffsets[channel]; k < channelOffsets[channel + 1]; k++) {
                long target = channelTargets[k];
                TickCore core = cores[AxonAddress.core(target)];
                if (core != null) {
                    int value = AxonAddress.isNegative(target) ? -values.get(i) : values.get(i);
                    core.deliverError(AxonAddress.axon(target), AxonAddress.atom(target), value);
                }
            }
        }
    }

    /** Sends the spikes of the tick on their way, logs them, and adds up the tick's time. */
    private void exchange(long now) {
        boolean logging = spikeLog.enabled();
        if (logging) {
            spikeLog.beginTick(now);
        }
        double slowest = 0;
        for (int id : used) {
            TickCore core = cores[id];
            IntList fired = core.firedNeurons();
            int count = fired.size();
            int messages = 0;
            if (count > 0) {
                OutputAxons out = core.outputs();
                for (int i = 0; i < count; i++) {
                    int neuron = fired.get(i);
                    int value = core.firedValue(i);
                    if (logging) {
                        spikeLog.add(id * neuronsPerCore + neuron, value);
                    }
                    int end = out.start()[neuron + 1];
                    for (int k = out.start()[neuron]; k < end; k++) {
                        int to = out.core()[k];
                        messages++;
                        if (to < cores.length && cores[to] != null) {
                            fabric.carry(id, to);
                            cores[to].deliver(out.axonAndAtom()[k], value);
                        }
                    }
                }
                core.activity().messages += messages;
            }
            slowest = Math.max(slowest, cost.coreNanoseconds(core.activity(), core.neurons(), count, messages));
        }
        double duration = slowest + barrierNanoseconds;
        nanoseconds += duration;
        countedNanoseconds += duration;
    }

    // ------------------------------------------------------------------------------------------------- being observed

    @Override
    public List<String> stateVariables() {
        return coreFactory.apply(0).stateVariables();
    }

    @Override
    public void readState(String variable, int[] sources, long[] out) {
        List<String> known = used.length > 0 ? cores[used[0]].stateVariables() : stateVariables();
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
        long spikes = 0;
        long dense = 0;
        long sparse = 0;
        long axonEvents = 0;
        long updates = 0;
        long messages = 0;
        long wraps = 0;
        long saturations = 0;
        long dropped = 0;
        for (int id : used) {
            CoreActivity a = cores[id].activity();
            list.add(new Counters.CoreCounters(
                    id,
                    cores[id].neurons(),
                    a.spikes,
                    a.denseEvents + a.sparseEvents,
                    a.axonEvents,
                    a.neuronUpdates,
                    a.messages,
                    a.wraps,
                    a.saturations,
                    a.dropped));
            spikes += a.spikes;
            dense += a.denseEvents;
            sparse += a.sparseEvents;
            axonEvents += a.axonEvents;
            updates += a.neuronUpdates;
            messages += a.messages;
            wraps += a.wraps;
            saturations += a.saturations;
            dropped += a.dropped;
        }
        return new Counters(
                countedTicks,
                (long) Math.ceil(countedNanoseconds / spec.clock().nanosecondsPerCycle()),
                countedNanoseconds,
                spikes,
                dense + sparse,
                axonEvents,
                updates,
                messages,
                fabric.hopsEastWest(),
                fabric.hopsNorthSouth(),
                wraps,
                saturations,
                dropped,
                hostEvents,
                cost.energyJoule(
                        updates, spikes, messages, dense, sparse, fabric.hopsEastWest(), fabric.hopsNorthSouth()),
                cost.model(),
                list);
    }

    @Override
    public void clearCounters() {
        for (TickCore core : cores) {
            if (core != null) {
                core.activity().clear();
            }
        }
        fabric.reset(0, 0);
        countedNanoseconds = 0;
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
        out.writeDouble(nanoseconds);
        out.writeDouble(countedNanoseconds);
        out.writeLong(countedTicks);
        out.writeLong(hostEvents);
        out.writeLong(fabric.hopsEastWest());
        out.writeLong(fabric.hopsNorthSouth());
        spikesIn.save(out);
        errorsIn.save(out);
    }

    @Override
    public void restore(DataInput in) throws IOException {
        String chip = in.readUTF();
        String network = in.readUTF();
        if (!chip.equals(spec.digest()) || !network.equals(image == null ? "" : image.digest())) {
            throw new RanvierException("the saved state belongs to chip description " + shorten(chip) + " and image '"
                    + shorten(network) + "', this device has " + shorten(spec.digest()) + " and '"
                    + shorten(image == null ? "" : image.digest()) + "': load the same image first");
        }
        TickCore[] next = new TickCore[spec.cores()];
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int core = in.readInt();
            checkCore(core);
            next[core] = coreFactory.apply(core);
            next[core].load(in);
        }
        long nextTick = in.readLong();
        boolean nextStarted = in.readBoolean();
        double[] times = {in.readDouble(), in.readDouble()};
        long[] counts = {in.readLong(), in.readLong(), in.readLong(), in.readLong()};
        InputQueue nextSpikes = new InputQueue(firstDelivery());
        nextSpikes.load(in, channelIsError.length);
        InputQueue nextErrors = new InputQueue(firstTick);
        nextErrors.load(in, channelIsError.length);
        // Nothing can fail from here on: a state that cannot be read leaves the chip as it was.
        cores = next;
        tick = nextTick;
        started = nextStarted;
        nanoseconds = times[0];
        countedNanoseconds = times[1];
        countedTicks = counts[0];
        hostEvents = counts[1];
        fabric.reset(counts[2], counts[3]);
        spikesIn = nextSpikes;
        errorsIn = nextErrors;
        spikeLog.clear();
        listUsed();
    }

    @Override
    public void close() {
        pool.close();
    }
}
