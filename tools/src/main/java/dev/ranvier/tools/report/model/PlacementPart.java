package dev.ranvier.tools.report.model;

import dev.ranvier.hw.GridSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where the populations lie: each core in the colours of the populations on it.
 *
 * @param title heading
 * @param caption may be empty
 * @param grid tiles and cores of the board
 * @param populations names, in the order of their colours
 * @param cores cores in use; all others are unused
 */
public record PlacementPart(String title, String caption, GridSpec grid, List<String> populations, List<Core> cores)
        implements ReportPart {

    /**
     * Neurons on a core.
     *
     * @param core core on the board, numbered as in {@link GridSpec}
     * @param neurons neurons above 0 per population, by its place in the list of names
     */
    public record Core(int core, Map<Integer, Integer> neurons) {
        /** Copies its map. */
        public Core {
            neurons = Map.copyOf(neurons);
        }

        /** Neurons of all populations. */
        public long total() {
            return neurons.values().stream().mapToLong(Integer::longValue).sum();
        }
    }

    /**
     * Copies its lists.
     *
     * @throws IllegalArgumentException if a core does not exist or appears twice, or a population is unknown or has no
     *     neuron there
     */
    public PlacementPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(grid, "grid");
        populations = List.copyOf(populations);
        cores = List.copyOf(cores);
        Set<Integer> seen = new HashSet<>();
        for (Core core : cores) {
            if (core.core() < 0 || core.core() >= grid.cores()) {
                throw new IllegalArgumentException(
                        "core " + core.core() + " does not exist: the board has cores 0.." + (grid.cores() - 1));
            }
            if (!seen.add(core.core())) {
                throw new IllegalArgumentException("core " + core.core() + " is listed twice");
            }
            for (Map.Entry<Integer, Integer> entry : core.neurons().entrySet()) {
                if (entry.getKey() < 0 || entry.getKey() >= populations.size() || entry.getValue() < 1) {
                    throw new IllegalArgumentException("core " + core.core() + " has " + entry.getValue()
                            + " neurons of population " + entry.getKey() + "; populations are 0.."
                            + (populations.size() - 1) + " and have at least 1 where they are listed");
                }
            }
        }
    }
}
