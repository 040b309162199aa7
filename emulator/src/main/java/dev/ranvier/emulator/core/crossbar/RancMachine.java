package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.ClockedMachine;
import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.fabric.ranc.Fifo;
import dev.ranvier.emulator.fabric.ranc.HopListener;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.emulator.fabric.ranc.RancRouters;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec.FrontEnd;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The RANC hardware (RANC, specification part B): token controllers, schedulers and routers of all nodes, the output bus
 * and the input front end, on both edges of one clock.
 *
 * <p>At a rising edge, controllers and front end see the FIFOs as they were before it; what they decide enters a FIFO at
 * the next. A delivered packet is written with the row pointer from before the edge. Owned by its chip.
 */
public final class RancMachine implements ClockedMachine {
    private static final List<String> VARIABLES = List.of("v");
    private static final List<String> STATE = List.of("potentials", "scheduler", "row_pointer");

    private final ChipSpec spec;
    private final CrossbarCoreSpec core;
    private final EventLog log;
    private final TokenController[] controllers;
    private final RancRouters routers;
    private final HostPort host;
    private final PacketFormat format;
    private final MemoryBank[] errors;
    private final int firstOutput;
    /** Nodes whose neuron was decided to fire at the edge before. */
    private final IntList firing = new IntList(16);
    /** Node of the output bus; negative if there is none. */
    private int bus = -1;

    private int outputs;
    private long nextEdge;
    private boolean tickPin;
    private long hopsEastWest;
    private long hopsNorthSouth;

    /** The hardware at power-on. */
    public RancMachine(ChipSpec spec) {
        this.spec = spec;
        core = (CrossbarCoreSpec) spec.core();
        log = new EventLog(spec.memory("events"), spec.memory("event_control"));
        log.reset(RancSignals.ALL);
        firstOutput = spec.cores() * core.neurons();
        format = new PacketFormat(core);
        routers = new RancRouters(new RancConfig(
                spec.grid().columns(),
                spec.grid().rows(),
                spec.fabric().bufferDepth(),
                core.limit("input_buffer_depth"),
                core.widths().dx(),
                core.widths().dy()));
        routers.listen(new HopRecorder());
        host = core.frontEnd() == FrontEnd.AXI
                ? new AxiFrontEnd(core.limit("maximum_packets"), format, log)
                : new HostQueue(log, format, spec.grid().columns());
        CoreBlocks blocks = new CoreBlocks(spec);
        controllers = new TokenController[spec.cores()];
        errors = new MemoryBank[spec.cores()];
        for (int node = 0; node < controllers.length; node++) {
            controllers[node] = new TokenController(new CrossbarState(spec, node, blocks.of(node)), node, core, log);
            errors[node] = ErrorBank.of(
                    spec.memory("errors"),
                    controllers[node],
                    node == 0 && host instanceof AxiFrontEnd axi ? axi : null);
        }
        prepare();
    }

    /** Records what the routers' FIFOs do, and counts links. */
    private final class HopRecorder implements HopListener {
        @Override
        public void written(int fifo, int dx, int dy, int payload) {
            int kind = fifo % Fifo.COUNT;
            hopsEastWest += kind == Fifo.EAST_LINK || kind == Fifo.WEST_LINK ? 1 : 0;
            hopsNorthSouth += kind == Fifo.NORTH_LINK || kind == Fifo.SOUTH_LINK ? 1 : 0;
            if (log.records(RancSignals.HOP)) {
                long packet = format.stored(kind, dx, dy, payload);
                log.add(RancSignals.HOP, fifo / Fifo.COUNT, (long) kind << 1 | packet << 5);
            }
        }

        @Override
        public void read(int fifo) {
            if (fifo == routers.inputFifo()) {
                log.add(RancSignals.INPUT_READ, 0, 0);
            } else if (log.records(RancSignals.HOP)) {
                log.add(RancSignals.HOP, fifo / Fifo.COUNT, 1 | (long) (fifo % Fifo.COUNT) << 1);
            }
        }
    }

    /** After a tick has been processed, half of the slack is for the input of the next, half for packets under way. */
    @Override
    public long pulseOffset(long tickCycles) {
        long busy = (long) core.neurons() * (core.axons() + 2) + 3;
        return Math.max(0, tickCycles - busy) / 2;
    }

    @Override
    public void prepare() {
        int found = -1;
        for (int node = 0; node < controllers.length; node++) {
            CrossbarState state = controllers[node].state;
            if (state.register("bus") != 0) {
                found = node;
                outputs = state.register("outputs");
                if (outputs < 1 || outputs > core.outputs()) {
                    throw new RanvierException("core " + node + ": register outputs is " + outputs + ", allowed: 1.."
                            + core.outputs() + " (core.outputs): raise it, or use fewer");
                }
            } else {
                controllers[node].prepare();
            }
        }
        bus = found;
    }

    @Override
    public void input(long target, int value) {
        if (AxonAddress.axon(target) == CrossbarCoreSpec.TICK_PIN) {
            tickPin = true;
        } else {
            host.event(target, value);
        }
    }

    @Override
    public void tick() {
        tickPin = true;
    }

