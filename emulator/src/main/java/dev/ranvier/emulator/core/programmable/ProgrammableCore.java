package dev.ranvier.emulator.core.programmable;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Draws;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.TraceRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A core whose neurons (TICK) and synapses (PRE, POST) run microcode. The order of a tick is that of neuron microcode,
 * section 8, all of it in {@link #beginTick}. Owned by its chip.
 */
public final class ProgrammableCore implements TickCore {
    private static final int SLOT_MASK = 63;
    private static final int INPUTS = 4;
    private static final List<String> VARIABLES = variables();

    private final int coreId;
    private final Map<String, WordBank> words = new LinkedHashMap<>();
    private final List<MemoryBank> banks;
    private final UnitState state;
    private final Lanes lanes = new Lanes();
    private final SynapseUnits synapses;
    private final EngineChoice engines;
    private final CoreActivity activity = new CoreActivity();

    // Decoded from the memories by prepare().
    private long preparedVersion = -1;
    private UnitTables tables = new UnitTables();

    // Inside a tick.
    private final IntList eventAxons = new IntList(64);
    private long[] payloadSum = new long[0];
    private boolean[] hasEvent = new boolean[0];
    private final IntList fired = new IntList(64);
    private final IntList payloads = new IntList(64);
    private boolean[] hasFired = new boolean[0];
    private final int[][] inputs = new int[INPUTS][0];
    private long tickKey;

    /**
     * An empty core of {@code spec}, whose core must be a {@link ProgrammableCoreSpec}.
     *
     * @param store generated code that the cores of the chip share
     */
    public ProgrammableCore(ChipSpec spec, int coreId, EngineStore store) {
        this(spec, coreId, new EngineChoice(EngineChoice.Mode.ADAPTIVE, store));
    }

    ProgrammableCore(ChipSpec spec, int coreId, EngineChoice engines) {
        this.coreId = coreId;
        this.engines = engines;
        state = new UnitState(spec);
        banks = spec.memories().stream()
                .map(memory -> {
                    MemoryBank decoded = state.bank(memory.name());
                    return decoded != null
                            ? decoded
                            : words.computeIfAbsent(memory.name(), name -> new WordBank(memory));
                })
                .toList();
        synapses = new SynapseUnits(state, engines, activity);
        state.core = coreId;
    }

    private static List<String> variables() {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < 16; k++) {
            names.add("s" + k);
        }
        names.add("y1");
        names.add("y2");
        return List.copyOf(names);
    }

    @Override
    public int neurons() {
        return tables.neurons;
    }

    @Override
    public List<MemoryBank> memories() {
        return banks;
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
        return payloads.get(index);
    }

    @Override
    public OutputAxons outputs() {
        return tables.outputs;
    }

    // -------------------------------------------------------------------------------------------------- configuration

    @Override
    public void prepare() {
        long version = state.version();
        for (WordBank bank : words.values()) {
            version += bank.version();
        }
        if (version != preparedVersion) {
            try {
                decode();
            } catch (RanvierException e) {
                throw new RanvierException("core " + coreId + ": " + e.getMessage(), e);
            }
            preparedVersion = version;
        }
    }

    private void decode() {
        UnitTables decoded = new UnitTables(words, state, tables);
        if (decoded.profiles != tables.profiles) {
            engines.forget();
        }
        tables = decoded;
        synapses.use(decoded);
        for (int k = 0; k < INPUTS; k++) {
            inputs[k] = new int[decoded.neurons];
        }
        hasFired = new boolean[decoded.neurons];
        payloadSum = Arrays.copyOf(payloadSum, Math.max(decoded.axons, payloadSum.length));
        hasEvent = Arrays.copyOf(hasEvent, Math.max(decoded.axons, hasEvent.length));
    }

    // --------------------------------------------------------------------------------------------------------- a tick

    @Override
    public void deliver(int axonAndAtom, int value) {
        int axon = axonAndAtom & 0xFFFFF;
        if (axon >= tables.axons) {
            activity.dropped++;
            return;
        }
        if (!hasEvent[axon]) {
            hasEvent[axon] = true;
            payloadSum[axon] = 0;
            eventAxons.add(axon);
        }
        payloadSum[axon] += value;
    }

    @Override
    public void deliverError(int group, int compartment, int value) {
        activity.dropped++;
    }

    @Override
    public void beginTick(long chipTick) {
        long now = state.tick;
        activity.beginTick();
        tickKey = Draws.tickKey(state.seed, state.core, now);
        synapses.beginTick(tickKey);
        decayTraces();
        events(now);
        tickNeurons(now);
        for (int i = 0; i < fired.size(); i++) {
            hasFired[fired.get(i)] = true;
        }
        synapses.post(fired, hasFired, hasEvent, now);
        jumpOfSpikes(now);
        for (int e = 0; e < eventAxons.size(); e++) {
            hasEvent[eventAxons.get(e)] = false;
        }
        eventAxons.clear();
        state.tick = now + 1;
    }

    @Override
    public void endTick(long tick) {}

    private void decayTraces() {
        for (int axon = 0; axon < tables.axons; axon++) {
            if (tables.axonProfile[axon] >= 0) {
                List<TraceRule> rules = tables.profiles[tables.axonProfile[axon]].traces();
                for (int k = 0; k < 2; k++) {
                    if (state.pre[k][axon] != 0) {
                        state.pre[k][axon] =
                                MicroMath.decay(state.pre[k][axon], rules.get(k).decay());
                    }
                }
            }
        }
        for (int i = 0; i < tables.neurons; i++) {
            if (tables.traceProfile[i] >= 0) {
                List<TraceRule> rules = tables.profiles[tables.traceProfile[i]].traces();
                for (int k = 0; k < 2; k++) {
                    if (state.post[k][i] != 0) {
                        state.post[k][i] = MicroMath.decay(
                                state.post[k][i], rules.get(2 + k).decay());
                    }
                }
            }
        }
    }

    private static void jump(int[] trace, int index, TraceRule rule) {
        trace[index] = rule.sets() ? rule.jump() : MicroMath.add(trace[index], rule.jump());
    }

    /** Section 8, step 3: events, PRE, the jumps of the axons' traces. */
    private void events(long now) {
        for (int e = 0; e < eventAxons.size(); e++) {
            int axon = eventAxons.get(e);
            int payload = MicroMath.saturate(payloadSum[axon]);
            synapses.deliver(axon, payload, now);
        }
        for (int e = 0; e < eventAxons.size(); e++) {
            int axon = eventAxons.get(e);
            if (tables.axonProfile[axon] >= 0) {
                List<TraceRule> rules = tables.profiles[tables.axonProfile[axon]].traces();
                jump(state.pre[0], axon, rules.get(0));
                jump(state.pre[1], axon, rules.get(1));
            }
            state.lastEvent[axon] = now;
        }
    }

    /** Section 8, step 4: inputs, TICK, spikes. */
    private void tickNeurons(long now) {
        int slot = (int) now & SLOT_MASK;
        for (int k = 0; k < INPUTS; k++) {
            int from = (slot * INPUTS + k) * state.stride;
            long[] ring = state.ring;
            int[] input = inputs[k];
            for (int i = 0; i < tables.neurons; i++) {
                input[i] = MicroMath.saturate(ring[from + i]);
                ring[from + i] = 0;
            }
        }
        fired.clear();
        payloads.clear();
        Lanes f = lanes;
        f.state = state.words;
        f.inputs = inputs;
        for (int r = 0; r < tables.runProfile.length; r++) {
            MicroCode code = tables.profiles[tables.runProfile[r]].code(Entry.TICK);
            f.drawKeys(code, tickKey);
            for (int from = tables.runStart[r]; from < tables.runStart[r + 1]; from += Lanes.MOST) {
                f.base = from;
                f.count = Math.min(tables.runStart[r + 1] - from, Lanes.MOST);
                for (int lane = 0; lane < f.count; lane++) {
                    f.unit[lane] = from + lane;
                }
                f.clearFor(code);
                engines.run(code, f);
                collect(from);
            }
            activity.tickCycles += (long) (tables.runStart[r + 1] - tables.runStart[r]) * code.cycles();
        }
        activity.neuronUpdates += tables.neurons;
        activity.spikes += fired.size();
    }

    private void collect(int from) {
        for (int lane = 0; lane < lanes.count; lane++) {
            if (lanes.fired[lane] != 0) {
                fired.add(from + lane);
                payloads.add(lanes.payload[lane]);
            }
        }
    }

    /** Section 8, step 6. */
    private void jumpOfSpikes(long now) {
        for (int i = 0; i < fired.size(); i++) {
            int neuron = fired.get(i);
            hasFired[neuron] = false;
            if (tables.traceProfile[neuron] >= 0) {
                List<TraceRule> rules = tables.profiles[tables.traceProfile[neuron]].traces();
                jump(state.post[0], neuron, rules.get(2));
                jump(state.post[1], neuron, rules.get(3));
            }
            state.lastSpike[neuron] = now;
        }
    }

    // ---------------------------------------------------------------------------------------------------------- state

    @Override
    public List<String> stateMemories() {
        return List.of("control", "neuron_state", "neuron_trace", "neuron_last", "axon_trace", "axon_last", "ring");
    }

    @Override
    public List<String> plasticMemories() {
        return List.of("synapse", "axon_trace", "neuron_trace");
    }

    @Override
    public List<String> stateVariables() {
        return VARIABLES;
    }

    @Override
    public long readState(int variable, int neuron) {
        if (neuron >= tables.neurons) {
            return 0;
        }
        return variable < 16 ? state.words[variable][neuron] : state.post[variable - 16][neuron];
    }

    @Override
    public void clearState() {
        state.clear();
        for (int e = 0; e < eventAxons.size(); e++) {
            hasEvent[eventAxons.get(e)] = false;
        }
        eventAxons.clear();
        fired.clear();
        payloads.clear();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (WordBank bank : words.values()) {
            bank.save(out);
        }
        state.save(out);
        eventAxons.save(out);
        for (int e = 0; e < eventAxons.size(); e++) {
            out.writeLong(payloadSum[eventAxons.get(e)]);
        }
        fired.save(out);
        payloads.save(out);
        activity.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (WordBank bank : words.values()) {
            bank.load(in);
        }
        state.load(in);
        preparedVersion = -1;
        prepare();
        Arrays.fill(hasEvent, false);
        eventAxons.load(in);
        for (int e = 0; e < eventAxons.size(); e++) {
            int axon = eventAxons.get(e);
            if (axon < 0 || axon >= tables.axons) {
                throw new IOException("saved event is of axon " + axon + ", axons in use: 0.." + (tables.axons - 1));
            }
            payloadSum[axon] = in.readLong();
            hasEvent[axon] = true;
        }
        fired.load(in);
        payloads.load(in);
        activity.load(in);
    }
}
