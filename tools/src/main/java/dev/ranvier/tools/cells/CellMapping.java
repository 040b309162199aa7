package dev.ranvier.tools.cells;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.image.ChipImage;

/**
 * A cell network on a chip.
 *
 * @param network the network
 * @param spec the chip
 * @param image what is loaded; input port {@code axons} has a channel per external axon, population {@code cells} lists
 *     the cells
 * @param sources source number per cell, as in spike records and state reads
 * @param spineCore core per synapse of the network
 * @param spineEntry entry in that core's memory {@code spine} per synapse
 */
public record CellMapping(
        CellNetwork network, ChipSpec spec, ChipImage image, int[] sources, int[] spineCore, int[] spineEntry) {
    /** Name of the input port. */
    public static final String AXONS = "axons";

    /** Name of the population. */
    public static final String CELLS = "cells";

    /** Core of cell {@code cell}. */
    public int coreOf(int cell) {
        return sources[cell] / spec.core().neurons();
    }

    /** Entry of cell {@code cell} in the memories of its core. */
    public int entryOf(int cell) {
        return sources[cell] % spec.core().neurons();
    }
}