    // -------------------------------------------------------------------------------------------------------- running

    @Override
    public void run(long from, long to, SpikeSink sink) {
        long now = from;
        findNextEdge();
        while (now < to) {
            if (!tickPin && firing.size() == 0 && routers.idle() && host.idle()) {
                now = Math.min(to, Math.max(now, nextEdge));
                if (now == to) {
                    break;
                }
            }
            edge(now, sink);
            now++;
        }
    }

    private void findNextEdge() {
        nextEdge = Long.MAX_VALUE;
        for (TokenController controller : controllers) {
            nextEdge = Math.min(nextEdge, controller.next);
        }
    }

    private void edge(long now, SpikeSink sink) {
        log.time(now);
        routers.fall();
        for (int i = 0; i < firing.size(); i++) {
            emit(firing.get(i), now, sink);
        }
        firing.clear();
        boolean isDue = now == nextEdge || tickPin;
        if (isDue) {
            controllers(now);
        }
        host.edge(now, tickPin, routers);
        tickPin = false;
        routers.rise();
        for (int k = 0; k < routers.delivered(); k++) {
            deliver(now, routers.deliveredNode(k), routers.deliveredPayload(k), sink);
        }
        if (isDue) {
            findNextEdge();
        }
    }

    private void controllers(long now) {
        for (int node = 0; node < controllers.length; node++) {
            TokenController controller = controllers[node];
            if (controller.next == now && controller.edge(now, routers.localFull(node))) {
                firing.add(node);
            }
            if (tickPin && node != bus) {
                controller.tick(now);
            }
        }
    }

    private void emit(int node, long now, SpikeSink sink) {
        TokenController controller = controllers[node];
        int n = controller.lastFired();
        sink.spike(now, node * core.neurons() + n);
        CrossbarState state = controller.state;
        long target = state.targetOf(n);
        if (Target.isConnected(target)) {
            int payload = format.payload(Target.axon(target), Target.ahead(target));
            routers.strobeLocal(node, format.dx(Target.dx(target)), format.dy(Target.dy(target)), payload);
            controller.activity.messages++;
        }
    }

    private void deliver(long now, int node, int payload, SpikeSink sink) {
        int axon = format.axon(payload);
        if (node == bus) {
            int output = axon & (1 << PacketFormat.bitsFor(outputs)) - 1;
            if (output < outputs) {
                sink.spike(now, firstOutput + output);
            } else {
                controllers[node].activity.dropped++;
            }
        } else {
            controllers[node].deliver(now, axon, format.ticks(payload));
        }
    }

    // ------------------------------------------------------------------------------------------------- being observed

    @Override
    public MemoryBank memory(int coreId, String name) {
        for (MemoryBank bank : log.memories()) {
            if (bank.spec().name().equals(name)) {
                return bank;
            }
        }
        if (name.equals("errors")) {
            return errors[coreId];
        }
        for (MemoryBank bank : controllers[coreId].state.banks()) {
            if (bank.spec().name().equals(name)) {
                return bank;
            }
        }
        throw new IllegalStateException("no machine behind memory " + name);
    }

    @Override
    public List<String> stateMemories() {
        return STATE;
    }

    @Override
    public List<String> stateVariables() {
        return VARIABLES;
    }

    @Override
    public long readState(int variable, int coreId, int neuron) {
        return controllers[coreId].state.potentialOf(neuron);
    }

    @Override
    public CoreActivity activity(int coreId) {
        return controllers[coreId].activity;
    }

    @Override
    public int neurons(int coreId) {
        return coreId == bus ? 0 : core.neurons();
    }

    @Override
    public long[] hops() {
        return new long[] {hopsEastWest, hopsNorthSouth};
    }

    @Override
    public void clearCounters() {
        for (TokenController controller : controllers) {
            controller.activity.clear();
        }
        hopsEastWest = 0;
        hopsNorthSouth = 0;
        routers.clearCounters();
    }

    // ---------------------------------------------------------------------------------------------------------- state

    @Override
    public void clearState() {
        for (TokenController controller : controllers) {
            controller.clear();
        }
        routers.reset();
        host.clear();
        firing.clear();
        tickPin = false;
        log.clear();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (TokenController controller : controllers) {
            controller.save(out);
        }
        routers.save(out);
        host.save(out);
        log.save(out);
        firing.save(out);
        for (MemoryBank bank : errors) {
            out.writeLong(bank.read(0));
        }
        out.writeBoolean(tickPin);
        out.writeLong(hopsEastWest);
        out.writeLong(hopsNorthSouth);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (TokenController controller : controllers) {
            controller.load(in);
        }
        routers.load(in);
        host.load(in);
        log.load(in);
        firing.load(in);
        for (int i = 0; i < firing.size(); i++) {
            if (firing.get(i) < 0 || firing.get(i) >= controllers.length) {
                throw new IOException("a saved packet leaves core " + firing.get(i) + "; the state is damaged");
            }
        }
        for (MemoryBank bank : errors) {
            bank.write(0, in.readLong());
        }
        tickPin = in.readBoolean();
        hopsEastWest = in.readLong();
        hopsNorthSouth = in.readLong();
        prepare();
    }
}
