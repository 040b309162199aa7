package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;

/** Gives every cluster a core. Implementations may be added with {@link java.util.ServiceLoader}. */
public interface Placer {
    /** Its name on the command line. */
    String name();

    /** Core per cluster; no core twice. */
    int[] place(Partition partition, ChipSpec spec);

    /** Cluster k onto core k. */
    final class InOrder implements Placer {
        @Override
        public String name() {
            return "order";
        }

        @Override
        public int[] place(Partition partition, ChipSpec spec) {
            int[] cores = new int[partition.clusters()];
            java.util.Arrays.setAll(cores, k -> k);
            return cores;
        }
    }

    /** Cluster k onto the first core of tile k, so that every cluster has a router of its own while there are tiles. */
    final class OnePerTile implements Placer {
        @Override
        public String name() {
            return "tiles";
        }

        @Override
        public int[] place(Partition partition, ChipSpec spec) {
            int tiles = spec.cores() / spec.grid().coresPerTile();
            int[] cores = new int[partition.clusters()];
            java.util.Arrays.setAll(cores, k -> k % tiles * spec.grid().coresPerTile() + k / tiles);
            return cores;
        }
    }
}
