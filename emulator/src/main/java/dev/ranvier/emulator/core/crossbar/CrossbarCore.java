package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec.Semantics;
import dev.ranvier.hw.RanvierException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A node of a crossbar chip that goes tick by tick: a core, or RANC's output bus.
 *
 * <p>In a tick, the row of the scheduler advances; the weights of its active axons are added to the potentials; the
 * neurons leak, fire and are reset; the row is cleared. Packets of tick t with delay d set a bit in row t + 1 + d, so
 * cores do not see each other inside a tick. Owned by its chip.
 */
final class CrossbarCore implements TickCore {
    private static final List<String> VARIABLES = List.of("v");
    private static final List<String> STATE = List.of("potentials", "scheduler", "row_pointer");

    private final int node;
    private final CrossbarCoreSpec spec;
    private final int sourcesOfNeurons;
    private final CoreBlock block;
    private final int index;
    private final Shared shared;
    private final CrossbarState state;
    private final OutputAxons neuronOutputs;
    private final CoreActivity activity = new CoreActivity();
    private final StochasticScan stochastic;
    private ColumnCounter columns;

    // Decoded from the memories by prepare().
    private long preparedVersion = -1;
    private int potentialVersion = -1;
    private int used;
    private ScanParameters parameters;
    private OutputBus bus;
    private OutputAxons busOutputs;
    private boolean isStochastic;
    private boolean leavesChip;

    // State besides that of the memories.
    private final IntList fired = new IntList(16);
    /** Blocks that are not known to be at rest. */
    private long restless = -1;

    /**
     * What the cores of a chip share.
     *
     * @param identity 0, 1, 2 …, one more than there are neurons or outputs; not changed
     * @param parameters where equal parameters are held once
     * @param log where warnings are recorded
     * @param scratch what a core needs only while it works, per thread
     */
    record Shared(int[] identity, ParameterColumns parameters, EventLog log, ThreadLocal<Scratch> scratch) {}

    /** What a core needs only while it works. */
    static final class Scratch {
        final int[] active;
        final int[] unused;
        final NeuronScan.Frame frame = new NeuronScan.Frame();
        final NeuronScan scan = Kernels.scan();
        final RowAdder rowAdder = Kernels.rows();

        Scratch(ChipSpec spec) {
            CrossbarCoreSpec core = (CrossbarCoreSpec) spec.core();
            active = new int[core.axons()];
            int blocks = Math.ceilDiv(core.neurons(), CrossbarState.BLOCK);
            unused = new int[blocks * CrossbarState.BLOCK];
            frame.fired = new long[blocks];
        }
    }

    /**
     * An empty core.
     *
     * @param node its number in the grid, which is also its core number
     */
    CrossbarCore(ChipSpec spec, int node, CoreBlock block, Shared shared) {
        this.node = node;
        this.spec = (CrossbarCoreSpec) spec.core();
        this.block = block;
        this.shared = shared;
        index = node % CoreBlock.CORES;
        sourcesOfNeurons = spec.cores() * spec.core().neurons();
        state = new CrossbarState(spec, node, block);
        neuronOutputs = state.outputs(shared.identity());
        stochastic = this.spec.semantics() == Semantics.TRUENORTH ? new StochasticScan(state, node) : null;
    }

    @Override
    public int neurons() {
        return bus == null ? used : 0;
    }

