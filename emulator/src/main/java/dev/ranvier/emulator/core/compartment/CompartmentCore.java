package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.emulator.plasticity.DrawStream;
import dev.ranvier.emulator.plasticity.LearningGroup;
import dev.ranvier.emulator.plasticity.PlasticSynapses;
import dev.ranvier.emulator.plasticity.PreTraces;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import dev.ranvier.hw.RanvierException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Loihi core: compartments, synapses, delays and learning, in the arithmetic and order of the profile in use.
 *
 * <p>The order inside a tick is the profile's. nengo-loihi and brian2_loihi: spikes of the tick before arrive, learning,
 * update, all in {@link #beginTick}. Lava: update in {@link #beginTick}; then the spikes of the same tick arrive and
 * learning closes the tick in {@link #endTick}. Owned by its chip.
 */
public final class CompartmentCore implements TickCore {
    private static final List<String> VARIABLES_NENGO = List.of("u", "v", "q", "refractory");
    private static final List<String> VARIABLES_LAVA = List.of("u", "v", "q", "y1", "y2", "y3");

    private final int coreId;
    private final CompartmentProfile profile;
    private final Semantics semantics;
    private final Map<String, WordBank> words = new LinkedHashMap<>();
    private final List<MemoryBank> banks;
    /** Memories whose change asks for decoding; an array, since the tick loop looks at it. */
    private final WordBank[] configuration;

    private final CompartmentState state;
    private final PlasticSynapses plastic;
    private final PreTraces preTraces;
    private final DrawStream noiseDraws;
    private final CoreActivity activity = new CoreActivity();
    private final UpdateKernel.Frame frame = new UpdateKernel.Frame();
    private final UpdateKernel plain;
    private final DenseKernel denseKernel = Kernels.dense();

    // Decoded from the memories by prepare().
    private long preparedVersion = -1;
    private CompartmentConfig config;
    private SynapseTable table;
    private AccumulatorRing ring;
    private AccumulatorRing[] shiftedRings = new AccumulatorRing[0];
    private OutputAxons outputs = OutputAxons.none(0);
    private LearningGroup[] groups = new LearningGroup[0];
    /** Learning group and row within it per plastic segment. */
    private int[] segmentGroup = new int[0];

    private int[] segmentGroupRow = new int[0];
    private UpdateKernel kernel;
    private boolean canSkip;

    // State besides that of the memories.
    private final IntList inbox = new IntList(64);
    private final IntList inboxValues = new IntList(64);
    private final IntList fired = new IntList(64);
    /** Plastic segments whose spike arrives later (brian2), per slot. */
    private IntList[] delayedSegments = new IntList[0];

    private long lastTick;
    private long activeBlocks = -1;
    private int stateVersion = -1;
    private boolean plainOnce;
    private boolean refractoryLeft;

    /** An empty core. */
    public CompartmentCore(ChipSpec spec, int coreId) {
        this.coreId = coreId;
        profile = ((CompartmentCoreSpec) spec.core()).profile();
        semantics = profile.semantics();
        lastTick = profile.firstTick() - 1L;
        state = new CompartmentState(spec.memory("compartment_state"), semantics);
        plastic = new PlasticSynapses(spec.memory("plastic_synapse"));
        preTraces = new PreTraces(spec.memory("pre_trace"));
        banks = spec.memories().stream()
                .map(memory -> switch (memory.name()) {
                    case "compartment_state" -> state.bank();
                    case "plastic_synapse" -> plastic.bank();
                    case "pre_trace" -> preTraces.bank();
                    default -> words.computeIfAbsent(memory.name(), name -> new WordBank(memory));
                })
                .toList();
        configuration = words.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("random"))
                .map(Map.Entry::getValue)
                .toArray(WordBank[]::new);
        noiseDraws = new DrawStream(words.get("random"), DrawStream.NOISE_STREAM, coreId);
        plain = switch (semantics) {
            case NENGO -> new NengoKernel();
            case LAVA -> new LavaKernel();
            case BRIAN2 -> new Brian2Kernel();
        };
    }

    @Override
    public int neurons() {
        return config == null ? 0 : config.compartments;
    }

    @Override
    public List<MemoryBank> memories() {
        return banks;
    }

    @Override
    public List<String> stateMemories() {
        return List.of("compartment_state");
    }

    @Override
    public List<String> plasticMemories() {
        return List.of("plastic_synapse", "pre_trace");
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
        if (!config.anyTernary) {
            return 1;
        }
        int neuron = fired.get(index);
        return (frame.firedLow[neuron >> 6] >>> (neuron & 63) & 1) != 0 ? -1 : 1;
    }

    @Override
    public OutputAxons outputs() {
        return outputs;
    }

    // ------------------------------------------------------------------------------------------------ configuration

    @Override
    public void prepare() {
        long version = plastic.bank().version();
        for (WordBank bank : configuration) {
            version += bank.version();
        }
        if (version != preparedVersion) {
            try {
                decode();
            } catch (RanvierException e) {
                throw new RanvierException("core " + coreId + ": " + e.getMessage(), e);
            }
            preparedVersion = version;
            activeBlocks = -1;
        }
        if (stateVersion != state.bank().version()) {
            stateVersion = state.bank().version();
            activeBlocks = -1;
            checkState();
        }
    }

    private void decode() {
        CompartmentConfig newConfig = new CompartmentConfig(
                words.get("registers"),
                words.get("compartment_config"),
                words.get("profiles"),
                words.get("thresholds"),
                words.get("noise"),
                profile);
        SynapseTable newTable = SynapseTable.decode(
                words.get("axon_in"),
                words.get("synapse_rows"),
                words.get("synapse"),
                words.get("synapse_formats"),
                plastic,
                newConfig.compartments,
                profile);
        OutputAxons newOutputs =
                CoreTables.outputs(words.get("compartment_config"), words.get("axon_out"), newConfig.compartments);
        preTraces.ensure(newTable.axons);
        CoreTables.Groups newGroups = CoreTables.groups(
                words.get("learning"),
                words.get("random"),
                newTable,
                plastic,
                preTraces,
                state,
                profile,
                newConfig.compartments,
                coreId);
        config = newConfig;
        table = newTable;
        outputs = newOutputs;
        groups = newGroups.groups();
        segmentGroup = newGroups.segmentGroup();
        segmentGroupRow = newGroups.segmentRow();
        ring = resized(ring);
        AccumulatorRing[] newShifted = new AccumulatorRing[table.shiftedFormats.size()];
        for (int i = 0; i < newShifted.length; i++) {
            newShifted[i] = resized(i < shiftedRings.length ? shiftedRings[i] : null);
        }
        shiftedRings = newShifted;
        if (delayedSegments.length != ring.slots) {
            delayedSegments = new IntList[ring.slots];
            Arrays.setAll(delayedSegments, i -> new IntList(4));
        }
        int blockCount = ring.stride / AccumulatorRing.BLOCK;
        frame.config = config;
        frame.state = state;
        frame.noise = config.anyNoise ? new int[ring.stride] : new int[0];
        frame.fired = new long[blockCount];
        frame.firedLow = new long[blockCount];
        kernel = Kernels.update(semantics, config);
        canSkip = !config.anyNoise && !config.anyReset;
        checkState();
    }

    private AccumulatorRing resized(AccumulatorRing old) {
        AccumulatorRing next = new AccumulatorRing(config.compartments, table.maxDelay);
        if (old == null) {
            return next;
        }
        if (old.stride == next.stride && old.slots == next.slots) {
            return old;
        }
        next.copyPending(old, lastTick);
        return next;
    }

    /** The vector kernel relies on voltages in range and on idle refractory counters; a host may have written others. */
    private void checkState() {
        plainOnce = false;
        refractoryLeft = false;
        if (semantics == Semantics.NENGO) {
            for (int i = 0; i < config.compartments; i++) {
                plainOnce |= state.v[i] <= -(1 << 24) || state.v[i] >= 1 << 24;
                refractoryLeft |= state.refractory[i] != 0;
            }
        }
    }

    // -------------------------------------------------------------------------------------------------------- a tick

    @Override
    public void deliver(int axonAndAtom, int value) {
        inbox.add(axonAndAtom);
        inboxValues.add(value);
    }

    @Override
    public void deliverError(int group, int compartment, int value) {
        if (group >= 1 && group <= groups.length && groups[group - 1] != null && compartment < config.compartments) {
            groups[group - 1].error(compartment, value);
        } else {
            activity.dropped++;
        }
    }

    @Override
    public void beginTick(long tick) {
        ring.clear(tick - 1);
        if (semantics != Semantics.LAVA) {
            activity.beginTick();
        }
        switch (semantics) {
            case NENGO -> {
                integrate(tick);
                learn(tick);
                update(tick);
            }
            case BRIAN2 -> {
                arriveDelayed(tick);
                integrate(tick);
                learn(tick);
                update(tick);
            }
            case LAVA -> {
                shiftSums(tick);
                update(tick);
            }
        }
        lastTick = tick;
    }

    @Override
    public void endTick(long tick) {
        if (semantics == Semantics.LAVA) {
            // What is added up here acts in the next tick and belongs to its work.
            activity.beginTick();
            integrate(tick + 1);
            if (tick >= profile.firstTick()) {
                learn(tick);
            }
        }
    }

    /** Adds the weights of the spikes in the inbox; a synapse of delay d adds to the slot of {@code arrival + d}. */
    private void integrate(long arrival) {
        int[] events = inbox.array();
        int count = inbox.size();
        for (int e = 0; e < count; e++) {
            int axon = events[e] & 0xFFFFF;
            int atom = events[e] >>> 20;
            if (axon >= table.axons || atom >= table.axonAtoms[axon]) {
                activity.dropped++;
                continue;
            }
            activity.axonEvents++;
            activity.tickAxonEvents++;
            int row = table.axonRow[axon] + atom;
            for (int s = table.rowSegment[row]; s < table.rowSegment[row + 1]; s++) {
                segment(s, arrival, inboxValues.get(e));
            }
        }
        inbox.clear();
        inboxValues.clear();
        table.dense.flush(ring, arrival, denseKernel);
    }

    private void segment(int s, long arrival, int value) {
        int synapses = table.segmentSynapses[s];
        if (table.segmentFormat[s].dense()) {
            activity.denseEvents += synapses;
            activity.tickDenseEvents += synapses;
        } else {
            activity.sparseEvents += synapses;
            activity.tickSparseEvents += synapses;
        }
        int delay = table.segmentDelay[s];
        switch (table.segmentKind[s]) {
            case SynapseTable.DENSE -> table.dense.request(table.segmentFrom[s]);
            case SynapseTable.PLASTIC -> {
                if (semantics == Semantics.BRIAN2 && delay > 0) {
                    delayedSegments[ring.slot(arrival + delay)].add(s);
                } else {
                    plasticSegment(s, arrival + delay, value);
                }
            }
            default -> {
                AccumulatorRing target = table.segmentRing[s] == 0 ? ring : shiftedRings[table.segmentRing[s] - 1];
                int slot = target.slot(arrival + delay);
                target.touched[slot] |= table.segmentBlocks[s];
                if (table.segmentFormat[s].graded()) {
                    addGraded(
                            target.sums,
                            table.words,
                            table.segmentFrom[s],
                            table.segmentTo[s],
                            slot * target.stride,
                            value);
                } else {
                    addSparse(target.sums, table.words, table.segmentFrom[s], table.segmentTo[s], slot * target.stride);
                }
            }
        }
    }

    /** The inner loop of sparse integration: the mask lets the compiler drop the bounds check. */
    static void addSparse(int[] sums, int[] words, int from, int to, int base) {
        for (int k = from; k < to; k++) {
            int word = words[k];
            sums[((word & 0xFFFF) + base) & (sums.length - 1)] += word >> 16;
        }
    }

    private static void addGraded(int[] sums, int[] words, int from, int to, int base, int value) {
        for (int k = from; k < to; k++) {
            int word = words[k];
            sums[((word & 0xFFFF) + base) & (sums.length - 1)] += (word >> 16) * value;
        }
    }

    private void plasticSegment(int s, long arrival, int value) {
        SynapseFormat format = table.segmentFormat[s];
        AccumulatorRing target = table.segmentRing[s] == 0 ? ring : shiftedRings[table.segmentRing[s] - 1];
        int slot = target.slot(arrival);
        int base = slot * target.stride;
        int payload = format.graded() ? value : 1;
        for (int i = table.segmentFrom[s]; i < table.segmentTo[s]; i++) {
            target.sums[base + plastic.target[i]] += format.effective(plastic.weight[i], semantics) * payload;
        }
        target.touched[slot] |= table.segmentBlocks[s];
        if (segmentGroup[s] > 0) {
            groups[segmentGroup[s] - 1].preSpike(segmentGroupRow[s], value);
        }
    }

    private void arriveDelayed(long tick) {
        IntList due = delayedSegments[ring.slot(tick)];
        for (int i = 0; i < due.size(); i++) {
            plasticSegment(due.get(i), tick, 1);
        }
        due.clear();
    }

    private void learn(long tick) {
        for (LearningGroup group : groups) {
            if (group != null) {
                group.learn(tick, fired);
            }
        }
    }

    /** Lava applies a negative exponent to the sum of a connection, rounding down. */
    private void shiftSums(long tick) {
        for (int k = 0; k < shiftedRings.length; k++) {
            AccumulatorRing from = shiftedRings[k];
            int slot = from.slot(tick);
            int base = slot * from.stride;
            int by = -table.shiftedFormats.get(k).exponent();
            for (long blocks = from.touched[slot]; blocks != 0; blocks &= blocks - 1) {
                int first = Long.numberOfTrailingZeros(blocks) * AccumulatorRing.BLOCK;
                for (int i = base + first; i < base + first + AccumulatorRing.BLOCK; i++) {
                    ring.sums[i] += from.sums[i] >> by;
                }
            }
            ring.touched[slot] |= from.touched[slot];
            from.clear(tick);
        }
    }

    private void update(long tick) {
        int slot = ring.slot(tick);
        frame.sums = ring.sums;
        frame.base = slot * ring.stride;
        long all = blocksInUse();
        frame.blocks = canSkip ? (activeBlocks | ring.touched[slot]) & all : all;
        frame.wraps = 0;
        frame.saturations = 0;
        frame.refractoryPossible = !config.noRefractory || refractoryLeft;
        if (config.anyReset) {
            resetDue(tick);
        }
        if (config.anyNoise) {
            drawNoise(tick);
        }
        if (plainOnce) {
            plain.update(frame);
            plainOnce = false;
        } else {
            kernel.update(frame);
        }
        // A block is at rest only after an update without input that changed nothing.
        activeBlocks = frame.changed | ring.touched[slot];
        activity.wraps += frame.wraps;
        activity.saturations += frame.saturations;
        activity.neuronUpdates += config.compartments;
        collectFired();
    }

    private long blocksInUse() {
        int blocks = Math.ceilDiv(config.compartments, AccumulatorRing.BLOCK);
        return blocks == 64 ? -1L : (1L << blocks) - 1;
    }

    private void collectFired() {
        fired.clear();
        for (long blocks = frame.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            long bits = frame.fired[block] | frame.firedLow[block];
            for (; bits != 0; bits &= bits - 1) {
                fired.add(block * AccumulatorRing.BLOCK + Long.numberOfTrailingZeros(bits));
            }
        }
        activity.spikes += fired.size();
    }

    private void resetDue(long tick) {
        for (int i = 0; i < config.compartments; i++) {
            int interval = config.resetInterval[i];
            if (interval != 0 && tick % interval == config.resetOffset[i] % interval) {
                state.u[i] = 0;
                state.v[i] = 0;
            }
        }
    }

    /** Noise of the tick: a draw for every compartment, whether its noise is on or not (nengo-loihi). */
    private void drawNoise(long tick) {
        for (int i = 0; i < config.compartments; i++) {
            int draw = noiseDraws.noise(tick, i);
            double scaled = (draw + 64 * config.noiseOffset) * Math.scalb(1.0, config.noiseExponent - 7);
            frame.noise[i] = config.noise[i] ? (int) scaled : 0;
        }
    }

    // --------------------------------------------------------------------------------------------------------- state

    @Override
    public List<String> stateVariables() {
        return semantics == Semantics.LAVA ? VARIABLES_LAVA : VARIABLES_NENGO;
    }

    @Override
    public long readState(int variable, int neuron) {
        return switch (stateVariables().get(variable)) {
            case "u" -> state.current(neuron);
            case "v" -> state.voltage(neuron);
            case "q" -> accumulator(neuron);
            case "refractory" -> state.refractory[neuron];
            case "y1" -> state.post.y[0][neuron];
            case "y2" -> state.post.y[1][neuron];
            default -> state.post.y[2][neuron];
        };
    }

    /** The accumulator of the last tick: wrapped and with noise (nengo), before the shift by 6 (lava), the sum (brian2). */
    private long accumulator(int neuron) {
        if (ring == null || neuron >= config.compartments) {
            return 0;
        }
        int sum = ring.sums[ring.base(lastTick) + neuron];
        return switch (semantics) {
            case NENGO -> {
                int noise = config.anyNoise && !config.noiseAtMembrane ? frame.noise[neuron] : 0;
                yield NengoKernel.wrap((int) (((long) sum << 6) + noise), 22);
            }
            case LAVA -> sum;
            case BRIAN2 -> (long) sum << 6;
        };
    }

    @Override
    public void clearState() {
        activity.beginTick();
        state.clear();
        if (ring != null) {
            ring.clearAll();
        }
        for (AccumulatorRing shifted : shiftedRings) {
            shifted.clearAll();
        }
        for (IntList delayed : delayedSegments) {
            delayed.clear();
        }
        for (LearningGroup group : groups) {
            if (group != null) {
                group.clear();
            }
        }
        inbox.clear();
        inboxValues.clear();
        fired.clear();
        Arrays.fill(frame.noise == null ? new int[0] : frame.noise, 0);
        activeBlocks = -1;
        plainOnce = false;
        refractoryLeft = false;
        lastTick = profile.firstTick() - 1L;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (WordBank bank : words.values()) {
            bank.save(out);
        }
        state.save(out);
        plastic.save(out);
        preTraces.save(out);
        out.writeLong(lastTick);
        ring.save(out);
        for (AccumulatorRing shifted : shiftedRings) {
            shifted.save(out);
        }
        for (IntList delayed : delayedSegments) {
            delayed.save(out);
        }
        for (LearningGroup group : groups) {
            if (group != null) {
                group.save(out);
            }
        }
        inbox.save(out);
        inboxValues.save(out);
        fired.save(out);
        for (long bits : frame.firedLow) {
            out.writeLong(bits);
        }
        for (int noise : frame.noise) {
            out.writeInt(noise);
        }
        activity.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (WordBank bank : words.values()) {
            bank.load(in);
        }
        state.load(in);
        plastic.load(in);
        preTraces.load(in);
        lastTick = in.readLong();
        ring = null;
        shiftedRings = new AccumulatorRing[0];
        preparedVersion = -1;
        stateVersion = -1;
        prepare();
        ring.load(in);
        for (AccumulatorRing shifted : shiftedRings) {
            shifted.load(in);
        }
        for (IntList delayed : delayedSegments) {
            delayed.loadIndices(in, table.segmentKind.length);
            for (int i = 0; i < delayed.size(); i++) {
                if (table.segmentKind[delayed.get(i)] != SynapseTable.PLASTIC) {
                    throw new IOException("saved event under way is of row segment " + delayed.get(i)
                            + ", which does not learn: the state is damaged");
                }
            }
        }
        for (LearningGroup group : groups) {
            if (group != null) {
                group.load(in);
            }
        }
        inbox.load(in);
        inboxValues.load(in);
        if (inbox.size() != inboxValues.size()) {
            throw new IOException("saved events have " + inbox.size() + " axons and " + inboxValues.size() + " values");
        }
        fired.loadIndices(in, config.compartments);
        for (int i = 0; i < frame.firedLow.length; i++) {
            frame.firedLow[i] = in.readLong();
        }
        for (int i = 0; i < frame.noise.length; i++) {
            frame.noise[i] = in.readInt();
        }
        activity.load(in);
        activeBlocks = -1;
    }
}
