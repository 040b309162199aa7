package dev.ranvier.emulator.fabric.direct;

import dev.ranvier.emulator.fabric.link.BoardRoute;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FabricSpec;
import dev.ranvier.hw.GridSpec;

/**
 * The functional fabric: every packet arrives before the next tick. It only counts the links that the routers' way would
 * cross. Owned by its chip.
 */
public final class DirectFabric {
    private final int[] tileX;
    private final int[] tileY;
    private final int[] tileOf;
    private final int[] chipOf;
    private final int columns;
    private final int rows;
    private final int tiles;
    private final boolean torus;
    private final boolean xFirst;
    private final BoardRoute route;
    private final BoardRoute.Visitor countPart = this::part;
    private final BoardRoute.Visitor countPassage = this::passage;
    private int lastChip;

    // Extent of a tree in every row or column that it branches into, valid where the stamp is that of the tree.
    private final int[] least;
    private final int[] most;
    private final long[] stamp;
    private final long[] chipStamp;
    private long tree;

    private long hopsEastWest;
    private long hopsNorthSouth;

    /** For the cores of {@code spec}. */
    public DirectFabric(ChipSpec spec) {
        GridSpec grid = spec.grid();
        FabricSpec fabric = spec.fabric();
        columns = grid.columns();
        rows = grid.rows();
        tiles = grid.tilesPerChip();
        torus = fabric.topology() == FabricSpec.Topology.TORUS;
        xFirst = fabric.routing() != FabricSpec.Routing.Y_FIRST;
        route = new BoardRoute(grid, fabric.links());
        tileX = new int[grid.cores()];
        tileY = new int[grid.cores()];
        tileOf = new int[grid.cores()];
        chipOf = new int[grid.cores()];
        for (int core = 0; core < tileX.length; core++) {
            tileOf[core] = core / grid.coresPerTile();
            chipOf[core] = tileOf[core] / tiles;
            int tile = tileOf[core] % tiles;
            tileX[core] = tile % columns;
            tileY[core] = tile / columns;
        }
        least = new int[Math.max(columns, rows)];
        most = new int[least.length];
        stamp = new long[least.length];
        chipStamp = new long[grid.chips()];
    }

    /** Counts a packet from core {@code from} to core {@code to}. */
    public void carry(int from, int to) {
        if (chipOf[from] != chipOf[to]) {
            route.visit(tileOf[from], tileOf[to], countPart);
            return;
        }
        hopsEastWest += distance(tileX[from], tileX[to], columns);
        hopsNorthSouth += distance(tileY[from], tileY[to], rows);
    }

    private int distance(int a, int b, int size) {
        int straight = Math.abs(a - b);
        return torus ? Math.min(straight, size - straight) : straight;
    }

    private void part(int chip, int from, int to) {
        hopsEastWest += distance(from % columns, to % columns, columns);
        hopsNorthSouth += distance(from / columns, to / columns, rows);
    }

    /** As {@link #part}, but not for the last chip: there the packet branches. */
    private void passage(int chip, int from, int to) {
        if (chip != lastChip) {
            part(chip, from, to);
        }
    }

    /**
     * Counts one packet that the routers copy.
     *
     * @param from core that sends it
     * @param targets cores that get it; negative entries send nothing, as do cores that do not exist
     * @param first index of the first target
     * @param end index behind the last one
     */
    public void carryTree(int from, int[] targets, int first, int end) {
        long began = ++tree;
        for (int k = first; k < end; k++) {
            int to = targets[k];
            if (to < 0 || to >= tileX.length || chipStamp[chipOf[to]] >= began) {
                continue;
            }
            int chip = chipOf[to];
            int entryX = tileX[from];
            int entryY = tileY[from];
            if (chip != chipOf[from]) {
                lastChip = chip;
                route.visit(tileOf[from], tileOf[to], countPassage);
                int gate = route.entry(chipOf[from], chip);
                entryX = gate % columns;
                entryY = gate / columns;
            }
            branches(chip, entryX, entryY, targets, k, end);
            chipStamp[chip] = tree;
        }
    }

    /** Links of the tree within a chip: the trunk along the first dimension, and a branch per place on it. */
    private void branches(int chip, int entryX, int entryY, int[] targets, int first, int end) {
        tree++;
        int trunk = xFirst ? entryX : entryY;
        int root = xFirst ? entryY : entryX;
        int low = trunk;
        int high = trunk;
        for (int k = first; k < end; k++) {
            int to = targets[k];
            if (to < 0 || to >= tileX.length || chipOf[to] != chip) {
                continue;
            }
            int at = xFirst ? tileX[to] : tileY[to];
            int along = xFirst ? tileY[to] : tileX[to];
            low = Math.min(low, at);
            high = Math.max(high, at);
            if (stamp[at] != tree) {
                stamp[at] = tree;
                least[at] = root;
                most[at] = root;
            }
            least[at] = Math.min(least[at], along);
            most[at] = Math.max(most[at], along);
        }
        long branch = 0;
        for (int at = low; at <= high; at++) {
            if (stamp[at] == tree) {
                branch += most[at] - least[at];
            }
        }
        hopsEastWest += xFirst ? high - low : branch;
        hopsNorthSouth += xFirst ? branch : high - low;
    }

    /** Counts links that packets have crossed. */
    public void carried(long eastWest, long northSouth) {
        hopsEastWest += eastWest;
        hopsNorthSouth += northSouth;
    }

    /** Links crossed in x since the last {@link #reset}. */
    public long hopsEastWest() {
        return hopsEastWest;
    }

    /** Links crossed in y since the last {@link #reset}. */
    public long hopsNorthSouth() {
        return hopsNorthSouth;
    }

    /** Sets the counts. */
    public void reset(long eastWest, long northSouth) {
        hopsEastWest = eastWest;
        hopsNorthSouth = northSouth;
    }
}