    @Override
    public List<MemoryBank> memories() {
        return state.banks();
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
    public CoreActivity activity() {
        activity.dropped += block.dropped[index];
        block.dropped[index] = 0;
        return activity;
    }

    @Override
    public IntList firedNeurons() {
        return fired;
    }

    @Override
    public int firedValue(int index) {
        return 1;
    }

    @Override
    public int firstSource(int core, int neuronsPerCore) {
        return bus == null ? core * neuronsPerCore : sourcesOfNeurons;
    }

    @Override
    public OutputAxons outputs() {
        return bus == null ? neuronOutputs : busOutputs;
    }

    // ------------------------------------------------------------------------------------------------ configuration

    @Override
    public void prepare() {
        long version = state.configurationVersion();
        if (version != preparedVersion) {
            try {
                decode();
            } catch (RanvierException e) {
                throw new RanvierException("core " + node + ": " + e.getMessage(), e);
            }
            preparedVersion = version;
            restless = -1;
        }
        if (potentialVersion != state.potentialVersion()) {
            potentialVersion = state.potentialVersion();
            restless = -1;
        }
        if (block.pointer[index] >= block.rows) {
            throw new RanvierException(
                    "core " + node + ": row_pointer is " + block.pointer[index] + ", allowed: 0.." + (block.rows - 1));
        }
    }

    private void decode() {
        used = state.register("neurons");
        if (used > state.neurons) {
            throw new RanvierException(
                    "register neurons is " + used + ", allowed: 0.." + state.neurons + " (core.neurons)");
        }
        decodeBus();
        for (int axon = 0; axon < state.axons; axon++) {
            if (state.types[axon] >= spec.weightTypes()) {
                throw new RanvierException("axon " + axon + " has type " + state.types[axon] + ", allowed: 0.."
                        + (spec.weightTypes() - 1));
            }
        }
        isStochastic = false;
        leavesChip = false;
        for (int n = 0; n < used; n++) {
            checkMode(n);
            isStochastic |= stochastic != null && !TrueNorthFlags.plain(state.flags[n]);
            leavesChip |= state.connected[n] && state.targetNode[n] == CrossbarState.OFF_CHIP;
        }
        parameters = new ScanParameters(state, spec, used, shared.parameters());
    }

    private void decodeBus() {
        if (state.register("bus") == 0) {
            bus = null;
            block.buses &= ~(1L << index);
            return;
        }
        int count = state.register("outputs");
        if (spec.outputs() == 0) {
            throw new RanvierException("register bus is 1, but this chip has no output bus: allowed is 0");
        }
        if (count > spec.outputs()) {
            throw new RanvierException("register outputs is " + count + ", allowed: 0.." + spec.outputs()
                    + " (core.outputs): raise it, or use fewer");
        }
        if (bus == null || bus.outputs() != count) {
            bus = new OutputBus(node, count, shared.log());
            busOutputs = OutputAxons.none(count);
        }
        block.buses |= 1L << index;
    }

    private void checkMode(int n) {
        boolean isKnown = stochastic != null ? TrueNorthFlags.gamma(state.flags[n]) <= 2 : state.flags[n] <= 1;
        if (!isKnown) {
            throw new RanvierException("neuron " + n + " has reset mode "
                    + (stochastic != null ? TrueNorthFlags.gamma(state.flags[n]) : state.flags[n])
                    + ", allowed: 0 absolute, 1 linear" + (stochastic != null ? ", 2 none" : ""));
        }
    }

    private long blockMask(int which) {
        int left = used - which * CrossbarState.BLOCK;
        return left >= CrossbarState.BLOCK ? -1L : left <= 0 ? 0 : (1L << left) - 1;
    }

    // -------------------------------------------------------------------------------------------------------- a tick

    /** Packets reach a core through {@link CrossbarCores#deliver}. */
    @Override
    public void deliver(int axonAndAtom, int value) {
        throw new IllegalStateException("packets of crossbar cores are delivered by their set");
    }

    /** A packet for output {@code output}, if this node is the bus. */
    void deliverToBus(int output) {
        bus.deliver(output, activity);
    }

    @Override
    public void deliverError(int group, int compartment, int value) {
        activity.dropped++;
    }

    @Override
    public void beginTick(long tick) {
        Scratch scratch = shared.scratch().get();
        NeuronScan.Frame frame = scratch.frame;
        activity.beginTick();
        fired.clear();
        int count = block.takeRow(index, scratch.active);
        if (bus != null) {
            bus.takeRow(fired);
            return;
        }
        activity.neuronUpdates += used;
        activity.axonEvents += count;
        activity.tickAxonEvents += count;
        if (count > 0) {
            long events = synapses(scratch.active, count);
            activity.sparseEvents += events;
            activity.tickSparseEvents += events;
        }
        frame.parameters = parameters;
        if (isStochastic) {
            stochastic.tick(tick, scratch.active, count, frame, columns());
            collectFired(frame, allBlocks());
        } else {
            deterministic(scratch, count);
        }
        activity.saturations += frame.saturations;
        frame.saturations = 0;
    }

    private void deterministic(Scratch scratch, int count) {
        int spare = state.room - used;
        int firstUnused = state.base + used;
        System.arraycopy(state.potential, firstUnused, scratch.unused, 0, spare);
        long touched = 0;
        if (count > DENSE_FROM) {
            touched = columns().add(scratch.active, count);
        } else if (count > 0) {
            touched = scratch.rowAdder.add(state, parameters.weights, scratch.active, count);
        }
        NeuronScan.Frame frame = scratch.frame;
        frame.blocks = (restless | touched) & allBlocks();
        if (frame.blocks != 0) {
            frame.potential = state.potential;
            frame.base = state.base;
            scratch.scan.scan(frame);
            // A block is at rest only after an update without input that changed nothing.
            restless = frame.changed | touched;
            collectFired(frame, frame.blocks);
        }
        // Kernels work on whole blocks: neurons that are not in use keep their potentials.
        System.arraycopy(scratch.unused, 0, state.potential, firstUnused, spare);
    }

    /** Synapses of the active axons. */
    private long synapses(int[] active, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int row = active[i] * state.blocks;
            for (int b = 0; b < state.blocks; b++) {
                sum += Long.bitCount(state.rows[row + b] & blockMask(b));
            }
        }
        return sum;
    }

