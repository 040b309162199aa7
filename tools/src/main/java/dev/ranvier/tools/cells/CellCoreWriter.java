package dev.ranvier.tools.cells;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.tools.map.WordWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The memories of one biophysical core while they are put together. Not safe for several threads. */
final class CellCoreWriter {
    private static final int CHANNELS = BiophysicalCoreSpec.CHANNELS;
    private static final int TABLE_ENTRIES = 129;

    private final int core;
    private final Map<String, WordWriter> memories = new LinkedHashMap<>();
    private final int[] rowLength;
    private int outUsed;
    private final int[] outCount;

    /**
     * @param first first cell of the network on this core
     * @param count cells on this core
     * @param axons input axons in use
     */
    CellCoreWriter(ChipSpec spec, int core, CellNetwork network, int first, int count, int axons) {
        this.core = core;
        for (MemorySpec memory : spec.memories()) {
            memories.put(memory.name(), new WordWriter(memory, "core " + core));
        }
        rowLength = new int[axons];
        outCount = new int[count];
        set("registers", 0, "neurons", count);
        set("registers", 0, "axons", axons);
        if (network.spines() != null) {
            plasticity(network.spines());
        }
        for (int p = 0; p < network.profiles().size(); p++) {
            profile(p, network.profiles().get(p));
        }
        tables(network);
        for (int t = 0; t < network.channelsOfTransmitter().length; t++) {
            set("transmitter_map", t, "channel_0", network.channelsOfTransmitter()[t][0]);
            set("transmitter_map", t, "channel_1", network.channelsOfTransmitter()[t][1]);
        }
        for (int i = 0; i < count; i++) {
            cell(network, i, first + i);
        }
    }

    private void set(String memory, int entry, String field, long value) {
        memories.get(memory).set(entry, field, value);
    }

    private void plasticity(SpineRegisters p) {
        set("registers", 0, "plastic", 1);
        set("registers", 0, "period", p.period());
        set("registers", 0, "pre_delay", p.preDelay());
        set("registers", 0, "n_decay", p.boundDecay());
        set("registers", 0, "c_decay", p.calciumDecay());
        set("registers", 0, "n_jump", p.boundJump());
        set("registers", 0, "k_nmda", p.nmdaScale());
        set("registers", 0, "c_pre", p.preJump());
        set("registers", 0, "c_post", p.postJump());
        set("registers", 0, "theta_p", p.insertAbove());
        set("registers", 0, "theta_d", p.removeAbove());
        set("registers", 0, "rate_p", p.insertRate());
        set("registers", 0, "rate_d", p.removeRate());
        set("registers", 0, "a_max", p.mostReceptors());
    }

    private void profile(int entry, CellRegisters p) {
        set("cell_profile", entry, "two", p.two() ? 1 : 0);
        set("cell_profile", entry, "calcium_compartment", p.calciumCompartment());
        set("cell_profile", entry, "peak_ticks", p.peakTicks());
        set("cell_profile", entry, "refractory_ticks", p.refractoryTicks());
        pair(entry, "leak", p.leak());
        pair(entry, "coupling", p.coupling());
        pair(entry, "rest", p.rest());
        set("cell_profile", entry, "threshold", p.threshold());
        set("cell_profile", entry, "peak", p.peak());
        set("cell_profile", entry, "reset", p.reset());
        for (int k = 0; k < CHANNELS; k++) {
            CellRegisters.Channel channel = p.channels().get(k);
            int at = entry * CHANNELS + k;
            set("channel", at, "enabled", channel.enabled() ? 1 : 0);
            set("channel", at, "compartment", channel.compartment());
            set("channel", at, "source", channel.source());
            set("channel", at, "gate", channel.gate());
            set("channel", at, "double", channel.rises() ? 1 : 0);
            set("channel", at, "reversal", channel.reversal());
            set("channel", at, "start", channel.start());
            set("channel", at, "decay_a", channel.decayA());
            set("channel", at, "decay_b", channel.decayB());
            set("channel", at, "scale_a", channel.scaleA());
            set("channel", at, "scale_b", channel.scaleB());
        }
    }

    private void pair(int entry, String name, long[] values) {
        set("cell_profile", entry, name + "_soma", values[0]);
        set("cell_profile", entry, name + "_dendrite", values[1]);
    }

    private void tables(CellNetwork network) {
        int[] open = new int[TABLE_ENTRIES];
        Arrays.fill(open, 1 << 16);
        for (int g = 0; g < 3; g++) {
            table(g, network.gates()[g] == null ? open : network.gates()[g]);
        }
        table(3, network.calcium());
        table(4, network.phi());
    }

    private void table(int number, int[] values) {
        for (int i = 0; i < TABLE_ENTRIES; i++) {
            set("table", number * TABLE_ENTRIES + i, "value", values[i]);
        }
    }

    /** A cell starts at rest, its constant channels open. */
    private void cell(CellNetwork network, int entry, int cell) {
        CellRegisters profile = network.profiles().get(network.profileOfCell()[cell]);
        set("cell", entry, "profile", network.profileOfCell()[cell]);
        set("cell", entry, "transmitter", network.transmitterOfCell()[cell].ordinal());
        set("cell_state", entry, "v_soma", profile.rest()[0]);
        set("cell_state", entry, "v_dendrite", profile.rest()[1]);
        for (int k = 0; k < CHANNELS; k++) {
            set(
                    "channel_state",
                    entry * CHANNELS + k,
                    "a",
                    profile.channels().get(k).start());
        }
    }

    /** Adds synapse {@code s}; spines come in the order of their axons. */
    void spine(int axon, Transmitter transmitter, int entry, CellSynapses synapses, int s, int firstCell) {
        if (rowLength[axon] == 0) {
            set("axon_in", axon, "first", entry);
            set("axon_in", axon, "transmitter", transmitter.ordinal());
        }
        set("axon_in", axon, "count", ++rowLength[axon]);
        set("spine", entry, "post", synapses.post()[s] - firstCell);
        set("spine", entry, "delay", synapses.delay()[s]);
        set("spine", entry, "plastic", synapses.plastic()[s] ? 1 : 0);
        set("spine", entry, "receptors_0", synapses.receptors0()[s]);
        set("spine", entry, "receptors_1", synapses.receptors1()[s]);
        if (synapses.plastic()[s]) {
            set("spine", entry, "ampa", (long) synapses.receptors0()[s] << 16);
        }
    }

    /** Adds an output axon of cell {@code entry}; cells come in order. */
    void out(int entry, int targetCore, int targetAxon) {
        if (outCount[entry] == 0) {
            set("cell", entry, "axon_out", outUsed);
        }
        set("cell", entry, "axon_count", ++outCount[entry]);
        set("axon_out", outUsed, "core", targetCore);
        set("axon_out", outUsed, "axon", targetAxon);
        outUsed++;
    }

    void sections(List<MemorySection> sections) {
        for (WordWriter memory : memories.values()) {
            long[] words = memory.words();
            if (words.length > 0) {
                sections.add(new MemorySection(core, memory.spec().name(), 0, words));
            }
        }
    }
}
