package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.Transmitter;

/**
 * Conductance-based cells in physical units, for biophysical cores. Arrays have one value per cell; pairs of arrays are
 * {soma, dendrite}.
 *
 * @param kind membrane, spikes and channels, the same for all cells of the population
 * @param transmitter what each cell releases
 * @param current constant injected current, pA
 * @param start potential at the start, mV
 * @param clamp whether the potential is held at its start value
 */
public record CellModel(
        CellKind kind, Transmitter[] transmitter, double[][] current, double[][] start, boolean[][] clamp)
        implements NeuronModel {
    /** Checks that all arrays are of one length. */
    public CellModel {
        for (int c = 0; c < 2; c++) {
            if (current[c].length != transmitter.length
                    || start[c].length != transmitter.length
                    || clamp[c].length != transmitter.length) {
                throw new RanvierException("cell parameters are given for " + transmitter.length + " and for "
                        + current[c].length + ", " + start[c].length + ", " + clamp[c].length
                        + " cells; every parameter needs one value per cell");
            }
        }
    }

    @Override
    public int size() {
        return transmitter.length;
    }
}
