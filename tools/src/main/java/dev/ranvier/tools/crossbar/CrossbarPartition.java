package dev.ranvier.tools.crossbar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Neurons in cores: populations in order, neurons in order, a core for as many as its axons and neuron slots allow. A
 * neuron takes a slot for each of its targets, since it has one target only: copies of it fire as it does. Immutable.
 *
 * @param cores the cores
 * @param copies slots per neuron
 */
record CrossbarPartition(List<Core> cores, int[] copies) {
    private static final int MOST_ROUNDS = 64;

    /**
     * A core.
     *
     * @param population its population
     * @param neurons its neurons
     * @param keys what comes in, {@code source << 8 | delay}, ascending; each has as many axons as the population has lines
     */
    record Core(int population, int[] neurons, long[] keys) {}

    /**
     * Fills cores. The targets of a neuron depend on the cores and the cores on the number of targets, so this goes round
     * until nothing changes; numbers of copies only grow.
     *
     * @param lines lines per source, by population
     */
    static CrossbarPartition of(CrossbarWiring wiring, int[] lines) {
        int[] copies = new int[wiring.neurons];
        Arrays.fill(copies, 1);
        for (int round = 0; ; round++) {
            List<Core> cores = fill(wiring, lines, copies);
            int[] needed = targets(wiring, lines, cores);
            boolean isStable = true;
            for (int n = 0; n < needed.length; n++) {
                isStable &= needed[n] <= copies[n];
                copies[n] = Math.max(copies[n], needed[n]);
            }
            if (isStable || round == MOST_ROUNDS) {
                return new CrossbarPartition(cores, needed);
            }
        }
    }

    private static List<Core> fill(CrossbarWiring wiring, int[] lines, int[] copies) {
        List<Core> cores = new ArrayList<>();
        List<Integer> members = new ArrayList<>();
        TreeSet<Long> keys = new TreeSet<>();
        int slots = 0;
        for (int n = 0; n < wiring.neurons; n++) {
            int population = wiring.populationOf[n];
            Collection<Long> more = wiring.inputs.get(n).keySet();
            long added = more.stream().filter(key -> !keys.contains(key)).count();
            boolean isNew = !members.isEmpty() && wiring.populationOf[members.getLast()] != population;
            boolean isFull = slots + copies[n] > wiring.core.neurons()
                    || (keys.size() + added) * lines[population] > wiring.core.axons();
            if (!members.isEmpty() && (isNew || isFull)) {
                cores.add(core(wiring, members, keys));
                members.clear();
                keys.clear();
                slots = 0;
            }
            members.add(n);
            keys.addAll(more);
            slots += copies[n];
        }
        if (!members.isEmpty()) {
            cores.add(core(wiring, members, keys));
        }
        return cores;
    }

    private static Core core(CrossbarWiring wiring, List<Integer> members, TreeSet<Long> keys) {
        return new Core(
                wiring.populationOf[members.getFirst()],
                members.stream().mapToInt(Integer::intValue).toArray(),
                keys.stream().mapToLong(Long::longValue).toArray());
    }

    private static int[] targets(CrossbarWiring wiring, int[] lines, List<Core> cores) {
        int[] targets = new int[wiring.neurons];
        for (Core core : cores) {
            for (long key : core.keys()) {
                int source = (int) (key >>> 8);
                if (source < wiring.neurons) {
                    targets[source] += lines[core.population()];
                }
            }
        }
        for (int n = 0; n < targets.length; n++) {
            targets[n] = Math.max(1, targets[n]);
        }
        return targets;
    }
}
