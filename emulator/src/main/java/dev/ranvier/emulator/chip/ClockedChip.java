package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.ClockedMachine;
import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.cost.TickCost;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.ClockSpec.TimePolicy;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.MemorySection;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A chip that is emulated clock by clock: function and timing cannot be told apart.
 *
 * <p>Under policy {@code fixed} it has ticks of its own: tick t (1, 2, …) is cycles {@code (t - 1) · T .. t · T - 1}, with
 * the tick's pulse inside it; events stamped s enter at the beginning of tick s + 1. Under policy {@code event} its host
 * counts cycles, 0, 1, …: an event stamped c acts at edge c, and the tick pin is an input like others. Owned by one thread.
 */
public final class ClockedChip implements Chip {
    private final ChipSpec spec;
    private final Supplier<ClockedMachine> factory;
    private final int neuronsPerCore;
    private final boolean countsCycles;
    /** Cycles of a tick as the host counts it. */
    private final long tickCycles;

    private final long firstTick;
    private final TickCost cost;
    private final SpikeLog spikeLog = new SpikeLog();
    private final EventQueue events = new EventQueue();
    private final IntList tickSpikes = new IntList(64);
    private final ClockedMachine.SpikeSink sink = this::spike;
    private ClockedMachine machine;
    private ChannelTable channels = ChannelTable.NONE;
    private ChipImage image;
    /** The next edge. */
    private long now;

    private long pulseOffset;
    /** Tick whose spikes are being collected. */
    private long openTick;

    private long countedFrom;
    private long hostEvents;

    /**
     * An empty chip.
     *
     * @param factory makes the hardware
     */
    public ClockedChip(ChipSpec spec, Supplier<ClockedMachine> factory) {
        this.spec = spec;
        this.factory = factory;
        neuronsPerCore = spec.core().neurons();
        countsCycles = spec.clock().policy() == TimePolicy.EVENT;
        tickCycles = countsCycles ? 1 : spec.clock().tickCycles();
        firstTick = spec.tickRules().firstTick();
        cost = TickCost.of(spec);
        replace(factory.get());
    }

    private void replace(ClockedMachine next) {
        machine = next;
        pulseOffset = machine.pulseOffset(tickCycles);
        now = 0;
        openTick = firstTick;
        countedFrom = 0;
        hostEvents = 0;
        events.clear();
        tickSpikes.clear();
        spikeLog.clear();
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
        ClockedMachine fresh = factory.get();
        write(fresh, next, spec.memories().stream().map(MemorySpec::name).toList());
        fresh.prepare();
        ChannelTable table = ChannelTable.of(next.inputs(), spec);
        replace(fresh);
        channels = table;
        image = next;
    }

    private static void write(ClockedMachine into, ChipImage from, List<String> memories) {
        for (MemorySection section : from.sections()) {
            if (memories.contains(section.memory())) {
                MemoryBank bank = into.memory(section.core(), section.memory());
                for (int i = 0; i < section.words().length; i++) {
                    bank.write(section.address() + i, section.words()[i]);
                }
            }
        }
    }

    @Override
    public MemoryBank memory(int core, String name) {
        ChannelTable.checkCore(core, spec);
        spec.memory(name).checkCore(core);
        return machine.memory(core, name);
    }

    @Override
    public void reset(ResetScope scope) {
        switch (scope) {
            case ALL -> {
                if (image != null) {
                    load(image);
                } else {
                    replace(factory.get());
                }
            }
            case STATE -> {
                machine.clearState();
                if (image != null) {
                    write(machine, image, machine.stateMemories());
                }
                long counted = now - countedFrom;
                now = 0;
                countedFrom = -counted;
                openTick = firstTick;
                events.clear();
                tickSpikes.clear();
                spikeLog.clear();
            }
            case PLASTICITY -> {
                // Nothing learns in these chips.
            }
        }
    }

    // -------------------------------------------------------------------------------------------------------- running

    @Override
    public long tick() {
        return firstTick - 1 + now / tickCycles;
    }

    @Override
    public long cycle() {
        return now;
    }

    @Override
    public boolean inject(long stamp, int channel, int value) {
        channels.check(channel);
        if (channels.isError()[channel]) {
            throw new RanvierException("chip '" + spec.name() + "' does not learn: it takes no errors");
        }
        long enters = countsCycles ? stamp : Math.multiplyExact(stamp, tickCycles);
        if (stamp < 0 || enters < now) {
            return false;
        }
        events.add(enters, channel, value);
        hostEvents++;
        return true;
    }

    @Override
    public void advance(long ticks) {
        advanceTo(Math.multiplyExact(now / tickCycles + ticks, tickCycles));
    }

    @Override
    public void advanceCycles(long cycles) {
        advanceTo(Math.addExact(now, cycles));
    }

