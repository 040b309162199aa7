package dev.ranvier.tools.map;

import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.network.CompartmentModel;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.NeuronModel;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in numbers: neurons 0..N-1 through all populations, sources 0..S-1 (neurons, then input channels), and a
 * <i>row</i> per projection and source. What partitioner and assembler work on. Immutable once built.
 */
final class Wiring {
    final Network network;
    final List<EncodedWeights> encoded;
    final int neurons;
    final int sources;
    /** Population per neuron. */
    final int[] populationOf;
    /** First neuron per population. */
    final int[] populationStart;
    /** First source per projection. */
    final int[] sourceStart;
    /** First target neuron per projection. */
    final int[] targetStart;
    /** First row per projection: row = rowStart[p] + source within it. */
    final int[] rowStart;

    final int rows;
    /** Bits per synapse per projection, with index bits. */
    final int[] bitsPerSynapse;

    /** Bits that a stored weight of the projection needs. */
    final int[] storedBits;
    /** Bits that a stored delay of the projection needs. */
    final int[] delayBits;
    /** Synapses of projection p by source: order[p][begin[p][s] .. begin[p][s + 1] - 1], ascending target. */
    final int[][] begin;

    final int[][] order;
    /** Incoming rows of neuron n: incoming[incomingStart[n] .. incomingStart[n + 1] - 1]. */
    final int[] incomingStart;

    final int[] incoming;
    /** Projection per row. */
    final int[] projectionOfRow;

