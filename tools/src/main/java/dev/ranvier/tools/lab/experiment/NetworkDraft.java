package dev.ranvier.tools.lab.experiment;

import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.cells.SpinePhysics;
import dev.ranvier.tools.cells.Transmitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A network while preparations are added to it. Sources of synapses are kept apart (input or cell) until the number of
 * inputs is known. Not safe for several threads.
 */
final class NetworkDraft {
    private final Map<String, Integer> kindIndex = new LinkedHashMap<>();
    private final List<CellKind> kinds = new ArrayList<>();
    private final List<String> kindNames = new ArrayList<>();
    private final List<Integer> kindOfCell = new ArrayList<>();
    private final List<Transmitter> transmitterOfCell = new ArrayList<>();
    private final List<Transmitter> transmitterOfInput = new ArrayList<>();
    private final List<Synapse> synapses = new ArrayList<>();

    /**
     * A synapse.
     *
     * @param fromCell true if {@code source} counts cells, false if inputs
     * @param declared transmitter that the file says it receives, or null
     */
    record Synapse(
            boolean fromCell,
            int source,
            int post,
            int receptors0,
            int receptors1,
            int delay,
            boolean plastic,
            Transmitter declared) {}

    /** Adds {@code count} cells of a kind; equal kinds share one profile of the chip. */
    Preparation.Block cells(CellKind kind, String name, int count, Transmitter releases) {
        String key = key(kind);
        Integer index = kindIndex.get(key);
        if (index == null) {
            index = kinds.size();
            kindIndex.put(key, index);
            kinds.add(kind);
            kindNames.add(name);
        }
        Preparation.Block block = new Preparation.Block(kindOfCell.size(), count);
        for (int i = 0; i < count; i++) {
            kindOfCell.add(index);
            transmitterOfCell.add(releases);
        }
        return block;
    }

    /** Adds {@code count} inputs. */
    Preparation.Block inputs(int count, Transmitter releases) {
        Preparation.Block block = new Preparation.Block(transmitterOfInput.size(), count);
        for (int i = 0; i < count; i++) {
            transmitterOfInput.add(releases);
        }
        return block;
    }

    /** Adds a synapse; answers its index. */
    int synapse(Synapse synapse) {
        synapses.add(synapse);
        return synapses.size() - 1;
    }

    /** The kind of a cell. */
    CellKind kindOf(int cell) {
        return kinds.get(kindOfCell.get(cell));
    }

    int inputs() {
        return transmitterOfInput.size();
    }

    int cells() {
        return kindOfCell.size();
    }

    boolean learns() {
        return synapses.stream().anyMatch(Synapse::plastic);
    }

    List<String> kindNames() {
        return kindNames;
    }

    private static String key(CellKind kind) {
        return kind.two() + Arrays.toString(kind.capacitance()) + Arrays.toString(kind.leak())
                + Arrays.toString(kind.rest()) + kind.coupling() + "," + kind.threshold() + "," + kind.peak() + ","
                + kind.reset() + "," + kind.peakTime() + "," + kind.refractoryTime() + kind.channels();
    }

    PhysicalNetwork finish(
            String name,
            double tickMs,
            int[][] channelsOfTransmitter,
            DoubleUnaryOperator[] gates,
            DoubleUnaryOperator calcium,
            SpinePhysics spines) {
        int n = synapses.size();
        CellSynapses table = new CellSynapses(
                new int[n], new int[n], new int[n], new int[n], new int[n], new boolean[n], new Transmitter[n]);
        for (int s = 0; s < n; s++) {
            Synapse synapse = synapses.get(s);
            table.source()[s] = synapse.source + (synapse.fromCell ? inputs() : 0);
            table.post()[s] = synapse.post;
            table.receptors0()[s] = synapse.receptors0;
            table.receptors1()[s] = synapse.receptors1;
            table.delay()[s] = synapse.delay;
            table.plastic()[s] = synapse.plastic;
            table.declared()[s] = synapse.declared;
        }
        return new PhysicalNetwork(
                name,
                tickMs,
                kinds,
                kindOfCell.stream().mapToInt(Integer::intValue).toArray(),
                transmitterOfCell.toArray(new Transmitter[0]),
                transmitterOfInput.toArray(new Transmitter[0]),
                channelsOfTransmitter,
                gates,
                calcium,
                spines,
                table);
    }
}