    private void advanceTo(long end) {
        machine.prepare();
        while (now < end) {
            long next = end;
            while (events.size() > 0 && events.stamp() == now) {
                hand(events.channel(), events.value());
                events.remove();
            }
            if (events.size() > 0) {
                next = Math.min(next, events.stamp());
            }
            if (!countsCycles) {
                long pulse = now / tickCycles * tickCycles + pulseOffset;
                if (pulse == now) {
                    machine.tick();
                } else if (pulse > now) {
                    next = Math.min(next, pulse);
                }
                next = Math.min(next, (now / tickCycles + 1) * tickCycles);
            }
            machine.run(now, next, sink);
            now = next;
        }
        closeTicks(tick() + 1);
    }

    private void hand(int channel, int value) {
        for (int k = channels.offsets()[channel]; k < channels.offsets()[channel + 1]; k++) {
            machine.input(channels.targets()[k], value);
        }
    }

    private void spike(long cycle, int source) {
        closeTicks(firstTick + cycle / tickCycles);
        tickSpikes.add(source);
    }

    /** Logs all ticks before {@code tick}. */
    private void closeTicks(long tick) {
        if (!spikeLog.enabled()) {
            tickSpikes.clear();
            openTick = tick;
            return;
        }
        while (openTick < tick) {
            spikeLog.beginTick(openTick++);
            if (tickSpikes.size() > 0) {
                Arrays.sort(tickSpikes.array(), 0, tickSpikes.size());
                for (int i = 0; i < tickSpikes.size(); i++) {
                    spikeLog.add(tickSpikes.get(i), 1);
                }
                tickSpikes.clear();
            }
        }
    }

    // ------------------------------------------------------------------------------------------------- being observed

    @Override
    public List<String> stateVariables() {
        return machine.stateVariables();
    }

    @Override
    public void readState(String variable, int[] sources, long[] out) {
        int which = machine.stateVariables().indexOf(variable);
        if (which < 0) {
            throw new RanvierException(
                    "state variable '" + variable + "' does not exist; this chip has " + machine.stateVariables());
        }
        for (int i = 0; i < sources.length; i++) {
            int core = sources[i] / neuronsPerCore;
            if (sources[i] < 0 || core >= spec.cores()) {
                throw new RanvierException("neuron " + sources[i] + " does not exist: chip '" + spec.name()
                        + "' has neurons 0.." + ((long) spec.cores() * neuronsPerCore - 1));
            }
            out[i] = machine.readState(which, core, sources[i] % neuronsPerCore);
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
        for (int core = 0; core < spec.cores(); core++) {
            CoreActivity a = machine.activity(core);
            if (a != null) {
                list.add(Counters.CoreCounters.of(core, machine.neurons(core), a));
                sum.add(a);
            }
        }
        long cycles = now - countedFrom;
        long[] hops = machine.hops();
        TickCost.Work work = new TickCost.Work(
                cycles / tickCycles,
                sum.neuronUpdates,
                sum.spikes,
                sum.messages,
                sum.denseEvents,
                sum.sparseEvents,
                hops[0],
                hops[1]);
        return new Counters(
                cycles / tickCycles,
                cycles,
                cycles * spec.clock().nanosecondsPerCycle(),
                sum.spikes,
                sum.denseEvents + sum.sparseEvents,
                sum.axonEvents,
                sum.neuronUpdates,
                sum.messages,
                hops[0],
                hops[1],
                sum.wraps,
                sum.saturations,
                sum.dropped,
                hostEvents,
                cost.energyJoule(work),
                cost.model(),
                Optional.empty(),
                list);
    }

    @Override
    public void clearCounters() {
        machine.clearCounters();
        countedFrom = now;
        hostEvents = 0;
    }

    // ---------------------------------------------------------------------------------------------------------- state

    @Override
    public void save(DataOutput out) throws IOException {
        machine.prepare();
        out.writeUTF(spec.digest());
        out.writeUTF(image == null ? "" : image.digest());
        out.writeLong(now);
        out.writeLong(openTick);
        out.writeLong(countedFrom);
        out.writeLong(hostEvents);
        tickSpikes.save(out);
        events.save(out);
        machine.save(out);
    }

    @Override
    public void restore(DataInput in) throws IOException {
        ImageChecks.checkState(in.readUTF(), in.readUTF(), image, spec);
        long[] times = {in.readLong(), in.readLong(), in.readLong(), in.readLong()};
        IntList spikes = new IntList(64);
        spikes.load(in);
        EventQueue queue = new EventQueue();
        queue.load(in, channels.channels());
        ClockedMachine next = factory.get();
        next.load(in);
        // Nothing can fail from here on: a state that cannot be read leaves the chip as it was.
        replace(next);
        now = times[0];
        openTick = times[1];
        countedFrom = times[2];
        hostEvents = times[3];
        for (int i = 0; i < spikes.size(); i++) {
            tickSpikes.add(spikes.get(i));
        }
        events.take(queue);
    }

    @Override
    public void close() {
        // No threads were started.
    }
}
