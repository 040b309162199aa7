package dev.ranvier.emulator;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.learning.LearningRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of one compartment core, put together by the names of the data sheet: the smallest thing that stands in for
 * a mapper. Tables are filled in the order of the calls.
 */
public final class CoreWords {
    /** Format 1: sparse, signed 9-bit mantissas, 10 index bits, 6 delay bits. */
    public static final int SPARSE = 1;
    /** Format 2: dense, signed 9-bit mantissas, the index counts up. */
    public static final int DENSE = 2;
    /** Format 3: sparse as format 1, for plastic rows (mixed, step 2). */
    public static final int PLASTIC = 3;
    /** Format 4: sparse as format 1, the payload multiplies the weight (lava). */
    public static final int GRADED = 4;
    /** Format 5: sparse as format 1, weight exponent -2. */
    public static final int SHIFTED = 5;

    private final ChipSpec spec;
    private final int core;
    private final Map<String, long[]> words = new LinkedHashMap<>();
    private final Map<Integer, Integer> outputsOf = new LinkedHashMap<>();
    private int axons;
    private int rows;
    private int outputs;
    private int synapseBit;
    private int plastic;

    /** An empty core number {@code core} with the formats above and wide voltage limits. */
    public CoreWords(ChipSpec spec, int core) {
        this.spec = spec;
        this.core = core;
        format(SPARSE, 9, 0, 10, 6, 0, 0, false);
        format(DENSE, 9, 0, 0, 0, 3, 0, false);
        format(PLASTIC, 9, 0, 10, 6, 0, 1, false);
        if (!profile().equals("nengo")) {
            format(GRADED, 9, 0, 10, 6, 0, 0, profile().equals("lava"));
        }
        format(SHIFTED, 9, -2, 10, 6, 0, 0, false);
        set("registers", 0, "neg_limit", 23);
        set("registers", 0, "pos_limit", 7);
        set("noise", 0, "exponent", 1);
    }

    private String profile() {
        return spec.core().profileName();
    }

    private void format(
            int index,
            int bits,
            int exponent,
            int indexBits,
            int delayBits,
            int compression,
            int zeros,
            boolean graded) {
        set("synapse_formats", index, "weight_bits", bits);
        set("synapse_formats", index, "weight_exponent", exponent);
        set("synapse_formats", index, "sign_mode", 1);
        set("synapse_formats", index, "low_zeros", zeros);
        set("synapse_formats", index, "index_bits", indexBits);
        set("synapse_formats", index, "delay_bits", delayBits);
        set("synapse_formats", index, "compression", compression);
        set("synapse_formats", index, "graded", graded ? 1 : 0);
    }

    /** Sets a field. */
    public CoreWords set(String memory, int entry, String field, long value) {
        MemorySpec layout = spec.memory(memory);
        FieldSpec where = layout.field(field);
        int address = entry * layout.entryWords() + where.word();
        long[] array = room(memory, address + 1);
        array[address] = where.with(array[address], value);
        return this;
    }

    private long[] room(String memory, int count) {
        long[] array = words.getOrDefault(memory, new long[0]);
        if (count > array.length) {
            if (count > spec.memory(memory).depth()) {
                throw new IllegalArgumentException(memory + " has no word " + (count - 1));
            }
            array = Arrays.copyOf(array, Math.min(spec.memory(memory).depth(), Math.max(count, 2 * array.length)));
            words.put(memory, array);
        }
        return array;
    }

    /** Uses {@code n} compartments, all of profile 0 and threshold 0. */
    public CoreWords compartments(int n) {
        return set("registers", 0, "compartments", n);
    }

    /** Profile table entry. */
    public CoreWords profile(int index, int decayU, int decayV, int refractory, boolean noise) {
        set("profiles", index, "decay_u", decayU);
        set("profiles", index, "decay_v", decayV);
        set("profiles", index, "refractory", refractory);
        return set("profiles", index, "noise", noise ? 1 : 0);
    }

    /** Threshold table entry, in units of 64. */
    public CoreWords threshold(int index, int mantissa) {
        return set("thresholds", index, "vth", mantissa);
    }

    /** Compartment parameters. */
    public CoreWords compartment(int i, int profile, int threshold, int biasMantissa, int biasExponent) {
        set("compartment_config", i, "profile", profile);
        set("compartment_config", i, "threshold", threshold);
        set("compartment_config", i, "bias_mantissa", biasMantissa);
        return set("compartment_config", i, "bias_exponent", biasExponent);
    }

