package dev.ranvier.tools.crossbar;

import dev.ranvier.emulator.fabric.link.BoardRoute;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the spikes of every source go: one line per axon. A neuron with more lines than a core has neurons sends to relay
 * cores, whose neurons repeat what comes in on their one axon and have a target each; the tick that this takes is taken off
 * the delays of those lines. Immutable once made.
 */
final class CrossbarRoutes {
    /**
     * A line.
     *
     * @param core target core
     * @param axon axon there
     * @param delay ticks beyond the next
     */
    record Line(int core, int axon, int delay) {}

    /**
     * A relay core.
     *
     * @param lines per axon the lines of its neurons
     */
    private record Relay(List<List<Line>> lines) {
        int neurons() {
            return lines.stream().mapToInt(List::size).sum();
        }
    }

    /** Lines per source, those to relay cores among them; relay cores are numbered after all others. */
    final List<List<Line>> lines = new ArrayList<>();

    /** Neurons that would need a relay, but have a line without delay; and how many lines they have. */
    final Map<Integer, Integer> withoutSlack = new TreeMap<>();

    private final List<Relay> relays = new ArrayList<>();
    private final CrossbarWiring wiring;
    private final int firstRelay;

    CrossbarRoutes(CrossbarWiring wiring, CrossbarPartition partition, int[] linesPerSource) {
        this.wiring = wiring;
        firstRelay = partition.cores().size();
        for (int s = 0; s < wiring.sources; s++) {
            lines.add(new ArrayList<>());
        }
        for (int c = 0; c < firstRelay; c++) {
            CrossbarPartition.Core core = partition.cores().get(c);
            int perSource = linesPerSource[core.population()];
            for (int k = 0; k < core.keys().length; k++) {
                List<Line> ofSource = lines.get((int) (core.keys()[k] >>> 8));
                for (int axon = k * perSource; axon < (k + 1) * perSource; axon++) {
                    ofSource.add(new Line(c, axon, (int) (core.keys()[k] & 0xFF)));
                }
            }
        }
        for (int n = 0; n < wiring.neurons; n++) {
            if (lines.get(n).size() > wiring.core.neurons()) {
                relay(n);
            }
        }
    }

    /** Slots of a neuron with so many lines: a copy per line, or per relay core. */
    static int slots(int lines, int neuronsPerCore) {
        return Math.max(1, lines <= neuronsPerCore ? lines : Math.ceilDiv(lines, neuronsPerCore));
    }

    private void relay(int n) {
        List<Line> all = lines.get(n);
        if (all.stream().anyMatch(line -> line.delay() == 0)) {
            withoutSlack.put(n, all.size());
        }
        List<Line> toRelays = new ArrayList<>();
        int most = wiring.core.neurons();
        for (int from = 0; from < all.size(); from += most) {
            List<Line> group = all.subList(from, Math.min(all.size(), from + most)).stream()
                    .map(line -> new Line(line.core(), line.axon(), line.delay() - 1))
                    .toList();
            int r = place(group.size());
            relays.get(r).lines().add(group);
            toRelays.add(new Line(firstRelay + r, relays.get(r).lines().size() - 1, 0));
        }
        lines.set(n, toRelays);
    }

    /** The first relay core with room for {@code neurons} more on an axon more. */
    private int place(int neurons) {
        for (int r = 0; r < relays.size(); r++) {
            if (relays.get(r).neurons() + neurons <= wiring.core.neurons()
                    && relays.get(r).lines().size() < wiring.core.axons()) {
                return r;
            }
        }
        relays.add(new Relay(new ArrayList<>()));
        return relays.size() - 1;
    }

    /** Number of relay cores. */
    int relayCores() {
        return relays.size();
    }

    /** Cores, with relays. */
    int cores() {
        return firstRelay + relays.size();
    }

    private static BoardRoute board(ChipSpec spec) {
        return new BoardRoute(spec.grid(), spec.fabric().links());
    }

    /** The target of a neuron on core {@code from} that sends on {@code line}. */
    Target target(int from, Line line, ChipSpec spec) {
        BoardRoute board = board(spec);
        return new Target(
                true,
                board.boardX(line.core()) - board.boardX(from),
                board.boardY(line.core()) - board.boardY(from),
                line.axon(),
                line.delay() + wiring.core.delayMin());
    }

    /** The relay cores, to be placed in order after all others. */
    List<CrossbarCoreModel> relayModels(ChipSpec spec) {
        List<CrossbarCoreModel> models = new ArrayList<>();
        for (int r = 0; r < relays.size(); r++) {
            int id = firstRelay + r;
            List<List<Line>> ofRelay = relays.get(r).lines();
            CrossbarCoreModel model =
                    new CrossbarCoreModel(board(spec).boardX(id), board(spec).boardY(id), new byte[ofRelay.size()]);
            for (int axon = 0; axon < ofRelay.size(); axon++) {
                for (Line line : ofRelay.get(axon)) {
                    long[] row = new long[Math.ceilDiv(ofRelay.size(), Long.SIZE)];
                    row[axon >> 6] |= 1L << axon;
                    model.add(
                            CrossbarNeuron.ranc(0, 0, Reset.ABSOLUTE, 0, 1, -1, new int[] {1}, target(id, line, spec)),
                            row);
                }
            }
            models.add(model);
        }
        return models;
    }

    /** Neurons and axons of relay core {@code r}. */
    long[] use(int r) {
        return new long[] {relays.get(r).neurons(), relays.get(r).lines().size()};
    }
}