    Wiring(Network network, CompartmentCoreSpec core) {
        this.network = network;
        neurons = network.neurons();
        populationOf = new int[neurons];
        populationStart = new int[network.populations().size()];
        Map<String, Integer> firstSource = new HashMap<>();
        Map<String, Integer> firstNeuron = new HashMap<>();
        int next = 0;
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            populationStart[p] = next;
            firstSource.put(population.name(), next);
            firstNeuron.put(population.name(), next);
            java.util.Arrays.fill(populationOf, next, next + population.size(), p);
            next += population.size();
        }
        for (Input input : network.inputs()) {
            if (input.kind() == Input.Kind.SPIKES) {
                firstSource.put(input.name(), next);
                next += input.channels();
            }
        }
        sources = next;
        int n = network.projections().size();
        encoded = new ArrayList<>();
        sourceStart = new int[n];
        targetStart = new int[n];
        rowStart = new int[n + 1];
        bitsPerSynapse = new int[n];
        storedBits = new int[n];
        delayBits = new int[n];
        begin = new int[n][];
        order = new int[n][];
        int indexBits = indexBits(core.neurons());
        for (int p = 0; p < n; p++) {
            Projection projection = network.projections().get(p);
            encoded.add(WeightEncoder.encode(projection, core.profile(), core.weightBits()));
            sourceStart[p] = firstSource.get(projection.source());
            targetStart[p] = firstNeuron.get(projection.target());
            int size = sizeOf(projection.source());
            rowStart[p + 1] = rowStart[p] + size;
            sortBySource(p, projection, size);
            storedBits[p] = encoded.get(p).storedBits();
            delayBits[p] = delayBits(projection, core);
            bitsPerSynapse[p] = encoded.get(p).bits() + delayBits[p] + indexBits;
        }
        rows = rowStart[n];
        projectionOfRow = new int[rows];
        for (int p = 0; p < n; p++) {
            java.util.Arrays.fill(projectionOfRow, rowStart[p], rowStart[p + 1], p);
        }
        incomingStart = new int[neurons + 1];
        incoming = collectIncoming();
    }

    private int sizeOf(String source) {
        for (Population population : network.populations()) {
            if (population.name().equals(source)) {
                return population.size();
            }
        }
        for (Input input : network.inputs()) {
            if (input.name().equals(source)) {
                return input.channels();
            }
        }
        throw new IllegalStateException("checked by Network");
    }

    static int indexBits(int compartments) {
        return Math.max(6, 32 - Integer.numberOfLeadingZeros(Math.max(1, compartments - 1)));
    }

    private static int delayBits(Projection projection, CompartmentCoreSpec core) {
        int most = 0;
        if (projection.connectivity() instanceof Connectivity.Synapses synapses) {
            for (int ticks : synapses.delay()) {
                if (ticks < 0 || ticks > core.profile().delayMax()) {
                    throw new RanvierException("projection '" + projection.name() + "' has a delay of " + ticks
                            + " ticks, profile '" + core.profile().name() + "' allows 0.."
                            + core.profile().delayMax()
                            + (core.profile().delayMax() == 0 ? "; use profile lava or brian2 for delays" : ""));
                }
                most = Math.max(most, ticks);
            }
        }
        return 32 - Integer.numberOfLeadingZeros(most);
    }

    private void sortBySource(int p, Projection projection, int size) {
        if (!(projection.connectivity() instanceof Connectivity.Synapses synapses)) {
            begin[p] = new int[size + 1];
            order[p] = new int[0];
            return;
        }
        int[] start = new int[size + 1];
        for (int pre : synapses.pre()) {
            start[pre + 1]++;
        }
        for (int s = 0; s < size; s++) {
            start[s + 1] += start[s];
        }
        int[] at = start.clone();
        int[] sorted = new int[synapses.count()];
        boolean ascending = true;
        for (int i = 0; i < synapses.count(); i++) {
            int place = at[synapses.pre()[i]]++;
            sorted[place] = i;
            ascending &= place == start[synapses.pre()[i]] || synapses.post()[sorted[place - 1]] <= synapses.post()[i];
        }
        if (!ascending) {
            for (int s = 0; s < size; s++) {
                sortRow(sorted, start[s], start[s + 1], synapses.post());
            }
        }
        begin[p] = start;
        order[p] = sorted;
    }

    /** Stable sort of a row by target. */
    private static void sortRow(int[] sorted, int from, int to, int[] post) {
        long[] keys = new long[to - from];
        for (int i = from; i < to; i++) {
            keys[i - from] = (long) post[sorted[i]] << 32 | sorted[i];
        }
        java.util.Arrays.sort(keys);
        for (int i = from; i < to; i++) {
            sorted[i] = (int) keys[i - from];
        }
    }

    private int[] collectIncoming() {
        for (int p = 0; p < order.length; p++) {
            if (network.projections().get(p).connectivity() instanceof Connectivity.Synapses synapses) {
                for (int post : synapses.post()) {
                    incomingStart[targetStart[p] + post + 1]++;
                }
            }
        }
        for (int n = 0; n < neurons; n++) {
            incomingStart[n + 1] += incomingStart[n];
        }
        int[] list = new int[incomingStart[neurons]];
        int[] at = incomingStart.clone();
        for (int p = 0; p < order.length; p++) {
            if (network.projections().get(p).connectivity() instanceof Connectivity.Synapses synapses) {
                for (int i : order[p]) {
                    list[at[targetStart[p] + synapses.post()[i]]++] = rowStart[p] + synapses.pre()[i];
                }
            }
        }
        return list;
    }

    /** Source of a row. */
    int sourceOfRow(int row) {
        int p = projectionOfRow[row];
        return sourceStart[p] + row - rowStart[p];
    }

    boolean learns(int projection) {
        return network.projections().get(projection).learning().isPresent();
    }

    /** The compartment parameters of a population; an error if it has not been quantised. */
    CompartmentModel model(int population) {
        NeuronModel model = network.populations().get(population).model();
        if (model instanceof CompartmentModel compartments) {
            return compartments;
        }
        throw new RanvierException(
                "population '" + network.populations().get(population).name()
                        + "' still has physical parameters; quantise the network first");
    }

    /** Population and neuron for people: {@code hidden[12]}. */
    String nameOf(int neuron) {
        int p = populationOf[neuron];
        return network.populations().get(p).name() + "[" + (neuron - populationStart[p]) + "]";
    }
}
