package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.tools.network.CompartmentModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The memories of one Loihi core while an image is assembled. Not safe for several threads. */
final class CoreBuilder {
    private static final int BLOCK = 64;

    /** One synapse of a row: projection, target compartment, mantissa, delay. */
    record Synapse(int projection, int target, int mantissa, int delay) {}

    private final int coreId;
    private final CompartmentCoreSpec core;
    private final Map<String, WordWriter> memories = new LinkedHashMap<>();
    private final Map<Long, Integer> profiles = new HashMap<>();
    private final Map<Long, Integer> thresholds = new HashMap<>();
    private final Map<Object, Integer> formats = new HashMap<>();
    private final Map<Integer, Integer> groups = new HashMap<>();
    private int compartments;
    private int axons;
    private int rows;
    private int outputs;
    private int plastic;

    CoreBuilder(ChipSpec spec, int coreId, long seed) {
        this.coreId = coreId;
        core = CompartmentCoreSpec.of(spec);
        for (MemorySpec memory : spec.memories()) {
            memories.put(memory.name(), new WordWriter(memory, "core " + coreId));
        }
        if (seed != 0) {
            writer("random").word(0, seed);
        }
    }

    private WordWriter writer(String memory) {
        return memories.get(memory);
    }

    int coreId() {
        return coreId;
    }

    /** Adds a compartment with parameters {@code i} of {@code model}; returns its number. */
    int addCompartment(CompartmentModel model, int i) {
        int c = compartments++;
        if (c == 0) {
            registers(model.shared());
        }
        writer("compartment_config").set(c, "bias_mantissa", model.biasMantissa()[i]);
        writer("compartment_config").set(c, "bias_exponent", model.biasExponent()[i]);
        writer("compartment_config").set(c, "profile", profile(model, i));
        writer("compartment_config").set(c, "threshold", threshold(model, i));
        writer("compartment_state").set(c, "u", model.initialU()[i]);
        writer("compartment_state").set(c, "v", model.initialV()[i]);
        return c;
    }

    private void registers(CompartmentModel.SharedRegisters shared) {
        writer("registers").set(0, "neg_limit", shared.negLimit());
        writer("registers").set(0, "pos_limit", shared.posLimit());
        writer("noise").set(0, "exponent", shared.noiseExponent());
        writer("noise").set(0, "offset", shared.noiseOffset());
        writer("noise").set(0, "at_membrane", shared.noiseAtMembrane() ? 1 : 0);
    }

    private int profile(CompartmentModel model, int i) {
        return profiles.computeIfAbsent(CoreLoad.profileKey(model, i), key -> {
            WordWriter table = writer("profiles");
            int index = profiles.size();
            table.set(index, "decay_u", model.decayU()[i]);
            table.set(index, "decay_v", model.decayV()[i]);
            table.set(index, "refractory", core.profile().refractoryMax() == 0 ? 0 : model.refractory()[i]);
            table.set(index, "noise", model.noiseOn()[i] ? 1 : 0);
            table.set(index, "ternary", model.ternary()[i] ? 1 : 0);
            table.set(index, "reset_interval", model.resetInterval()[i]);
            table.set(index, "reset_offset", model.resetOffset()[i]);
            return index;
        });
    }

    private int threshold(CompartmentModel model, int i) {
        return thresholds.computeIfAbsent(CoreLoad.thresholdKey(model, i), key -> {
            WordWriter table = writer("thresholds");
            int index = thresholds.size();
            table.set(index, "vth", model.threshold()[i]);
            table.set(index, "vth_low", model.ternary()[i] ? model.thresholdLow()[i] : 0);
            return index;
        });
    }

    /** Adds an output axon of compartment {@code compartment}; those of one compartment must follow each other. */
    void addOutput(int compartment, int targetCore, int axon, int atom) {
        WordWriter config = writer("compartment_config");
        int entry = outputs++;
        writer("axon_out").set(entry, "core", targetCore);
        writer("axon_out").set(entry, "axon", axon);
        writer("axon_out").set(entry, "atom", atom);
        int already = outputCount.merge(compartment, 1, Integer::sum);
        if (already == 1) {
            config.set(compartment, "axon_out", entry);
        }
        config.set(compartment, "axon_count", already);
    }

    private final Map<Integer, Integer> outputCount = new HashMap<>();

    /** Adds an axon with one row of synapses that do not learn; returns the axon's number. */
    int addAxon(List<Synapse> synapses, Wiring wiring) {
        boolean dense = isDense(synapses);
        int base = dense ? synapses.getFirst().target() : 0;
        int row = addRow(synapses, wiring, dense, 0);
        return addAxon(row, 1, base, 0);
    }

    /** Adds an axon for rows that exist; returns its number. */
    int addAxon(int firstRow, int atoms, int base, int group) {
        int axon = axons++;
        WordWriter table = writer("axon_in");
        table.set(axon, "row", firstRow);
        table.set(axon, "atoms", atoms);
        table.set(axon, "base", base);
        table.set(axon, "group", group);
        return axon;
    }

    /** A row of one projection onto consecutive compartments needs no stored index. */
    private static boolean isDense(List<Synapse> synapses) {
        for (int i = 1; i < synapses.size(); i++) {
            Synapse before = synapses.get(i - 1);
            if (synapses.get(i).target() != before.target() + 1
                    || synapses.get(i).projection() != before.projection()) {
                return false;
            }
        }
        return synapses.size() > 1 && synapses.getFirst().target() < 2048;
    }

