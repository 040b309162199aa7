package dev.ranvier.emulator.core.programmable;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FieldSpec;
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
    private static final int NO_PROFILE = 16;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int SLOT_MASK = 63;
    private static final int INPUTS = 4;
    private static final List<String> VARIABLES = variables();

    private final int coreId;
    private final Map<String, WordBank> words = new LinkedHashMap<>();
    private final List<MemoryBank> banks;
    private final UnitState state;
    private final Lanes lanes = new Lanes();
    private final Lanes synapseLanes = new Lanes();
    private final EngineChoice engines;
    private final CoreActivity activity = new CoreActivity();

    // Decoded from the memories by prepare().
    private long preparedVersion = -1;
    private int neurons;
    private int axons;
    private Profile[] profiles = new Profile[0];
    /** Runs of neighbours with the same tick profile: {@code runStart[r] .. runStart[r + 1] - 1}. */
    private int[] runStart = {0};

    private int[] runProfile = new int[0];
    private int[] traceProfile = new int[0];
    private int[] axonProfile = new int[0];
    private int[] rowStart = new int[0];
    private int[] rowEnd = new int[0];
    /** Axon per synapse in a row; -1 for synapses that no axon has. */
    private int[] axonOf = new int[0];
    /** Synapses with POST by post neuron: {@code incoming[incomingStart[n] .. incomingStart[n + 1] - 1]}. */
    private int[] incoming = new int[0];

    private int[] incomingStart = {0};
    private OutputAxons outputs = OutputAxons.none(0);

    // Inside a tick.
    private final IntList eventAxons = new IntList(64);
    private long[] payloadSum = new long[0];
    private boolean[] hasEvent = new boolean[0];
    private final IntList fired = new IntList(64);
    private final IntList payloads = new IntList(64);
    private boolean[] hasFired = new boolean[0];
    private final int[][] inputs = new int[INPUTS][0];
    private final int[] synapseOf = new int[Lanes.MOST];
    private final IntList[] calls = new IntList[NO_PROFILE];
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
        Arrays.setAll(calls, i -> new IntList(16));
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
        return neurons;
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
        return outputs;
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
        WordBank neuronBank = words.get("neuron");
        WordBank axonBank = words.get("axon");
        int newNeurons =
                limited("neurons", state.neuronsInUse, neuronBank.spec().entries());
        int newAxons = limited("axons", state.axonsInUse, axonBank.spec().entries());
        if (state.tick < 0) {
            throw new RanvierException("control.tick is " + state.tick + ", allowed: 0 .. 2^63 - 1");
        }
        Profile[] newProfiles = new Profile[words.get("profile").spec().entries()];
        int[] tickOf = new int[newNeurons];
        int[] traceOf = new int[newNeurons];
        for (int i = 0; i < newNeurons; i++) {
            tickOf[i] = profile(newProfiles, field(neuronBank, i, "tick_profile"), "neuron " + i, false);
            traceOf[i] = profile(newProfiles, field(neuronBank, i, "trace_profile"), "traces of neuron " + i, true);
            if (newProfiles[tickOf[i]].code(Entry.TICK) == null) {
                throw new RanvierException("neuron " + i + " runs profile " + tickOf[i]
                        + ", which has no entry .tick; give it one, or choose another profile");
            }
        }
        int[] axonOfProfile = new int[newAxons];
        for (int i = 0; i < newAxons; i++) {
            axonOfProfile[i] = profile(newProfiles, field(axonBank, i, "profile"), "axon " + i, true);
        }
        OutputAxons newOutputs = outputs(neuronBank, newNeurons);
        decodeRows(axonBank, newAxons, newNeurons);
        state.ensureNeurons(newNeurons);
        state.ensureAxons(newAxons);
        engines.forget();
        neurons = newNeurons;
        axons = newAxons;
        profiles = newProfiles;
        traceProfile = traceOf;
        axonProfile = axonOfProfile;
        outputs = newOutputs;
        runs(tickOf);
        reverse();
        for (int k = 0; k < INPUTS; k++) {
            inputs[k] = new int[neurons];
        }
        hasFired = new boolean[neurons];
        payloadSum = Arrays.copyOf(payloadSum, Math.max(axons, payloadSum.length));
        hasEvent = Arrays.copyOf(hasEvent, Math.max(axons, hasEvent.length));
    }

    private static int limited(String name, int value, int most) {
        if (value > most) {
            throw new RanvierException("control." + name + " is " + value + ", allowed: 0.." + most);
        }
        return value;
    }

    private static long field(WordBank bank, int entry, String name) {
        return bank.field(entry, bank.spec().field(name));
    }

    private int profile(Profile[] decoded, long index, String user, boolean mayBeNone) {
        if (mayBeNone && index >= NO_PROFILE) {
            return -1;
        }
        if (index >= decoded.length) {
            throw new RanvierException(user + " uses profile " + index + ", allowed: 0.." + (decoded.length - 1));
        }
        int p = (int) index;
        if (decoded[p] == null) {
            decoded[p] = Profile.decode(words, p);
        }
        return p;
    }

    private OutputAxons outputs(WordBank bank, int count) {
        WordBank out = words.get("axon_out");
        FieldSpec core = out.spec().field("core");
        FieldSpec axon = out.spec().field("axon");
        int[] start = new int[count + 1];
        IntList cores = new IntList(16);
        IntList targets = new IntList(16);
        for (int i = 0; i < count; i++) {
            long first = field(bank, i, "axon_out");
            long length = field(bank, i, "axon_count");
            out.spec().checkRange("neuron " + i, first, length);
            for (int k = (int) first; k < first + length; k++) {
                cores.add((int) out.field(k, core));
                targets.add((int) out.field(k, axon));
            }
            start[i + 1] = cores.size();
        }
        return new OutputAxons(start, cores.array(), targets.array());
    }

    private void decodeRows(WordBank bank, int newAxons, int newNeurons) {
        int[] starts = new int[newAxons];
        int[] ends = new int[newAxons];
        int[] owner = new int[state.storedSynapses()];
        Arrays.fill(owner, -1);
        for (int axon = 0; axon < newAxons; axon++) {
            long first = field(bank, axon, "first");
            long length = field(bank, axon, "count");
            if (first + length > synapseEntries()) {
                throw new RanvierException("the row of axon " + axon + " is synapses " + first + ".."
                        + (first + length - 1) + ", allowed: 0.." + (synapseEntries() - 1));
            }
            starts[axon] = (int) first;
            ends[axon] = (int) (first + length);
            if (ends[axon] > owner.length) {
                state.growSynapses(ends[axon] - 1);
                owner = extended(owner, state.storedSynapses());
            }
            for (int s = starts[axon]; s < ends[axon]; s++) {
                if (state.target[s] >= newNeurons) {
                    throw new RanvierException("synapse " + s + " is on neuron " + state.target[s]
                            + ", neurons in use: 0.." + (newNeurons - 1));
                }
                if (owner[s] >= 0) {
                    throw new RanvierException("synapse " + s + " lies in the rows of axons " + owner[s] + " and "
                            + axon + "; rows may not overlap");
                }
                owner[s] = axon;
            }
        }
        rowStart = starts;
        rowEnd = ends;
        axonOf = owner;
    }

    private int synapseEntries() {
        return state.bank("synapse").spec().entries();
    }

    private static int[] extended(int[] owner, int count) {
        int[] longer = Arrays.copyOf(owner, count);
        Arrays.fill(longer, owner.length, count, -1);
        return longer;
    }

    private void runs(int[] tickOf) {
        IntList starts = new IntList(16);
        IntList which = new IntList(16);
        for (int i = 0; i < tickOf.length; i++) {
            if (i == 0 || tickOf[i] != tickOf[i - 1]) {
                starts.add(i);
                which.add(tickOf[i]);
            }
        }
        starts.add(tickOf.length);
        runStart = Arrays.copyOf(starts.array(), starts.size());
        runProfile = Arrays.copyOf(which.array(), which.size());
    }

    /** Lists the synapses that have POST by their post neuron. */
    private void reverse() {
        int[] start = new int[neurons + 1];
        for (int s = 0; s < axonOf.length; s++) {
            if (hasPost(s)) {
                start[state.target[s] + 1]++;
            }
        }
        for (int i = 0; i < neurons; i++) {
            start[i + 1] += start[i];
        }
        int[] list = new int[start[neurons]];
        int[] next = start.clone();
        for (int s = 0; s < axonOf.length; s++) {
            if (hasPost(s)) {
                list[next[state.target[s]]++] = s;
            }
        }
        incoming = list;
        incomingStart = start;
    }

    private boolean hasPost(int synapse) {
        int axon = axonOf[synapse];
        return axon >= 0 && axonProfile[axon] >= 0 && profiles[axonProfile[axon]].code(Entry.POST) != null;
    }

    // --------------------------------------------------------------------------------------------------------- a tick

    @Override
    public void deliver(int axonAndAtom, int value) {
        int axon = axonAndAtom & 0xFFFFF;
        if (axon >= axons) {
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
        decayTraces();
        events(now);
        tickNeurons(now);
        post(now);
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
        for (int axon = 0; axon < axons; axon++) {
            if (axonProfile[axon] >= 0) {
                List<TraceRule> rules = profiles[axonProfile[axon]].traces();
                for (int k = 0; k < 2; k++) {
                    if (state.pre[k][axon] != 0) {
                        state.pre[k][axon] =
                                MicroMath.decay(state.pre[k][axon], rules.get(k).decay());
                    }
                }
            }
        }
        for (int i = 0; i < neurons; i++) {
            if (traceProfile[i] >= 0) {
                List<TraceRule> rules = profiles[traceProfile[i]].traces();
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

    private static int since(long now, long last) {
        return last < 0 ? NEVER : (int) Math.clamp(now - last, 0L, NEVER);
    }

    /** Section 8, step 3: events, PRE, the jumps of the axons' traces. */
    private void events(long now) {
        for (int e = 0; e < eventAxons.size(); e++) {
            int axon = eventAxons.get(e);
            int payload = MicroMath.saturate(payloadSum[axon]);
            Profile profile = axonProfile[axon] >= 0 ? profiles[axonProfile[axon]] : null;
            MicroCode code = profile == null ? null : profile.code(Entry.PRE);
            int synapses = rowEnd[axon] - rowStart[axon];
            if (code == null) {
                deliverPlain(axon, payload, now);
            } else {
                for (int from = rowStart[axon]; from < rowEnd[axon]; from += Lanes.MOST) {
                    pre(profile, code, payload, from, Math.min(rowEnd[axon], from + Lanes.MOST), now);
                }
                activity.tickCycles += (long) synapses * code.cycles();
            }
            activity.axonEvents++;
            activity.tickAxonEvents++;
            activity.sparseEvents += synapses;
            activity.tickSparseEvents += synapses;
        }
        for (int e = 0; e < eventAxons.size(); e++) {
            int axon = eventAxons.get(e);
            if (axonProfile[axon] >= 0) {
                List<TraceRule> rules = profiles[axonProfile[axon]].traces();
                jump(state.pre[0], axon, rules.get(0));
                jump(state.pre[1], axon, rules.get(1));
            }
            state.lastEvent[axon] = now;
        }
    }

    private void deliverPlain(int axon, int payload, long now) {
        for (int s = rowStart[axon]; s < rowEnd[axon]; s++) {
            addToRing(s, MicroMath.saturate((long) state.weight[s] * payload), now);
        }
    }

    private void addToRing(int synapse, int amount, long now) {
        int slot = (int) (now + state.delay[synapse]) & SLOT_MASK;
        state.ring[(slot * INPUTS + state.port[synapse]) * state.stride + state.target[synapse]] += amount;
    }

    private void pre(Profile profile, MicroCode code, int payload, int from, int to, long now) {
        Lanes f = synapseLanes;
        f.count = to - from;
        for (int lane = 0; lane < f.count; lane++) {
            synapseOf[lane] = from + lane;
        }
        gather(code, now);
        for (int lane = 0; lane < f.count; lane++) {
            f.registers[5][lane] = payload;
            f.registers[10][lane] = MicroMath.saturate((long) f.registers[0][lane] * payload);
        }
        engines.run(code, f);
        scatter(profile);
        for (int lane = 0; lane < f.count; lane++) {
            addToRing(from + lane, f.registers[10][lane], now);
        }
    }

    /** Fills the inputs that PRE and POST share for the synapses of the block (section 7). */
    private void gather(MicroCode code, long now) {
        Lanes f = synapseLanes;
        f.base = 0;
        f.keys = keys(f, code);
        for (int lane = 0; lane < f.count; lane++) {
            int s = synapseOf[lane];
            int axon = axonOf[s];
            int neuron = state.target[s];
            f.unit[lane] = s;
            for (int[] register : f.registers) {
                register[lane] = 0;
            }
            f.registers[0][lane] = state.weight[s];
            f.registers[1][lane] = state.pre[0][axon];
            f.registers[2][lane] = state.post[0][neuron];
            f.registers[3][lane] = state.reward;
            f.registers[4][lane] = state.tag[s];
            f.registers[6][lane] = state.pre[1][axon];
            f.registers[7][lane] = state.post[1][neuron];
            f.registers[8][lane] = since(now, state.lastEvent[axon]);
            f.registers[9][lane] = since(now, state.lastSpike[neuron]);
        }
        if (f.state == null) {
            f.state = new int[16][Lanes.MOST];
        }
        for (int k = 0; k < f.state.length; k++) {
            if ((code.statesRead() >>> k & 1) != 0) {
                for (int lane = 0; lane < f.count; lane++) {
                    f.state[k][lane] = state.words[k][state.target[synapseOf[lane]]];
                }
            }
        }
        f.clearFlags(code);
    }

    private void scatter(Profile profile) {
        Lanes f = synapseLanes;
        for (int lane = 0; lane < f.count; lane++) {
            int s = synapseOf[lane];
            state.weight[s] = Math.min(Math.max(f.registers[0][lane], profile.weightMin()), profile.weightMax());
            state.tag[s] = f.registers[4][lane];
        }
    }

    private long[] keys(Lanes f, MicroCode code) {
        long[] keys = f.keys.length >= code.draws() ? f.keys : new long[code.draws()];
        for (int ordinal = 0; ordinal < code.draws(); ordinal++) {
            keys[ordinal] = Draws.instructionKey(tickKey, code.entry(), ordinal);
        }
        return keys;
    }

    /** Section 8, step 4: inputs, TICK, spikes. */
    private void tickNeurons(long now) {
        int slot = (int) now & SLOT_MASK;
        for (int k = 0; k < INPUTS; k++) {
            int from = (slot * INPUTS + k) * state.stride;
            long[] ring = state.ring;
            int[] input = inputs[k];
            for (int i = 0; i < neurons; i++) {
                input[i] = MicroMath.saturate(ring[from + i]);
                ring[from + i] = 0;
            }
        }
        fired.clear();
        payloads.clear();
        Lanes f = lanes;
        f.state = state.words;
        f.inputs = inputs;
        for (int r = 0; r < runProfile.length; r++) {
            MicroCode code = profiles[runProfile[r]].code(Entry.TICK);
            f.keys = keys(f, code);
            for (int from = runStart[r]; from < runStart[r + 1]; from += Lanes.MOST) {
                f.base = from;
                f.count = Math.min(runStart[r + 1] - from, Lanes.MOST);
                for (int lane = 0; lane < f.count; lane++) {
                    f.unit[lane] = from + lane;
                }
                f.clearFor(code);
                engines.run(code, f);
                collect(from);
            }
            activity.tickCycles += (long) (runStart[r + 1] - runStart[r]) * code.cycles();
        }
        activity.neuronUpdates += neurons;
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

    /** Section 8, step 5: POST of synapses whose neuron fired or whose epoch is due, at most once each. */
    private void post(long now) {
        for (int i = 0; i < fired.size(); i++) {
            hasFired[fired.get(i)] = true;
        }
        boolean anyEpoch = false;
        for (int p = 0; p < profiles.length; p++) {
            anyEpoch |= due(p, now);
        }
        if (anyEpoch) {
            for (int s = 0; s < axonOf.length; s++) {
                if (hasPost(s) && (hasFired[state.target[s]] || due(axonProfile[axonOf[s]], now))) {
                    calls[axonProfile[axonOf[s]]].add(s);
                }
            }
        } else {
            for (int i = 0; i < fired.size(); i++) {
                int neuron = fired.get(i);
                for (int k = incomingStart[neuron]; k < incomingStart[neuron + 1]; k++) {
                    calls[axonProfile[axonOf[incoming[k]]]].add(incoming[k]);
                }
            }
        }
        for (int p = 0; p < profiles.length; p++) {
            if (calls[p].size() > 0) {
                postCalls(profiles[p], calls[p], due(p, now), now);
                calls[p].clear();
            }
        }
    }

    private boolean due(int profile, long now) {
        int epoch = profiles[profile] == null ? 0 : profiles[profile].epoch();
        return epoch > 0 && (now + 1) % epoch == 0;
    }

    private void postCalls(Profile profile, IntList synapses, boolean due, long now) {
        MicroCode code = profile.code(Entry.POST);
        Lanes f = synapseLanes;
        for (int from = 0; from < synapses.size(); from += Lanes.MOST) {
            f.count = Math.min(synapses.size() - from, Lanes.MOST);
            for (int lane = 0; lane < f.count; lane++) {
                synapseOf[lane] = synapses.get(from + lane);
            }
            gather(code, now);
            for (int lane = 0; lane < f.count; lane++) {
                int s = synapseOf[lane];
                f.predicates[0][lane] = hasFired[state.target[s]] ? -1 : 0;
                f.predicates[1][lane] = hasEvent[axonOf[s]] ? -1 : 0;
                f.predicates[2][lane] = due ? -1 : 0;
                f.predicates[3][lane] = 0;
            }
            engines.run(code, f);
            scatter(profile);
        }
        activity.tickCycles += (long) synapses.size() * (1 + code.cycles());
    }

    /** Section 8, step 6. */
    private void jumpOfSpikes(long now) {
        for (int i = 0; i < fired.size(); i++) {
            int neuron = fired.get(i);
            hasFired[neuron] = false;
            if (traceProfile[neuron] >= 0) {
                List<TraceRule> rules = profiles[traceProfile[neuron]].traces();
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
        if (neuron >= neurons) {
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
            if (axon < 0 || axon >= axons) {
                throw new IOException("saved event is of axon " + axon + ", axons in use: 0.." + (axons - 1));
            }
            payloadSum[axon] = in.readLong();
            hasEvent[axon] = true;
        }
        fired.load(in);
        payloads.load(in);
        activity.load(in);
    }
}