    /** From so many active axons on, counting columns is cheaper than adding rows (benchmark {@code CrossbarTick}). */
    private static final int DENSE_FROM = 64;

    private ColumnCounter columns() {
        if (columns == null) {
            columns = new ColumnCounter(state);
        }
        return columns;
    }

    private long allBlocks() {
        int blocks = Math.ceilDiv(used, CrossbarState.BLOCK);
        return blocks == Long.SIZE ? -1L : (1L << blocks) - 1;
    }

    private void collectFired(NeuronScan.Frame frame, long scanned) {
        for (long blocks = scanned; blocks != 0; blocks &= blocks - 1) {
            int b = Long.numberOfTrailingZeros(blocks);
            for (long bits = frame.fired[b] & blockMask(b); bits != 0; bits &= bits - 1) {
                fired.add(b * CrossbarState.BLOCK + Long.numberOfTrailingZeros(bits));
            }
        }
        activity.spikes += fired.size();
        if (leavesChip) {
            for (int i = 0; i < fired.size(); i++) {
                int n = fired.get(i);
                activity.dropped += state.connected[n] && state.targetNode[n] == CrossbarState.OFF_CHIP ? 1 : 0;
            }
        }
    }

    @Override
    public void endTick(long tick) {
        // Spikes that have arrived lie in the scheduler.
    }

    // --------------------------------------------------------------------------------------------------------- state

    @Override
    public long readState(int variable, int neuron) {
        return state.potentialOf(neuron);
    }

    @Override
    public void clearState() {
        state.clear();
        fired.clear();
        if (bus != null) {
            bus.clear();
        }
        restless = -1;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        state.save(out);
        if (bus != null) {
            bus.save(out);
        }
        fired.save(out);
        activity().save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        state.load(in);
        preparedVersion = -1;
        prepare();
        if (bus != null) {
            bus.load(in);
        }
        fired.load(in);
        activity.load(in);
        restless = -1;
    }
}