    /** Adds a row of synapses that do not learn; targets count from {@code base} if they are not dense. */
    int addRow(List<Synapse> synapses, Wiring wiring, boolean dense, int base) {
        WordWriter memory = writer("synapse");
        int row = rows++;
        int from = 0;
        memory.align();
        writer("synapse_rows").set(row, "address", synapses.isEmpty() ? 0 : memory.position());
        writer("synapse_rows").set(row, "count", synapses.size());
        while (from < synapses.size()) {
            int projection = synapses.get(from).projection();
            int to = from;
            while (to < synapses.size() && to - from < BLOCK && synapses.get(to).projection() == projection) {
                to++;
            }
            block(synapses.subList(from, to), wiring, dense, base);
            from = to;
        }
        return row;
    }

    private void block(List<Synapse> synapses, Wiring wiring, boolean dense, int base) {
        int projection = synapses.getFirst().projection();
        EncodedWeights weights = wiring.encoded.get(projection);
        int delayBits = wiring.delayBits[projection];
        int indexBits = dense ? 0 : Wiring.indexBits(core.neurons());
        int stored = wiring.storedBits[projection];
        int format = format(projection, weights, stored, delayBits, indexBits);
        WordWriter memory = writer("synapse");
        memory.align();
        memory.bits(synapses.size() - 1L, 6);
        memory.bits(format, 4);
        for (Synapse synapse : synapses) {
            memory.bits(weights.stored(synapse.mantissa()), stored);
            memory.bits(synapse.delay(), delayBits);
            memory.bits(synapse.target() - base, indexBits);
        }
    }

    private record FormatKey(
            int bits,
            int exponent,
            int signMode,
            int lowZeros,
            int delayBits,
            int indexBits,
            boolean graded,
            int own) {}

    private int format(int projection, EncodedWeights weights, int stored, int delayBits, int indexBits) {
        boolean own = core.profile().semantics() == Semantics.LAVA && weights.exponent() < 0;
        FormatKey key = new FormatKey(
                stored,
                weights.exponent(),
                weights.signMode(),
                weights.lowZeros(),
                delayBits,
                indexBits,
                weights.graded(),
                own ? projection : -1);
        return formats.computeIfAbsent(key, k -> {
            int index = formats.size() + 1;
            if (index > core.limit("synapse_formats")) {
                throw new RanvierException("core " + coreId + " needs more than " + core.limit("synapse_formats")
                        + " synapse formats: let projections share bits, exponent, sign mode and delays");
            }
            WordWriter table = writer("synapse_formats");
            table.set(index, "weight_bits", key.bits());
            table.set(index, "weight_exponent", key.exponent());
            table.set(index, "sign_mode", key.signMode());
            table.set(index, "low_zeros", key.lowZeros());
            table.set(index, "index_bits", key.indexBits());
            table.set(index, "delay_bits", key.delayBits());
            table.set(index, "compression", key.indexBits() == 0 ? 3 : 0);
            table.set(index, "graded", key.graded() ? 1 : 0);
            return index;
        });
    }

    /** Number of the learning group of {@code projection} on this core, made on first use. */
    int group(int projection, LearningRule rule) {
        return groups.computeIfAbsent(projection, p -> {
            int group = groups.size() + 1;
            if (group > core.limit("pre_trace_profiles")) {
                throw new RanvierException(
                        "core " + coreId + " needs more than " + core.limit("pre_trace_profiles") + " learning groups");
            }
            long[] words = rule.toWords(writer("learning").spec());
            for (int i = 0; i < words.length; i++) {
                writer("learning").word((group - 1) * LearningRule.WORDS + i, words[i]);
            }
            return group;
        });
    }

    /** A synapse that learns. */
    record Plastic(int target, int mantissa, int delay, int tag, int delayTag) {}

    /** Adds an axon with a row of synapses that learn; returns the axon's number. */
    int addPlasticAxon(int projection, List<Plastic> synapses, EncodedWeights weights, int group) {
        int row = rows++;
        int format = format(projection, weights, weights.bits(), 0, 0);
        writer("synapse_rows").set(row, "address", plastic);
        writer("synapse_rows").set(row, "count", synapses.size());
        writer("synapse_rows").set(row, "plastic", 1);
        writer("synapse_rows").set(row, "format", format);
        WordWriter table = writer("plastic_synapse");
        for (Plastic synapse : synapses) {
            table.set(plastic, "target", synapse.target());
            table.set(plastic, "weight", synapse.mantissa());
            table.set(plastic, "delay", synapse.delay());
            table.set(plastic, "tag", synapse.tag());
            table.set(plastic, "delay_tag", synapse.delayTag());
            plastic++;
        }
        return addAxon(row, 1, 0, group);
    }

    /** Entry in plastic_synapse that the next synapse gets. */
    int nextPlastic() {
        return plastic;
    }

    /** The memories' words; memories that are all zero are left out. */
    List<MemorySection> sections() {
        writer("registers").set(0, "compartments", compartments);
        return memories.values().stream()
                .map(writer -> new MemorySection(coreId, writer.spec().name(), 0, writer.words()))
                .filter(section -> section.words().length > 0)
                .toList();
    }
}
