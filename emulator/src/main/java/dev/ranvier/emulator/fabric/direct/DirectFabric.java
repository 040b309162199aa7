package dev.ranvier.emulator.fabric.direct;

import dev.ranvier.hw.GridSpec;

/**
 * The functional fabric: every packet arrives before the next tick. It only counts the links that an x-first route on
 * the mesh would cross. Owned by its chip.
 */
public final class DirectFabric {
    private final int[] tileX;
    private final int[] tileY;
    private long hopsEastWest;
    private long hopsNorthSouth;

    /** For the cores of {@code grid}. */
    public DirectFabric(GridSpec grid) {
        tileX = new int[grid.cores()];
        tileY = new int[grid.cores()];
        for (int core = 0; core < tileX.length; core++) {
            int tile = core / grid.coresPerTile() % grid.tilesPerChip();
            tileX[core] = tile % grid.columns();
            tileY[core] = tile / grid.columns();
        }
    }

    /** Counts a packet from core {@code from} to core {@code to}. */
    public void carry(int from, int to) {
        hopsEastWest += Math.abs(tileX[from] - tileX[to]);
        hopsNorthSouth += Math.abs(tileY[from] - tileY[to]);
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
