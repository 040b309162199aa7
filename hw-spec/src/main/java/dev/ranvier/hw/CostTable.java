package dev.ranvier.hw;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What operations cost.
 *
 * @param model name of the model, printed beside every figure
 * @param source where the figures come from
 * @param items cost per operation by name
 * @param barrier cost of ending a tick by number of tiles in use, linear between entries
 */
public record CostTable(String model, String source, Map<String, Cost> items, List<BarrierCost> barrier) {
    /**
     * Cost of one operation.
     *
     * @param nanoseconds time
     * @param picojoules energy
     */
    public record Cost(double nanoseconds, double picojoules) {}

    /**
     * Cost of the barrier when {@code tiles} tiles take part.
     *
     * @param tiles number of tiles
     * @param nanoseconds time per tick
     */
    public record BarrierCost(int tiles, double nanoseconds) {}

    /** Copies its collections. */
    public CostTable {
        items = Map.copyOf(items);
        barrier = List.copyOf(barrier);
    }

    /** The items in alphabetical order. */
    public Map<String, Cost> sorted() {
        return new TreeMap<>(items);
    }

    /** The cost of {@code operation}; an error if the table lacks it. */
    public Cost item(String operation) {
        Cost cost = items.get(operation);
        if (cost == null) {
            throw new RanvierException(
                    "cost table '" + model + "' has no operation '" + operation + "'; it has " + sorted().keySet());
        }
        return cost;
    }

    /** Barrier time in ns for {@code tiles} tiles in use; flat outside the table. */
    public double barrierNanoseconds(int tiles) {
        if (barrier.isEmpty()) {
            return 0;
        }
        BarrierCost below = barrier.getFirst();
        for (BarrierCost entry : barrier) {
            if (entry.tiles() >= tiles) {
                if (entry.tiles() == below.tiles()) {
                    return entry.nanoseconds();
                }
                double part = (double) (tiles - below.tiles()) / (entry.tiles() - below.tiles());
                return Math.max(0, below.nanoseconds() + part * (entry.nanoseconds() - below.nanoseconds()));
            }
            below = entry;
        }
        return below.nanoseconds();
    }
}
