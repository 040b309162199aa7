package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.RanvierException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A core of conductance-based cells (biophysical core, version 1). In {@link #beginTick}: spikes of the tick before
 * arrive at their axons, the cells are updated, and every P ticks the spines learn. Owned by its chip.
 */
public final class BiophysicalCore implements TickCore {
    private static final int SLOT_MASK = BiophysicalCoreSpec.DELAY_SLOTS - 1;
    private static final int CHANNELS = BiophysicalCoreSpec.CHANNELS;
    private static final int MOST_SWEEPS = 63;
    /** Multiplications of a spine in a sweep, with one multiplier (section 8). */
    private static final int SPINE_CYCLES = 8;

    private static final List<String> TRANSMITTERS = List.of("glutamate", "GABA", "glycine", "acetylcholine");
    private static final List<String> VARIABLES = variables();

    private final int coreId;
    private final Map<String, WordBank> words = new LinkedHashMap<>();
    private final List<MemoryBank> banks;
    private final CellState state;
    private final Spines spines;
    private final SourceHistory sources;
    private final ReceptorRing ring;
    private final CoreActivity activity = new CoreActivity();

    // Decoded from the memories by prepare().
    private long preparedVersion = -1;
    private int cells;
    private int axons;
    private PlasticityRegisters plasticity;
    private MembraneKernel kernel;
    private SpineSweep sweep;
    /** Row of axon i: spines {@code rowStart[i] .. rowEnd[i] - 1}. */
    private int[] rowStart = new int[0];

    private int[] rowEnd = new int[0];
    /** Channels that w0 and w1 of axon i open. */
    private byte[] channel0 = new byte[0];

    private byte[] channel1 = new byte[0];
    private OutputAxons outputs = OutputAxons.none(0);
    private long cyclesOfCells;

    private final IntList inbox = new IntList(64);
    private final IntList fired = new IntList(64);
    private long channelVersion = -1;

    /** An empty core of {@code spec}, whose core must be a {@link BiophysicalCoreSpec}. */
    public BiophysicalCore(ChipSpec spec, int coreId) {
        this.coreId = coreId;
        state = new CellState(spec);
        spines = new Spines(spec.memory("spine"));
        sources = new SourceHistory(spec.memory("axon_history"));
        ring = new ReceptorRing(spec.memory("ring"));
        banks = spec.memories().stream()
                .map(memory -> switch (memory.name()) {
                    case "cell_state" -> state.cellBank();
                    case "channel_state" -> state.channelBank();
                    case "spine" -> spines.bank();
                    case "axon_history" -> sources.bank();
                    case "ring" -> ring.bank();
                    default -> words.computeIfAbsent(memory.name(), name -> new WordBank(memory));
                })
                .toList();
    }

    private static List<String> variables() {
        List<String> names = new ArrayList<>(List.of(
                "v_soma", "v_dendrite", "refractory", "synaptic_soma", "synaptic_dendrite", "calcium_drive", "spikes"));
        for (int k = 0; k < CHANNELS; k++) {
            names.add("a" + k);
            names.add("b" + k);
        }
        return List.copyOf(names);
    }

    @Override
    public int neurons() {
        return cells;
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
        return 1;
    }

    @Override
    public OutputAxons outputs() {
        return outputs;
    }

    // ------------------------------------------------------------------------------------------------- configuration

    @Override
    public void prepare() {
        long version = spines.bank().version();
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
        if (channelVersion != state.channelBank().version()) {
            channelVersion = state.channelBank().version();
            kernel.wake();
        }
    }

    private void decode() {
        WordBank registers = words.get("registers");
        int newCells = limited(registers, "neurons", words.get("cell").spec().entries());
        int newAxons = limited(registers, "axons", words.get("axon_in").spec().entries());
        PlasticityRegisters newPlasticity = PlasticityRegisters.decode(registers);
        Tables tables = new Tables(words.get("table"));

        WordBank cellBank = words.get("cell");
        FieldSpec profileField = cellBank.spec().field("profile");
        CellProfile[] profiles =
                new CellProfile[words.get("cell_profile").spec().entries()];
        int[] profileOfCell = new int[newCells];
        for (int i = 0; i < newCells; i++) {
            int p = (int) cellBank.field(i, profileField);
            if (p >= profiles.length) {
                throw new RanvierException(
                        "cell " + i + " has profile " + p + ", allowed: 0.." + (profiles.length - 1));
            }
            profileOfCell[i] = p;
            if (profiles[p] == null) {
                profiles[p] = CellProfile.decode(words.get("cell_profile"), words.get("channel"), p);
            }
        }
        OutputAxons newOutputs = outputs(cellBank, newCells);
        checkDale(cellBank, newOutputs, newCells, newAxons);
        decodeRows(newCells, newAxons, newPlasticity);

        state.ensure(newCells);
        ring.ensure(newCells);
        sources.ensure(newAxons);
        for (int axon = 0; axon < newAxons; axon++) {
            if (rowEnd[axon] > rowStart[axon]) {
                ring.open(channel0[axon]);
                ring.open(channel1[axon]);
            }
        }
        cells = newCells;
        axons = newAxons;
        plasticity = newPlasticity;
        outputs = newOutputs;
        kernel = new MembraneKernel(profiles, profileOfCell, tables, plasticity.on());
        cyclesOfCells = 0;
        for (int p : profileOfCell) {
            cyclesOfCells += profiles[p].cyclesPerTick(plasticity.on());
        }
    }

    private static int limited(WordBank registers, String name, int most) {
        long value = registers.field(0, registers.spec().field(name));
        if (value > most) {
            throw new RanvierException("registers." + name + " is " + value + ", allowed: 0.." + most);
        }
        return (int) value;
    }

    private void decodeRows(int newCells, int newAxons, PlasticityRegisters registers) {
        WordBank axonBank = words.get("axon_in");
        WordBank map = words.get("transmitter_map");
        FieldSpec first = axonBank.spec().field("first");
        FieldSpec count = axonBank.spec().field("count");
        FieldSpec transmitter = axonBank.spec().field("transmitter");
        int[] starts = new int[newAxons];
        int[] ends = new int[newAxons];
        byte[] opens0 = new byte[newAxons];
        byte[] opens1 = new byte[newAxons];
        IntList plasticSpines = new IntList(16);
        IntList plasticAxons = new IntList(16);
        for (int axon = 0; axon < newAxons; axon++) {
            long from = axonBank.field(axon, first);
            long length = axonBank.field(axon, count);
            if (length > 0 && from + length > spines.stored()) {
                throw new RanvierException("the row of axon " + axon + " is spines " + from + ".." + (from + length - 1)
                        + ", but only spines 0.." + (spines.stored() - 1) + " are written");
            }
            starts[axon] = (int) from;
            ends[axon] = (int) (from + length);
            int tx = (int) axonBank.field(axon, transmitter);
            opens0[axon] = channelOf(map, tx, "channel_0");
            opens1[axon] = channelOf(map, tx, "channel_1");
            for (int s = starts[axon]; s < ends[axon]; s++) {
                checkSpine(s, newCells, registers);
                if (spines.plastic[s] && registers.on()) {
                    plasticSpines.add(s);
                    plasticAxons.add(axon);
                }
            }
        }
        sweep = new SpineSweep(
                registers,
                Arrays.copyOf(plasticSpines.array(), plasticSpines.size()),
                Arrays.copyOf(plasticAxons.array(), plasticAxons.size()),
                spines);
        rowStart = starts;
        rowEnd = ends;
        channel0 = opens0;
        channel1 = opens1;
    }

    private static byte channelOf(WordBank map, int transmitter, String field) {
        long channel = map.field(transmitter, map.spec().field(field));
        if (channel >= CHANNELS) {
            throw new RanvierException("transmitter_map " + transmitter + "." + field + " is " + channel
                    + ", allowed: 0.." + (CHANNELS - 1));
        }
        return (byte) channel;
    }

    private void checkSpine(int s, int newCells, PlasticityRegisters registers) {
        if (spines.post[s] >= newCells) {
            throw new RanvierException(
                    "spine " + s + " is on cell " + spines.post[s] + ", cells in use: 0.." + (newCells - 1));
        }
        if (spines.delay[s] < 1) {
            throw new RanvierException("spine " + s + " has delay 0, allowed: 1.." + SLOT_MASK + " ticks");
        }
        int sweeps = registers.sweepsOfDelay(spines.delay[s]) + registers.preDelay();
        if (spines.plastic[s] && registers.on() && sweeps > MOST_SWEEPS) {
            throw new RanvierException("spine " + s + " learns from what its source did " + sweeps
                    + " sweeps ago (delay " + spines.delay[s] + " ticks, pre_delay " + registers.preDelay()
                    + " sweeps), allowed: up to " + MOST_SWEEPS);
        }
    }

    private OutputAxons outputs(WordBank cellBank, int newCells) {
        WordBank out = words.get("axon_out");
        FieldSpec first = cellBank.spec().field("axon_out");
        FieldSpec count = cellBank.spec().field("axon_count");
        FieldSpec core = out.spec().field("core");
        FieldSpec axon = out.spec().field("axon");
        int[] start = new int[newCells + 1];
        IntList targetCores = new IntList(16);
        IntList targetAxons = new IntList(16);
        for (int i = 0; i < newCells; i++) {
            long from = cellBank.field(i, first);
            long length = cellBank.field(i, count);
            out.spec().checkRange("cell " + i, from, length);
            for (int k = (int) from; k < from + length; k++) {
                targetCores.add((int) out.field(k, core));
                targetAxons.add((int) out.field(k, axon));
            }
            start[i + 1] = targetCores.size();
        }
        return new OutputAxons(start, targetCores.array(), targetAxons.array());
    }

    /** Dale's principle: what a cell releases is what its axons release; the load is refused as a whole. */
    private void checkDale(WordBank cellBank, OutputAxons out, int newCells, int newAxons) {
        WordBank axonBank = words.get("axon_in");
        FieldSpec releases = cellBank.spec().field("transmitter");
        FieldSpec received = axonBank.spec().field("transmitter");
        for (int i = 0; i < newCells; i++) {
            int own = (int) cellBank.field(i, releases);
            for (int k = out.start()[i]; k < out.start()[i + 1]; k++) {
                int axon = out.axonAndAtom()[k];
                if (out.core()[k] == coreId && axon < newAxons) {
                    int there = (int) axonBank.field(axon, received);
                    if (there != own) {
                        throw new RanvierException("DALE_VIOLATION: cell " + i + " releases " + TRANSMITTERS.get(own)
                                + ", but its axon " + axon + " is declared to release " + TRANSMITTERS.get(there)
                                + ": a neuron has one transmitter; give both the same");
                    }
                }
            }
        }
    }

    // --------------------------------------------------------------------------------------------------------- a tick

    @Override
    public void deliver(int axonAndAtom, int value) {
        inbox.add(axonAndAtom);
    }

    @Override
    public void deliverError(int group, int compartment, int value) {
        activity.dropped++;
    }

    @Override
    public void beginTick(long tick) {
        activity.beginTick();
        arrive(tick - 1);
        int slot = (int) (tick & SLOT_MASK);
        kernel.update(state, ring, slot);
        ring.clear(slot);
        activity.neuronUpdates += cells;
        activity.tickCycles += cyclesOfCells;
        collectFired();
        if (plasticity.on() && (tick + 1) % plasticity.period() == 0) {
            sweep.sweep(spines, sources, state);
            activity.tickCycles += (long) SPINE_CYCLES * sweep.spines();
        }
    }

    @Override
    public void endTick(long tick) {}

    /** Spikes with stamp {@code stamp} put their receptors into the ring (section 5.1). */
    private void arrive(long stamp) {
        for (int e = 0; e < inbox.size(); e++) {
            int axon = inbox.get(e) & 0xFFFFF;
            if (axon >= axons) {
                activity.dropped++;
                continue;
            }
            if (plasticity.on()) {
                sources.arrived[axon] = true;
            }
            int from = rowStart[axon];
            int to = rowEnd[axon];
            for (int s = from; s < to; s++) {
                int slot = (int) (stamp + spines.delay[s]) & SLOT_MASK;
                ring.add(slot, channel0[axon], spines.post[s], spines.receptors0[s]);
                ring.add(slot, channel1[axon], spines.post[s], spines.receptors1[s]);
            }
            activity.axonEvents++;
            activity.tickAxonEvents++;
            activity.sparseEvents += to - from;
            activity.tickSparseEvents += to - from;
        }
        inbox.clear();
    }

    private void collectFired() {
        fired.clear();
        int[] flags = state.fired;
        for (int i = 0; i < cells; i++) {
            if (flags[i] != 0) {
                fired.add(i);
            }
        }
        activity.spikes += fired.size();
    }

    // ---------------------------------------------------------------------------------------------------------- state

    @Override
    public List<String> stateMemories() {
        return List.of("cell_state", "channel_state", "axon_history", "ring");
    }

    @Override
    public List<String> plasticMemories() {
        return List.of("spine", "axon_history");
    }

    @Override
    public List<String> stateVariables() {
        return VARIABLES;
    }

    @Override
    public long readState(int variable, int neuron) {
        if (neuron >= cells) {
            return 0;
        }
        return switch (variable) {
            case 0 -> state.soma[neuron];
            case 1 -> state.dendrite[neuron];
            case 2 -> state.refractory[neuron];
            case 3 -> state.synapticSoma[neuron];
            case 4 -> state.synapticDendrite[neuron];
            case 5 -> state.calciumDrive[neuron];
            case 6 -> state.spikes[neuron];
            default -> {
                int k = variable - 7;
                yield (k & 1) == 0 ? state.a[k >> 1][neuron] : state.b[k >> 1][neuron];
            }
        };
    }

    @Override
    public void clearState() {
        state.clear();
        ring.clearAll();
        sources.clear();
        inbox.clear();
        fired.clear();
        if (kernel != null) {
            kernel.wake();
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (WordBank bank : words.values()) {
            bank.save(out);
        }
        state.save(out);
        spines.save(out);
        sources.save(out);
        ring.save(out);
        inbox.save(out);
        fired.save(out);
        activity.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (WordBank bank : words.values()) {
            bank.load(in);
        }
        state.load(in);
        spines.load(in);
        sources.load(in);
        ring.load(in);
        inbox.load(in);
        fired.load(in);
        activity.load(in);
        preparedVersion = -1;
        prepare();
        kernel.wake();
    }
}
