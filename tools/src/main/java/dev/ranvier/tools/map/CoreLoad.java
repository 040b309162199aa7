package dev.ranvier.tools.map;

import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.tools.network.CompartmentModel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the neurons on one core use of each limit, kept up to date while neurons are added (mapping limits of the
 * compartment family). One core at a time; {@link #reset} starts the next.
 */
final class CoreLoad {
    private final Wiring wiring;
    private final CompartmentCoreSpec core;
    /** Synapses on this core per row. */
    private final int[] rowCount;
    /** Rows of static projections on this core per source. */
    private final int[] sourceRows;

    private final java.util.ArrayDeque<Integer> touchedRows = new java.util.ArrayDeque<>();
    private final Set<Long> profiles = new HashSet<>();
    private final Set<Long> thresholds = new HashSet<>();
    private final Set<Long> formats = new HashSet<>();
    private final Set<Integer> groups = new HashSet<>();
    private CompartmentModel.SharedRegisters shared;
    private int neurons;
    private long axonsIn;
    private long synapseBits;
    private int learningSynapses;
    private int staticSynapses;

    CoreLoad(Wiring wiring, CompartmentCoreSpec core) {
        this.wiring = wiring;
        this.core = core;
        rowCount = new int[wiring.rows];
        sourceRows = new int[wiring.sources];
    }

    void reset() {
        for (int row : touchedRows) {
            rowCount[row] = 0;
            sourceRows[wiring.sourceOfRow(row)] = 0;
        }
        touchedRows.clear();
        profiles.clear();
        thresholds.clear();
        formats.clear();
        groups.clear();
        shared = null;
        neurons = 0;
        axonsIn = 0;
        synapseBits = 0;
        learningSynapses = 0;
        staticSynapses = 0;
    }

    int neurons() {
        return neurons;
    }

    /** Adds a neuron with its synapses. */
    void add(int neuron) {
        neurons++;
        int p = wiring.populationOf[neuron];
        int i = neuron - wiring.populationStart[p];
        CompartmentModel model = wiring.model(p);
        profiles.add(profileKey(model, i));
        thresholds.add(thresholdKey(model, i));
        if (shared == null) {
            shared = model.shared();
        }
        for (int k = wiring.incomingStart[neuron]; k < wiring.incomingStart[neuron + 1]; k++) {
            addSynapse(wiring.incoming[k]);
        }
    }

    private void addSynapse(int row) {
        int projection = wiring.projectionOfRow[row];
        int bits = wiring.bitsPerSynapse[projection];
        int before = rowCount[row]++;
        synapseBits += SynapseBits.of(before + 1, bits) - SynapseBits.of(before, bits);
        boolean learns = wiring.learns(projection);
        if (learns) {
            learningSynapses++;
        } else {
            staticSynapses++;
        }
        if (before == 0) {
            touchedRows.add(row);
            if (learns) {
                axonsIn += 2;
                groups.add(projection);
            } else if (sourceRows[wiring.sourceOfRow(row)]++ == 0) {
                axonsIn++;
            }
            formats.add(formatKey(projection));
        }
    }

    /** Two projections share a format if it is the same to the bit; Lava's sums with a negative exponent never do. */
    private long formatKey(int projection) {
        EncodedWeights weights = wiring.encoded.get(projection);
        boolean own = core.profile().semantics() == dev.ranvier.hw.CompartmentProfile.Semantics.LAVA
                && weights.exponent() < 0;
        return own
                ? -1L - projection
                : wiring.storedBits[projection]
                        | (long) (weights.exponent() + 32) << 8
                        | (long) weights.signMode() << 16
                        | (weights.graded() ? 1L << 20 : 0)
                        | (long) weights.lowZeros() << 24
                        | (long) wiring.bitsPerSynapse[projection] << 32;
    }

    static long thresholdKey(CompartmentModel m, int i) {
        return (long) m.threshold()[i] << 32 | (m.ternary()[i] ? m.thresholdLow()[i] & 0xFFFFFFFFL : 0);
    }

    static long profileKey(CompartmentModel m, int i) {
        return m.decayU()[i]
                | (long) m.decayV()[i] << 13
                | (long) m.refractory()[i] << 26
                | (m.noiseOn()[i] ? 1L << 33 : 0)
                | (m.ternary()[i] ? 1L << 34 : 0)
                | (long) (m.resetInterval()[i] * 31 + m.resetOffset()[i]) << 35;
    }

    /** True if {@code neuron}'s shared registers and learning go with what is on the core. */
    boolean agrees(int neuron) {
        CompartmentModel model = wiring.model(wiring.populationOf[neuron]);
        return shared == null || shared.equals(model.shared());
    }

    /** The first limit that is exceeded, or null. */
    Map.Entry<String, Long> exceeded() {
        for (Map.Entry<String, Long> use : usage().entrySet()) {
            if (core.limits().containsKey(use.getKey()) && use.getValue() > core.limit(use.getKey())) {
                return use;
            }
        }
        if (core.profile().semantics() == dev.ranvier.hw.CompartmentProfile.Semantics.NENGO
                && learningSynapses > 0
                && staticSynapses > 0) {
            return Map.entry("learning", 1L);
        }
        return null;
    }

    /** Use per limit, in the order of the data sheet; output axons are not known here. */
    Map<String, Long> usage() {
        Map<String, Long> use = new LinkedHashMap<>();
        use.put("neurons", (long) neurons);
        use.put("axons_in", axonsIn);
        use.put("synapse_bits", synapseBits);
        use.put("profiles", (long) profiles.size());
        use.put("thresholds", (long) thresholds.size());
        use.put("synapse_formats", (long) formats.size());
        use.put("pre_trace_profiles", (long) groups.size());
        return use;
    }

    /** Sources that have synapses on this core: for the output axons of other cores. */
    int[] sourcesPresent() {
        return touchedRows.stream()
                .mapToInt(wiring::sourceOfRow)
                .distinct()
                .sorted()
                .toArray();
    }

    /** Rows that have synapses on this core. */
    int[] rowsPresent() {
        int[] rows = touchedRows.stream().mapToInt(Integer::intValue).toArray();
        Arrays.sort(rows);
        return rows;
    }
}
