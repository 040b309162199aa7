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
public final class CrossbarCore implements TickCore {
    private static final List<String> VARIABLES = List.of("v");
    private static final List<String> STATE = List.of("potentials", "scheduler", "row_pointer");

    private final int node;
    private final CrossbarCoreSpec spec;
    private final int sourcesOfNeurons;
    private final int schedulerRows;
    private final EventLog log;
    private final CrossbarState state;
    private final OutputAxons neuronOutputs;
    private final CoreActivity activity = new CoreActivity();
    private final NeuronScan scan = Kernels.scan();
    private final RowAdder rowAdder = Kernels.rows();
    private final NeuronScan.Frame frame = new NeuronScan.Frame();
    private final StochasticScan stochastic;
    private ColumnCounter columns;

    // Decoded from the memories by prepare().
    private long preparedVersion = -1;
    private int potentialVersion = -1;
    private int used;
    private OutputBus bus;
    private OutputAxons busOutputs;
    private boolean isStochastic;
    private boolean leavesChip;
    /** Synapses per axon. */
    private final short[] fanOut;

    // State besides that of the memories.
    private final IntList fired = new IntList(16);
    private final int[] active;
    /** Blocks that are not known to be at rest. */
    private long restless = -1;

    /**
     * An empty core.
     *
     * @param node its number in the grid, which is also its core number
     * @param identity 0, 1, 2 …, one more than there are neurons or outputs; shared by all cores, not changed
     * @param log where warnings are recorded
     */
    public CrossbarCore(ChipSpec spec, int node, int[] identity, EventLog log) {
        this.node = node;
        this.spec = (CrossbarCoreSpec) spec.core();
        this.log = log;
        sourcesOfNeurons = spec.cores() * spec.core().neurons();
        schedulerRows = this.spec.schedulerRows();
        state = new CrossbarState(spec, node);
        neuronOutputs = state.outputs(identity);
        active = new int[state.axons];
        fanOut = new short[state.axons];
        stochastic = this.spec.semantics() == Semantics.TRUENORTH ? new StochasticScan(state, node) : null;
        frame.potential = state.potential;
        frame.fired = new long[state.blocks];
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
        if (state.pointer >= schedulerRows) {
            throw new RanvierException(
                    "core " + node + ": row_pointer is " + state.pointer + ", allowed: 0.." + (schedulerRows - 1));
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
            int synapses = 0;
            for (int block = 0; block < state.blocks; block++) {
                synapses += Long.bitCount(state.rows[axon * state.blocks + block] & blockMask(block));
            }
            fanOut[axon] = (short) synapses;
        }
        isStochastic = false;
        leavesChip = false;
        for (int n = 0; n < used; n++) {
            checkMode(n);
            isStochastic |= stochastic != null && !TrueNorthFlags.plain(state.flags[n]);
            leavesChip |= state.connected[n] && state.targetNode[n] == CrossbarState.OFF_CHIP;
        }
        frame.parameters = new ScanParameters(state, spec, used);
    }

    private void decodeBus() {
        if (state.register("bus") == 0) {
            bus = null;
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
            bus = new OutputBus(node, count, log);
            busOutputs = OutputAxons.none(count);
        }
    }

    private void checkMode(int n) {
        boolean isKnown = stochastic != null ? TrueNorthFlags.gamma(state.flags[n]) <= 2 : state.flags[n] <= 1;
        if (!isKnown) {
            throw new RanvierException("neuron " + n + " has reset mode "
                    + (stochastic != null ? TrueNorthFlags.gamma(state.flags[n]) : state.flags[n])
                    + ", allowed: 0 absolute, 1 linear" + (stochastic != null ? ", 2 none" : ""));
        }
    }

    private long blockMask(int block) {
        int left = used - block * CrossbarState.BLOCK;
        return left >= CrossbarState.BLOCK ? -1L : left <= 0 ? 0 : (1L << left) - 1;
    }

    // -------------------------------------------------------------------------------------------------------- a tick

    @Override
    public void deliver(int axonAndAtom, int value) {
        int axon = axonAndAtom & 0xFFFFF;
        int ahead = axonAndAtom >>> 20;
        if (bus != null) {
            bus.deliver(axon, activity);
            return;
        }
        if (axon >= state.axons || ahead >= schedulerRows) {
            activity.dropped++;
            return;
        }
        int row = state.pointer + 1 + ahead;
        row = row >= schedulerRows ? row - schedulerRows : row;
        if (row == state.pointer) {
            activity.dropped++;
            log.add(CrossbarEvents.CURRENT_WORD, node, row);
            return;
        }
        activity.axonEvents++;
        int at = row * state.axonWords + (axon >> 6);
        long bit = 1L << axon;
        if ((state.schedule[at] & bit) != 0) {
            log.add(CrossbarEvents.DUPLICATE, node, row);
        }
        state.schedule[at] |= bit;
    }

    @Override
    public void deliverError(int group, int compartment, int value) {
        activity.dropped++;
    }

    @Override
    public void beginTick(long tick) {
        activity.beginTick();
        fired.clear();
        state.pointer = state.pointer + 1 == schedulerRows ? 0 : state.pointer + 1;
        if (bus != null) {
            bus.takeRow(fired);
            return;
        }
        int count = takeRow();
        activity.neuronUpdates += used;
        if (isStochastic) {
            stochastic.tick(tick, active, count, frame, columns());
            collectFired(allBlocks());
            return;
        }
        long touched = integrate(count);
        frame.blocks = (restless | touched) & allBlocks();
        if (frame.blocks == 0) {
            return;
        }
        scan.scan(frame);
        activity.saturations += frame.saturations;
        frame.saturations = 0;
        // A block is at rest only after an update without input that changed nothing.
        restless = frame.changed | touched;
        collectFired(frame.blocks);
    }

    /** Lists the active axons of the tick's row and clears it; returns how many there are. */
    private int takeRow() {
        int count = 0;
        int base = state.pointer * state.axonWords;
        for (int w = 0; w < state.axonWords; w++) {
            for (long bits = state.schedule[base + w]; bits != 0; bits &= bits - 1) {
                int axon = (w << 6) + Long.numberOfTrailingZeros(bits);
                if (axon < state.axons) {
                    active[count++] = axon;
                }
            }
            state.schedule[base + w] = 0;
        }
        return count;
    }

    private long integrate(int count) {
        if (count == 0) {
            return 0;
        }
        long events = 0;
        for (int i = 0; i < count; i++) {
            events += fanOut[active[i]];
        }
        activity.tickAxonEvents += count;
        activity.sparseEvents += events;
        activity.tickSparseEvents += events;
        return count > DENSE_FROM ? columns().add(active, count) : rowAdder.add(state, active, count);
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

    private void collectFired(long scanned) {
        for (long blocks = scanned; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            for (long bits = frame.fired[block] & blockMask(block); bits != 0; bits &= bits - 1) {
                fired.add(block * CrossbarState.BLOCK + Long.numberOfTrailingZeros(bits));
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
        return state.potential[neuron];
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
        activity.save(out);
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