    /** An output axon of compartment {@code i}; the calls for one compartment must follow each other. */
    public CoreWords output(int i, int toCore, int toAxon, int atom) {
        int entry = outputs++;
        set("axon_out", entry, "core", toCore);
        set("axon_out", entry, "axon", toAxon);
        set("axon_out", entry, "atom", atom);
        int count = outputsOf.merge(i, 1, Integer::sum);
        if (count == 1) {
            set("compartment_config", i, "axon_out", entry);
        }
        return set("compartment_config", i, "axon_count", count);
    }

    /** An input axon with one row; returns its number. {@code delay} may be null; dense rows start at target[0]. */
    public int axon(int format, int[] target, int[] weight, int[] delay) {
        boolean dense = format == DENSE;
        row(format, target, weight, delay);
        return axonOf(rows - 1, 1, dense && target.length > 0 ? target[0] : 0, 0);
    }

    /** An input axon for rows that exist; returns its number. */
    public int axonOf(int firstRow, int atoms, int base, int group) {
        set("axon_in", axons, "row", firstRow);
        set("axon_in", axons, "atoms", atoms);
        set("axon_in", axons, "base", base);
        set("axon_in", axons, "group", group);
        return axons++;
    }

    /** A row of synapses; returns its number. */
    public int row(int format, int[] target, int[] weight, int[] delay) {
        synapseBit = Math.ceilDiv(synapseBit, 64) * 64;
        set("synapse_rows", rows, "address", synapseBit / 64);
        set("synapse_rows", rows, "count", target.length);
        MemorySpec formats = spec.memory("synapse_formats");
        long formatWord = words.get("synapse_formats")[format];
        int weightBits = (int) formats.field("weight_bits").decode(formatWord);
        int indexBits = (int) formats.field("index_bits").decode(formatWord);
        int delayBits = (int) formats.field("delay_bits").decode(formatWord);
        for (int i = 0; i < target.length; i++) {
            if (i % 64 == 0) {
                synapseBit = Math.ceilDiv(synapseBit, 64) * 64;
                bits(Math.min(64, target.length - i) - 1L, 6);
                bits(format, 4);
            }
            bits(weight[i], weightBits);
            bits(delay == null ? 0 : delay[i], delayBits);
            bits(target[i], indexBits);
        }
        return rows++;
    }

    private void bits(long value, int width) {
        if (width == 0) {
            return;
        }
        int word = synapseBit >>> 6;
        int low = synapseBit & 63;
        long masked = value & ((1L << width) - 1);
        long[] memory = room("synapse", low + width > 64 ? word + 2 : word + 1);
        memory[word] |= masked << low;
        if (low + width > 64) {
            memory[word + 1] |= masked >>> (64 - low);
        }
        synapseBit += width;
    }

    /** An input axon of learning group {@code group} with one plastic row of one delay; returns its number. */
    public int plasticAxon(int group, int[] target, int[] weight, int delay) {
        set("synapse_rows", rows, "address", plastic);
        set("synapse_rows", rows, "count", target.length);
        set("synapse_rows", rows, "plastic", 1);
        set("synapse_rows", rows, "format", PLASTIC);
        for (int i = 0; i < target.length; i++) {
            set("plastic_synapse", plastic, "target", target[i]);
            set("plastic_synapse", plastic, "weight", weight[i]);
            set("plastic_synapse", plastic, "delay", delay);
            plastic++;
        }
        rows++;
        return axonOf(rows - 1, 1, 0, group);
    }

    /** The rule of learning group {@code group}, 1 or more. */
    public CoreWords learning(int group, LearningRule rule) {
        long[] encoded = rule.toWords(spec.memory("learning"));
        long[] array = room("learning", group * LearningRule.WORDS);
        System.arraycopy(encoded, 0, array, (group - 1) * LearningRule.WORDS, LearningRule.WORDS);
        return this;
    }

    /** A word. */
    public CoreWords word(String memory, int address, long value) {
        room(memory, address + 1)[address] = value;
        return this;
    }

    /** The memories as sections of an image. */
    public List<MemorySection> sections() {
        List<MemorySection> sections = new ArrayList<>();
        words.forEach((memory, array) -> sections.add(new MemorySection(core, memory, 0, array.clone())));
        return sections;
    }

    /** A memory as a bank of its own. */
    public WordBank bank(String memory) {
        WordBank bank = new WordBank(spec.memory(memory));
        long[] array = words.getOrDefault(memory, new long[0]);
        for (int i = 0; i < array.length; i++) {
            bank.write(i, array[i]);
        }
        return bank;
    }
}
