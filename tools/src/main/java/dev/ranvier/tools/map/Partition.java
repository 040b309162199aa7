package dev.ranvier.tools.map;

import java.util.Arrays;

/**
 * Which cluster (later: core) every neuron belongs to.
 *
 * @param clusterOf cluster per neuron
 * @param clusters number of clusters
 * @param method how it was made, for the report
 */
public record Partition(int[] clusterOf, int clusters, String method) {
    /** Number of neurons of cluster {@code cluster}. */
    public int size(int cluster) {
        return (int) Arrays.stream(clusterOf).filter(c -> c == cluster).count();
    }
}
