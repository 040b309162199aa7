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
 * cores do not see each other inside a tick. What a tick touches lies in the block of the core, and {@link BlockStep} does
 * the work; the core decodes the memories. Owned by its chip.
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
    private final CoreActivity activity = new CoreActivity();
    private final StochasticScan stochastic;
    private ColumnCounter columns;

    // Decoded from the memories by prepare().
    private long preparedVersion = -1;
    private int potentialVersion = -1;
    private OutputBus bus;
    private OutputAxons busOutputs;
    // State besides that of the memories.
    private final IntList fired = new IntList(16);

    // Made when asked for.
    private OutputAxons neuronOutputs;
    private int outputsVersion = -1;

    /**
     * What the cores of a chip share.
     *
     * @param identity 0, 1, 2 …, one more than there are neurons or outputs; not changed
     * @param parameters where equal parameters are held once
     * @param log where warnings are recorded
     */
    record Shared(int[] identity, ParameterColumns parameters, EventLog log) {}

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
        stochastic = this.spec.semantics() == Semantics.TRUENORTH ? new StochasticScan(state, node) : null;
        block.cores[index] = this;
        block.present |= 1L << index;
        block.crossbars[index] = state.rows;
        block.restless[index] = -1;
    }

    @Override
    public int neurons() {
        return bus == null ? block.used[index] : 0;
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
        block.handOver(index, activity);
        return activity;
    }

    @Override
    public IntList firedNeurons() {
        if (bus == null) {
            fired.clear();
            for (int w = 0; w < block.neuronWords; w++) {
                for (long bits = block.fired[index * block.neuronWords + w]; bits != 0; bits &= bits - 1) {
                    fired.add(w * CrossbarState.BLOCK + Long.numberOfTrailingZeros(bits));
                }
            }
        }
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
        if (bus != null) {
            return busOutputs;
        }
        if (neuronOutputs == null || outputsVersion != state.targetVersion()) {
            outputsVersion = state.targetVersion();
            neuronOutputs = state.outputs(shared.identity());
        }
        return neuronOutputs;
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
            block.restless[index] = -1;
        }
        if (potentialVersion != state.potentialVersion()) {
            potentialVersion = state.potentialVersion();
            block.restless[index] = -1;
        }
        if (block.pointer[index] >= block.rows) {
            throw new RanvierException(
                    "core " + node + ": row_pointer is " + block.pointer[index] + ", allowed: 0.." + (block.rows - 1));
        }
    }

    private void decode() {
        int used = state.register("neurons");
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
        long own = 1L << index;
        block.stochastic &= ~own;
        block.leaving &= ~own;
        for (int n = 0; n < used; n++) {
            checkMode(n);
            if (stochastic != null && !TrueNorthFlags.plain(state.flags[n])) {
                block.stochastic |= own;
            }
            long target = state.targetOf(n);
            if (Target.isConnected(target) && !Target.isOnChip(target)) {
                block.leaving |= own;
            }
        }
        block.used[index] = used;
        block.types[index] = shared.parameters().types(state.types);
        block.parameters[index] = shared.parameters().of(state, spec, used);
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
        throw new IllegalStateException("ticks of crossbar cores are begun by their set");
    }

    /** The bus gives out the row of outputs that have arrived since the last tick. */
    void giveOut() {
        fired.clear();
        bus.takeRow(fired);
    }

    /** A tick of the neurons, of which some are stochastic, with the axons {@code active[from .. to - 1]}. */
    void stochastic(long tick, int[] active, int from, int to, NeuronScan.Frame frame) {
        stochastic.tick(tick, active, from, to, frame, columns());
    }

    /** The crossbar turned; made when first needed. */
    ColumnCounter columns() {
        if (columns == null) {
            columns = new ColumnCounter(state);
        }
        return columns;
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
        block.restless[index] = -1;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        state.save(out);
        if (bus != null) {
            bus.save(out);
        }
        fired.save(out);
        for (int w = 0; w < block.neuronWords; w++) {
            out.writeLong(block.fired[index * block.neuronWords + w]);
        }
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
        for (int w = 0; w < block.neuronWords; w++) {
            block.fired[index * block.neuronWords + w] = in.readLong() & block.usedMask(index, w);
        }
        block.handOver(index, activity);
        activity.load(in);
        block.tickAxonEvents[index] = (int) activity.tickAxonEvents;
        block.tickSynapticEvents[index] = activity.tickSparseEvents;
        block.restless[index] = -1;
    }
}
