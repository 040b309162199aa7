package dev.ranvier.tools.microcode;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.hw.microcode.MicroTable;
import dev.ranvier.hw.microcode.TraceRule;
import dev.ranvier.tools.map.WordWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Programs, neurons and synapses to the memories of a programmable core. Used once; not safe for several threads. */
public final class UnitAssembler {
    /** Name of the input port with a channel per axon. */
    public static final String AXONS = "axons";

    /** Name of the population of neurons. */
    public static final String NEURONS = "neurons";

    private static final int NO_PROFILE = 16;

    private final Map<String, WordWriter> memories = new LinkedHashMap<>();
    private int tableEntries;

    private UnitAssembler() {}

    /** The image of {@code network} on core 0 of {@code spec}, which must have programmable cores. */
    public static ChipImage assemble(UnitNetwork network, ChipSpec spec) {
        if (!(spec.core() instanceof ProgrammableCoreSpec)) {
            throw new RanvierException("chip '" + spec.name() + "' has cores of kind '"
                    + spec.core().kind()
                    + "', microcode needs kind 'programmable' (chip ranvier, profile programmable)");
        }
        int axons = network.axonProfile().length;
        int[] offsets = new int[axons + 1];
        Arrays.setAll(offsets, i -> i);
        long[] targets = new long[axons];
        Arrays.setAll(targets, axon -> AxonAddress.spike(0, axon, 0));
        int[] sources = new int[network.neurons()];
        Arrays.setAll(sources, i -> i);
        return ChipImage.of(
                network.name(),
                spec.name(),
                spec.digest(),
                sections(network, spec, 0),
                List.of(new InputPort(AXONS, InputPort.Kind.SPIKE, offsets, targets)),
                List.of(new OutputPort(NEURONS, true, sources)));
    }

    /** The memories of core {@code core} with {@code network} on it. */
    static List<MemorySection> sections(UnitNetwork network, ChipSpec spec, int core) {
        return new UnitAssembler().run(network, spec, core);
    }

    private List<MemorySection> run(UnitNetwork network, ChipSpec spec, int core) {
        for (MemorySpec memory : spec.memories()) {
            memories.put(memory.name(), new WordWriter(memory, "core " + core));
        }
        set("control", 0, "seed", network.random().seed());
        set("control", 0, "tick", network.random().firstTick());
        set("control", 0, "core", network.random().core());
        set("control", 0, "neurons", network.neurons());
        set("control", 0, "axons", network.axonProfile().length);
        for (int p = 0; p < network.programs().size(); p++) {
            program(p, network.programs().get(p));
        }
        for (int i = 0; i < network.neurons(); i++) {
            neuron(network, i);
        }
        outputs(network);
        synapses(network);
        List<MemorySection> sections = new ArrayList<>();
        for (WordWriter memory : memories.values()) {
            long[] words = memory.words();
            if (words.length > 0) {
                sections.add(new MemorySection(core, memory.spec().name(), 0, words));
            }
        }
        return sections;
    }

    private void set(String memory, int entry, String field, long value) {
        memories.get(memory).set(entry, field, value);
    }

    private void program(int p, MicroProgram program) {
        long[] words = program.words();
        for (int i = 0; i < words.length; i++) {
            memories.get("program").word(p * MicroProgram.MOST_WORDS + i, words[i]);
        }
        for (Map.Entry<Entry, Integer> entry : program.addresses().entrySet()) {
            set("profile", p, entry.getKey().text() + "_present", 1);
            set("profile", p, entry.getKey().text() + "_address", entry.getValue());
        }
        set("profile", p, "epoch", program.epoch());
        set("profile", p, "states", program.states().size());
        set("profile", p, "constants", program.constants().size());
        set("profile", p, "tables", program.tables().size());
        set("profile", p, "weight_min", program.weightMin());
        set("profile", p, "weight_max", program.weightMax());
        for (int k = 0; k < program.traces().size(); k++) {
            TraceRule rule = program.traces().get(k);
            String name = MicroProgram.TRACE_NAMES.get(k);
            set("profile", p, name + "_decay", rule.decay());
            set("profile", p, name + "_set", rule.sets() ? 1 : 0);
            set("profile", p, name + "_jump", rule.jump());
        }
        for (int k = 0; k < program.constants().size(); k++) {
            set(
                    "constant",
                    p * MicroProgram.MOST_CONSTANTS + k,
                    "value",
                    program.constants().get(k).value());
        }
        for (int t = 0; t < program.tables().size(); t++) {
            table(p * Bank.TABLE.size() + t, program.tables().get(t));
        }
    }

    private void table(int at, MicroTable table) {
        set("table_control", at, "first", tableEntries);
        set("table_control", at, "log_segments", Integer.numberOfTrailingZeros(table.values().length - 1));
        set("table_control", at, "shift", table.shift());
        set("table_control", at, "offset", table.offset());
        for (int value : table.values()) {
            set("table", tableEntries++, "value", value);
        }
    }

    private void neuron(UnitNetwork network, int i) {
        int profile = network.tickProfile()[i];
        set("neuron", i, "tick_profile", profile);
        set("neuron", i, "trace_profile", network.traceProfile()[i] < 0 ? NO_PROFILE : network.traceProfile()[i]);
        List<MicroProgram.Named> states = network.programs().get(profile).states();
        for (int k = 0; k < states.size(); k++) {
            int value = network.state() == null ? states.get(k).value() : network.state()[i][k];
            set("neuron_state", i * MicroProgram.MOST_STATES + k, "value", value);
        }
    }

    private void outputs(UnitNetwork network) {
        int[] count = new int[network.neurons()];
        int used = 0;
        int before = -1;
        for (int[] output : network.outputs()) {
            int neuron = output[0];
            if (neuron < before) {
                throw new RanvierException("output " + used + " is of neuron " + neuron + " after one of neuron "
                        + before + "; outputs come in ascending order of their neurons");
            }
            before = neuron;
            if (count[neuron]++ == 0) {
                set("neuron", neuron, "axon_out", used);
            }
            set("neuron", neuron, "axon_count", count[neuron]);
            set("axon_out", used, "core", output[1]);
            set("axon_out", used, "axon", output[2]);
            used++;
        }
    }

    private void synapses(UnitNetwork network) {
        int[] count = new int[network.axonProfile().length];
        int before = -1;
        for (int s = 0; s < network.synapses().size(); s++) {
            UnitNetwork.Synapse synapse = network.synapses().get(s);
            if (synapse.axon() < before) {
                throw new RanvierException("synapse " + s + " is of axon " + synapse.axon() + " after one of axon "
                        + before + "; synapses come in ascending order of their axons");
            }
            before = synapse.axon();
            if (count[synapse.axon()]++ == 0) {
                set("axon", synapse.axon(), "first", s);
            }
            set("synapse", s, "post", synapse.post());
            set("synapse", s, "port", synapse.port());
            set("synapse", s, "delay", synapse.delay());
            set("synapse", s, "weight", synapse.weight());
            set("synapse", s, "tag", synapse.tag());
        }
        for (int axon = 0; axon < count.length; axon++) {
            set("axon", axon, "count", count[axon]);
            set("axon", axon, "profile", network.axonProfile()[axon] < 0 ? NO_PROFILE : network.axonProfile()[axon]);
        }
    }
}
